import {
  type CampaignRule,
  type Check,
  certifiedHash,
  type EpochMs,
  ok,
  parsePayoutTransaction,
  type ReasonCode,
  type Receipt,
  type RecheckOutcome,
  reasons,
  recordAt,
  valueAtStake,
} from '@evenkeel/kernel'
import { certifiedFacts } from './certified-facts.ts'
import { checkAccreditation } from './checks/check-accreditation.ts'
import type { SignatureFindings } from './checks/check-context.ts'
import { checkStatus } from './checks/check-status.ts'
import { decideVerdict } from './decide-verdict.ts'
import type { AccreditationEvidence, DecisionInput } from './decision-input.ts'
import { findingsAt } from './find-signatures.ts'
import type { Identifiers } from './identifiers.ts'
import type { Instant } from './lease.ts'
import { priorNullifiers } from './prior-nullifiers.ts'
import type { Presentation } from './read-presentation.ts'
import type { SharedEvidence } from './shared-evidence.ts'

/** What a receipt is looked at again with. */
export interface SecondLook {
  readonly receipt: Pick<Receipt, 'id' | 'iss'> & { readonly certified: string }
  readonly rule: CampaignRule
  /** The rules of the campaigns that it offsets against. */
  readonly priors: readonly CampaignRule[]
  readonly shared: SharedEvidence
  readonly presentation: Presentation
  readonly signatures: SignatureFindings
  /** The verifier's own, as of now. */
  readonly own: Pick<
    DecisionInput,
    'verifier' | 'clockBoundMs' | 'presentationAgeMsMax' | 'accreditation' | 'status'
  >
  readonly nowMs: EpochMs
  readonly identifiers: Pick<Identifiers, 'handle' | 'nullifier'>
}

export interface SecondOpinion {
  readonly outcome: RecheckOutcome
  readonly reason?: ReasonCode
  readonly seq?: number
}

/**
 * Decides about a receipt once more: issuer and status as of now; everything else, as who presented what for which payout, as of the decision. What
 * would not be certified today has changed, unless it may be so again, as a suspension: then nobody can say. So has a receipt that certifies
 * something else than its evidence. Pure.
 */
export function lookAgain(look: SecondLook): SecondOpinion {
  const { presentation, receipt, rule, shared, own, nowMs } = look
  const input = inputOf(look, presentation)
  const issuer = own.accreditation.evidence
  const now = { ...input, ...own, nowMs }
  const signatures = findingsAt(look.signatures, issuer, now)
  const context = { input: now, presentation, signatures }
  const status = checkStatus(context)
  const verdict = decideVerdict(input, { presentation: ok(presentation), signatures })
  const then = verdict.checks.filter(({ check }) => !AS_OF_NOW.has(check))
  const fault = findFault([checkAccreditation(context), ...then, status])
  const seq = status.evidence?.seq
  const opinion = { ...fault, ...(seq !== undefined && { seq }) }
  if (opinion.outcome !== undefined) return { ...opinion, outcome: opinion.outcome }
  const payout = parsePayoutTransaction(shared.transactionData ?? '')
  const facts =
    payout.ok && payout.value.campaign_id === rule.id
      ? certifiedFacts(rule, { verdict, presentation, payout: payout.value }, look.identifiers)
      : undefined
  const named = priorNullifiers(look.priors, presentation, look.identifiers)
  const { id, iss, certified } = receipt
  const isBorneOut =
    facts !== undefined &&
    certifiedHash({ id, iss, ...facts, ...(named && { priorNullifiers: named }) }) === certified
  return isBorneOut
    ? { ...opinion, outcome: 'good' }
    : { ...opinion, outcome: 'changed', reason: 'receipt_not_borne_out' }
}

/** Checks that count as of now, and the one that asks how the heads of then were seen. */
const AS_OF_NOW: ReadonlySet<string> = new Set(['accreditation', 'status', 'witness'])

function inputOf(
  { rule, shared, own, nowMs, identifiers }: SecondLook,
  { claims }: Presentation,
): DecisionInput {
  const { accreditation, verifier, clockBoundMs, presentationAgeMsMax } = own
  const value = valueAtStake(rule)
  const { evidence } = accreditation
  const listed = evidence && asOf(evidence, shared.nowMs, { nowMs, clockBoundMs })
  return {
    ...shared,
    verifier,
    clockBoundMs,
    presentationAgeMsMax,
    policy: rule.policy,
    ...(value !== undefined && { valueMinor: value }),
    accreditation: listed === undefined ? {} : { evidence: listed },
    status: {},
    nonceState: 'fresh',
    ...(claims.status && { handle: identifiers.handle(claims.status.status_list) }),
  }
}

/** The list as if it had said then what it says now. */
function asOf(
  { pending, record, ...list }: AccreditationEvidence,
  thenMs: EpochMs,
  now: Instant,
): AccreditationEvidence {
  const announced = { ...(record && { record }), ...(pending && { pending }) }
  const today = recordAt(announced, now)
  const leaseMs = list.expiresAtMs - list.issuedAtMs
  const times = { issuedAtMs: thenMs, observedAtMs: thenMs, expiresAtMs: thenMs + leaseMs }
  return { ...list, ...times, ...(today && { record: today }) }
}

function findFault(checks: readonly Check[]): {
  readonly outcome?: RecheckOutcome
  readonly reason?: ReasonCode
} {
  const found = (result: 'failed' | 'unknown'): ReasonCode | undefined => {
    const check = checks.find((candidate) => candidate.result === result)
    return check !== undefined && 'reason' in check ? check.reason : undefined
  }
  const failed = found('failed')
  if (failed !== undefined) {
    return { outcome: reasons[failed].retryable ? 'undetermined' : 'changed', reason: failed }
  }
  const unknown = found('unknown')
  return unknown === undefined ? {} : { outcome: 'undetermined', reason: unknown }
}
