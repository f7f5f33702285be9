import type { Decision } from './ask-verifiers.ts'
import type { LabCredential } from './credentials.ts'
import type { Fault, Troubles } from './troubles.ts'
import type { Answer, Change, Standing } from './truth.ts'

/** A quarter of an hour: how long after T is looked at apart. */
const AFTER_T_MS = 900_000

/** Decisions and how many of them were definite. */
export interface Share {
  readonly decisions: number
  readonly definite: number
}

/** What a run measured. Times in virtual milliseconds; honest verifiers and ordinary questions, unless it says otherwise. */
export interface StatusMeasures {
  readonly leaseMs: number
  readonly acts: Readonly<Record<Change['mode'], number>>
  /** Of coordinated and online acts: the longest time for which one verifier gave the new answer and another still the old one. */
  readonly disagreementMsMax: number
  readonly overall: Share
  /** In the quarter of an hour after a T, about credentials of the list that it concerned. */
  readonly afterT: Share
  readonly byFault: Readonly<Record<Fault, Share>>
  /** Where a fresh status was asked for, with an online act announced or without. */
  readonly online: Share
  /** Of verifiers whose clock is beyond ε. */
  readonly brokenClocks: Share
  readonly plain: PlainMeasures
}

/** What unmodified readers of status list tokens came to. */
export interface PlainMeasures {
  /** One per coordinated act: from the first reader's new answer to the last one's old. */
  readonly windowsMsCapped: readonly number[]
  readonly windowsMsUncapped: readonly number[]
  /** Answers of regular rounds to capped lists, and how many of them were none. */
  readonly answers: number
  readonly undetermined: number
}

/** One answer about an act, old or new. */
interface Sides {
  firstNewMs: number
  lastOldMs: number
}

export class Measures {
  readonly #credentials: readonly LabCredential[]
  readonly #troubles: Troubles
  readonly #leaseMs: number
  readonly #shares = new Map<string, { decisions: number; definite: number }>()
  readonly #sides = new Map<string, Sides>()
  #answers = 0
  #undetermined = 0

  constructor(leaseMs: number, credentials: readonly LabCredential[], troubles: Troubles) {
    this.#leaseMs = leaseMs
    this.#credentials = credentials
    this.#troubles = troubles
  }

  /** Shares are of moments that were drawn; those that were chosen because an answer may change would count for too much. */
  onDecision(decision: Decision, isDense: boolean): void {
    const { question, verifier, credential, standing, atMs } = decision
    const count = (name: string): void => {
      const share = this.#shares.get(name) ?? { decisions: 0, definite: 0 }
      this.#shares.set(name, share)
      share.decisions += 1
      if (standing !== undefined) share.definite += 1
    }
    if (verifier.isHonest && question !== 'online') {
      this.#onAnswer('verifiers', credential, standing, atMs)
    }
    if (isDense) return
    if (!verifier.isHonest || question === 'online') {
      count(verifier.isHonest ? 'online' : 'brokenClocks')
      return
    }
    count('overall')
    count(this.#troubles.faultOf(verifier.name, credential.issuer, 0))
    if (this.#isAfterT(credential, atMs)) count('afterT')
  }

  /** An answer of a plain reader; `isRegular` if it was asked for no act's sake. */
  onPlainAnswer(
    kind: 'capped' | 'uncapped',
    credential: LabCredential,
    answer: {
      readonly standing: Standing | undefined
      readonly atMs: number
      readonly isRegular: boolean
    },
  ): void {
    this.#onAnswer(kind, credential, answer.standing, answer.atMs)
    if (kind !== 'capped' || !answer.isRegular) return
    this.#answers += 1
    if (answer.standing === undefined) this.#undetermined += 1
  }

  result(): StatusMeasures {
    const share = (name: string): Share => this.#shares.get(name) ?? { decisions: 0, definite: 0 }
    const changes = this.#credentials.flatMap((credential) => credential.changes)
    const count = (mode: Change['mode']) => changes.filter((change) => change.mode === mode).length
    return {
      leaseMs: this.#leaseMs,
      acts: {
        coordinated: count('coordinated'),
        immediate: count('immediate'),
        online: count('online'),
      },
      disagreementMsMax: Math.max(0, ...this.#windows('verifiers')),
      overall: share('overall'),
      afterT: share('afterT'),
      byFault: { calm: share('calm'), cut: share('cut'), outage: share('outage') },
      online: share('online'),
      brokenClocks: share('brokenClocks'),
      plain: {
        windowsMsCapped: this.#windows('capped'),
        windowsMsUncapped: this.#windows('uncapped'),
        answers: this.#answers,
        undetermined: this.#undetermined,
      },
    }
  }

  #isAfterT({ issuer }: LabCredential, atMs: number): boolean {
    return this.#credentials.some(
      (credential) =>
        credential.issuer === issuer &&
        credential.changes.some(
          ({ mode, everywhereAtMs, cancelling }) =>
            mode !== 'immediate' &&
            cancelling === undefined &&
            everywhereAtMs !== undefined &&
            atMs >= everywhereAtMs &&
            atMs < everywhereAtMs + AFTER_T_MS,
        ),
    )
  }

  #onAnswer(
    who: string,
    credential: LabCredential,
    standing: Answer | undefined,
    atMs: number,
  ): void {
    const change = measured(credential)
    if (change === undefined || standing === undefined || standing === 'unaccredited') return
    const place = `${who} ${credential.name}`
    const sides = this.#sides.get(place) ?? {
      firstNewMs: Number.POSITIVE_INFINITY,
      lastOldMs: Number.NEGATIVE_INFINITY,
    }
    this.#sides.set(place, sides)
    if (standing === change.to) sides.firstNewMs = Math.min(sides.firstNewMs, atMs)
    else sides.lastOldMs = Math.max(sides.lastOldMs, atMs)
  }

  /** One for each act of which both answers were heard. */
  #windows(who: string): readonly number[] {
    return this.#credentials.flatMap((credential) => {
      const sides = this.#sides.get(`${who} ${credential.name}`)
      const isOver = measured(credential) !== undefined
      if (!isOver || sides === undefined || sides.firstNewMs === Number.POSITIVE_INFINITY) return []
      return Math.max(0, sides.lastOldMs - sides.firstNewMs)
    })
  }
}

/** The announced change of a credential that has no other, whose two answers can be told apart at any time. */
function measured({ story, changes }: LabCredential): Change | undefined {
  const [change] = changes
  const isAlone = story.steps.length === 1 && change?.cancelling === undefined
  return isAlone && change?.mode !== 'immediate' ? change : undefined
}
