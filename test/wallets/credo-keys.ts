import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from 'node:crypto'
import type { AgentContext, Kms } from '@credo-ts/core'

/**
 * Credo's key management port over `node:crypto`: P-256 and Ed25519 keys, ES256 and EdDSA, and ECDH-ES with AES-GCM for encrypted responses.
 * What a wallet does not need is not supported, and Credo is told so.
 */
export class CredoKeys implements Kms.KeyManagementService {
  readonly backend = 'node-crypto'
  readonly #keys = new Map<string, KeyObject>()

  isOperationSupported(_: AgentContext, operation: Kms.KmsOperation): boolean {
    switch (operation.operation) {
      case 'createKey':
        return 'crv' in operation.type && CURVES.has(operation.type.crv)
      case 'sign':
      case 'verify':
        return operation.algorithm === 'ES256' || operation.algorithm === 'EdDSA'
      case 'encrypt':
        return operation.encryption.algorithm in KEY_BYTES
      case 'deleteKey':
      case 'randomBytes':
        return true
      default:
        return false
    }
  }

  async getPublicKey(_: AgentContext, keyId: string): Promise<Kms.KmsJwkPublic | null> {
    const key = this.#keys.get(keyId)
    return key === undefined ? null : publicJwkOf(key, keyId)
  }

  async createKey<Type extends Kms.KmsCreateKeyType>(
    _: AgentContext,
    { keyId = randomUUID(), type }: Kms.KmsCreateKeyOptions<Type>,
  ): Promise<Kms.KmsCreateKeyReturn<Type>> {
    const { privateKey } =
      type.kty === 'OKP'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#keys.set(keyId, privateKey)
    const publicJwk = publicJwkOf(privateKey, keyId)
    return { keyId, publicJwk } as Kms.KmsCreateKeyReturn<Type>
  }

  importKey(): Promise<never> {
    return Promise.reject(new Error('keys are not imported'))
  }

  async deleteKey(_: AgentContext, { keyId }: Kms.KmsDeleteKeyOptions): Promise<boolean> {
    return this.#keys.delete(keyId)
  }

  async sign(
    _: AgentContext,
    { keyId, algorithm, data }: Kms.KmsSignOptions,
  ): Promise<Kms.KmsSignReturn> {
    const key = { key: this.#get(keyId), dsaEncoding: 'ieee-p1363' } as const
    return { signature: new Uint8Array(sign(digestOf(algorithm), data, key)) }
  }

  async verify(
    _: AgentContext,
    { key, algorithm, data, signature }: Kms.KmsVerifyOptions,
  ): Promise<Kms.KmsVerifyReturn> {
    const jwk = key.publicJwk ?? publicJwkOf(this.#get(key.keyId ?? ''), '')
    const publicKey = { key: importJwk(jwk), dsaEncoding: 'ieee-p1363' } as const
    return verify(digestOf(algorithm), data, publicKey, signature)
      ? { verified: true, publicJwk: jwk as Kms.KmsJwkPublicAsymmetric }
      : { verified: false }
  }

  async encrypt(
    _: AgentContext,
    { key, encryption, data }: Kms.KmsEncryptOptions,
  ): Promise<Kms.KmsEncryptReturn> {
    const agreement = key.keyAgreement
    const bytes = KEY_BYTES[encryption.algorithm]
    if (
      agreement?.algorithm !== 'ECDH-ES' ||
      agreement.keyId === undefined ||
      bytes === undefined
    ) {
      throw new Error('only ECDH-ES with AES-GCM')
    }
    const secret = diffieHellman({
      privateKey: this.#get(agreement.keyId),
      publicKey: importJwk(agreement.externalPublicJwk),
    })
    const { apu, apv } = agreement
    const contentKey = concatKdf(secret, encryption.algorithm, bytes, apu, apv)
    const iv = randomBytes(12)
    const cipher = createCipheriv(bytes === 16 ? 'aes-128-gcm' : 'aes-256-gcm', contentKey, iv)
    if ('aad' in encryption && encryption.aad !== undefined) cipher.setAAD(encryption.aad)
    const encrypted = new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]))
    return { encrypted, iv: new Uint8Array(iv), tag: new Uint8Array(cipher.getAuthTag()) }
  }

  decrypt(): Promise<never> {
    return Promise.reject(new Error('a wallet here gets nothing encrypted'))
  }

  randomBytes(_: AgentContext, { length }: Kms.KmsRandomBytesOptions): Kms.KmsRandomBytesReturn {
    return new Uint8Array(randomBytes(length))
  }

  #get(keyId: string): KeyObject {
    const key = this.#keys.get(keyId)
    if (key === undefined) throw new Error(`no key ${keyId}`)
    return key
  }
}

const CURVES: ReadonlySet<string> = new Set(['P-256', 'Ed25519'])
/** Length of the content encryption key, in bytes. */
const KEY_BYTES: Readonly<Record<string, number>> = { A128GCM: 16, A256GCM: 32 }

/** Credo has checked that the algorithm is the key's. */
function digestOf(algorithm: string): 'sha256' | null {
  return algorithm === 'ES256' ? 'sha256' : null
}

function importJwk(jwk: object): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' })
}

function publicJwkOf(key: KeyObject, kid: string): Kms.KmsJwkPublicAsymmetric & { kid: string } {
  const jwk = createPublicKey(createPrivateKey(key.export({ format: 'pem', type: 'pkcs8' })))
  return { ...jwk.export({ format: 'jwk' }), kid } as Kms.KmsJwkPublicAsymmetric & { kid: string }
}

/** RFC 7518 §4.6.2 for one block of SHA-256. */
function concatKdf(
  secret: Uint8Array,
  algorithm: string,
  bytes: number,
  apu: Uint8Array = new Uint8Array(),
  apv: Uint8Array = new Uint8Array(),
): Uint8Array {
  const prefixed = (part: Uint8Array) => Buffer.concat([uint32(part.length), part])
  const info = [prefixed(Buffer.from(algorithm)), prefixed(apu), prefixed(apv), uint32(bytes * 8)]
  const hash = createHash('sha256').update(uint32(1)).update(secret)
  return hash.update(Buffer.concat(info)).digest().subarray(0, bytes)
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
