import { createHmac } from 'node:crypto'
import {
  CREDENTIAL_TYP,
  createJws,
  createSdJwt,
  encodeBase64url,
  encodeUtf8,
  type JsonObject,
  parseSdJwt,
  resolveDisclosures,
  type Signer,
  unwrap,
} from '@evenkeel/kernel'
import { systemRandom } from '@evenkeel/kernel/adapters'

/** Pieces of forged messages: each makes one thing that a careless reader would take. */

const LIMITS = { maxBytes: 65_536, maxDepth: 16 }

export function encodeJson(value: unknown): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value)))
}

export function payloadOf(jws: string): JsonObject {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
}

/** The same JWS with another payload under the signature of the first. */
export function withPayload(jws: string, payload: object): string {
  const [header, , signature] = jws.split('.')
  return `${header}.${encodeJson(payload)}.${signature}`
}

/** The same payload under `alg: none`, with the signature that it had. */
export function unsigned(jws: string): string {
  const [header = '', payload, signature] = jws.split('.')
  const before = JSON.parse(Buffer.from(header, 'base64url').toString())
  return `${encodeJson({ ...before, alg: 'none' })}.${payload}.${signature}`
}

/** The same payload under HS256, with the signer's public key as the shared secret (RFC 8725 §2.1). */
export function macUnderPublicKey(jws: string, publicJwk: object): string {
  const [header = '', payload] = jws.split('.')
  const before = JSON.parse(Buffer.from(header, 'base64url').toString())
  const input = `${encodeJson({ ...before, alg: 'HS256' })}.${payload}`
  const mac = createHmac('sha256', JSON.stringify(publicJwk)).update(input).digest('base64url')
  return `${input}.${mac}`
}

/** A JWS as anybody can sign it with a key of theirs. */
export function sign(signer: Signer, typ: string, payload: object, header = {}): Promise<string> {
  return createJws({ header: { typ, ...header }, payload, signer })
}

/** Everything that a credential says, its disclosures resolved. */
export function claimsOf(credential: string): JsonObject {
  const { jws, disclosures } = unwrap(parseSdJwt(credential, LIMITS))
  return unwrap(resolveDisclosures(jws.payload, disclosures))
}

export interface Reforging {
  readonly signer: Signer
  /** Claims to be put over those of the credential. */
  readonly claims?: JsonObject
  /** Names of claims to be left out. */
  readonly without?: readonly string[]
  readonly disclose?: readonly string[]
}

/** The credential once more, with other claims: what its issuer could sign, or somebody else under their own key. */
export function reforge(credential: string, forging: Reforging): Promise<string> {
  const { signer, claims = {}, without = [], disclose = ['member_id', 'tier'] } = forging
  const kept = Object.entries(claimsOf(credential)).filter(([name]) => !without.includes(name))
  const all: JsonObject = { ...Object.fromEntries(kept), ...claims }
  return createSdJwt({
    header: { typ: CREDENTIAL_TYP, kid: `${all.iss}#0` },
    claims: all,
    disclose,
    salts: disclose.map(() => systemRandom.bytes(16)),
    signer,
  })
}

/** JSON that nests an array so deep. */
export function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}
