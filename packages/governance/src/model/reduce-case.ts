import {
  type EpochMs,
  ok,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { ACKNOWLEDGE_MS } from '../limits.ts'
import { type CaseRecord, DEFAULT_DECIDER, type Decision } from './case-record.ts'
import { type CaseAct, type DeadlineName, transitionTable } from './transition-table.ts'

/** One act upon a case, with what it needs. */
export type CaseStep =
  | { readonly act: 'decide'; readonly by: string; readonly decision: Decision }
  | { readonly act: 'appeal'; readonly by: string; readonly reason?: string }
  | { readonly act: 'lapse' | 'end_appeals' | 'escalate' | 'close' }

/** The clock of a state: when it ends and what happens then. */
export interface CaseDeadline {
  readonly name: DeadlineName
  readonly dueAtMs: number
  readonly byDefault: CaseAct
}

/**
 * Applies one act at `now` and returns the case as it stands then. Reasons: case_transition_not_allowed, for an appeal also
 * appeal_window_over and appeal_made_already, case_own_decision (G5), case_actor_not_allowed for a person who calls themselves the default.
 */
export function reduceCase(
  before: CaseRecord,
  step: CaseStep,
  now: EpochMs,
): Result<CaseRecord, Reasoned> {
  const state = transitionTable[before.state].acts[step.act]
  if (state === undefined) {
    return refuse(whyNot(before, step.act), `${step.act} while ${before.state}`)
  }
  const after = { ...before, state, version: before.version + 1 }
  switch (step.act) {
    case 'decide': {
      if (step.by === DEFAULT_DECIDER) return refuse('case_actor_not_allowed', 'a reserved name')
      const part = partIn(before, step.by)
      if (part !== undefined) return refuse('case_own_decision', `the decider is the ${part}`)
      return ok(decideCase(after, step.decision, step.by, now))
    }
    case 'lapse':
      return ok(decideCase(after, before.opening.byDefault, DEFAULT_DECIDER, now))
    case 'appeal':
      return ok({ ...after, appealedBy: step.by })
    case 'end_appeals':
    case 'escalate':
    case 'close':
      return ok(after)
  }
}

/** Why the table has no such transition: of an appeal people are told what became of their chance. */
function whyNot({ state, appealedBy }: CaseRecord, act: CaseAct): ReasonCode {
  if (act !== 'appeal' || state === 'opened') return 'case_transition_not_allowed'
  return appealedBy === undefined ? 'appeal_window_over' : 'appeal_made_already'
}

/** The part that an actor has in the case already, for which it must not decide (again): an appeal goes to somebody else. */
function partIn(record: CaseRecord, actor: string): string | undefined {
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['opener', record.opening.openedBy],
    ['respondent', record.opening.subject],
    ['appellant', record.appealedBy],
    ['first decider', record.decidedBy],
  ]
  return parts.find(([, name]) => name === actor)?.[0]
}

function decideCase(
  record: CaseRecord,
  decision: Decision,
  decidedBy: string,
  now: EpochMs,
): CaseRecord {
  return { ...record, decisions: record.decisions + 1, decision, decidedBy, decidedAtMs: now }
}

/** Returns the deadline that starts at `now` with the state the case is in; undefined for a terminal state. */
export function deadlineOf(record: CaseRecord, now: EpochMs): CaseDeadline | undefined {
  const rule = transitionTable[record.state].deadline
  if (rule === undefined) return undefined
  const { deadlineMs, appealMs } = record.opening
  const waitsMs: Readonly<Record<DeadlineName, number>> = {
    decide: deadlineMs,
    appeal: appealMs,
    decide_appeal: deadlineMs,
    acknowledge: ACKNOWLEDGE_MS,
  }
  return { ...rule, dueAtMs: now + waitsMs[rule.name] }
}

/** Whether the opener has answered the newest decision: then a final case has nothing more to wait for. */
export function isCarriedOut(record: CaseRecord): boolean {
  return record.state === 'final' && record.answered === record.decisions
}
