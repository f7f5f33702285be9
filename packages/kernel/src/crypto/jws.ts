import { Buffer } from 'node:buffer'
import { assert } from '../assert.ts'
import { encodeBase64url, viewBase64url } from '../bytes/base64url.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { isJsonObject, type JsonObject } from '../json/json-value.ts'
import { type JsonLimits, parseJson } from '../json/parse-json.ts'
import type { Alg, Signer } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import type { PublicKey } from './import-public-jwk.ts'
import { verifySignature } from './verify-signature.ts'

/** A compact JWS (RFC 7515 §7.1) that was read but not checked: nothing in it is to be believed yet. */
export interface ParsedJws {
  readonly header: JsonObject
  readonly payload: JsonObject
  /** The bytes that the signature covers: a SignatureJob takes them as `data`. */
  readonly signingInput: Uint8Array
  /** To be read only, as the signing input: both may be views into memory that others use. */
  readonly signature: Uint8Array
}

/** What a reader demands of the header before it spends a signature check. */
export interface ExpectedHeader {
  /** Exact value of typ: a message of one kind never passes for another (RFC 8725 §3.11). */
  readonly typ: string
  /** Algorithms of which the key's must be one; any, if missing. */
  readonly algs?: readonly Alg[]
}

export interface JwsContents {
  /** `typ`, and `kid` where the reader has to choose a key; `alg` is the signer's and is set here if it is missing. */
  readonly header: { readonly typ: string; readonly [name: string]: unknown }
  /** A plain object. */
  readonly payload: unknown
  readonly signer: Signer
}

/** Signs header and payload, both as canonical JSON, and returns the compact JWS. Rejects when the signer does. */
export async function createJws({ header, payload, signer }: JwsContents): Promise<string> {
  assert(header.alg === undefined || header.alg === signer.alg, 'alg is the signer’s to say')
  assert(typeof payload === 'object', 'a payload is a JSON object')
  const signingInput = `${encodePart({ ...header, alg: signer.alg })}.${encodePart(payload)}`
  const signature = await signer.sign(asciiBytes(signingInput))
  return `${signingInput}.${encodeBase64url(signature)}`
}

/**
 * Reads a compact JWS whose payload is a JSON object; `limits` bound the whole text and the nesting of both parts. Checks no signature.
 * Reasons: message_too_large, malformed_message, nesting_too_deep, duplicate_key.
 */
export function parseJws(
  input: Uint8Array | string,
  limits: JsonLimits,
): Result<ParsedJws, Reasoned> {
  if (input.length > limits.maxBytes) {
    return refuse('message_too_large', `more than ${limits.maxBytes} bytes`)
  }
  // A byte beyond ASCII becomes a character that base64url does not have.
  const compact =
    typeof input === 'string'
      ? input
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('latin1')
  // One part more than allowed is enough to refuse the rest unread.
  const [encodedHeader = '', encodedPayload = '', encodedSignature = '', ...rest] = compact.split(
    '.',
    4,
  )
  const signature = viewBase64url(encodedSignature)
  if (rest.length > 0 || signature === undefined || signature.length === 0) {
    return refuse('malformed_message', 'not a compact JWS')
  }
  const header = decodePart(encodedHeader, limits)
  if (!header.ok) return header
  const payload = decodePart(encodedPayload, limits)
  if (!payload.ok) return payload
  const signingInput = asciiBytes(
    compact.slice(0, encodedHeader.length + 1 + encodedPayload.length),
  )
  return ok({ header: header.value, payload: payload.value, signingInput, signature })
}

/**
 * Checks everything about a JWS but its signature, for callers that batch signatures through Compute: `alg` is accepted and is the key's own
 * (never `none`, never a MAC under a public key), no critical extensions, the expected typ (RFC 8725 §3.1, §3.11; RFC 7515 §4.1.11).
 * Reasons: algorithm_not_accepted, header_not_accepted.
 */
export function checkJwsHeader(
  jws: ParsedJws,
  key: PublicKey,
  expected: ExpectedHeader,
): Result<ParsedJws, Reasoned> {
  const { alg, typ, crit } = jws.header
  if (alg !== key.alg || expected.algs?.includes(key.alg) === false) {
    return refuse('algorithm_not_accepted')
  }
  if (crit !== undefined) return refuse('header_not_accepted', 'crit names an extension')
  if (typ !== expected.typ) return refuse('header_not_accepted', `typ is not ${expected.typ}`)
  return ok(jws)
}

/** Checks header and signature and returns the same JWS, now to be believed. Reasons: those of `checkJwsHeader`, signature_invalid. */
export function verifyJws(
  jws: ParsedJws,
  key: PublicKey,
  expected: ExpectedHeader,
): Result<ParsedJws, Reasoned> {
  const checked = checkJwsHeader(jws, key, expected)
  if (!checked.ok) return checked
  if (!verifySignature(key, jws.signingInput, jws.signature)) return refuse('signature_invalid')
  return checked
}

function encodePart(part: unknown): string {
  // Canonical JSON is well-formed, so that nothing is replaced here.
  return Buffer.from(canonicalJson(part)).toString('base64url')
}

function decodePart(encoded: string, limits: JsonLimits): Result<JsonObject, Reasoned> {
  const bytes = viewBase64url(encoded)
  if (bytes === undefined) return refuse('malformed_message', 'not a compact JWS')
  const parsed = parseJson(bytes, limits)
  if (!parsed.ok) return parsed
  if (!isJsonObject(parsed.value)) return refuse('malformed_message', 'not a JSON object in a JWS')
  return ok(parsed.value)
}

/** A view into Node's pool where the text is short: memory of their own costs more than everything else about so few bytes. */
function asciiBytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}
