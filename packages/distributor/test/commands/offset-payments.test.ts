import { brandId, type CampaignId, type CampaignRule, refused } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  claimFor,
  decideOwed,
  handed,
  offsetting,
  paymentOf,
  receivableOf,
  recoverable,
  revoke,
} from '../support/recovery.ts'
import { makeClaim, openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** Ada owes 100 from the first campaign, for good. */
async function owe(rule: CampaignRule = recoverable): Promise<ReturnType<typeof paymentOf>> {
  await world.openCampaign(rule)
  const claimId = await claimFor(world, rule)
  await revoke(world, claimId)
  await decideOwed(world, claimId)
  return paymentOf(claimId)
}

function offsetsOf(): readonly unknown[] {
  return handed(world, 'ledger.settle').map((body) => body.offsets ?? [])
}

describe('a later payment to somebody who owes', () => {
  it('withholds up to the published share, and the rest is paid', async () => {
    const transferId = await owe()
    await world.openCampaign(offsetting)
    const later = await claimFor(world, offsetting)
    expect(offsetsOf()).toEqual([[], [{ transferId, amountMinor: '25' }]])
    expect(await receivableOf(world, transferId as never)).toMatchObject({
      state: 'owed',
      taken: 25n,
      recovered: 25n,
    })
    expect(await world.distributor.showClaim(later)).toMatchObject({ value: { state: 'settled' } })
  })

  it('withholds nothing beyond what is owed', async () => {
    const transferId = await owe()
    const evidence = '1'.repeat(64)
    await world.distributor.recordRepayment({ transferId, amountMinor: '90', evidence })
    await world.openCampaign(offsetting)
    await claimFor(world, offsetting)
    expect(offsetsOf().at(-1)).toEqual([{ transferId, amountMinor: '10' }])
    expect(await receivableOf(world, transferId as never)).toMatchObject({ state: 'recovered' })
  })

  it('takes what is owed once when several campaigns pay at the same time', async () => {
    const transferId = await owe()
    const evidence = '1'.repeat(64)
    await world.distributor.recordRepayment({ transferId, amountMinor: '60', evidence })
    const rules = ['one', 'two', 'three'].map((name) => ({
      ...offsetting,
      id: brandId<CampaignId>(`grant-${name}`),
    }))
    for (const rule of rules) await world.openCampaign(rule)
    const claims = await Promise.all(
      rules.map((rule, i) =>
        makeClaim(world, {
          rule,
          person: 'ada',
          visit: 10 + i,
          receipt: { priorNullifiers: { [recoverable.id]: brandId('nullifier-ada') } },
        }),
      ),
    )
    await Promise.all(claims.map((claim) => world.distributor.submitClaim(claim)))
    await world.settleDown()
    const taken = offsetsOf().flatMap((offsets) => offsets as { amountMinor: string }[])
    expect(taken.map(({ amountMinor }) => amountMinor).sort()).toEqual(['15', '25'])
    expect(await receivableOf(world, transferId as never)).toMatchObject({ state: 'recovered' })
  })

  it('gives back what was withheld from a payment that the ledger did not take', async () => {
    const transferId = await owe()
    await world.openCampaign(offsetting)
    world.answer = ({ kind }) =>
      kind === 'ledger.settle' ? refused('malformed_message') : { outcome: 'acknowledged' }
    await claimFor(world, offsetting)
    expect(offsetsOf().at(-1)).toEqual([{ transferId, amountMinor: '25' }])
    expect(await receivableOf(world, transferId as never)).toMatchObject({
      taken: 0n,
      state: 'owed',
    })
  })

  it('withholds nothing from anybody else', async () => {
    await owe()
    await world.openCampaign(offsetting)
    await claimFor(world, offsetting, 'bob')
    expect(offsetsOf().at(-1)).toEqual([])
  })

  it('withholds nothing while an appeal may still change the decision', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')
    await world.openCampaign(offsetting)
    await claimFor(world, offsetting)
    expect(offsetsOf().at(-1)).toEqual([])
  })

  it('withholds nothing from a claimant for what the verifier bears', async () => {
    const rule: CampaignRule = { ...recoverable, losses: { verifier_compromised: 'verifier' } }
    await world.openCampaign(rule)
    const claimId = await claimFor(world, rule)
    await revoke(world, claimId, 'verifier_compromised')
    await decideOwed(world, claimId)
    await world.openCampaign(offsetting)
    await claimFor(world, offsetting)
    expect(offsetsOf().at(-1)).toEqual([])
  })

  it('is refused when the receipt does not say who the person was in the campaigns that the rule names', async () => {
    await owe()
    await world.openCampaign(offsetting)
    const none = { receipt: { priorNullifiers: {} } }
    expect(await claimFor(world, offsetting, 'ada', none)).toBe('receipt_prior_missing')
  })
})

describe('a rule that offsets', () => {
  it.each<[string, Partial<CampaignRule>]>([
    [
      'against a campaign that nobody here has',
      { offsets: { campaigns: [brandId('x')], sharePermilleMax: 1 } },
    ],
    ['against itself', { offsets: { campaigns: [offsetting.id], sharePermilleMax: 1 } }],
    ['in another asset', { asset: { code: 'EUR', scale: 2 } }],
  ])('is refused %s', async (_, change) => {
    await world.openCampaign(recoverable)
    expect(await world.distributor.createCampaign({ ...offsetting, ...change })).toMatchObject({
      error: { code: 'campaign_rule_inconsistent' },
    })
  })

  it('lays a loss on nobody but the campaign without terms for claiming back', async () => {
    const { clawback: _, ...rule } = recoverable
    expect(await world.distributor.createCampaign(rule)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent' },
    })
  })
})
