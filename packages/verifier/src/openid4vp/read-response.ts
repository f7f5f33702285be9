import {
  decodeBase64url,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  ok,
  parseJson,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { compactDecrypt } from 'jose'
import { ANSWER_BYTES_MAX, ANSWER_DEPTH_MAX, WALLET_ERROR_CHARS_MAX } from '../limits.ts'
import { CREDENTIAL_QUERY_ID, RESPONSE_ENC_VALUES } from './request-object.ts'
import type { ResponseMode } from './session.ts'
import type { EncryptionKey } from './session-keys.ts'

/** The fields of the form that a wallet posts. */
export type ResponseForm = Readonly<Record<string, string>>

/** What a wallet answered, of which nothing is believed yet. */
export type WalletResponse =
  | { readonly kind: 'presentation'; readonly presentation: string }
  | { readonly kind: 'error'; readonly error: string }

export interface ExpectedResponse {
  readonly responseMode: ResponseMode
  readonly state: string
  readonly encryptionKey: () => EncryptionKey
}

const LIMITS = { maxBytes: ANSWER_BYTES_MAX, maxDepth: ANSWER_DEPTH_MAX }

/**
 * Reads what a wallet posted to the response_uri (OpenID4VP 1.0 §8.2, §8.3). Reasons: response_mode_mismatch, response_state_mismatch,
 * response_encryption_not_accepted, response_not_decryptable, vp_token_malformed, and those of `parseJson`.
 */
export async function readResponse(
  form: ResponseForm,
  expected: ExpectedResponse,
): Promise<Result<WalletResponse, Reasoned>> {
  const members = await readMembers(form, expected)
  if (!members.ok) return members
  const { state, error, vp_token: token } = members.value
  if (state !== expected.state) return refuse('response_state_mismatch')
  if (error !== undefined) return ok({ kind: 'error', error: errorCode(error) })
  const presentation = onlyPresentation(token)
  return presentation === undefined
    ? refuse('vp_token_malformed')
    : ok({ kind: 'presentation', presentation })
}

/** An answer that was to be encrypted is taken in no other way; an error says nothing about the person and may come plain (§8.3.1). */
async function readMembers(
  form: ResponseForm,
  { responseMode, encryptionKey }: ExpectedResponse,
): Promise<Result<JsonObject, Reasoned>> {
  const { response, vp_token: token, ...others } = form
  if (form.error !== undefined && response === undefined && token === undefined) return ok(form)
  if ((responseMode === 'direct_post.jwt') !== (response !== undefined)) {
    return refuse('response_mode_mismatch')
  }
  if (response !== undefined) return decrypt(response, encryptionKey())
  if (token === undefined) return refuse('vp_token_malformed', 'no vp_token')
  const parsed = parseJson(token, LIMITS)
  return parsed.ok ? ok({ ...others, vp_token: parsed.value }) : parsed
}

/**
 * Decrypts a compact JWE for the key of this request. What is allowed is decided on the header before any key is used: only what the request
 * offered, nothing compressed, no extension.
 */
async function decrypt(jwe: string, key: EncryptionKey): Promise<Result<JsonObject, Reasoned>> {
  if (jwe.length > 2 * ANSWER_BYTES_MAX) return refuse('message_too_large')
  const bytes = decodeBase64url(jwe.slice(0, Math.max(0, jwe.indexOf('.'))))
  const header = bytes && parseJson(bytes, LIMITS)
  if (!header?.ok || !isJsonObject(header.value)) {
    return refuse('response_encryption_not_accepted', 'not a compact JWE')
  }
  const fault = faultOfHeader(header.value, key)
  if (fault !== undefined) return refuse('response_encryption_not_accepted', fault)
  const { kty, crv, x, y } = key.publicJwk
  const decrypted = await compactDecrypt(jwe, { kty, crv, x, y, d: key.d }).catch(
    // Whatever the wallet's point, key wrap or tag does wrong: it was not encrypted for us.
    () => undefined,
  )
  if (decrypted === undefined) return refuse('response_not_decryptable')
  const members = parseJson(decrypted.plaintext, LIMITS)
  if (!members.ok) return members
  return isJsonObject(members.value) ? ok(members.value) : refuse('malformed_message', 'no object')
}

function faultOfHeader(header: JsonObject, { publicJwk }: EncryptionKey): string | undefined {
  const { alg, enc, kid, zip, crit } = header
  if (alg !== publicJwk.alg) return 'alg'
  if (!RESPONSE_ENC_VALUES.some((value) => value === enc)) return 'enc'
  if (kid !== undefined && kid !== publicJwk.kid) return 'kid'
  if (zip !== undefined) return 'zip'
  return crit === undefined ? undefined : 'crit'
}

/** §8.1: an object of arrays, one for each query that was asked; ours asks for one credential once. */
function onlyPresentation(token: JsonValue | undefined): string | undefined {
  if (!isJsonObject(token)) return undefined
  const { [CREDENTIAL_QUERY_ID]: presentations, ...others } = token
  if (!Array.isArray(presentations) || Object.keys(others).length > 0) return undefined
  const [presentation, ...more] = presentations
  return more.length === 0 && typeof presentation === 'string' ? presentation : undefined
}

/** An OAuth error code (RFC 6749 §4.1.2.1), or that it was none. */
function errorCode(error: JsonValue): string {
  const isCode = typeof error === 'string' && /^[\x20\x21\x23-\x5B\x5D-\x7E]+$/.test(error)
  return isCode ? error.slice(0, WALLET_ERROR_CHARS_MAX) : 'invalid_error'
}
