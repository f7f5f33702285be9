import { brandId, type CampaignId, encodeUtf8, unwrap } from '@evenkeel/kernel'
import { auditBundle, parseAuditTrust } from '@evenkeel/kernel/audit'
import { auditTrustOf, exportAudit } from '@evenkeel/node'
import { expect } from 'vitest'
import type { Clients } from '../support/clients.ts'
import type { JourneyWorld } from '../support/journey-world.ts'
import { openCampaign, postClaim, presentForCampaign, receiveMembership } from '../support/steps.ts'
import { dataOf } from '../support/wallet.ts'

const SHORT = brandId<CampaignId>('journey-short')
const SHORT_MS = 600_000
const LOOK_MS = 60_000

/** An auditor who asks too early, and who recomputes what they get once the campaign is over. */
export async function auditCampaign(place: JourneyWorld, clients: Clients): Promise<void> {
  const { issuer, distributor, anybody } = clients
  const { world } = place
  const closesAtMs = world.the('distributor').ports.clock.nowMs() + SHORT_MS
  await openCampaign(place, clients, { id: SHORT, closesAtMs, unclaimed: 'return' })
  const membership = await receiveMembership(issuer, anybody.issuer)
  const presented = await presentForCampaign(anybody.otherVerifier, membership, SHORT)
  await postClaim(anybody.distributor, presented, SHORT)
  await world.quiesce()

  const params = { path: { campaignId: SHORT } }
  const ask = () =>
    distributor.GET('/campaigns/{campaignId}/audit', { params, parseAs: 'text' as const })
  const early = await ask()
  expect(early.response.status).toBe(409)
  expect(early.error).toMatchObject({ code: 'campaign_not_settled', detail: 'it is open' })
  const stranger = await anybody.distributor.GET('/campaigns/{campaignId}/audit', { params })
  expect(stranger.response.status).toBe(401)

  place.advance(SHORT_MS)
  for (let round = 0; round < 4; round += 1) {
    await world.quiesce()
    place.advance(LOOK_MS)
  }
  const shown = await anybody.distributor.GET('/campaigns/{campaignId}', { params })
  expect(shown.data).toMatchObject({ state: 'settled', totals: { settled: { claims: 1 } } })
  const text = dataOf(await ask())
  const written: string[] = []
  for await (const part of unwrap(await exportAudit(world, SHORT))) written.push(part)
  expect(text).toBe(written.join(''))
  const bytes = [encodeUtf8(text)]
  const trust = unwrap(parseAuditTrust(auditTrustOf(world)))
  expect(await auditBundle({ campaignId: SHORT, trust, bytes })).toMatchObject({
    ok: true,
    value: { settled: { claims: 1 } },
  })
}
