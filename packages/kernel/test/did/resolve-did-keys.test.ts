import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { didDocumentOf } from '../../src/did/did-document.ts'
import { didJwkOf } from '../../src/did/did-jwk.ts'
import { didKeyOf } from '../../src/did/did-key.ts'
import { DID_DOCUMENT_BYTES_MAX, DID_METHODS_MAX } from '../../src/did/limits.ts'
import { encodeMultikey } from '../../src/did/multikey.ts'
import { resolveDidKeys, resolveDidUrl } from '../../src/did/resolve-did-keys.ts'
import type { ExchangeLimits, Transport } from '../../src/ports.ts'
import type { Reasoned } from '../../src/reasons/reasoned.ts'
import { err, ok, type Result, unwrap } from '../../src/result.ts'

const DID = 'did:web:issuer.example:org'
const ed25519 = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
const p256 = createSeededSigner('ES256', new Uint8Array(32).fill(2))

/** A web with one document, and what was asked of it. */
function webOf(document: unknown): Pick<Transport, 'retrieve'> & {
  readonly asked: { url: string; limits: ExchangeLimits }[]
} {
  const asked: { url: string; limits: ExchangeLimits }[] = []
  return {
    asked,
    retrieve: async (url, limits) => {
      asked.push({ url, limits })
      const bytes = encodeUtf8(typeof document === 'string' ? document : JSON.stringify(document))
      return bytes.length > limits.maxBytes ? err({ code: 'message_too_large' }) : ok(bytes)
    },
  }
}
const nowhere: Pick<Transport, 'retrieve'> = {
  retrieve: async () => err({ code: 'address_not_allowed', detail: 'not a public address' }),
}

function codeOf(result: Result<unknown, Reasoned>): string {
  return result.ok ? 'ok' : result.error.code
}

const method = {
  id: `${DID}#key-1`,
  type: 'JsonWebKey',
  controller: DID,
  publicKeyJwk: ed25519.publicJwk,
}
const document = { id: DID, verificationMethod: [method], assertionMethod: [method.id] }

async function keyIdsIn(changed: object): Promise<readonly string[]> {
  const keys = await resolveDidKeys(DID, { transport: webOf({ ...document, ...changed }) })
  return unwrap(keys).map(({ id }) => id)
}

describe('keys of a DID', () => {
  it('of did:key and did:jwk are computed, under the ids of their specifications', async () => {
    for (const { publicJwk, keyId } of [ed25519, p256]) {
      const didKey = didKeyOf(publicJwk)
      const didJwk = didJwkOf(publicJwk)
      for (const id of [`${didKey}#${didKey.slice('did:key:'.length)}`, `${didJwk}#0`]) {
        const key = await resolveDidUrl(id, 'authentication', { transport: nowhere })
        expect(unwrap(key).thumbprint).toBe(keyId)
      }
      const other = await resolveDidUrl(`${didJwk}#1`, 'authentication', { transport: nowhere })
      expect(codeOf(other)).toBe('did_key_not_found')
    }
  })

  it('of did:web are those of the document that this project itself publishes', async () => {
    const transport = webOf(didDocumentOf(DID, [ed25519.publicJwk, p256.publicJwk]))
    for (const { keyId } of [ed25519, p256]) {
      const key = await resolveDidUrl(`${DID}#${keyId}`, 'assertionMethod', { transport })
      expect(unwrap(key).thumbprint).toBe(keyId)
    }
    expect(transport.asked[0]).toEqual({
      url: 'https://issuer.example/org/did.json',
      limits: { timeoutMs: 5_000, maxBytes: DID_DOCUMENT_BYTES_MAX },
    })
  })

  it('are never published with a private member', () => {
    const secret = { ...p256.publicJwk, d: p256.publicJwk.x }
    expect(() => didDocumentOf(DID, [secret])).toThrow()
  })

  it('count only for the purposes that their document gives them', async () => {
    const transport = webOf(document)
    expect(codeOf(await resolveDidUrl(method.id, 'assertionMethod', { transport }))).toBe('ok')
    const other = await resolveDidUrl(method.id, 'authentication', { transport })
    expect(codeOf(other)).toBe('did_key_not_found')
    expect(await keyIdsIn({ assertionMethod: [] })).toEqual([])
  })

  it('are found by relative ids, as a Multikey, and where the purpose itself holds the method', async () => {
    const relative = { ...method, id: '#key-1' }
    const changed = { verificationMethod: [relative], assertionMethod: ['#key-1'] }
    expect(await keyIdsIn(changed)).toEqual([method.id])
    const { publicKeyJwk: _, ...bare } = method
    const multikey = {
      ...bare,
      type: 'Multikey',
      publicKeyMultibase: encodeMultikey(p256.publicJwk),
    }
    expect(await keyIdsIn({ verificationMethod: [multikey] })).toEqual([method.id])
    expect(await keyIdsIn({ verificationMethod: [], assertionMethod: [multikey] })).toEqual([
      method.id,
    ])
  })

  it('of kinds, controllers and curves that are not supported are left out', async () => {
    const left = [
      { ...method, type: 'Ed25519VerificationKey2018' },
      { ...method, controller: 'did:web:other.example' },
      { ...method, id: 'did:web:other.example#key-1' },
      { ...method, publicKeyJwk: { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' } },
      { ...method, publicKeyJwk: { ...ed25519.publicJwk, d: ed25519.publicJwk.x } },
      { ...method, publicKeyJwk: { ...ed25519.publicJwk, use: 'enc' } },
      { ...method, publicKeyMultibase: encodeMultikey(p256.publicJwk) },
    ]
    for (const one of left) {
      const changed = { verificationMethod: [one], assertionMethod: [one.id] }
      expect(await keyIdsIn(changed), JSON.stringify(one)).toEqual([])
    }
  })
})

describe('documents that are not believed', () => {
  it.each([
    ['is about another DID', { ...document, id: 'did:web:other.example' }],
    ['gives two keys one id', { ...document, verificationMethod: [method, method] }],
    [
      'gives a second key the same id in relative form',
      { ...document, assertionMethod: [{ ...method, id: '#key-1' }] },
    ],
    [
      'has more methods than the limit',
      {
        ...document,
        verificationMethod: Array.from({ length: DID_METHODS_MAX + 1 }, (_, n) => ({
          ...method,
          id: `${DID}#${n}`,
        })),
      },
    ],
    ['names a member twice', `{"id":"${DID}","id":"${DID}"}`],
    ['nests too deeply', `{"id":"${DID}","a":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['has a method without a controller', { ...document, verificationMethod: [{ id: '#a' }] }],
    ['is no object', []],
    ['is no JSON', '<html>'],
  ])('a document that %s is refused', async (_, hostile) => {
    const keys = await resolveDidKeys(DID, { transport: webOf(hostile) })
    expect(codeOf(keys)).toBe('did_document_malformed')
  })

  it('a document that cannot be had says why, and may be asked for again', async () => {
    const far = await resolveDidKeys(DID, { transport: nowhere })
    expect(far).toEqual({
      ok: false,
      error: { code: 'did_document_unavailable', detail: 'address_not_allowed' },
    })
    const huge = { ...document, service: 'x'.repeat(DID_DOCUMENT_BYTES_MAX) }
    const tooLarge = await resolveDidKeys(DID, { transport: webOf(huge) })
    expect(codeOf(tooLarge)).toBe('did_document_unavailable')
  })

  it('identifiers that are none, and methods that nobody here reads, are not looked up', async () => {
    const transport = webOf(document)
    const dids = {
      did_malformed: [
        '',
        'did:',
        'did:web',
        'DID:web:a',
        'did:web:a b',
        `did:web:${'a'.repeat(2_048)}`,
      ],
      did_method_not_supported: ['did:ion:a', 'did:webs:a.example', 'did:peer:2.a'],
    }
    for (const [code, texts] of Object.entries(dids)) {
      for (const did of texts) {
        expect(codeOf(await resolveDidKeys(did, { transport })), did).toBe(code)
      }
    }
    for (const kid of [DID, `${DID}#`, `${DID}#a#b`, '#key-1', `${DID}?a#key-1`]) {
      const key = await resolveDidUrl(kid, 'assertionMethod', { transport })
      expect(codeOf(key), kid).toBe('did_malformed')
    }
    expect(transport.asked).toEqual([])
  })
})
