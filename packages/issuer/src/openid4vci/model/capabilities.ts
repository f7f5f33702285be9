import {
  canonicalJson,
  decodeBase64url,
  deriveKey,
  encodeBase64url,
  encodeUtf8,
  equalBytes,
  hmacSha256,
} from '@evenkeel/kernel'

/** Half of HMAC-SHA-256: 128 bits cannot be guessed online. */
const MAC_BYTES = 16

/** What a secret text is good for: one made for one purpose is worth nothing for another. */
export type Purpose = 'offer' | 'code' | 'access' | 'refresh' | 'notice' | 'nonce'

/**
 * Texts that only we can make and that say what they are good for: `<part>.<part>.<MAC>`. None is stored, so the store gives nobody access,
 * and the same one can be made again for an answer that was lost.
 */
export interface Capabilities {
  make(purpose: Purpose, ...parts: readonly string[]): string
  /** The parts of one that we made for this purpose. */
  read(purpose: Purpose, text: string): readonly string[] | undefined
  /** A digest that tells equal values from others, and tells nothing about them to who lacks the key. */
  tag(what: string, value: unknown): string
  /** The transaction code of an offer: decimal digits. */
  txCode(offerId: string, digits: number): string
  readonly sealKey: Uint8Array
}

/** Longest text that is looked at: an id of 128 characters, a number and a MAC. */
const CHARS_MAX = 256

/** Makes the capabilities of one issuer from its secret. */
export function createCapabilities(secret: Uint8Array, issuer: string): Capabilities {
  const key = deriveKey(secret, ['openid4vci', issuer])
  const mac = (...what: readonly unknown[]): Uint8Array =>
    hmacSha256(key, encodeUtf8(canonicalJson(what)))

  return {
    make: (purpose, ...parts) =>
      [...parts, encodeBase64url(mac(purpose, parts).subarray(0, MAC_BYTES))].join('.'),
    read(purpose, text) {
      if (text.length > CHARS_MAX || !text.isWellFormed()) return undefined
      const parts = text.split('.')
      const given = decodeBase64url(parts.pop() ?? '')
      if (given === undefined) return undefined
      return equalBytes(given, mac(purpose, parts).subarray(0, MAC_BYTES)) ? parts : undefined
    },
    tag: (what, value) => encodeBase64url(mac('tag', what, value)),
    txCode(offerId, digits) {
      const bytes = mac('tx-code', offerId)
      const number = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
      return String(number % 10n ** BigInt(digits)).padStart(digits, '0')
    },
    sealKey: deriveKey(secret, ['openid4vci-seal', issuer]),
  }
}
