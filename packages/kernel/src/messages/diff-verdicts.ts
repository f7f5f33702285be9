import { epochMs } from '../ids.ts'
import { formatInstant } from '../time/format-instant.ts'
import type { Check, CheckName, Evidence, Verdict } from './verdict.ts'

/** One thing that two verdicts rest on differently. */
export interface VerdictDifference {
  readonly check: CheckName | 'credential' | 'policy'
  /** What the one verdict says of it, in words, and what the other does. */
  readonly a: string
  readonly b: string
}

export interface VerdictDiff {
  /** Who decided what, when, and the difference that tells them apart (E4). */
  readonly sentence: string
  /** What decides comes first: another credential, checks that came out differently, another policy, then evidence that changed nothing. */
  readonly differences: readonly VerdictDifference[]
  /** Names the first of them; absent when there is none. */
  readonly first?: VerdictDifference['check']
}

/**
 * Says why two verdicts are not the same: between verifiers that disagree (E2), or between yesterday and today (E4). Ages, nonces and the
 * time of the presentation are no difference, for they always differ.
 */
export function diffVerdicts(a: Verdict, b: Verdict): VerdictDiff {
  const checks = compareChecks(a, b)
  const differences = [
    ...compareCredentials(a, b),
    ...checks.filter(({ isDecisive }) => isDecisive).map(({ difference }) => difference),
    ...comparePolicies(a, b),
    ...checks.filter(({ isDecisive }) => !isDecisive).map(({ difference }) => difference),
  ]
  const [first] = differences
  const sentence =
    first === undefined
      ? `${decided(a)} and ${decided(b)}, on the same evidence.`
      : `${decided(a)}: ${first.a}; ${decided(b)}: ${first.b}${announced(a, b)}.`
  return {
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    differences,
    ...(first && { first: first.check }),
  }
}

/** RFC 3339 has years up to 9999. */
const INSTANT_MS_MAX = 253_402_300_799_999

const DECIDED = {
  accepted: 'accepted it',
  rejected: 'rejected it',
  undetermined: 'could not decide',
} as const

function decided({ decidedAtMs, verifier, outcome }: Verdict): string {
  return `at ${instantOf(decidedAtMs)} ${verifier} ${DECIDED[outcome]}`
}

interface ComparedCheck {
  readonly difference: VerdictDifference
  /** The check came out differently, which is more than to rest on something else. */
  readonly isDecisive: boolean
}

function compareChecks(a: Verdict, b: Verdict): readonly ComparedCheck[] {
  const keys = new Map([...a.checks, ...b.checks].map((check) => [keyOf(check), check.check]))
  return [...keys].flatMap(([key, name]) => {
    const [one, other] = [a, b].map(({ checks }) => checks.find((check) => keyOf(check) === key))
    const isDecisive = findingOf(one) !== findingOf(other)
    if (!isDecisive && groundOf(one) === groundOf(other)) return []
    const difference = { check: name, a: describeCheck(name, one), b: describeCheck(name, other) }
    return [{ difference, isDecisive }]
  })
}

function compareCredentials(a: Verdict, b: Verdict): readonly VerdictDifference[] {
  if (a.handle === undefined || b.handle === undefined || a.handle === b.handle) return []
  return [{ check: 'credential', a: `credential ${a.handle}`, b: `credential ${b.handle}` }]
}

function comparePolicies(a: Verdict, b: Verdict): readonly VerdictDifference[] {
  if (a.policyHash === b.policyHash) return []
  const name = ({ policyId, policyHash }: Verdict) =>
    `policy ${policyId} (${policyHash.slice(0, 12)})`
  return [{ check: 'policy', a: name(a), b: name(b) }]
}

/** One of several overlays is known by what it is about. */
function keyOf({ check, evidence }: Check): string {
  return check === 'overlay' ? `overlay ${evidence?.source ?? ''}` : check
}

function findingOf(check: Check | undefined): string {
  if (check === undefined) return 'absent'
  return 'reason' in check ? `${check.result} ${check.reason}` : check.result
}

function groundOf(check: Check | undefined): string {
  const { source, seq } = check?.evidence ?? {}
  return JSON.stringify([source, seq])
}

function describeCheck(name: CheckName, check: Check | undefined): string {
  if (check === undefined) return `no check of ${inWords(name)}`
  if (check.result === 'skipped') return `${inWords(name)} not checked: ${check.because}`
  const finding = 'reason' in check ? `${check.result} as ${check.reason}` : check.result
  return `${inWords(name)} ${finding}${describeEvidence(check.evidence, check.result)}`
}

function describeEvidence(evidence: Evidence | undefined, result: Check['result']): string {
  if (evidence === undefined) return result === 'unknown' ? ' for lack of evidence' : ''
  const { kind, source, seq, issuedAtMs, ageMs, boundMs } = evidence
  if (kind !== 'status' && kind !== 'accreditation') return ` by ${source}`
  const of = issuedAtMs === undefined ? '' : ` of ${instantOf(issuedAtMs)}`
  const number = seq === undefined ? '' : ` (seq ${seq})`
  const isTooOld = result === 'unknown' && ageMs !== undefined && boundMs !== undefined
  const age = isTooOld ? `, ${ageMs} ms old of at most ${boundMs} ms` : ''
  return ` by the list ${source}${of}${number}${age}`
}

/** The end of an acceptance that was known when it was given: then both verifiers were right. */
function announced(a: Verdict, b: Verdict): string {
  const [accepting, other] = a.outcome === 'accepted' ? [a, b] : [b, a]
  const { endsAtMs, verifier } = accepting
  const isEnd = accepting.outcome === 'accepted' && other.outcome !== 'accepted'
  return isEnd && endsAtMs !== undefined
    ? `; ${verifier} knew that its answer would end at ${instantOf(endsAtMs)}`
    : ''
}

function inWords(name: CheckName): string {
  return name.replace('_', ' ')
}

/** The verdict may be somebody else's, with any number in it. */
function instantOf(ms: number): string {
  return ms >= 0 && ms <= INSTANT_MS_MAX ? formatInstant(epochMs(ms)) : `${ms} ms`
}
