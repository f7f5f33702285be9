import { brandId, type CampaignId, type CredentialId, unwrap } from '@evenkeel/kernel'
import { DEMO_CAMPAIGN } from '@evenkeel/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CredoWallet, openCredoWallet } from './credo-wallet.ts'
import {
  awaitEnd,
  createOffer,
  credentialIds,
  ISSUER,
  newMember,
  postClaim,
  presentFor,
} from './journeys.ts'
import { openWalletWorld, SECOND_CAMPAIGN, until, type WalletWorld } from './wallet-world.ts'

const GRANT_MINOR = '10000'
const DAY_MS = 86_400_000

describe('Credo 0.6.3 as it comes, over HTTP', () => {
  let place: WalletWorld
  let wallet: CredoWallet

  beforeAll(async () => {
    place = await openWalletWorld()
  }, 60_000)
  afterAll(async () => {
    await place.stop()
  }, 60_000)

  beforeEach(async () => {
    wallet = await openCredoWallet()
  })
  afterEach(() => wallet.shutdown())

  async function receive(options: { readonly [option: string]: unknown } = {}) {
    const offer = await createOffer(place, options)
    const received = await wallet.receiveOffer(offer.link)
    expect(received.credentials).toHaveLength(1)
    return { offer, received }
  }

  async function settledMinor(campaignId: string): Promise<bigint> {
    const books = await place.world.the('ledger').role.showCampaign(brandId<CampaignId>(campaignId))
    return unwrap(books).settled
  }

  test('receives with a code that the person types, approves a payout in an encrypted answer, and is paid once', async () => {
    const offer = await createOffer(place, { transactionCode: true })
    const txCode = offer.transactionCode ?? ''
    const wrong = txCode.replace(/.$/, (last) => String((Number(last) + 1) % 10))
    await expect(wallet.receiveOffer(offer.link, { txCode: wrong })).rejects.toThrow(
      'invalid_grant',
    )
    await wallet.receiveOffer(offer.link, { txCode })

    const before = await settledMinor(DEMO_CAMPAIGN)
    const shown: unknown[] = []
    const { presented, view } = await presentFor(place, wallet, {
      campaignId: DEMO_CAMPAIGN,
      payoutTarget: 'purse-of-a-person',
      approve: (transaction) => shown.push(transaction) === 1,
    })
    expect(presented).toMatchObject({ sent: true, status: 200, isEncrypted: true })
    expect(shown).toMatchObject([
      {
        type: 'evenkeel.payout',
        campaign_id: DEMO_CAMPAIGN,
        payout_target: 'purse-of-a-person',
      },
    ])
    expect(view).toMatchObject({
      state: 'answered',
      result: { verdict: { outcome: 'accepted' } },
    })

    const claimed = await postClaim(place, DEMO_CAMPAIGN, view.result.submission)
    expect(claimed).toMatchObject({ status: 201, json: { ticket: expect.any(String) } })
    expect(await awaitEnd(place, claimed.json.claimId)).toMatchObject({
      state: 'settled',
      amountMinor: GRANT_MINOR,
      railReceipt: expect.any(String),
    })
    expect(await settledMinor(DEMO_CAMPAIGN)).toBe(before + BigInt(GRANT_MINOR))

    const again = await postClaim(place, DEMO_CAMPAIGN, view.result.submission)
    expect(again).toMatchObject({ status: 200, json: { ticket: claimed.json.ticket } })
    expect(await settledMinor(DEMO_CAMPAIGN)).toBe(before + BigInt(GRANT_MINOR))
  })

  test('receives without a code for an Ed25519 key, answers unencrypted, and is paid', async () => {
    await wallet.receiveOffer((await createOffer(place)).link, { alg: 'EdDSA' })
    const { presented, view } = await presentFor(place, wallet, {
      campaignId: DEMO_CAMPAIGN,
      responseMode: 'direct_post',
    })
    expect(presented).toMatchObject({ sent: true, status: 200, isEncrypted: false })
    const claimed = await postClaim(place, DEMO_CAMPAIGN, view.result.submission)
    expect(await awaitEnd(place, claimed.json.claimId)).toMatchObject({ state: 'settled' })
  })

  test('on one device is sent back with a code, without which the result is not shown', async () => {
    await receive()
    const redirectUri = `${place.publicUrl}/back`
    const asked = await place.call('verifier-a', 'POST', '/presentations', {
      body: {
        campaignId: DEMO_CAMPAIGN,
        payoutTarget: 'purse-1',
        flow: 'same-device',
        redirectUri,
      },
    })
    const presented = await wallet.present(asked.json.walletUrl)
    expect(presented).toMatchObject({ sent: true, status: 200 })
    const back = new URL((presented.sent && presented.redirectUri) || 'about:blank')
    expect(back.href.startsWith(redirectUri)).toBe(true)
    const code = new URLSearchParams(back.hash.slice(1) || back.search).get('response_code')
    const path = `/presentations/${asked.json.sessionId}`
    const without = await place.call('verifier-a', 'GET', path)
    expect(without.json).not.toHaveProperty('result')
    const shown = await place.call('verifier-a', 'GET', `${path}?response_code=${code}`)
    expect(shown.json.result.verdict.outcome).toBe('accepted')
  })

  test('receives a batch, each credential for a key of its own, and all of it is one person', async () => {
    const offer = await createOffer(place)
    const { credentials } = await wallet.receiveOffer(offer.link, { count: 3 })
    const payloads = credentials.map(payloadOf)
    expect(new Set(payloads.map(({ cnf }) => JSON.stringify(cnf))).size).toBe(3)
    expect(new Set(payloads.map(({ status }) => JSON.stringify(status))).size).toBe(3)

    const first = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    const claimed = await postClaim(place, DEMO_CAMPAIGN, first.view.result.submission)
    expect(claimed.status).toBe(201)
    const second = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    expect(second.view.result.verdict.outcome).toBe('accepted')
    const refused = await postClaim(place, DEMO_CAMPAIGN, second.view.result.submission)
    expect(refused.json).toMatchObject({ code: 'already_claimed' })
  })

  test('waits for an issuer that decides later, and receives then', async () => {
    const offer = await createOffer(place, { deferred: true })
    const received = await wallet.receiveOffer(offer.link)
    expect(received).toMatchObject({ isDeferred: true, credentials: [] })
    expect(await received.collect()).toEqual([])
    const done = await place.call(ISSUER, 'POST', `/issuances/${offer.offerId}/complete`, {
      asOperator: true,
      body: {},
    })
    expect(done).toMatchObject({ status: 200, json: { state: 'approved' } })
    expect(await received.collect()).toHaveLength(1)
    const { view } = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    expect(view.result.verdict.outcome).toBe('accepted')
  })

  test('sends nothing when the person declines the payout, and the request stays open', async () => {
    await receive()
    const { presented, view } = await presentFor(place, wallet, {
      campaignId: DEMO_CAMPAIGN,
      approve: () => false,
    })
    expect(presented).toEqual({ sent: false, because: 'declined' })
    expect(view).toMatchObject({ state: 'pending' })
  })

  test('approved one payout for one campaign: another payout, or another campaign, is refused', async () => {
    await receive()
    const { view } = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    const { receipt, approval } = view.result.submission
    const payout = JSON.parse(Buffer.from(approval.transactionData, 'base64url').toString())
    const changed = Buffer.from(JSON.stringify({ ...payout, payout_target: 'purse-of-a-thief' }))
    const transactionData = changed.toString('base64url')
    const stolen = { v: 1, receipt, approval: { ...approval, transactionData } }
    expect(await postClaim(place, DEMO_CAMPAIGN, stolen)).toMatchObject({
      json: { code: 'claim_payout_mismatch' },
    })
    expect(await postClaim(place, SECOND_CAMPAIGN, view.result.submission)).toMatchObject({
      json: { code: 'claim_campaign_mismatch' },
    })
    expect(await postClaim(place, DEMO_CAMPAIGN, view.result.submission)).toMatchObject({
      status: 201,
    })
  })

  test('answers a request once: afterwards there is nothing to answer, and the result stays', async () => {
    await receive()
    const body = { campaignId: DEMO_CAMPAIGN, payoutTarget: 'purse-1', flow: 'cross-device' }
    const asked = await place.call('verifier-a', 'POST', '/presentations', { body })
    const path = `/presentations/${asked.json.sessionId}`
    expect(await wallet.present(asked.json.walletUrl)).toMatchObject({ status: 200 })
    const first = await place.call('verifier-a', 'GET', path)
    await expect(wallet.present(asked.json.walletUrl)).rejects.toThrow('409')
    expect(await place.call('verifier-a', 'GET', path)).toEqual(first)
  })

  test('has nothing to present without a credential of the type', async () => {
    const { presented } = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    expect(presented).toEqual({ sent: false, because: 'no_match' })
  })

  test('is refused for its revoked credential no later than the last lease ends', async () => {
    const { offer } = await receive()
    const accepted = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    expect(accepted.view.result.verdict.outcome).toBe('accepted')
    const [credentialId = ''] = await credentialIds(place, offer.offerId)
    const issuer = place.world.the('issuer', ISSUER).role
    const { effectiveEverywhereAtMs } = unwrap(
      await issuer.revokeCredential(brandId<CredentialId>(credentialId), 'key_compromise'),
    )

    const refused = await presentUntilRefused(effectiveEverywhereAtMs)
    expect(refused.verdict).toMatchObject({
      reason: 'credential_revoked',
      words: expect.stringMatching(/./),
    })
    expect(refused).not.toHaveProperty('submission')
  })

  test('re-issued: the old credential is refused, the new one accepted, paid again only where the rule allows it', async () => {
    const claims = newMember()
    const { offer, received } = await receive({ claims })
    const paid = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    const first = await postClaim(place, DEMO_CAMPAIGN, paid.view.result.submission)
    expect(await awaitEnd(place, first.json.claimId)).toMatchObject({ state: 'settled' })

    const [oldId = ''] = await credentialIds(place, offer.offerId)
    const reissued = await place.call(ISSUER, 'POST', `/credentials/${oldId}/reissue`, {
      asOperator: true,
      body: { claims: { ...claims, tier: 'platinum' }, validForMs: DAY_MS, graceMs: DAY_MS },
    })
    expect(reissued).toMatchObject({ status: 201 })
    const fresh = await received.refresh()
    expect(fresh.credentials).toHaveLength(1)

    const issuer = place.world.the('issuer', ISSUER).role
    const old = unwrap(await issuer.showCredential(brandId<CredentialId>(oldId)))
    const [ending] = old.pending ?? []
    expect(ending).toMatchObject({ status: 'invalid', reason: 'superseded' })
    const refused = await presentUntilRefused(ending?.effectiveAtMs ?? 0, received.credentials[0])
    expect(refused.verdict.reason).toBe('credential_revoked')

    const [credential = ''] = fresh.credentials
    const again = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN, credential })
    expect(again.view.result.verdict).toMatchObject({
      outcome: 'accepted',
      outputs: { tier: 'platinum' },
    })
    const second = await postClaim(place, DEMO_CAMPAIGN, again.view.result.submission)
    expect(second.json).toMatchObject({ code: 'already_claimed' })

    const elsewhere = await presentFor(place, wallet, { campaignId: SECOND_CAMPAIGN, credential })
    const claimed = await postClaim(place, SECOND_CAMPAIGN, elsewhere.view.result.submission)
    expect(claimed.status).toBe(201)
    expect(await awaitEnd(place, claimed.json.claimId)).toMatchObject({ state: 'settled' })
  })

  /** A verifier may go by an older list until its lease ends, or an announced time has come, and not a moment longer. */
  function presentUntilRefused(endsMs: number, credential?: string) {
    const options = credential === undefined ? {} : { credential }
    return until(12_000, async () => {
      const startedMs = Date.now()
      const { view } = await presentFor(place, wallet, {
        campaignId: DEMO_CAMPAIGN,
        verifier: 'verifier-b',
        ...options,
      })
      if (view.result?.verdict.outcome === 'rejected') return view.result
      // Between a list that ends at an announced time and the next one, a plain reader knows nothing: undetermined, and never accepted.
      if (view.result?.verdict.outcome === 'accepted') expect(startedMs).toBeLessThan(endsMs)
      return undefined
    })
  }
})

function payloadOf(sdJwt: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(sdJwt.split('.')[1] ?? '', 'base64url').toString())
}
