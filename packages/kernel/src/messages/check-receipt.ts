import { parseJws, verifyJws } from '../crypto/jws.ts'
import { findSigningKey, type KeyOf } from '../party/signing-key.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { ACCREDITATION_LIST_PATH } from './accreditation.ts'
import { MESSAGE_LIMITS } from './common.ts'
import { parseReceipt, RECEIPT_TYP, type Receipt } from './receipt.ts'

/** On what terms a service accepts a receipt that it did not ask for. */
export interface ReceiptTerms {
  /** The service's own name, one of the receipt's audiences. */
  readonly audience: string
  /** The keys of the verifiers that it trusts, and of nobody else. */
  readonly keyOf: KeyOf
  /** The reader's clock, and ε: how far it may be off; milliseconds. */
  readonly nowMs: number
  readonly clockBoundMs: number
  /** Oldest status that still counts, in milliseconds on this clock; any, if absent. The receipt says what the verdict rests on. */
  readonly statusAgeMaxMs?: number
  /** Hashes of the policies under which a verdict counts; any, if absent. */
  readonly policyHashes?: readonly string[]
  /** Outcomes that count; only `accepted` if absent, because an undetermined verdict must never pass for acceptance by default. */
  readonly outcomes?: readonly Receipt['outcome'][]
}

/**
 * Checks a compact receipt for a service that accepts it instead of verifying again (DESIGN §4, verify once, use many). That a receipt is used
 * once, where that matters, is the service's own to remember, by its `id`. Reasons, in this order: receipt_malformed, receipt_verifier_not_named,
 * algorithm_not_accepted, header_not_accepted, receipt_signature_invalid, receipt_wrong_audience, receipt_expired, clock_unsafe,
 * receipt_outcome_not_accepted, receipt_policy_mismatch, receipt_status_stale.
 */
export function checkReceipt(compact: string, terms: ReceiptTerms): Result<Receipt, Reasoned> {
  const jws = parseJws(compact, MESSAGE_LIMITS)
  const parsed = jws.ok ? parseReceipt(jws.value.payload) : jws
  if (!jws.ok || !parsed.ok)
    return refuse('receipt_malformed', parsed.ok ? '' : parsed.error.detail)
  const key = findSigningKey(terms.keyOf, parsed.value.iss, jws.value)
  if (!key.ok) return refuse('receipt_verifier_not_named', key.error.code)
  const genuine = verifyJws(jws.value, key.value, { typ: RECEIPT_TYP })
  if (genuine.ok) return checkTerms(parsed.value, terms)
  const { code, detail } = genuine.error
  return refuse(code === 'signature_invalid' ? 'receipt_signature_invalid' : code, detail)
}

/** What the reader demands of a receipt whose signature holds; times count on their conservative side. */
function checkTerms(receipt: Receipt, terms: ReceiptTerms): Result<Receipt, Reasoned> {
  const { audience, nowMs, clockBoundMs, statusAgeMaxMs, policyHashes } = terms
  if (!receipt.aud.includes(audience)) return refuse('receipt_wrong_audience')
  if (nowMs + clockBoundMs >= receipt.exp * 1_000) return refuse('receipt_expired')
  // Later than two honest clocks can differ: one of them is wrong (S12).
  if (receipt.iat * 1_000 > nowMs + 2 * clockBoundMs) return refuse('clock_unsafe')
  if (!(terms.outcomes ?? ['accepted']).includes(receipt.outcome)) {
    return refuse('receipt_outcome_not_accepted', receipt.reason)
  }
  if (policyHashes?.includes(receipt.policyHash) === false) return refuse('receipt_policy_mismatch')
  if (statusAgeMaxMs === undefined) return ok(receipt)
  const ageMs = nowMs + clockBoundMs - statusSignedAtMs(receipt)
  return ageMs > statusAgeMaxMs ? refuse('receipt_status_stale', `${ageMs} ms`) : ok(receipt)
}

/**
 * When the oldest status list behind the verdict was signed: its `seq` is its `iat`, in seconds. The accreditation list counts otherwise, and
 * is told by its path; a verdict without a status list rests on one from before all time.
 */
function statusSignedAtMs({ horizon }: Receipt): number {
  const seqs = Object.entries(horizon).flatMap(([scope, seq]) =>
    scope.endsWith(ACCREDITATION_LIST_PATH) ? [] : [seq],
  )
  return seqs.length === 0 ? 0 : Math.min(...seqs) * 1_000
}
