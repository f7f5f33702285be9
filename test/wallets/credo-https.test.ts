import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { DEMO_CAMPAIGN } from '@evenkeel/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCredoWallet } from './credo-wallet.ts'
import { type HttpsWorld, openHttpsWorld } from './https-world.ts'
import { awaitEnd, createOffer, postClaim, presentFor } from './journeys.ts'

describe('Credo 0.6.3 as it comes, over HTTPS', () => {
  const trusted = getCACertificates()
  let place: HttpsWorld

  beforeAll(async () => {
    place = await openHttpsWorld()
    // Credo's resolver of did:web uses a fetch of its own, which can only be told so.
    setDefaultCACertificates([...trusted, place.cert])
  }, 60_000)
  afterAll(async () => {
    setDefaultCACertificates(trusted)
    await place.stop()
  }, 60_000)

  test('resolves the did:web of issuer and verifier, receives, presents and is paid', async () => {
    const wallet = await openCredoWallet()
    const offer = await createOffer(place)
    const { credentials } = await wallet.receiveOffer(offer.link)
    expect(credentials).toHaveLength(1)
    const { presented, view } = await presentFor(place, wallet, { campaignId: DEMO_CAMPAIGN })
    expect(presented).toMatchObject({ sent: true, status: 200, isEncrypted: true })
    expect(view.result.verdict.outcome).toBe('accepted')
    const claimed = await postClaim(place, DEMO_CAMPAIGN, view.result.submission)
    expect(await awaitEnd(place, claimed.json.claimId)).toMatchObject({ state: 'settled' })
    await wallet.shutdown()
  })
})
