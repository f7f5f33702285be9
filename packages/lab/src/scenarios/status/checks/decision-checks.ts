import { ACCREDITATION_LIST_PATH, canonicalJson, headUrl } from '@evenkeel/kernel'
import { wellKnown } from '@evenkeel/node'
import { replayVerdict } from '@evenkeel/verifier'
import { SIMULATION_START_MS } from '../../../limits.ts'
import { SUSPENDED_ISSUER } from '../accreditations.ts'
import { type Decision, ONLINE_AGE_MS } from '../ask-verifiers.ts'
import type { LabCredential } from '../credentials.ts'
import { CLOCK_BOUND_MS, MERGE_DELAY_MS } from '../draw-plan.ts'
import type { Meddler } from '../meddle.ts'
import type { StatusWorld } from '../status-world.ts'
import type { Troubles } from '../troubles.ts'
import { allowedAt, brokenBy, type Change, type Standing, testedAt, windowOf } from '../truth.ts'

/** How many verdicts are decided once more. */
const REPLAYED_PER_MILLE = 150

/** What a verifier has shown that it holds of one scope. */
interface Shown {
  readonly seq: number
  /** On the verifier's clock, when definite answers from it end. */
  readonly usableUntilMs: number
}

export interface DecisionChecks {
  /** To be called before a round; the returned function checks each verdict of it, and all of them together. */
  beforeRound(credential: LabCredential): (decisions: readonly Decision[]) => void
}

/** S1 to S7, S9, S10, S12 and S13 of each decision, and S4 of those that were made at one time. */
export function createDecisionChecks(
  world: StatusWorld,
  parts: {
    readonly credentials: readonly LabCredential[]
    /** Changes of the accreditation of SUSPENDED_ISSUER. */
    readonly accreditation: readonly Change[]
    readonly troubles: Troubles
    readonly meddler: Meddler
  },
): DecisionChecks {
  const { simulation, plan } = world
  const { credentials, accreditation, troubles, meddler } = parts
  const { invariants, scheduler } = simulation
  const draws = simulation.random.fork('replays')
  const shownBy = new Map<string, Map<string, Shown>>()
  /** When who has said first that what is revoked; answers come in another order than they were decided in. */
  const revocationsSeen = new Map<string, number>()

  function checkLease({ verdict, input, verifier, atMs }: Decision): void {
    for (const { check, result, evidence } of verdict.checks) {
      if (evidence?.issuedAtMs === undefined || (result !== 'ok' && result !== 'failed')) continue
      const held = heldFor(check, input)
      if (held === undefined) continue
      const endsAtMs = Math.min(held.expiresAtMs, evidence.issuedAtMs + plan.rule.leaseMs)
      const leftMs = endsAtMs - CLOCK_BOUND_MS - verdict.decidedAtMs
      const late = () => `${verifier.name}: ${check} ${result} ${-leftMs} ms after its lease`
      invariants.check('S1', leftMs > 0, late)
      if (!verifier.isHonest) continue
      const trulyMs = endsAtMs - SIMULATION_START_MS - atMs
      const over = () => `${verifier.name}: ${check} ${result} ${-trulyMs} ms after its end`
      invariants.check('S1', trulyMs > 0, over)
    }
  }

  /** S2, S3, S5, S6 and, of what grants validity, S4: the answer is one of those that are possible at this time. */
  function checkTruth({ credential, verifier, standing, atMs, verdict }: Decision): void {
    if (verdict.outcome === 'rejected' && standing === undefined) {
      const why = () => `${verifier.name} rejected ${credential.name}: ${verdict.reason}`
      invariants.check('S3', false, why)
    }
    if (standing === undefined) return
    const about = { who: verifier.name, atMs }
    const { name, issuer, changes } = credential
    if (issuer === SUSPENDED_ISSUER) {
      const said = standing === 'unaccredited' ? 'suspended' : 'valid'
      checkAnswer(said, accreditation, { ...about, what: issuer })
    }
    if (standing !== 'unaccredited') checkAnswer(standing, changes, { ...about, what: name })
  }

  function checkAnswer(
    answer: Standing,
    changes: readonly Change[],
    { who, what, atMs }: { readonly who: string; readonly what: string; readonly atMs: number },
  ): void {
    const isAllowed = allowedAt(changes, atMs, CLOCK_BOUND_MS).has(answer)
    const broken = isAllowed ? '' : brokenBy(answer, changes, atMs, CLOCK_BOUND_MS)
    for (const name of testedAt(changes, atMs, CLOCK_BOUND_MS)) {
      if (name !== broken) invariants.check(name, true, () => '')
    }
    if (isAllowed) return
    const told = () => `${who} said ${answer} of ${what} at ${atMs}, ${describeChanges(changes)}`
    invariants.check(broken, false, told)
  }

  /** S6, S9 and S10: nothing older than before, and what was held and is leased gives an answer. */
  function checkOrder(decision: Decision, before: ReadonlyMap<string, Shown>): void {
    const { verifier, verdict, input, question } = decision
    for (const found of verdict.checks) {
      const { check, result, evidence } = found
      const held = heldFor(check, input)
      const earlier = held === undefined ? undefined : before.get(held.source)
      if (earlier === undefined) continue
      if (evidence?.seq !== undefined) {
        const isNoOlder = evidence.seq >= earlier.seq
        const detail = () => `${verifier.name}: ${check} from ${evidence.seq} after ${earlier.seq}`
        invariants.check('S6', isNoOlder, detail)
        if (check === 'status' && question === 'online') invariants.check('S10', isNoOlder, detail)
      }
      if (question === 'online' || verdict.decidedAtMs >= earlier.usableUntilMs) continue
      if (!verifier.isHonest || isLiedTo(decision)) continue
      const why = 'reason' in found ? found.reason : ''
      const detail = () => `${verifier.name}: ${check} ${why} although its lease had not ended`
      invariants.check('S9', result !== 'unknown', detail)
    }
  }

  /** S12: a clock that was given genuine times which it cannot have reached is said to be wrong, and nothing is accepted by it, until it has. */
  function checkClock(decision: Decision): void {
    const { verifier, verdict, credential, atMs } = decision
    if (verifier.isHonest || !isClockUnsafe(decision)) return
    const isDeclared = verdict.checks.some(
      (check) => 'reason' in check && check.reason === 'clock_unsafe',
    )
    const detail = () =>
      `${verifier.name} ${verdict.outcome} ${credential.name} at ${atMs} with a clock that is known to be slow`
    invariants.check('S12', isDeclared && verdict.outcome === 'undetermined', detail)
  }

  /** Whether a clock-unsafe document was given to the verifier before it was asked, and its clock has not come up to it. */
  function isClockUnsafe({ verifier, credential, verdict, askedAtMs }: Decision): boolean {
    const { directory } = simulation
    const list = credential.entry.uri
    const urls = [
      credential.issuer === 'issuer-strict' ? headUrl(list) : list,
      `${directory.urlOf(wellKnown.network)}${ACCREDITATION_LIST_PATH}`,
    ]
    return urls.some((url) => {
      const given = meddler.latestGiven(verifier.name, url)
      return (
        given !== undefined &&
        given.atMs < askedAtMs &&
        given.iat * 1_000 > verdict.decidedAtMs + 2 * CLOCK_BOUND_MS
      )
    })
  }

  /** What was signed twice under one number is not to be answered from. */
  function isLiedTo({ verifier, credential }: Decision): boolean {
    return credential.issuer === 'issuer-strict' && meddler.isLiedTo(verifier.name)
  }

  /** S13: whoever can reach the publishers, and could for a while, has an answer. */
  function checkLiveness(decision: Decision): void {
    const { verifier, credential, verdict, question, input } = decision
    if (question === 'online' || isLiedTo(decision)) return
    const settledMs = 2 * Math.max(plan.paceMs, plan.verifierPaceMs) + 2 * CLOCK_BOUND_MS
    if (troubles.faultOf(verifier.name, credential.issuer, settledMs) !== 'calm') return
    // A cache that lies is out of order, and a plain list ends where an act begins (ADR 0018).
    if (verifier.staleCopyPerMille > 0 && input.status.failure !== undefined) return
    if (credential.issuer === 'issuer-sloppy' && isAtTurn(decision, settledMs)) return
    for (const found of verdict.checks) {
      if (found.check !== 'status' && found.check !== 'accreditation') continue
      const why = () =>
        `${verifier.name}: ${found.check} ${'reason' in found ? found.reason : ''} with everything within reach`
      invariants.check('S13', found.result !== 'unknown', why)
    }
  }

  function isAtTurn({ credential, atMs }: Decision, nearMs: number): boolean {
    return credentials
      .filter(({ issuer }) => issuer === credential.issuer)
      .some(({ changes }) =>
        changes.some(
          ({ everywhereAtMs = atMs }) => Math.abs(atMs - everywhereAtMs) <= nearMs + CLOCK_BOUND_MS,
        ),
      )
  }

  /** S7 of a drawn part: it costs as much as the decision. */
  function checkReplay({ verdict, input, credential }: Decision): void {
    if (!draws.chance(REPLAYED_PER_MILLE)) return
    const replayed = canonicalJson(replayVerdict(input))
    const detail = () => `the verdict of ${credential.name} replays as ${replayed}`
    invariants.check('S7', replayed === canonicalJson(verdict), detail)
  }

  /** S8: what no witness has seen within the merge delay after it was taken is marked as such. */
  function checkWitnessed({ verifier, verdict, input }: Decision): void {
    for (const evidence of [input.status.evidence, input.accreditation.evidence]) {
      const isUsed = evidence !== undefined && evidence.source in verdict.horizon
      if (!isUsed || evidence.witnessedAtMs !== undefined) continue
      const sinceMs = Math.max(evidence.observedAtMs, evidence.issuedAtMs)
      const overdueMs = verdict.decidedAtMs - sinceMs - MERGE_DELAY_MS - 2 * CLOCK_BOUND_MS
      if (overdueMs <= 0) continue
      const isMarked = verdict.degradations.includes('unwitnessed')
      const detail = () => `${verifier.name} does not say that ${evidence.source} is unwitnessed`
      invariants.check('S8', isMarked, detail)
    }
  }

  function checkPermanent({ verifier, credential, standing, atMs }: Decision): void {
    if (standing === undefined || standing === 'unaccredited') return
    const name = `${verifier.name} ${credential.name}`
    const seenAtMs = revocationsSeen.get(name) ?? Number.POSITIVE_INFINITY
    if (atMs > seenAtMs) {
      const detail = () => `${verifier.name} said ${standing} of what it had seen revoked`
      invariants.check('S6', standing === 'invalid', detail)
    }
    if (standing === 'invalid') revocationsSeen.set(name, Math.min(seenAtMs, atMs))
  }

  /** S5 of an online act: what needs a fresh status is not accepted once a status of the age that is asked for tells of it. */
  function checkOnline({ question, credential, verifier, standing, atMs }: Decision): void {
    if (question !== 'online') return
    for (const { mode, publishedAtMs, cancelling } of credential.changes) {
      if (mode !== 'online' || publishedAtMs === undefined || cancelling !== undefined) continue
      const lateMs = atMs - publishedAtMs - ONLINE_AGE_MS - 2 * CLOCK_BOUND_MS
      if (lateMs <= 0) continue
      const detail = () => `${verifier.name} accepted ${credential.name} ${lateMs} ms too late`
      invariants.check('S5', standing !== 'valid', detail)
    }
  }

  function changesOf({ issuer, changes }: LabCredential): readonly Change[] {
    return issuer === SUSPENDED_ISSUER ? [...changes, ...accreditation] : changes
  }

  /** S4: two definite answers of one moment are equal, but for the windows of changes. */
  function checkAgreement(credential: LabCredential, decisions: readonly Decision[]): void {
    const definite = decisions.filter(
      ({ standing, verifier }) => standing !== undefined && verifier.isHonest,
    )
    const changes = changesOf(credential)
    const windows = changes.map((change) => windowOf(change, CLOCK_BOUND_MS))
    for (const [position, one] of definite.entries()) {
      for (const other of definite.slice(position + 1)) {
        const fromMs = Math.min(one.atMs, other.atMs)
        const untilMs = Math.max(one.atMs, other.atMs)
        const isBetween = windows.some((each) => fromMs < each.untilMs && untilMs >= each.fromMs)
        if (isBetween) continue
        const told = () =>
          `${one.verifier.name} said ${one.standing}, ${other.verifier.name} ${other.standing} of ${credential.name} at ${fromMs}, ${describeChanges(changes)}`
        invariants.check('S4', one.standing === other.standing, told)
      }
    }
  }

  function learn({ verifier, input, verdict }: Decision): void {
    const shown = shownBy.get(verifier.name) ?? new Map<string, Shown>()
    shownBy.set(verifier.name, shown)
    for (const { check } of verdict.checks) {
      const held = heldFor(check, input)
      if (held === undefined) continue
      const earlier = shown.get(held.source)
      if (earlier !== undefined && earlier.seq > held.seq) continue
      const usableUntilMs = held.expiresAtMs - CLOCK_BOUND_MS
      shown.set(held.source, { seq: held.seq, usableUntilMs })
    }
  }

  return {
    beforeRound(credential) {
      const before = new Map([...shownBy].map(([name, shown]) => [name, new Map(shown)]))
      return (decisions) => {
        for (const decision of decisions) {
          const { verifier, verdict } = decision
          simulation.tally(`verdicts ${verdict.outcome}`)
          checkLease(decision)
          checkOrder(decision, before.get(verifier.name) ?? new Map())
          checkReplay(decision)
          checkClock(decision)
          checkWitnessed(decision)
          if (verifier.isHonest) {
            checkTruth(decision)
            checkOnline(decision)
            checkPermanent(decision)
            checkLiveness(decision)
          }
        }
        checkAgreement(credential, decisions)
        for (const decision of decisions) learn(decision)
        scheduler.note({ event: 'round', credential: credential.name, said: saidBy(decisions) })
      }
    },
  }
}

type Held = { readonly source: string; readonly seq: number; readonly expiresAtMs: number }

/** What a verifier held for one of its checks, whether it would do or not. */
function heldFor(check: string, { status, accreditation }: Decision['input']): Held | undefined {
  if (check === 'status') return status.evidence
  return check === 'accreditation' ? accreditation.evidence : undefined
}

function describeChanges(changes: readonly Change[]): string {
  const told = changes.map(
    ({ mode, to, orderedAtMs, everywhereAtMs, cancelling = '' }) =>
      `${mode} ${to} ordered ${orderedAtMs} for ${everywhereAtMs} ${cancelling}`,
  )
  return told.join('; ') || 'which was never changed'
}

function saidBy(decisions: readonly Decision[]): string {
  return decisions.map(({ verdict }) => verdict.outcome.charAt(0)).join('')
}
