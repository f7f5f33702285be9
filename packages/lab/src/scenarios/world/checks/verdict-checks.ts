import { canonicalJson, type Evidence, isReasonCode, type Verdict } from '@evenkeel/kernel'
import type { WorldRoles } from '@evenkeel/node'
import { replayVerdict } from '@evenkeel/verifier'
import type { Simulation } from '../../../simulation.ts'
import type { Member } from '../member.ts'
import type { WorldPlan } from '../run-world.ts'

export type Judged = Awaited<ReturnType<WorldRoles['verifier']['verifyPresentation']>>

/** What a verifier has shown that it holds of one scope. */
interface Shown {
  readonly seq: number
  /** On the verifier's clock, when definite answers from it end. */
  readonly usableUntilMs: number
}

export interface VerdictChecks {
  /** To be called before a verifier is asked; the returned function checks its verdict against everything that it had answered by then. */
  beforeVerdict(member: Member, verifier: string): (judged: Judged) => void
}

/** S1, S2, S3, S5, S6, S7, S9, S13 and E3 of each verdict. */
export function createVerdictChecks(simulation: Simulation, plan: WorldPlan): VerdictChecks {
  const { invariants } = simulation
  const { clockBoundMs } = plan.timing
  const shownBy = new Map<string, Map<string, Shown>>()
  /** Who has said that whose credential is revoked. */
  const revocationsSeen = new Set<string>()

  function checkEvidence({ checks, decidedAtMs, verifier }: Verdict): void {
    for (const { check, result, evidence } of checks) {
      const endsAtMs = leaseEndOf(evidence, plan)
      if (endsAtMs === undefined || (result !== 'ok' && result !== 'failed')) continue
      const leftMs = endsAtMs - decidedAtMs
      const detail = () =>
        `${verifier}: ${check} ${result} from a lease that ended ${-leftMs} ms ago`
      invariants.check('S1', leftMs > 0, detail)
    }
  }

  /** The sequence never goes back, also across restarts, and what was held and is leased gives an answer. */
  function checkOrder(
    member: Member,
    { verifier, decidedAtMs, checks }: Verdict,
    before: ReadonlyMap<string, Shown>,
  ): void {
    for (const found of checks) {
      const { check, result, evidence } = found
      const earlier = before.get(scopeOf(check, member))
      if (earlier === undefined) continue
      if (evidence?.seq !== undefined) {
        const detail = () => `${verifier}: ${check} from ${evidence.seq} after ${earlier.seq}`
        invariants.check('S6', evidence.seq >= earlier.seq, detail)
      }
      if (decidedAtMs >= earlier.usableUntilMs) continue
      const why = 'reason' in found ? found.reason : ''
      const detail = () => `${verifier}: ${check} ${why} although its lease had not ended`
      invariants.check('S9', result !== 'unknown', detail)
    }
  }

  /** S2 and S3 on the verifier's own clock, which is off by ε at most: no verifier accepts from T on, none refuses before T − 2ε. */
  function checkCoordinated(
    { name, ended }: Member,
    { outcome, reason, verifier, decidedAtMs }: Verdict,
  ): void {
    if (ended === undefined) return
    const leftMs = ended.everywhereAtMs - decidedAtMs
    const accepted = () => `${verifier} accepted ${name} ${leftMs} ms before T on its clock`
    invariants.check('S2', outcome !== 'accepted' || leftMs > clockBoundMs, accepted)
    const refused = reason === 'credential_revoked' || reason === 'credential_suspended'
    const early = () => `${verifier} refused ${name} ${leftMs} ms before T on its clock`
    invariants.check('S3', !refused || leftMs <= 2 * clockBoundMs, early)
  }

  function checkEnded(member: Member, verdict: Verdict): void {
    const { outcome, verifier, decidedAtMs } = verdict
    if (revocationsSeen.has(`${verifier} ${member.name}`)) {
      const detail = () => `${verifier} accepted ${member.name}, which it had seen revoked`
      invariants.check('S6', outcome !== 'accepted', detail)
    }
    if (member.ended === undefined) return
    if (member.ended.mode === 'coordinated') {
      checkCoordinated(member, verdict)
      return
    }
    // Both clocks may be off by ε.
    const lateMs = decidedAtMs - member.ended.everywhereAtMs - 2 * clockBoundMs
    if (lateMs <= 0) return
    const detail = () => `${verifier} accepted ${member.name} ${lateMs} ms after every older lease`
    invariants.check('S5', outcome !== 'accepted', detail)
  }

  function checkReasons({ outcome, reason, checks }: Verdict): void {
    const given = [reason, ...checks.map((check) => ('reason' in check ? check.reason : undefined))]
    const known = given.every((code) => code === undefined || isReasonCode(code))
    const explained = (outcome === 'accepted') === (reason === undefined)
    invariants.check('E3', known && explained, () => `${outcome} for ${given.join(', ')}`)
  }

  function learn(member: Member, { verdict: { verifier, checks }, input }: Judged): void {
    const shown = shownBy.get(verifier) ?? new Map<string, Shown>()
    shownBy.set(verifier, shown)
    for (const { check, evidence } of checks) {
      const leaseEndMs = leaseEndOf(evidence, plan)
      if (evidence?.seq === undefined || leaseEndMs === undefined) continue
      // A plain list ends where an announced act begins, which may be before its lease would.
      const { expiresAtMs = Number.POSITIVE_INFINITY } =
        (check === 'status' ? input.status.evidence : undefined) ?? {}
      const usableUntilMs = Math.min(leaseEndMs, expiresAtMs - clockBoundMs)
      const scope = scopeOf(check, member)
      // Answers arrive out of order; the newest that any of them showed counts.
      const earlier = shown.get(scope)
      if (earlier === undefined || earlier.usableUntilMs < usableUntilMs) {
        shown.set(scope, { seq: evidence.seq, usableUntilMs })
      }
    }
  }

  return {
    beforeVerdict(member, verifier) {
      const before = new Map(shownBy.get(verifier))
      return (judged) => {
        const { verdict, input } = judged
        simulation.tally(`verdicts ${verdict.outcome}`)
        checkEvidence(verdict)
        checkOrder(member, verdict, before)
        checkEnded(member, verdict)
        checkReasons(verdict)
        const replayed = canonicalJson(replayVerdict(input))
        const detail = () => `the verdict of ${member.name} replays as ${replayed}`
        invariants.check('S7', replayed === canonicalJson(verdict), detail)
        if (plan.planCuts === undefined) {
          const why = () => `${verdict.verifier} had everything within reach: ${verdict.reason}`
          invariants.check('S13', verdict.outcome !== 'undetermined', why)
        }
        learn(member, judged)
        if (verdict.reason === 'credential_revoked') {
          revocationsSeen.add(`${verdict.verifier} ${member.name}`)
        }
      }
    },
  }
}

/** Each issuer has one status list in a world of this size. */
function scopeOf(check: string, { issuer }: Member): string {
  return check === 'status' ? `status of ${issuer}` : check
}

/** From the configuration, not from what the verifier says about itself: issued + L − ε. */
function leaseEndOf(
  evidence: Evidence | undefined,
  { timing }: Pick<WorldPlan, 'timing'>,
): number | undefined {
  if (evidence?.issuedAtMs === undefined) return undefined
  if (evidence.kind !== 'status' && evidence.kind !== 'accreditation') return undefined
  const leaseMs = evidence.kind === 'status' ? timing.statusLeaseMs : timing.accreditationLeaseMs
  return evidence.issuedAtMs + leaseMs - timing.clockBoundMs
}
