import {
  brandId,
  type CampaignId,
  createJws,
  encodeHex,
  PAYOUT_CHANGE_TYP,
  sha256,
} from '@evenkeel/kernel'
import { expect } from 'vitest'
import { type Clients, once } from '../support/clients.ts'
import type { JourneyWorld } from '../support/journey-world.ts'
import {
  type Membership,
  openCampaign,
  type Presented,
  postClaim,
  presentForCampaign,
  receiveMembership,
} from '../support/steps.ts'
import { dataOf } from '../support/wallet.ts'
import { decide } from './holding.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const PARTS = brandId<CampaignId>('journey-parts')
const DEBTS = brandId<CampaignId>('journey-debts')
const evidence = (text: string): string => encodeHex(sha256(text))

interface Claimed {
  readonly claimId: string
  readonly membership: Membership
  readonly presented: Presented
}

async function claimFrom(
  place: JourneyWorld,
  { issuer, anybody }: Clients,
  campaignId: CampaignId,
): Promise<Claimed> {
  const membership = await receiveMembership(issuer, anybody.issuer)
  const presented = await presentForCampaign(anybody.otherVerifier, membership, campaignId)
  const { claimId } = await postClaim(anybody.distributor, presented, campaignId)
  await place.world.quiesce()
  return { claimId, membership, presented }
}

/** Somebody is paid in parts, has second thoughts about where the rest goes, and two operators about whether it should. */
export async function payInParts(place: JourneyWorld, clients: Clients): Promise<void> {
  const { distributor, secondDistributor, anybody } = clients
  const startsAtMs = place.world.the('distributor').ports.clock.nowMs()
  const tranches = [
    { afterMs: 0, permille: 400 },
    { afterMs: 90 * DAY_MS, permille: 600 },
  ]
  const cancel = { noticeMs: DAY_MS, rest: 'pool' } as const
  await openCampaign(place, clients, {
    id: PARTS,
    vesting: { kind: 'tranches', startsAtMs, tranches, cancel },
    payoutChange: { delayMs: HOUR_MS },
  })
  const { claimId, membership, presented } = await claimFrom(place, clients, PARTS)
  const params = { path: { claimId } }
  const vesting = dataOf(await anybody.distributor.GET('/claims/{claimId}/vesting', { params }))
  expect(vesting).toMatchObject({ paidMinor: '4000' })

  const { key } = membership
  const change = await createJws({
    header: { typ: PAYOUT_CHANGE_TYP, jwk: key.publicJwk },
    payload: { claimId, payoutTarget: 'another-purse', iat: Math.floor(Date.now() / 1_000) },
    signer: key,
  })
  const body = { v: 1, receipt: presented.receipt ?? '', change } as const
  dataOf(await anybody.distributor.POST('/claims/{claimId}/payout-change', { params, body }))
  const confirming = { params: { ...params, ...once() } }
  const confirmed = dataOf(
    await distributor.POST('/claims/{claimId}/payout-change/confirmation', confirming),
  )
  expect(confirmed).toMatchObject({ claimId, state: 'requested' })
  const cancelled = dataOf(
    await anybody.distributor.POST('/claims/{claimId}/payout-change/cancellation', { params }),
  )
  expect(cancelled).toMatchObject({ state: 'cancelled' })

  for (const person of [distributor, secondDistributor]) {
    const cancelling = { params: { ...params, ...once() }, body: { evidence: evidence('left') } }
    dataOf(await person.POST('/claims/{claimId}/vesting/cancellation', cancelling))
  }
  const withdrawing = { params: { ...params, ...once() } }
  dataOf(await distributor.POST('/claims/{claimId}/vesting/cancellation/withdrawal', withdrawing))
}

/** A payment whose ground was revoked is claimed back by a case, and the claimant appeals; the verifier that vouched for it comes into doubt. */
export async function claimBack(place: JourneyWorld, clients: Clients): Promise<void> {
  const { governance, distributor, anybody } = clients
  await openCampaign(place, clients, {
    id: DEBTS,
    losses: { revoked_after_payout: 'claimant' },
    clawback: {
      deadlineMs: HOUR_MS,
      byDefault: 'keep',
      appealMs: HOUR_MS,
      writeOffAfterMs: 30 * DAY_MS,
    },
  })
  const { claimId } = await claimFrom(place, clients, DEBTS)
  const said = {
    claimIds: [claimId],
    evidence: evidence('revoked'),
    cause: 'revoked_after_payout' as const,
  }
  const recorded = dataOf(await distributor.POST('/revocations', { params: once(), body: said }))
  expect(recorded.claims).toMatchObject([{ claimId }])
  await place.world.quiesce()
  const path = { campaignId: DEBTS }
  const listed = dataOf(
    await distributor.GET('/campaigns/{campaignId}/receivables', { params: { path } }),
  )
  expect(listed.items).toMatchObject([{ claimId, state: 'in_case' }])
  await decide(place, governance, listed.items[0]?.transferId ?? '', 'refuse')
  const params = { path: { claimId } }
  const appealed = await anybody.distributor.POST('/claims/{claimId}/recovery/appeal', { params })
  expect(appealed.response.status).toBe(202)

  const verifierId = 'verifier-b'
  const now = place.world.the('distributor').ports.clock.nowMs()
  const word = { params: { path: { verifierId } } }
  const shown = dataOf(await distributor.GET('/verifiers/{verifierId}/exposure', word))
  expect(shown.campaigns.map(({ campaignId }) => campaignId)).toContain(DEBTS)
  const paid = dataOf(await distributor.GET('/verifiers/{verifierId}/paid', word))
  expect(paid.items.map((one) => one.claimId)).toContain(claimId)
  const hold = { sinceMs: now, forMs: HOUR_MS, evidence: evidence('stolen') }
  const holding = { params: { path: { verifierId }, ...once() }, body: hold }
  expect(dataOf(await distributor.POST('/verifiers/{verifierId}/hold', holding))).toMatchObject({
    verifier: verifierId,
  })
}
