import { type EpochMs, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'

/** An act in the order of decision: by time, and of two of one millisecond the greater id, so that the order of arrival decides nothing. */
export interface DecidedAct {
  readonly actId: string
  readonly decidedAtMs: number
  /** Its record is not active. */
  readonly isEnding: boolean
}

export interface AnnouncedAct extends DecidedAct {
  /** T. */
  readonly effectiveAtMs: number
}

/** The acts about one subject and action that stand or will. Who comes later was decided later. */
export interface Schedule {
  readonly standing?: DecidedAct
  /** In the order of T. */
  readonly announced: readonly AnnouncedAct[]
}

export interface Placement {
  readonly state: 'announced' | 'in_force' | 'void'
  /** The announced acts that it makes void. */
  readonly replaces: readonly AnnouncedAct[]
}

/**
 * Decides where an act comes in the schedule. What was decided last has the last word, in whichever order acts arrive. No list that leaves out a
 * coordinated act lives until its T, so one at T makes void what was announced for T or later. An immediate one counts at once, and makes void all
 * that was announced; but an announced end is taken back by a drained act alone (S6). Reason: act_cannot_be_cancelled.
 *
 * | act | stands | makes void, of what was decided before it |
 * |---|---|---|
 * | coordinated, at T | from T on, unless a later decision counts by then | what is announced for T or later |
 * | immediate, ending | at once, unless a later decision stands | all that is announced |
 * | immediate, active | the same; refused while an end is announced | all that is announced |
 */
export function placeAct(
  { standing, announced }: Schedule,
  act: DecidedAct,
  effectiveAtMs: number | undefined,
): Result<Placement, Reasoned> {
  const atMs = effectiveAtMs ?? Number.NEGATIVE_INFINITY
  const isOverruled =
    (standing !== undefined && isLater(standing, act)) ||
    announced.some((other) => isLater(other, act) && other.effectiveAtMs <= atMs)
  if (isOverruled) return ok({ state: 'void', replaces: [] })
  const replaces = announced.filter((other) => isLater(act, other) && other.effectiveAtMs >= atMs)
  if (effectiveAtMs !== undefined) return ok({ state: 'announced', replaces })
  if (!act.isEnding && replaces.some(({ isEnding }) => isEnding)) {
    return refuse('act_cannot_be_cancelled', 'an end is announced')
  }
  return ok({ state: 'in_force', replaces })
}

/** Whether an announced act can be taken back: nobody may go by a list that tells of it when its time has come (S4, S6). */
export function isCancellable(
  {
    effectiveAtMs,
    listedUntilMs,
  }: { readonly effectiveAtMs: number; readonly listedUntilMs: number },
  now: EpochMs,
): boolean {
  return now < effectiveAtMs && listedUntilMs <= effectiveAtMs
}

function isLater(act: DecidedAct, other: DecidedAct): boolean {
  return act.decidedAtMs === other.decidedAtMs
    ? act.actId > other.actId
    : act.decidedAtMs > other.decidedAtMs
}
