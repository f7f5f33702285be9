import {
  type Check,
  type JsonObject,
  type ReasonCode,
  sdHash,
  transactionDataHash,
} from '@evenkeel/kernel'
import { HOLDER_CLOCK_AHEAD_MS_MAX } from '../../limits.ts'
import type { DecisionInput } from '../decision-input.ts'
import { hasEnded } from '../lease.ts'
import { type CheckContext, failed, passed, skipped, unknown } from './check-context.ts'

/**
 * Checks that who presents has the credential's key, and signed for this verifier, this session, this presentation and this transaction
 * (RFC 9901 §7.3, OpenID4VP 1.0 §8.4). Reasons: holder_binding_missing, holder_binding_invalid, audience_mismatch, nonce_mismatch,
 * nonce_replayed; unknown: queue_full, deadline_passed, store_unavailable when the nonce could not be noted as used.
 */
export function checkHolderBinding({ input, presentation, signatures }: CheckContext): Check {
  const { sdJwt, claims } = presentation
  const binding = sdJwt.keyBinding
  if (binding === undefined || claims.cnf === undefined) {
    return failed('holder_binding', 'holder_binding_missing')
  }
  if (signatures.credential !== 'holds') {
    return skipped('holder_binding', 'nobody vouches for the key while the signature does not hold')
  }
  const iat = binding.payload.iat
  const issuedAtMs = typeof iat === 'number' && Number.isSafeInteger(iat) ? iat * 1_000 : undefined
  const evidence = {
    kind: 'holder_binding',
    source: 'cnf',
    boundMs: input.presentationAgeMsMax,
    ...(issuedAtMs === undefined ? {} : { issuedAtMs, ageMs: input.nowMs - issuedAtMs }),
  } as const
  const fault = signatures.holder
    ? faultOfBinding(binding.payload, input, { sdJwt: sdJwt.sdJwt, issuedAtMs })
    : 'holder_binding_invalid'
  if (fault !== undefined) return failed('holder_binding', fault, evidence)
  const { nonceState } = input
  return nonceState === 'fresh' || nonceState === 'replayed'
    ? passed('holder_binding', evidence)
    : unknown('holder_binding', nonceState, evidence)
}

function faultOfBinding(
  payload: JsonObject,
  input: DecisionInput,
  presented: { readonly sdJwt: string; readonly issuedAtMs: number | undefined },
): ReasonCode | undefined {
  if (payload.aud !== input.audience) return 'audience_mismatch'
  if (payload.nonce !== input.nonce) return 'nonce_mismatch'
  if (payload.sd_hash !== sdHash(presented.sdJwt)) return 'holder_binding_invalid'
  if (!isFresh(presented.issuedAtMs, input)) return 'holder_binding_invalid'
  if (!isWithinItsTimes(payload, input)) return 'holder_binding_invalid'
  if (!approves(payload, input.transactionData)) return 'transaction_not_approved'
  return input.nonceState === 'replayed' ? 'nonce_replayed' : undefined
}

function isFresh(issuedAtMs: number | undefined, input: DecisionInput): boolean {
  if (issuedAtMs === undefined) return false
  const { nowMs, clockBoundMs, presentationAgeMsMax } = input
  return (
    nowMs - issuedAtMs <= presentationAgeMsMax + clockBoundMs && hasBegunAtHolder(issuedAtMs, input)
  )
}

/** By a clock that may run ahead of ours: what a wallet says of its own now, in `iat` and often in `nbf` too, is of that clock. */
function hasBegunAtHolder(atMs: number, { nowMs, clockBoundMs }: DecisionInput): boolean {
  return atMs - nowMs <= HOLDER_CLOCK_AHEAD_MS_MAX + clockBoundMs
}

/** A binding that sets itself times is held to them, as any JWT is (RFC 9901 §7.3, RFC 7519 §4.1.4 and §4.1.5). */
function isWithinItsTimes({ exp, nbf }: JsonObject, input: DecisionInput): boolean {
  return (
    (exp === undefined || (typeof exp === 'number' && !hasEnded(exp * 1_000, input))) &&
    (nbf === undefined || (typeof nbf === 'number' && hasBegunAtHolder(nbf * 1_000, input)))
  )
}

/** The binding approves exactly the transaction asked for: not another, and none when none was asked for. */
function approves(payload: JsonObject, transactionData: string | undefined): boolean {
  const { transaction_data_hashes: hashes, transaction_data_hashes_alg: algorithm } = payload
  if (transactionData === undefined) return hashes === undefined
  // Without the member the algorithm is sha-256 (OpenID4VP 1.0 §B.3).
  if (algorithm !== undefined && algorithm !== 'sha-256') return false
  return (
    Array.isArray(hashes) &&
    hashes.length === 1 &&
    hashes[0] === transactionDataHash(transactionData)
  )
}
