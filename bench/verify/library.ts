import { hash, webcrypto } from 'node:crypto'
import {
  decodeBase64url,
  decodeUtf8,
  encodeUtf8,
  importPublicJwk,
  type PublicJwk,
  type PublicKey,
  type Signer,
  unwrap,
  verifySignature,
} from '@evenkeel/kernel'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import type { Presented } from './presentations.ts'

/** What the library is to check signatures with. It brings none of its own. */
type Verify = (data: string, signature: string, jwk: PublicJwk) => Promise<boolean>

/**
 * The reference library over one of these: it checks signatures, disclosures, nonce and key binding, and the status only if the credential
 * names one, then from this very token every time, as it does.
 */
export function openLibrary(
  issuer: Signer,
  statusToken: Uint8Array,
  verify: Verify,
): (presented: Presented) => Promise<void> {
  const token = decodeUtf8(statusToken) ?? ''
  const library = new SDJwtVcInstance({
    hasher: (data) => new Uint8Array(hash('sha256', data as string, 'buffer')),
    hashAlg: 'sha-256',
    verifier: (data, signature) => verify(data, signature, issuer.publicJwk),
    kbVerifier: (data, signature, payload) => {
      const { jwk } = payload.cnf as { readonly jwk: PublicJwk }
      return verify(data, signature, jwk)
    },
    statusListFetcher: async () => token,
  })
  return async ({ presentation, nonce }) => {
    // Throws when anything does not hold.
    await library.verify(presentation, { keyBindingNonce: nonce })
  }
}

/** The cryptography that our own verdicts use: the same native calls, the issuer's key held, the holder's imported once. */
export const nativeVerify: Verify = async (data, signature, jwk) => {
  const key: PublicKey = unwrap(importPublicJwk(jwk))
  const bytes = decodeBase64url(signature)
  return bytes !== undefined && verifySignature(key, encodeUtf8(data), bytes)
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** Web Crypto, which the library's own examples use, the key imported each time. */
export const webVerify: Verify = async (data, signature, jwk) => {
  const key = await webcrypto.subtle.importKey('jwk', { ...jwk }, ES256, false, ['verify'])
  const bytes = Buffer.from(signature, 'base64url')
  return webcrypto.subtle.verify(ES256, key, bytes, Buffer.from(data))
}
