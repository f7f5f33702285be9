import { CLAIM_ANSWER_BUDGET_MS, INTAKE_BATCH_MAX } from '@evenkeel/distributor'
import { isReasonCode, reasons } from '@evenkeel/kernel'
import type { Simulation } from '../../../simulation.ts'
import type { Round } from '../bottleneck.ts'
import type { PersonPlan, PressurePlan } from '../pressure-plan.ts'
import { type Door, type DoorAnswer, type DoorRequest, PLACES_MAX } from '../sim-door.ts'
import {
  measureRecovery,
  measureSaturation,
  type Newcomer,
  type Saturation,
  type Work,
} from './measure-burst.ts'

/** Shortest and longest Retry-After that is honest: at once is no wait, and nobody knows the load in a minute. Virtual milliseconds. */
const RETRY_AFTER_MS_MIN = 1_000
const RETRY_AFTER_MS_MAX = 60_000
/** From a claim's own look at its deadline to the checks: one read of the rule. On a rough day the disk may stall in between. */
const LOOK_MS_MAX = 100
const STALLED_LOOK_MS_MAX = 2_000
/** How long after a demand that can be met a newcomer has to be served at once again. */
const RECOVERY_MS_MAX = 5_000
/** What a newcomer takes for at once. */
const AT_ONCE_MS = 1_500
/** Of what was possible while more came than could be served (O1). */
const GOODPUT_MIN = 0.95
/** Who obeys is answered in so many times the time that all who come need together, and the time that all are told to stay away at least. */
const OBEYED_TIMES_MAX = 2
const OBEYED_MS = 5_000
/** Requests in work at one door: a campaign below its part gets in although others have taken all places, so each further one adds its part. */
const WORKING_MAX = Math.ceil(PLACES_MAX * (1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5))

/** What a run of requests came to. */
export interface IntakeMeasures extends Partial<Saturation> {
  readonly requests: number
  readonly tickets: number
  readonly repeats: number
  readonly refusedAtDoor: number
  readonly refusedBehind: number
  /** Answered `deadline_passed` at the end of the route's own budget. */
  readonly timedOut: number
  /** The same at the end of a shorter one that the claimant chose. */
  readonly gaveUp: number
  readonly lost: number
  /** Signature checks at the bottleneck, two for a claim. */
  readonly checks: number
  /** Most requests in work at one door. */
  readonly workingMax: number
  /** Of calm days: the longest from the first request of somebody who obeys to their answer. */
  readonly obeyedMs?: number
  /** Of calm days: from the moment at which all that had come could have been served until newcomers were served at once. */
  readonly recoveryMs?: number
}

export interface IntakeChecks {
  /** Names what a claim's receipt signs, so that the work on it can be told. */
  expect(signed: string, claim: Pick<DoorRequest, 'bytes'> & { readonly person: PersonPlan }): void
  readonly onRound: (round: Round) => void
  /** Notes a request whose headers a door has read; returns what takes its answer. */
  onRequest(request: DoorRequest, door: Door): (answer: DoorAnswer) => void
  /** Somebody new came when the demand could be met, and had an answer after so many milliseconds. */
  onNewcomer(cameAtMs: number, answer: DoorAnswer): void
  atEnd(): IntakeMeasures
}

interface Submission {
  /** Whether whoever sends it comes again when told to, and has time. */
  readonly obeys: boolean
  /** Latest deadline of those who asked, in virtual milliseconds. */
  deadlineMs: number
  /** When it was first answered for good. */
  decidedAtMs: number | undefined
  cameAtMs: number | undefined
  rounds: number
  /** Whether it was checked, and not refused since with a reason that may pass: whoever had too little time comes again. */
  isChecked: boolean
  /** When each of the requests came that are not answered yet. */
  readonly open: number[]
}

/** O1 to O6 as counts: what came to the doors, what was worked on, what was answered. */
export function createIntakeChecks(simulation: Simulation, plan: PressurePlan): IntakeChecks {
  const { invariants, scheduler, tally } = simulation
  const bySigned = new Map<string, Submission>()
  const byBytes = new Map<Uint8Array, Submission>()
  const work: Work[] = []
  const counts = {
    requests: 0,
    tickets: 0,
    repeats: 0,
    refusedAtDoor: 0,
    refusedBehind: 0,
    timedOut: 0,
    gaveUp: 0,
    lost: 0,
    checks: 0,
    workingMax: 0,
  }
  const arrivals: number[] = []
  const newcomers: Newcomer[] = []

  function expect(signed: string, { bytes, person }: Parameters<IntakeChecks['expect']>[1]): void {
    const { manner, budgetMs, isNewcomer, trick } = person
    const submission = bySigned.get(signed) ?? {
      obeys:
        manner === 'obeys' &&
        budgetMs >= CLAIM_ANSWER_BUDGET_MS &&
        !isNewcomer &&
        trick === undefined,
      deadlineMs: 0,
      decidedAtMs: undefined,
      cameAtMs: undefined,
      rounds: 0,
      isChecked: false,
      open: [],
    }
    bySigned.set(signed, submission)
    byBytes.set(bytes, submission)
  }

  /** O3, O4, O5 of work that begins. */
  function onRound({ signed, doneMs }: Round): void {
    const nowMs = scheduler.nowMs
    counts.checks += signed.length
    work.push({ doneMs, checks: signed.length, fresh: countFresh(signed) })
    const isBounded = signed.length <= 2 * INTAKE_BATCH_MAX
    invariants.check('O4', isBounded, () => `${signed.length} signatures in one round`)
    for (const name of signed) {
      const submission = bySigned.get(name)
      if (submission === undefined) continue
      submission.rounds += 1
      const { decidedAtMs, deadlineMs, open } = submission
      // Another process may have had it in work when this one gave the answer.
      const isNew = decidedAtMs === undefined || open.some((cameAtMs) => cameAtMs <= decidedAtMs)
      invariants.check('O3', isNew, () => `a claim answered at ${decidedAtMs} is checked again`)
      const lateMs = nowMs - deadlineMs
      const allowedMs = plan.isCalm ? LOOK_MS_MAX : STALLED_LOOK_MS_MAX
      const late = () => `a claim is checked ${lateMs} ms after its last caller has gone`
      invariants.check('O5', lateMs <= allowedMs, late)
    }
  }

  /** Checks come in pairs: of a receipt, and of the claim that came with it. */
  function countFresh(signed: readonly string[]): number {
    const repeated = signed.filter((name) => {
      const submission = bySigned.get(name)
      const { isChecked = false } = submission ?? {}
      if (submission !== undefined) submission.isChecked = true
      return isChecked
    })
    return signed.length - 2 * repeated.length
  }

  function onRequest(request: DoorRequest, door: Door): (answer: DoorAnswer) => void {
    const submission = byBytes.get(request.bytes)
    const cameAtMs = scheduler.nowMs
    const roundsBefore = submission?.rounds
    counts.requests += 1
    arrivals.push(cameAtMs)
    if (submission !== undefined) {
      submission.cameAtMs ??= cameAtMs
      submission.deadlineMs = Math.max(submission.deadlineMs, cameAtMs + request.budgetMs)
      submission.open.push(cameAtMs)
    }
    return (answer) => {
      submission?.open.splice(submission.open.indexOf(cameAtMs), 1)
      const { working } = door.admission.load()
      counts.workingMax = Math.max(counts.workingMax, working)
      const isBounded = working <= WORKING_MAX
      invariants.check('O4', isBounded, () => `${working} requests in work`)
      checkAnswer(answer, scheduler.nowMs - cameAtMs, request)
      if (submission !== undefined && !isDecided(answer)) submission.isChecked = false
      if (submission !== undefined && isDecided(answer)) {
        const isKnown = (submission.decidedAtMs ?? cameAtMs) < cameAtMs
        const again = () => 'a claim that was answered before was no lookup'
        if (isKnown) invariants.check('O3', submission.rounds === roundsBefore, again)
        submission.decidedAtMs ??= scheduler.nowMs
      }
    }
  }

  /** O2: whoever was heard is answered in time, and told why and when to come again. */
  function checkAnswer(answer: DoorAnswer, tookMs: number, { budgetMs }: DoorRequest): void {
    if (answer.kind === 'lost') {
      counts.lost += 1
      return
    }
    const isOwn = budgetMs < CLAIM_ANSWER_BUDGET_MS
    const isInTime = tookMs <= budgetMs && (answer.kind !== 'timed-out' || isOwn)
    const late = () => `${answer.kind} after ${tookMs} ms of ${budgetMs}`
    invariants.check('O2', isInTime, late)
    if (answer.kind === 'timed-out' && isOwn) counts.gaveUp += 1
    else if (answer.kind === 'timed-out') counts.timedOut += 1
    else if (answer.kind === 'ticket') {
      if (answer.isRepeated) counts.repeats += 1
      else counts.tickets += 1
    } else {
      const { reason, retryAfterMs, atDoor } = answer
      if (atDoor) counts.refusedAtDoor += 1
      else counts.refusedBehind += 1
      tally(`refused ${reason}`)
      const isCapacity = reason === 'queue_full' || reason === 'deadline_passed'
      const waits = retryAfterMs ?? 0
      const isHonest = isCapacity
        ? waits >= RETRY_AFTER_MS_MIN && waits <= RETRY_AFTER_MS_MAX
        : isReasonCode(reason) && (retryAfterMs === undefined || reasons[reason].retryable)
      invariants.check('O2', isHonest, () => `${reason}, come again after ${retryAfterMs} ms`)
    }
  }

  /** O1 and O6, which only calm days can show: on others it is the trouble that takes the time. */
  function atEnd(): IntakeMeasures {
    if (!plan.isCalm) return counts
    const { checkMs, burstMs: lastsMs, stall } = plan
    const saturation = measureSaturation({ arrivals, work, checkMs, lastsMs })
    const recoveryMs = measureRecovery(newcomers)
    if (saturation !== undefined) {
      const { goodput, goodputs } = saturation
      for (const share of [goodput, ...goodputs]) {
        invariants.check('O1', share >= GOODPUT_MIN, () => `${share} of what was possible`)
      }
    }
    const came = [...bySigned.values()].filter(({ cameAtMs }) => cameAtMs !== undefined)
    // Whoever comes with the word of a verifier that is held is not answered for good.
    const obeyedMs = came.reduce((most, { obeys, cameAtMs = 0, decidedAtMs = cameAtMs }) => {
      return obeys ? Math.max(most, decidedAtMs - cameAtMs) : most
    }, 0)
    const neededMs = 2 * checkMs * came.length + (stall?.lastsMs ?? 0)
    const isServed = obeyedMs <= OBEYED_TIMES_MAX * neededMs + OBEYED_MS
    const waited = () => `${obeyedMs} ms for who obeys, where all need ${neededMs} ms`
    invariants.check('O2', isServed, waited)
    const [first] = newcomers
    for (const { cameAtMs, isServed } of newcomers) {
      const sinceMs = cameAtMs - (first?.cameAtMs ?? cameAtMs)
      if (sinceMs < RECOVERY_MS_MAX) continue
      invariants.check('O6', isServed, () => `not back to normal after ${sinceMs} ms`)
    }
    return {
      ...counts,
      ...saturation,
      obeyedMs,
      ...(recoveryMs !== undefined && { recoveryMs }),
    }
  }

  return {
    expect,
    onRound,
    onRequest,
    onNewcomer(cameAtMs, answer) {
      const isServed = isDecided(answer) && scheduler.nowMs - cameAtMs <= AT_ONCE_MS
      newcomers.push({ cameAtMs, isServed })
    },
    atEnd,
  }
}

/** Whether the same claim cannot be answered in another way later. */
export function isDecided(answer: DoorAnswer): boolean {
  if (answer.kind === 'ticket') return true
  return answer.kind === 'refused' && !reasons[answer.reason].retryable
}
