import {
  createJws,
  didDocumentOf,
  didJwkOf,
  didKeyOf,
  encodeBase64url,
  encodeUtf8,
  err,
  hmacSha256,
  ok,
  type Signer,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import {
  ISSUER_URL,
  type IssuerTestOptions,
  type IssuerUnderTest,
  openIssuer,
} from '../support/issuer-under-test.ts'
import { offerRequest, TestWallet, walletKey } from '../support/test-wallet.ts'

const key = walletKey('a')
const other = walletKey('b')

interface Opened {
  readonly under: IssuerUnderTest
  readonly wallet: TestWallet
  readonly token: string
  readonly nonce: string
}

async function openWithToken(options: IssuerTestOptions = {}): Promise<Opened> {
  const under = await openIssuer(options)
  const wallet = new TestWallet(under)
  const offer = await under.issuer.vci.createOffer(offerRequest)
  if (!offer.ok) throw new Error(offer.error.code)
  const token = await wallet.tokenFor(offer.value.link)
  return { under, wallet, token, nonce: await wallet.nonce() }
}

/** A JWS with a header and a signature as an attacker writes them. */
function forge(header: object, payload: object, sign: (input: Uint8Array) => Uint8Array): string {
  const part = (value: object) => encodeBase64url(encodeUtf8(JSON.stringify(value)))
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${encodeBase64url(sign(encodeUtf8(input)))}`
}

const typ = 'openid4vci-proof+jwt'
const claims = ({ under, nonce }: Opened) => ({
  aud: ISSUER_URL,
  iat: under.clock.nowMs / 1_000,
  nonce,
})
const withDid = async (opened: Opened, kid: string, signer: Signer = key): Promise<string[]> => [
  await createJws({ header: { typ, kid }, payload: claims(opened), signer }),
]

/** Proofs that each break one rule of OpenID4VCI 1.0 Appendix F, the protocol's error and our reason. */
const table: readonly [string, (opened: Opened) => Promise<string[]>, string, string][] = [
  [
    'for another issuer',
    async ({ wallet, nonce }) => [
      await wallet.proof(key, nonce, { payload: { aud: 'https://other.example' } }),
    ],
    'invalid_proof',
    'audience_mismatch',
  ],
  [
    'for several issuers',
    async ({ wallet, nonce }) => [
      await wallet.proof(key, nonce, { payload: { aud: [ISSUER_URL, 'https://other.example'] } }),
    ],
    'invalid_proof',
    'audience_mismatch',
  ],
  [
    'under a nonce that nobody gave',
    async ({ wallet }) => [await wallet.proof(key, 'AAAAAAAAAAAAAAAAAAAAAA')],
    'invalid_nonce',
    'nonce_mismatch',
  ],
  [
    'under no nonce',
    async ({ wallet, nonce }) => [await wallet.proof(key, nonce, { payload: { nonce: null } })],
    'invalid_nonce',
    'nonce_mismatch',
  ],
  [
    'under a nonce whose expiry was moved',
    async ({ wallet, nonce }) => {
      const [random, endsMs, mac] = nonce.split('.')
      return [await wallet.proof(key, [random, Number(endsMs) + 1, mac].join('.'))]
    },
    'invalid_nonce',
    'nonce_mismatch',
  ],
  [
    'without a signature algorithm',
    async (opened) => [
      forge({ alg: 'none', typ, jwk: key.publicJwk }, claims(opened), () => new Uint8Array(64)),
    ],
    'invalid_proof',
    'algorithm_not_accepted',
  ],
  [
    'with a MAC under its own public key',
    async (opened) => [
      forge({ alg: 'HS256', typ, jwk: key.publicJwk }, claims(opened), (input) =>
        hmacSha256(encodeUtf8(JSON.stringify(key.publicJwk)), input),
      ),
    ],
    'invalid_proof',
    'algorithm_not_accepted',
  ],
  [
    "with another algorithm than the key's",
    async (opened) => [
      forge({ alg: 'EdDSA', typ, jwk: key.publicJwk }, claims(opened), () =>
        new Uint8Array(64).fill(1),
      ),
    ],
    'invalid_proof',
    'algorithm_not_accepted',
  ],
  [
    'with a private key in its header',
    async ({ wallet, nonce }) => [
      await wallet.proof(key, nonce, { header: { jwk: { ...key.publicJwk, d: 'AA' } } }),
    ],
    'invalid_proof',
    'key_malformed',
  ],
  [
    'of another kind of message',
    async ({ wallet, nonce }) => [await wallet.proof(key, nonce, { header: { typ: 'kb+jwt' } })],
    'invalid_proof',
    'header_not_accepted',
  ],
  [
    'with two keys',
    async ({ wallet, nonce }) => [
      await wallet.proof(key, nonce, { header: { kid: `${didJwkOf(other.publicJwk)}#0` } }),
    ],
    'invalid_proof',
    'header_not_accepted',
  ],
  [
    'with a certificate chain beside its key',
    async ({ wallet, nonce }) => [await wallet.proof(key, nonce, { header: { x5c: ['AA'] } })],
    'invalid_proof',
    'header_not_accepted',
  ],
  [
    'without a key',
    async ({ wallet, nonce }) => [await wallet.proof(key, nonce, { header: { jwk: null } })],
    'invalid_proof',
    'header_not_accepted',
  ],
  [
    'with a critical extension',
    async ({ wallet, nonce }) => [await wallet.proof(key, nonce, { header: { crit: ['x'] } })],
    'invalid_proof',
    'header_not_accepted',
  ],
  [
    'by another key than it shows',
    async ({ wallet, nonce }) => [
      await wallet.proof(other, nonce, { header: { jwk: key.publicJwk } }),
    ],
    'invalid_proof',
    'signature_invalid',
  ],
  [
    'by another key than its DID',
    (opened) => withDid(opened, `${didJwkOf(other.publicJwk)}#0`),
    'invalid_proof',
    'signature_invalid',
  ],
  [
    'with the key of a DID that its DID does not have',
    (opened) => withDid(opened, `${didJwkOf(key.publicJwk)}#1`),
    'invalid_proof',
    'did_key_not_found',
  ],
  [
    'with a DID of another method',
    (opened) => withDid(opened, 'did:ion:abc#0'),
    'invalid_proof',
    'did_method_not_supported',
  ],
  [
    'that is six minutes old',
    async ({ wallet, under, nonce }) => [
      await wallet.proof(key, nonce, { payload: { iat: under.clock.nowMs / 1_000 - 360 } }),
    ],
    'invalid_proof',
    'proof_stale',
  ],
  [
    'from the future',
    async ({ wallet, under, nonce }) => [
      await wallet.proof(key, nonce, { payload: { iat: under.clock.nowMs / 1_000 + 120 } }),
    ],
    'invalid_proof',
    'proof_stale',
  ],
  [
    'that does not say when it was made',
    async ({ wallet, nonce }) => [await wallet.proof(key, nonce, { payload: { iat: 'now' } })],
    'invalid_proof',
    'malformed_message',
  ],
  ['that is no JWS', async () => ['x.y'], 'invalid_proof', 'malformed_message'],
  ['that is too long', async () => ['a'.repeat(5_000)], 'invalid_proof', 'message_too_large'],
  [
    'twice for one key',
    async ({ wallet, nonce }) => [await wallet.proof(key, nonce), await wallet.proof(key, nonce)],
    'invalid_proof',
    'batch_key_repeated',
  ],
  [
    'twice for one key under two names',
    async (opened) => [
      await opened.wallet.proof(key, opened.nonce),
      ...(await withDid(opened, `${didKeyOf(key.publicJwk)}#${didKeyOf(key.publicJwk).slice(8)}`)),
    ],
    'invalid_proof',
    'batch_key_repeated',
  ],
  [
    'in a batch with another nonce each',
    async ({ wallet, nonce }) => [
      await wallet.proof(key, nonce),
      await wallet.proof(other, await wallet.nonce()),
    ],
    'invalid_nonce',
    'nonce_mismatch',
  ],
  [
    'in a batch of which the last is forged',
    async ({ wallet, nonce }) => [
      await wallet.proof(key, nonce),
      await wallet.proof(walletKey('c'), nonce, { header: { jwk: other.publicJwk } }),
    ],
    'invalid_proof',
    'signature_invalid',
  ],
  [
    'in a batch that is too large',
    ({ wallet, nonce }) =>
      Promise.all(
        Array.from({ length: 17 }, (_, i) => wallet.proof(walletKey(`k${i}`, 'EdDSA'), nonce)),
      ),
    'invalid_credential_request',
    'batch_too_large',
  ],
]

describe('a proof of possession', () => {
  test.each(table)(
    '%s gets no credential, takes no index and leaves the offer as it was',
    async (_, proofs, error, code) => {
      const opened = await openWithToken()
      const { wallet, token, under } = opened
      const refused = await wallet.requestWith(token, await proofs(opened))
      expect(refused).toMatchObject({ status: 400, json: { error, code } })
      expect(refused.text).not.toMatch(/\\n|\.ts|node:/)
      expect((await under.issuer.listIssued()).credentials).toEqual([])
      expect((await wallet.request(token, key)).status).toBe(200)
    },
  )

  test.each([
    ['did:jwk', `${didJwkOf(key.publicJwk)}#0`],
    ['did:key', `${didKeyOf(key.publicJwk)}#${didKeyOf(key.publicJwk).slice('did:key:'.length)}`],
  ])('may name its key by %s', async (_, kid) => {
    const opened = await openWithToken()
    const answer = await opened.wallet.requestWith(opened.token, await withDid(opened, kid))
    expect(answer.status).toBe(200)
    expect((await opened.under.issuer.listIssued()).credentials).toMatchObject([
      { holderKey: key.keyId },
    ])
  })

  test('may name its key by did:web, whose document is read within a limit of time', async () => {
    const did = 'did:web:wallet.example'
    let waitMs = 0
    const opened = await openWithToken({
      async retrieve(url) {
        opened.under.clock.nowMs += waitMs
        if (url !== 'https://wallet.example/.well-known/did.json') {
          return err({ code: 'transport_unreachable' })
        }
        return ok(encodeUtf8(JSON.stringify(didDocumentOf(did, [key.publicJwk]))))
      },
    })
    const [proof = ''] = await withDid(opened, `${did}#${key.keyId}`)
    const [strange = ''] = await withDid(opened, `did:web:other.example#${key.keyId}`)
    const refused = await opened.wallet.requestWith(opened.token, [strange])
    expect(refused.json).toMatchObject({ error: 'invalid_proof', code: 'did_document_unavailable' })
    waitMs = 5_001
    const late = await opened.wallet.requestWith(opened.token, [proof, proof, proof])
    expect(late.json.code).toBe('deadline_passed')
    waitMs = 0
    expect((await opened.wallet.requestWith(opened.token, [proof])).status).toBe(200)
  })

  test('a nonce that another wallet used is refused, and so is one that expired', async () => {
    const { under, wallet, token, nonce } = await openWithToken()
    expect((await wallet.requestWith(token, [await wallet.proof(key, nonce)])).status).toBe(200)
    const second = await under.issuer.vci.createOffer(offerRequest)
    if (!second.ok) throw new Error(second.error.code)
    const secondToken = await wallet.tokenFor(second.value.link)
    expect(await wallet.requestWith(secondToken, [await wallet.proof(other, nonce)])).toMatchObject(
      { status: 400, json: { error: 'invalid_nonce', code: 'nonce_replayed' } },
    )
    const late = await wallet.nonce()
    under.clock.nowMs += 300_001
    expect(await wallet.requestWith(secondToken, [await wallet.proof(other, late)])).toMatchObject({
      json: { error: 'invalid_nonce', code: 'nonce_mismatch' },
    })
  })
})

describe('a credential request', () => {
  const bodies: readonly [string, object, string, string][] = [
    [
      'without anything',
      {},
      'unknown_credential_configuration',
      'credential_configuration_unknown',
    ],
    [
      'for a credential that was not offered',
      { credential_configuration_id: 'passport' },
      'unknown_credential_configuration',
      'credential_configuration_unknown',
    ],
    [
      'for a credential identifier that nobody gave',
      { credential_identifier: 'x' },
      'unknown_credential_identifier',
      'credential_configuration_unknown',
    ],
    ['without proofs', {}, 'invalid_proof', 'malformed_message'],
    [
      'with proofs of another type',
      { proofs: { di_vp: [{}] } },
      'invalid_proof',
      'malformed_message',
    ],
    [
      'with proofs that are no texts',
      { proofs: { jwt: [{}] } },
      'invalid_credential_request',
      'malformed_message',
    ],
    [
      'that wants its answer encrypted',
      { credential_response_encryption: { enc: 'A128GCM' } },
      'invalid_encryption_parameters',
      'malformed_message',
    ],
  ]
  test.each(bodies)(
    '%s is refused in the words of the protocol',
    async (name, body, error, code) => {
      const { wallet, token } = await openWithToken()
      const isEmpty = name === 'without anything'
      const request = isEmpty ? body : { credential_configuration_id: 'membership', ...body }
      expect(await wallet.post('/credential', request, token)).toMatchObject({
        status: 400,
        json: { error, code },
      })
    },
  )

  test.each([
    ['no token', undefined],
    ['a token that nobody gave', 'offer-x.1.AAAAAAAAAAAAAAAAAAAAAA'],
    ['a token of a megabyte', 'a'.repeat(1_000_000)],
  ])('with %s is not authorized', async (_, token) => {
    const { wallet } = await openWithToken()
    const refused = await wallet.post('/credential', {}, token)
    expect(refused).toMatchObject({ status: 401, json: { error: 'invalid_token' } })
    expect(refused.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
  })

  test('with the code, the refresh token or the notice in place of the token is not authorized', async () => {
    const { wallet, under } = await openWithToken()
    const offer = await under.issuer.vci.createOffer(offerRequest)
    if (!offer.ok) throw new Error(offer.error.code)
    const code = await wallet.codeOf(offer.value.link)
    const { json } = await wallet.token(code)
    const { json: issued } = await wallet.request(json.access_token, key)
    for (const wrong of [code, json.refresh_token, issued.notification_id]) {
      expect((await wallet.request(wrong, other)).status).toBe(401)
    }
  })

  test('with a token whose time has passed is not authorized', async () => {
    const { wallet, token, under } = await openWithToken()
    under.clock.nowMs += 900_000
    expect((await wallet.request(token, key)).status).toBe(401)
  })

  test('with a token of another issuer with the same secret is not authorized', async () => {
    const { token } = await openWithToken()
    const strange = await openIssuer({ partyId: 'issuer-2' })
    expect((await new TestWallet(strange).request(token, key)).status).toBe(401)
  })

  test('nothing that a wallet is refused with tells a claim or a secret', async () => {
    const opened = await openWithToken()
    for (const [, proofs] of table) {
      const { text } = await opened.wallet.requestWith(opened.token, await proofs(opened))
      expect(text).not.toMatch(/m-1|gold/)
      expect(text).not.toContain(opened.token)
    }
  })
})
