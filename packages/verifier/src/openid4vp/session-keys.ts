import {
  decodeUtf8,
  deriveKey,
  encodeBase64url,
  encodeUtf8,
  openSealed,
  type PartyId,
  p256PrivateKey,
  p256PublicPoint,
  type Random,
  sealBytes,
  sha256,
} from '@evenkeel/kernel'
import { RANDOM_BYTES } from '../limits.ts'

/** A P-256 key for ECDH-ES as JWKs (RFC 7517): the public half goes into the request. */
export interface EncryptionKey {
  readonly publicJwk: {
    readonly kty: 'EC'
    readonly crv: 'P-256'
    readonly x: string
    readonly y: string
    readonly use: 'enc'
    readonly alg: 'ECDH-ES'
    readonly kid: string
  }
  /** The private scalar, base64url. */
  readonly d: string
}

/**
 * Everything about a session that others must not guess, derived from the verifier's secret: nothing of it is stored. A session has two names:
 * the session id belongs to who asked for the presentation and reads the result; the request id is derived from it, and is all that the wallet,
 * and whoever looks over its shoulder, gets to see.
 */
export interface SessionKeys {
  /** A new session's id: random, or for a repeated request always the same. */
  createSessionId(repeatOf?: string): string
  requestId(sessionId: string): string
  /** `state` of the request (OpenID4VP 1.0 §5.3). */
  state(requestId: string): string
  /** What a same-device wallet carries back to the browser that began (§13.3). */
  responseCode(requestId: string): string
  /** Decrypts the answers to one request, no other's. */
  encryptionKey(requestId: string): EncryptionKey
  seal(requestId: string, part: 'request' | 'result', value: object): Uint8Array
  /** Throws on what `seal` did not give. */
  open(requestId: string, part: 'request' | 'result', sealed: Uint8Array): unknown
}

/** Derives the keys of one verifier's sessions. */
export function createSessionKeys(
  secret: Uint8Array,
  verifier: PartyId,
  random: Random,
): SessionKeys {
  const root = deriveKey(secret, ['openid4vp', verifier])
  const sealKey = deriveKey(root, ['seal'])
  const token = (...purpose: readonly string[]) =>
    encodeBase64url(deriveKey(root, purpose).subarray(0, RANDOM_BYTES))
  const boundTo = (requestId: string, part: string) => encodeUtf8(`${part} ${requestId}`)
  return {
    createSessionId: (repeatOf) =>
      repeatOf === undefined
        ? encodeBase64url(random.bytes(RANDOM_BYTES))
        : token('session', repeatOf),
    requestId: (sessionId) => token('request', sessionId),
    state: (requestId) => token('state', requestId),
    responseCode: (requestId) => token('response-code', requestId),
    encryptionKey: (requestId) => encryptionKeyOf(deriveKey(root, ['encryption', requestId])),
    seal: (requestId, part, value) =>
      sealBytes(sealKey, random, boundTo(requestId, part), encodeUtf8(JSON.stringify(value))),
    open(requestId, part, sealed) {
      const bytes = openSealed(sealKey, boundTo(requestId, part), sealed)
      const text = bytes && decodeUtf8(bytes)
      if (text === undefined) throw new Error('a session was not sealed here')
      return JSON.parse(text)
    },
  }
}

function encryptionKeyOf(seed: Uint8Array): EncryptionKey {
  const scalar = p256PrivateKey(seed)
  const point = p256PublicPoint(scalar)
  const x = encodeBase64url(point.x)
  const y = encodeBase64url(point.y)
  const kid = encodeBase64url(sha256(`${x}.${y}`).subarray(0, RANDOM_BYTES))
  return {
    publicJwk: { kty: 'EC', crv: 'P-256', x, y, use: 'enc', alg: 'ECDH-ES', kid },
    d: encodeBase64url(scalar),
  }
}
