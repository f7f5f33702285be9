import {
  type CredentialId,
  decodeStatusList,
  type EpochMs,
  epochMs,
  getStatus,
  ok,
  type PartyContext,
  type Reasoned,
  type Result,
  readStatusToken,
  refuse,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_TOKEN_BYTES_MAX,
  STATUS_VALID,
} from '@evenkeel/kernel'
import { STATUS_FETCH_MS } from '../limits.ts'
import type { Wallet } from './keep-credentials.ts'

/** What the issuer's list says about the holder's own credential. */
export interface Standing {
  readonly status: 'valid' | 'suspended' | 'invalid'
  /** When the issuer signed the list. */
  readonly asOfMs: EpochMs
  /** Until when verifiers may rely on it. */
  readonly leaseEndsAtMs: EpochMs
}

export type CheckStatus = (credentialId: CredentialId) => Promise<Result<Standing, Reasoned>>

/**
 * Makes the command that tells the holder, before any verifier does, whether a credential still stands. It believes the list as retrieved:
 * the holder has no accreditation list to check its signature with, and the verifiers do. Reasons: not_found, status_unavailable,
 * status_stale, status_list_mismatch, status_list_malformed, status_index_out_of_range, those of `parseJws`.
 */
export function createCheckStatus(context: PartyContext, wallet: Wallet): CheckStatus {
  const { clock, transport } = context.ports
  return async (credentialId) => {
    const held = await wallet.open(credentialId)
    if (!held.ok) return held
    const entry = held.value.claims.status?.status_list
    if (entry === undefined) return refuse('status_unavailable', 'the credential names no list')
    const retrieved = await transport.retrieve(entry.uri, {
      timeoutMs: STATUS_FETCH_MS,
      maxBytes: STATUS_TOKEN_BYTES_MAX,
    })
    if (!retrieved.ok) return refuse('status_unavailable', retrieved.error.code)
    const token = readStatusToken(retrieved.value, entry.uri)
    if (!token.ok) return token
    const { iat, exp } = token.value.payload
    if (clock.nowMs() >= exp * 1_000) return refuse('status_stale')
    const list = decodeStatusList(token.value.payload)
    if (!list.ok) return list
    const value = getStatus(list.value, entry.idx)
    if (!value.ok) return value
    const status = STANDINGS[value.value]
    if (status === undefined) return refuse('status_list_malformed', `status ${value.value}`)
    return ok({ status, asOfMs: epochMs(iat * 1_000), leaseEndsAtMs: epochMs(exp * 1_000) })
  }
}

const STANDINGS: Readonly<Record<number, Standing['status']>> = {
  [STATUS_VALID]: 'valid',
  [STATUS_INVALID]: 'invalid',
  [STATUS_SUSPENDED]: 'suspended',
}
