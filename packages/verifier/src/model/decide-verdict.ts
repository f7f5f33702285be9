import {
  type Check,
  type CheckName,
  canonicalJson,
  importPublicJwk,
  type Outcome,
  type Policy,
  type Reasoned,
  type Result,
  refuse,
  type SignatureJob,
  sha256Text,
  statusTermsOf,
  type Verdict,
  verifySignature,
} from '@evenkeel/kernel'
import { accreditationEndsAtMs, checkAccreditation } from './checks/check-accreditation.ts'
import { checkCondition } from './checks/check-condition.ts'
import {
  type CheckContext,
  failed,
  passed,
  type SignatureFindings,
  skipped,
  unknown,
} from './checks/check-context.ts'
import { checkHolderBinding } from './checks/check-holder-binding.ts'
import { checkOverlays, isPlaceUnchecked, PLACE_UNCHECKED } from './checks/check-overlays.ts'
import { checkRule } from './checks/check-rule.ts'
import { checkSignature } from './checks/check-signature.ts'
import { checkStatus, lacksStatusOnly, statusEndsAtMs } from './checks/check-status.ts'
import { checkType } from './checks/check-type.ts'
import { checkValidity } from './checks/check-validity.ts'
import { checkWitness, isUnwitnessed, UNWITNESSED } from './checks/check-witness.ts'
import type { DecisionInput } from './decision-input.ts'
import { evaluateTerms, type Terms } from './evaluate-terms.ts'
import { findingsAt, signatureQuestions } from './find-signatures.ts'
import { isLeased } from './lease.ts'
import { type Presentation, presentationHash, readPresentation } from './read-presentation.ts'

/** What the caller has worked out of the presentation before it asks for a decision. */
export interface Examined {
  readonly presentation: Result<Presentation, Reasoned>
  readonly signatures: SignatureFindings
}

const AFTER_FORMAT: readonly CheckName[] = [
  'accreditation',
  'signature',
  'validity',
  'type',
  'holder_binding',
  'status',
  'rule',
]

/**
 * Decides (DESIGN §4): every check that can run is listed, the others say why not. Any check that failed rejects, unless what it rests on is
 * in doubt; else any that is unknown leaves it undetermined. Pure: the same input gives the same verdict, byte for byte (S7).
 */
export function decideVerdict(
  input: DecisionInput,
  { presentation, signatures }: Examined,
): Verdict {
  const issuer = input.accreditation.evidence
  const examined = { presentation, signatures: findingsAt(signatures, issuer, input) }
  const terms = evaluateTerms(input, examined)
  const checks = listChecks(input, examined, terms)
  const { outcome, reason } = conclude(checks)
  const endsAtMs = endsAtMsOf(input, examined)
  return {
    v: 1,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    verifier: input.verifier,
    decidedAtMs: input.nowMs,
    policyId: input.policy.id,
    policyHash: policyHash(input.policy),
    presentationHash: presentationHash(input.presentation),
    ...(input.handle === undefined ? {} : { handle: input.handle }),
    checks,
    horizon: horizonOf(input),
    ...(endsAtMs === undefined ? {} : { endsAtMs }),
    degradations: degradationsOf(input, { checks, outcome }),
    outputs: terms.outputs,
  }
}

/** Decides about a presentation that nobody looked at: undetermined, for the reason that the input names. */
export function decideUnexamined(input: DecisionInput & Required<Unexamined>): Verdict {
  const presentation = refuse(input.unexamined)
  return decideVerdict(input, { presentation, signatures: NO_SIGNATURES })
}

type Unexamined = Pick<DecisionInput, 'unexamined'>

/** Decides once more from a kept input, signatures included: the same verdict as then (S7). */
export function replayVerdict(input: DecisionInput): Verdict {
  const { unexamined } = input
  if (unexamined !== undefined) return decideUnexamined({ ...input, unexamined })
  const presentation = readPresentation(input.presentation)
  return decideVerdict(input, { presentation, signatures: findSignatures(presentation, input) })
}

/** SHA-256 of a value's canonical form, hex: identifies verdicts and policies. */
export function hashOf(value: unknown): string {
  return sha256Text(canonicalJson(value), 'hex')
}

/** A rule's policy is one object for as long as the rule is held, and nobody changes it. */
const policyHashes = new WeakMap<Policy, string>()

function policyHash(policy: Policy): string {
  const known = policyHashes.get(policy) ?? hashOf(policy)
  policyHashes.set(policy, known)
  return known
}

/** What is known of the signatures of something that could not be read. */
export const NO_SIGNATURES: SignatureFindings = { credential: 'no_key', holder: false }

/** Stands in the degradations of an undetermined verdict that the policy takes all the same, because of how little is at stake. */
export const ACCEPTED_UP_TO_CAP = 'accepted_up_to_cap'

function listChecks(input: DecisionInput, examined: Examined, terms: Terms): readonly Check[] {
  const witness = checkWitness(input)
  const ofTerms = [...checkCondition(input, terms), ...checkOverlays(input, terms)]
  const { presentation, signatures } = examined
  if (!presentation.ok) {
    const rest = AFTER_FORMAT.map((check) => skipped(check, 'the presentation was not read'))
    const conclude = input.unexamined === undefined ? failed : unknown
    return [conclude('format', presentation.error.code), ...rest, ...ofTerms, witness]
  }
  const context: CheckContext = { input, presentation: presentation.value, signatures }
  return [
    passed('format'),
    checkAccreditation(context),
    checkSignature(context),
    checkValidity(context),
    checkType(context),
    checkHolderBinding(context),
    checkStatus(context),
    checkRule(context),
    ...ofTerms,
    witness,
  ]
}

function conclude(checks: readonly Check[]): Pick<Verdict, 'outcome' | 'reason'> {
  const rejects = (check: Check) => check.result === 'failed' && !isInDoubt(check, checks)
  const decide = (found: Check | undefined, outcome: Outcome) =>
    found !== undefined && 'reason' in found ? { outcome, reason: found.reason } : undefined
  return (
    decide(checks.find(isClockUnsafe), 'undetermined') ??
    decide(checks.find(rejects), 'rejected') ??
    decide(
      checks.find(({ result }) => result === 'unknown'),
      'undetermined',
    ) ?? { outcome: 'accepted' }
  )
}

/** Nothing is definite by a clock that is known to be wrong (S12). */
function isClockUnsafe(check: Check): boolean {
  return 'reason' in check && check.reason === 'clock_unsafe'
}

/** A status list is believed by the keys that its issuer is accredited with, so it says nothing while those are in doubt (S1). */
function isInDoubt({ check }: Check, checks: readonly Check[]): boolean {
  return (
    check === 'status' &&
    checks.some((other) => other.check === 'accreditation' && other.result === 'unknown')
  )
}

/** When the earliest announced act ends what the verdict rests on, if one is known and ahead. */
function endsAtMsOf(
  input: DecisionInput,
  { presentation, signatures }: Examined,
): number | undefined {
  const { evidence: status } = input.status
  const ends = [
    presentation.ok &&
      accreditationEndsAtMs({ input, presentation: presentation.value, signatures }),
    status && statusEndsAtMs(status, input),
  ].filter((atMs) => typeof atMs === 'number')
  return ends.length === 0 ? undefined : Math.min(...ends)
}

function horizonOf(input: DecisionInput): Readonly<Record<string, number>> {
  const used = [input.accreditation.evidence, input.status.evidence].flatMap((evidence) =>
    evidence !== undefined && isLeased(evidence, input) ? [[evidence.source, evidence.seq]] : [],
  )
  return Object.fromEntries(used)
}

function degradationsOf(
  input: DecisionInput,
  { checks, outcome }: Pick<Verdict, 'checks' | 'outcome'>,
): readonly string[] {
  const { onUndetermined } = statusTermsOf(input.policy, input.valueMinor)
  const isAcceptable =
    outcome === 'undetermined' &&
    onUndetermined === 'accept_up_to_cap' &&
    lacksStatusOnly(checks, input)
  const { accreditation, status } = input
  return [
    ...(accreditation.evidence && accreditation.failure ? ['held_accreditation_list'] : []),
    ...(status.evidence && status.failure ? ['held_status_list'] : []),
    ...(isUnwitnessed(input) ? [UNWITNESSED] : []),
    ...(isAcceptable ? [ACCEPTED_UP_TO_CAP] : []),
    ...(input.policy.overlays && isPlaceUnchecked(checks) ? [PLACE_UNCHECKED] : []),
  ]
}

function findSignatures(
  presentation: Result<Presentation, Reasoned>,
  input: DecisionInput,
): SignatureFindings {
  if (!presentation.ok) return NO_SIGNATURES
  const questions = signatureQuestions(presentation.value, input.accreditation.evidence)
  return questions.findings(questions.jobs.map(holds))
}

function holds({ publicJwk, data, signature }: SignatureJob): boolean {
  const key = importPublicJwk(publicJwk)
  return key.ok && verifySignature(key.value, data, signature)
}
