import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
  type webcrypto,
} from 'node:crypto'

/** Bytes that the signatures are over. Chosen: about those of the credential, of its key binding and of a receipt in this bench. */
const CREDENTIAL_BYTES = 1_000
const BINDING_BYTES = 500
const RECEIPT_BYTES = 1_400

interface Holder {
  readonly jwk: webcrypto.JsonWebKey
  readonly credential: Buffer
  readonly credentialSignature: Buffer
  readonly binding: Buffer
  readonly bindingSignature: Buffer
}

export interface Floor {
  /** Does the cryptography of one verification. */
  runOnce(): void
}

/**
 * The least that one verification can cost: the issuer's ES256 signature under a key that is held, the holder's ES256 signature under a P-256
 * key that is imported for it, and the receipt's Ed25519 signature; the platform's functions called directly, in the form that they are
 * fastest with (DER signatures, bare KeyObject), for so many different holders.
 */
export function createFloor(holders: number): Floor {
  const issuer = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const receiptKey = generateKeyPairSync('ed25519').privateKey
  const all = Array.from({ length: holders }, (_, seed) => createHolder(issuer.privateKey, seed))
  const receipt = Buffer.alloc(RECEIPT_BYTES, 3)
  let position = 0
  return {
    runOnce() {
      const holder = all[position++ % all.length]
      if (holder === undefined) throw new Error('no holders')
      const { credential, credentialSignature, binding, bindingSignature, jwk } = holder
      const holds = verify('sha256', credential, issuer.publicKey, credentialSignature)
      const key = createPublicKey({ key: jwk, format: 'jwk' })
      const isBound = verify('sha256', binding, key, bindingSignature)
      if (!holds || !isBound) throw new Error('a signature does not hold')
      sign(null, receipt, receiptKey)
    },
  }
}

function createHolder(issuer: KeyObject, seed: number): Holder {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const credential = Buffer.alloc(CREDENTIAL_BYTES, seed)
  const binding = Buffer.alloc(BINDING_BYTES, seed)
  return {
    jwk: publicKey.export({ format: 'jwk' }),
    credential,
    credentialSignature: sign('sha256', credential, issuer),
    binding,
    bindingSignature: sign('sha256', binding, privateKey),
  }
}
