import { viewBase64url } from '../bytes/base64url.ts'
import { type ParsedJws, parseJws } from '../crypto/jws.ts'
import {
  parseStatusTokenPayload,
  STATUS_LIST_BYTES_MAX,
  STATUS_TOKEN_BYTES_MAX,
  STATUS_TOKEN_TYP,
  type StatusTokenPayload,
} from '../messages/status-token.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { inflateStatusList } from './deflate-status-list.ts'
import type { StatusList } from './status-list.ts'

/** A status list token that was read but whose signature was not checked. */
export interface ReadStatusToken {
  readonly jws: ParsedJws
  readonly payload: StatusTokenPayload
}

/**
 * Reads a status list token that was retrieved from `uri`; `sub` has to be that very URI (draft-ietf-oauth-status-list-21 §8.3). Checks no
 * signature and does not decompress. Reasons: those of `parseJws`, malformed_message, header_not_accepted, status_list_mismatch.
 */
export function readStatusToken(bytes: Uint8Array, uri: string): Result<ReadStatusToken, Reasoned> {
  const jws = parseJws(bytes, { maxBytes: STATUS_TOKEN_BYTES_MAX, maxDepth: 6 })
  if (!jws.ok) return jws
  if (jws.value.header.typ !== STATUS_TOKEN_TYP) return refuse('header_not_accepted', 'typ')
  const payload = parseStatusTokenPayload(jws.value.payload)
  if (!payload.ok) return payload
  if (payload.value.sub !== uri) return refuse('status_list_mismatch')
  return ok({ jws: jws.value, payload: payload.value })
}

/** Decodes the list of a token, at most STATUS_LIST_BYTES_MAX of it. Reasons: message_too_large, status_list_malformed. */
export function decodeStatusList(payload: StatusTokenPayload): Result<StatusList, Reasoned> {
  const compressed = viewBase64url(payload.status_list.lst)
  if (compressed === undefined) return refuse('status_list_malformed', 'lst is not base64url')
  const bytes = inflateStatusList(compressed, { maxBytes: STATUS_LIST_BYTES_MAX })
  if (!bytes.ok) return bytes
  return ok({ bits: payload.status_list.bits, order: 'lsb', bytes: bytes.value })
}
