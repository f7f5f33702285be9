import { type Store, unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { openIssuer } from '../support/issuer-under-test.ts'
import { GRANT, offerRequest, TestWallet, walletKey } from '../support/test-wallet.ts'

const key = walletKey('a')

async function openWithOffer(change: Partial<typeof offerRequest> = {}) {
  const under = await openIssuer()
  const offer = unwrap(await under.issuer.vci.createOffer({ ...offerRequest, ...change }))
  const wallet = new TestWallet(under)
  return { under, offer, wallet, code: await wallet.codeOf(offer.link) }
}

describe('the code of an offer', () => {
  test('is for one use: the second exchange is refused and the first token holds', async () => {
    const { wallet, code } = await openWithOffer()
    const first = await wallet.token(code)
    expect(await wallet.token(code)).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant', code: 'grant_used' },
    })
    expect((await wallet.request(first.json.access_token, key)).status).toBe(200)
  })

  test('exchanged by many at once gives one token', async () => {
    const { under, code } = await openWithOffer()
    const processes = [under.issuer, await under.again()]
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, i) => {
        const issuer = processes[i % 2] ?? under.issuer
        return issuer.vci.exchangeToken({ grant_type: GRANT, 'pre-authorized_code': code })
      }),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('is renewed behind the offer for a wallet that lost its answer, and the lost token is void', async () => {
    const { wallet, offer, code } = await openWithOffer()
    const lost = (await wallet.token(code)).json.access_token
    const again = await wallet.tokenFor(offer.link)
    expect((await wallet.request(lost, key)).status).toBe(401)
    expect((await wallet.request(again, key)).status).toBe(200)
    const uri = new URL(offer.credentialOfferUri).pathname
    expect((await wallet.call(`GET ${uri}`)).json.code).toBe('grant_used')
  })

  test('is renewed only so often', async () => {
    const { wallet, offer } = await openWithOffer()
    for (let i = 0; i < 5; i += 1) await wallet.tokenFor(offer.link)
    const uri = new URL(offer.credentialOfferUri).pathname
    expect((await wallet.call(`GET ${uri}`)).json.code).toBe('grant_used')
  })

  test('is worth nothing once the offer has expired, also before a sweep', async () => {
    const { under, wallet, offer, code } = await openWithOffer()
    under.clock.nowMs += offerRequest.expiresMs
    const uri = new URL(offer.credentialOfferUri).pathname
    for (const swept of [false, true]) {
      if (swept) await under.issuer.vci.sweep()
      expect((await wallet.token(code)).json).toMatchObject({
        error: 'invalid_grant',
        code: 'grant_expired',
      })
      expect((await wallet.call(`GET ${uri}`)).json.code).toBe('grant_expired')
    }
    expect((await under.issuer.vci.listOffers()).offers).toMatchObject([{ state: 'expired' }])
  })

  test('that was taken up in time leaves the wallet the life of its token', async () => {
    const { under, wallet, code } = await openWithOffer({ expiresMs: 60_000 })
    const { json } = await wallet.token(code)
    under.clock.nowMs += 120_000
    await under.issuer.vci.sweep()
    expect((await wallet.request(json.access_token, key)).status).toBe(200)
  })

  test.each([
    ['no grant type', {}, 'invalid_request', 'malformed_message'],
    [
      'another grant type',
      { grant_type: 'authorization_code', code: 'x' },
      'unsupported_grant_type',
      'grant_type_not_supported',
    ],
    ['no code', { grant_type: GRANT }, 'invalid_request', 'malformed_message'],
    [
      'a code that nobody gave',
      { grant_type: GRANT, 'pre-authorized_code': 'offer-a.0.AAAAAAAAAAAAAAAAAAAAAA' },
      'invalid_grant',
      'grant_not_accepted',
    ],
    [
      'a refresh token that nobody gave',
      { grant_type: 'refresh_token', refresh_token: 'x' },
      'invalid_grant',
      'grant_not_accepted',
    ],
    ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request', 'malformed_message'],
  ])('a token request with %s is refused in the words of OAuth', async (_, form, error, code) => {
    const { wallet } = await openWithOffer()
    expect(await wallet.post('/token', form)).toMatchObject({ status: 400, json: { error, code } })
  })
})

describe('a transaction code', () => {
  test('is needed when the offer says so, and is not accepted when it does not', async () => {
    const plain = await openWithOffer()
    expect((await plain.wallet.token(plain.code, { tx_code: '123456' })).json.error).toBe(
      'invalid_request',
    )
    const { wallet, code, offer } = await openWithOffer({ transactionCode: true })
    expect(offer.transactionCode).toMatch(/^\d{6}$/)
    expect(JSON.stringify(offer.credentialOffer)).not.toContain(String(offer.transactionCode))
    expect((await wallet.token(code)).json.error).toBe('invalid_request')
    expect((await wallet.token(code, { tx_code: String(offer.transactionCode) })).status).toBe(200)
  })

  test('guessed five times ends the offer, and the right one comes too late', async () => {
    const { wallet, code, offer, under } = await openWithOffer({ transactionCode: true })
    const right = String(offer.transactionCode)
    const wrong = right === '000000' ? '000001' : '000000'
    for (let i = 0; i < 4; i += 1) {
      expect((await wallet.token(code, { tx_code: wrong })).json).toMatchObject({
        error: 'invalid_grant',
        code: 'tx_code_wrong',
      })
    }
    expect((await wallet.token(code, { tx_code: wrong })).json.code).toBe('tx_code_attempts_spent')
    expect((await wallet.token(code, { tx_code: right })).json).toMatchObject({
      error: 'invalid_grant',
      code: 'tx_code_attempts_spent',
    })
    const rows = await under.store.read('rows', (tx) => tx.all('SELECT content FROM vci_offer'))
    expect(rows).toEqual([{ content: null }])
  })

  test('guessed by many at once is counted each time', async () => {
    const { wallet, code, offer } = await openWithOffer({ transactionCode: true })
    const right = String(offer.transactionCode)
    const guesses = Array.from({ length: 50 }, (_, i) => String(i).padStart(6, '0')).filter(
      (guess) => guess !== right,
    )
    const answers = await Promise.all(
      guesses.map((guess) => wallet.token(code, { tx_code: guess })),
    )
    expect(answers.filter(({ json }) => json.code === 'tx_code_wrong')).toHaveLength(4)
    expect((await wallet.token(code, { tx_code: right })).status).toBe(400)
  })
})

describe('what is at rest', () => {
  test('holds no code, no token, no transaction code and no claim in the clear', async () => {
    const { under, wallet, offer, code } = await openWithOffer({ transactionCode: true })
    const { json } = await wallet.token(code, { tx_code: String(offer.transactionCode) })
    const before = await dump(under.store)
    const answer = await wallet.request(json.access_token, key)
    for (const text of [before, await dump(under.store)]) {
      for (const secret of [code, json.access_token, json.refresh_token, offer.transactionCode]) {
        expect(text).not.toContain(String(secret))
      }
      expect(text).not.toMatch(/m-1|gold/)
      expect(text).not.toContain(answer.json.notification_id)
    }
  })

  test('holds nothing of the claims once the answer is no longer kept', async () => {
    const { under, wallet, code } = await openWithOffer()
    const { json } = await wallet.token(code)
    await wallet.request(json.access_token, key)
    under.clock.nowMs += 900_000
    await under.issuer.vci.sweep()
    const rows = await under.store.read('rows', (tx) =>
      tx.all('SELECT state, content FROM vci_offer'),
    )
    expect(rows).toEqual([{ state: 'issued', content: null }])
    under.clock.nowMs += offerRequest.validForMs
    await under.issuer.vci.sweep()
    expect((await under.issuer.vci.listOffers()).offers).toEqual([])
  })
})

test('offers that are long over are forgotten by one sweep, and no later one stands behind a cursor', async () => {
  const { issuer, clock } = await openIssuer()
  const { vci } = issuer
  await Promise.all(Array.from({ length: 300 }, () => vci.createOffer(offerRequest)))
  const pageAfter = async (after: number) => vci.listOffers({ after })
  const { next = 0 } = await pageAfter((await pageAfter((await pageAfter(0)).next ?? 0)).next ?? 0)
  clock.nowMs += offerRequest.expiresMs
  await vci.sweep()
  clock.nowMs += 2_592_000_000
  await vci.sweep()
  expect((await pageAfter(0)).offers).toEqual([])
  const { offerId } = unwrap(await vci.createOffer(offerRequest))
  expect((await pageAfter(next)).offers).toMatchObject([{ offerId }])
})

async function dump(store: Store): Promise<string> {
  const tables = [
    'vci_offer',
    'vci_credential',
    'vci_nonce',
    'lifecycle_event',
    'issued_credential',
  ]
  const rows = await store.read('dump', (tx) =>
    Promise.all(tables.map((table) => tx.all(`SELECT * FROM ${table}`))),
  )
  return JSON.stringify(rows, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
}
