import {
  type AnyNewItem,
  brandId,
  type CampaignRule,
  type ClaimId,
  type HandoffId,
  type TransferId,
  unwrap,
  type VestingTerms,
} from '@evenkeel/kernel'
import { auditTransferName } from '@evenkeel/kernel/audit'
import { callRoute, type RouteCall } from '@evenkeel/kernel/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { distributorRoutes } from '../../src/index.ts'
import { CANCEL_PROPOSAL_MS } from '../../src/limits.ts'
import { fixedRule, makeClaim, NOW, openWorld, type World } from '../support/world.ts'

const DAY = 86_400_000
const EVIDENCE = 'e'.repeat(64)
const vesting: VestingTerms = {
  kind: 'linear',
  startsAtMs: NOW,
  cliffMs: 0,
  stepMs: DAY,
  steps: 4,
  cancel: { noticeMs: DAY, rest: 'forfeited' },
}
const rule: CampaignRule = { ...fixedRule, unclaimed: 'return', vesting }

let world: World
let claimId: ClaimId

async function begin(change: Partial<CampaignRule> = {}): Promise<void> {
  world = await openWorld()
  // The ledger holds what vests; these tests say when it pays.
  world.payment = () => 'later'
  const changed = { ...rule, ...change }
  await world.openCampaign(changed)
  const answer = await world.distributor.submitClaim(await makeClaim(world, { rule: changed }))
  if (answer.kind !== 'ticket') throw new Error(answer.reason)
  claimId = answer.claimId
  await world.settleDown()
}
beforeEach(() => begin())
afterEach(() => world.close())

const show = async () => unwrap(await world.distributor.showClaim(claimId))
const story = async () => unwrap(await world.distributor.explainClaim(claimId))
const campaign = async () => unwrap(await world.distributor.showCampaign(rule.id))
const sent = (kind: string) =>
  world.deliveries.flatMap((one) => (one.kind === kind ? [one.body] : []))

let told = 0
function release(number: number, amountMinor: string, receipt = `rail:${number}`): AnyNewItem {
  const transferId = brandId<TransferId>(claimId)
  const part = { number, amountMinor }
  const outcome =
    receipt === ''
      ? ({ outcome: 'unknown' } as const)
      : ({ outcome: 'settled', railReceipt: receipt } as const)
  return {
    id: `told:${++told}` as HandoffId,
    to: world.party.id,
    kind: 'distributor.record-payment',
    body: { transferId, ...outcome, release: part },
  }
}

function end(keptMinor: string, withheldMinor: string): AnyNewItem {
  return {
    id: `told:${++told}` as HandoffId,
    to: world.party.id,
    kind: 'distributor.end-vesting',
    body: { transferId: brandId<TransferId>(claimId), keptMinor, withheldMinor },
  }
}

async function endOfCampaign(): Promise<void> {
  world.advance(3_600_000)
  await world.settleDown()
}

describe('a claim that is paid in parts', () => {
  it('is opened at the ledger with the schedule of its rule, and not with who may end it', () => {
    const { cancel: _, ...schedule } = vesting
    expect(sent('ledger.open-campaign')).toMatchObject([{ vesting: schedule }])
    expect(sent('ledger.open-campaign')[0]?.vesting).not.toHaveProperty('cancel')
  })

  it('vests once the ledger has it, and says what was paid, what comes next and when it ends', async () => {
    expect(await show()).toMatchObject({ state: 'vesting', amountMinor: '100' })
    await world.ledgerSays([release(1, '25')])
    expect(await story()).toMatchObject({
      state: 'vesting',
      terminal: false,
      vesting: {
        paidMinor: '25',
        payments: 1,
        remainingMinor: '75',
        next: { atMs: NOW + 2 * DAY, amountMinor: '25' },
        endsAtMs: NOW + 4 * DAY,
      },
      next: { from: 'ledger', byMs: NOW + 3 * DAY },
    })
    world.advance(2 * DAY)
    expect(await world.distributor.showVesting(claimId)).toMatchObject({
      value: {
        vestedMinor: '50',
        releases: [{ number: 1, amountMinor: '25', railReceipt: 'rail:1' }],
      },
    })
  })

  it('D9 is settled with the last part, in whatever order the parts are told, and the campaign only then', async () => {
    await endOfCampaign()
    await world.ledgerSays([release(3, '25'), release(1, '25'), release(4, '25')])
    expect(await show()).toMatchObject({ state: 'vesting' })
    expect(await campaign()).toMatchObject({ state: 'settling' })
    await world.ledgerSays([release(2, '25')])
    expect(await show()).toMatchObject({ state: 'settled', amountMinor: '100' })
    expect(await campaign()).toMatchObject({ state: 'settled' })
    expect(sent('ledger.return-pool')).toMatchObject([{ amountMinor: '999900' }])
  })

  it('D5 counts each part once, and takes no second receipt or amount for it', async () => {
    const first = release(1, '25')
    expect(await world.ledgerSays([first, release(1, '25')])).toEqual([
      'acknowledged',
      'acknowledged',
    ])
    expect(
      await world.ledgerSays([
        release(1, '25'),
        release(1, '25', 'rail:other'),
        release(1, '26'),
        release(2, '76'),
        release(2, '25'),
      ]),
    ).toEqual([
      'acknowledged',
      'transfer_conflict',
      'transfer_conflict',
      'transfer_conflict',
      'acknowledged',
    ])
    expect((await story()).vesting).toMatchObject({ paidMinor: '50', payments: 2 })
  })

  it('takes no payment of the whole, no part without a receipt, and no part of a claim that is paid at once', async () => {
    const { body, ...item } = release(1, '25') as AnyNewItem & { readonly body: object }
    const { release: _, ...whole } = body as { readonly release: unknown }
    const { railReceipt: __, ...bare } = body as { readonly railReceipt: unknown }
    expect(await world.ledgerSays([{ ...item, body: whole } as AnyNewItem])).toEqual([
      'transfer_unknown',
    ])
    const second = { ...item, id: 'told:bare' as HandoffId, body: bare } as AnyNewItem
    expect(await world.ledgerSays([second])).toEqual(['malformed_message'])
    expect(await show()).toMatchObject({ state: 'vesting' })
    await world.close()
    world = await openWorld()
    world.payment = () => 'later'
    await world.openCampaign(fixedRule)
    await world.distributor.submitClaim(await makeClaim(world))
    await world.settleDown()
    const answer = await world.distributor.listClaims({ campaignId: fixedRule.id })
    claimId = answer.claims[0]?.claimId ?? claimId
    expect(await world.ledgerSays([release(1, '25')])).toEqual(['transfer_unknown'])
    expect(await show()).toMatchObject({ state: 'settling' })
  })

  it('shows a part whose outcome is not known until that part has arrived', async () => {
    await world.ledgerSays([release(1, '25', '')])
    expect(await show()).toMatchObject({ concern: { code: 'payment_unknown' } })
    await world.ledgerSays([release(2, '25')])
    expect(await show()).toMatchObject({ concern: { code: 'payment_unknown' } })
    await world.ledgerSays([release(1, '25'), release(1, '25', '')])
    expect((await show()).concern).toBeUndefined()
  })

  it('whose first part is told before the ledger has acknowledged the settlement vests all the same', async () => {
    await world.close()
    world = await openWorld()
    world.payment = () => 'later'
    world.answer = ({ kind }) =>
      kind === 'ledger.settle' ? { outcome: 'postponed' } : { outcome: 'acknowledged' }
    await world.openCampaign(rule)
    await world.distributor.submitClaim(await makeClaim(world, { rule }))
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'reserved' })
    await world.ledgerSays([release(1, '25')])
    world.answer = () => ({ outcome: 'acknowledged' })
    world.advance(60_000)
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'vesting' })
    expect((await story()).vesting).toMatchObject({ paidMinor: '25' })
  })
})

describe('ending a vesting early', () => {
  const propose = (by: string, evidence = EVIDENCE) =>
    world.distributor.proposeCancel({ claimId, evidence, by })

  it('takes two people upon one evidence and the notice of the rule; it is logged before it counts', async () => {
    expect(unwrap(await propose('anna'))).toEqual({ claimId })
    expect(await propose('anna')).toMatchObject({ error: { code: 'vesting_second_person_needed' } })
    expect(await propose('ben', 'f'.repeat(64))).toMatchObject({
      error: { code: 'vesting_cancel_not_allowed' },
    })
    expect(unwrap(await propose('ben'))).toEqual({ claimId, endsAtMs: NOW + DAY })
    await world.settleDown()
    expect(sent('network.append')).toContainEqual(
      expect.objectContaining({
        kind: 'vesting_cancel',
        scope: auditTransferName(claimId),
        effectiveAtMs: NOW + DAY,
      }),
    )
    expect((await story()).vesting).toMatchObject({ endsAtMs: NOW + DAY, cancelled: true })
    world.advance(DAY - 1)
    await world.settleDown()
    expect(sent('ledger.cancel-vesting')).toEqual([])
    world.advance(1)
    await world.settleDown()
    await world.settleDown()
    expect(sent('ledger.cancel-vesting')).toEqual([
      { transferId: claimId, rest: 'forfeited', reason: 'vesting_cancelled', evidence: EVIDENCE },
    ])
  })

  it('D4 leaves what has fallen due: the claim is settled with it, and the rest goes back as what was forfeited', async () => {
    await propose('anna')
    await propose('ben')
    world.advance(DAY)
    await world.settleDown()
    await world.ledgerSays([end('25', '75'), end('25', '75')])
    expect(await show()).toMatchObject({ state: 'vesting' })
    await world.ledgerSays([release(1, '25')])
    expect(await show()).toMatchObject({
      state: 'settled',
      amountMinor: '25',
      reason: { code: 'vesting_cancelled' },
    })
    expect(await campaign()).toMatchObject({
      state: 'settled',
      totals: {
        settled: { claims: 1, amountMinor: '25' },
        vesting: { claims: 0, amountMinor: '0' },
      },
    })
    expect(sent('ledger.return-pool')).toMatchObject([
      { amountMinor: '999975', forfeitedMinor: '75' },
    ])
  })

  it('before anything has fallen due ends in a refusal, and what went to the pool goes back with the rest', async () => {
    await world.close()
    await begin({ vesting: { ...vesting, cancel: { noticeMs: 0, rest: 'pool' } } })
    await propose('anna')
    await propose('ben')
    await world.settleDown()
    await world.ledgerSays([end('0', '100')])
    expect(await show()).toMatchObject({ state: 'refused', reason: { code: 'vesting_cancelled' } })
    await endOfCampaign()
    expect(sent('ledger.return-pool')).toMatchObject([{ amountMinor: '1000000' }])
    expect(await campaign()).toMatchObject({ state: 'settled' })
  })

  it('is for rules that allow it, for claims that vest, and once', async () => {
    expect(
      await world.distributor.proposeCancel({ claimId, evidence: 'x', by: 'anna' }),
    ).toMatchObject({ error: { code: 'malformed_message' } })
    await propose('anna')
    await propose('ben')
    world.advance(DAY)
    await world.settleDown()
    expect(await propose('cleo')).toMatchObject({ error: { code: 'vesting_cancel_not_allowed' } })
    await world.close()
    await begin({ vesting: { ...vesting, cancel: 'never' } })
    expect(await propose('anna')).toMatchObject({ error: { code: 'vesting_cancel_not_allowed' } })
  })

  it('that only one person has proposed lapses, so that a second one cannot confirm it for ever', async () => {
    await propose('anna')
    world.advance(CANCEL_PROPOSAL_MS)
    expect(unwrap(await propose('ben'))).toEqual({ claimId })
    expect(await propose('ben')).toMatchObject({ error: { code: 'vesting_second_person_needed' } })
  })

  it('can be taken back by one person until its notice is over, and proposed anew; all of it is logged apart', async () => {
    const withdraw = () => world.distributor.withdrawCancel({ claimId, by: 'cleo' })
    expect(await withdraw()).toMatchObject({ error: { code: 'vesting_cancel_not_allowed' } })
    await propose('anna')
    expect(await withdraw()).toMatchObject({ ok: true })
    expect(await propose('anna')).toMatchObject({ ok: true })
    await propose('ben')
    expect(await withdraw()).toMatchObject({ ok: true })
    expect((await story()).vesting).not.toHaveProperty('cancelled')
    world.advance(2 * DAY)
    await world.settleDown()
    expect(sent('ledger.cancel-vesting')).toEqual([])
    await propose('anna')
    await propose('ben')
    world.advance(DAY)
    expect(await withdraw()).toMatchObject({ error: { code: 'vesting_cancel_not_allowed' } })
    await world.settleDown()
    expect(await withdraw()).toMatchObject({ error: { code: 'vesting_cancel_not_allowed' } })
    expect(sent('ledger.cancel-vesting')).toHaveLength(1)
    const leaves = sent('network.append').filter(({ kind }) => kind === 'vesting_cancel')
    expect(leaves.map(({ seq }) => seq)).toEqual([0, 1, 2])
  })

  it('E5 is logged under the name that audits have for it: who has a claim’s id may act for it', async () => {
    await propose('anna')
    await propose('ben')
    await world.settleDown()
    const leaves = sent('network.append').filter(({ kind }) => kind === 'vesting_cancel')
    expect(leaves).toMatchObject([{ scope: auditTransferName(claimId) }])
    expect(JSON.stringify(sent('network.append'))).not.toContain(claimId)
  })

  it('that is announced does not touch a claim that was paid in full before its notice is over', async () => {
    await propose('anna')
    await propose('ben')
    await world.ledgerSays([release(1, '100')])
    world.advance(DAY)
    await world.settleDown()
    expect(sent('ledger.cancel-vesting')).toEqual([])
    expect(await show()).toMatchObject({ state: 'settled', amountMinor: '100' })
  })

  it('D6 by a revocation forfeits what has not fallen due, at once, whatever the rule says about cancelling', async () => {
    await world.close()
    await begin({ vesting: { ...vesting, cancel: 'never' } })
    unwrap(await world.distributor.cancelVesting(claimId, EVIDENCE))
    unwrap(await world.distributor.cancelVesting(claimId, EVIDENCE))
    await world.settleDown()
    expect(sent('ledger.cancel-vesting')).toEqual([
      { transferId: claimId, rest: 'forfeited', reason: 'vesting_forfeited', evidence: EVIDENCE },
    ])
    await world.ledgerSays([release(1, '25'), end('25', '75')])
    expect(await show()).toMatchObject({ state: 'settled', reason: { code: 'vesting_forfeited' } })
  })

  it('D6 that comes between order and acknowledgement is told to the ledger once it holds the amount', async () => {
    await world.close()
    world = await openWorld()
    world.payment = () => 'later'
    world.answer = ({ kind }) =>
      kind === 'ledger.settle' ? { outcome: 'postponed' } : { outcome: 'acknowledged' }
    await world.openCampaign(rule)
    await world.distributor.submitClaim(await makeClaim(world, { rule }))
    await world.settleDown()
    unwrap(await world.distributor.cancelVesting(claimId, EVIDENCE))
    await world.settleDown()
    expect(sent('ledger.cancel-vesting')).toEqual([])
    world.answer = () => ({ outcome: 'acknowledged' })
    world.advance(60_000)
    await world.settleDown()
    expect(sent('ledger.cancel-vesting')).toHaveLength(1)
  })
})

describe('the routes about payments in parts', () => {
  const call = (operation: string, options: RouteCall) =>
    callRoute(distributorRoutes(world.distributor), operation, options)
  const by = (label: string) => ({
    params: { claimId },
    body: { evidence: EVIDENCE },
    caller: label,
  })

  it('show what has fallen due and was paid, of claims that vest', async () => {
    await world.ledgerSays([release(1, '25')])
    expect(await call('showVesting', { params: { claimId } })).toMatchObject({
      status: 200,
      json: { paidMinor: '25', vestedMinor: '0', releases: [{ number: 1 }] },
    })
    const params = { claimId: 'c0' }
    expect(await call('showVesting', { params })).toEqual({ problem: 'claim_unknown' })
  })

  it('end them in the name of two keys, whatever names a message gives', async () => {
    expect(await call('proposeCancel', by('anna'))).toMatchObject({
      status: 200,
      json: { claimId },
    })
    expect(await call('proposeCancel', by('anna'))).toEqual({
      problem: 'vesting_second_person_needed',
    })
    expect(await call('proposeCancel', by('ben'))).toMatchObject({
      status: 200,
      json: { endsAtMs: NOW + DAY },
    })
    const params = { claimId }
    expect(await call('withdrawCancel', { params, caller: 'cleo' })).toMatchObject({
      status: 200,
      json: { claimId },
    })
  })
})

describe('a pause of a campaign that pays in parts', () => {
  it('is told to the ledger, and lapses there by itself', async () => {
    unwrap(
      await world.distributor.pauseCampaign({
        campaignId: rule.id,
        forMs: 5_000,
        reason: 'odd',
        by: 'anna',
      }),
    )
    await world.settleDown()
    expect(sent('ledger.pause-releases')).toEqual([{ campaignId: rule.id, untilMs: NOW + 5_000 }])
  })
})

describe('the expiry of claims', () => {
  it('D1 lets nothing unclaimed go back before its published time', async () => {
    await world.close()
    const claimExpiry = { atMs: fixedRule.closesAtMs + DAY }
    await begin({ claimExpiry })
    await world.ledgerSays([release(1, '100')])
    world.advance(claimExpiry.atMs - NOW - 1)
    await world.settleDown()
    expect(sent('ledger.return-pool')).toEqual([])
    expect(await campaign()).toMatchObject({ state: 'settling' })
    world.advance(1)
    await world.settleDown()
    expect(sent('ledger.return-pool')).toMatchObject([{ amountMinor: '999900' }])
    expect(await campaign()).toMatchObject({ state: 'settled' })
  })

  it.each<[string, Partial<CampaignRule>]>([
    ['not that it does', { claimExpiry: { atMs: NOW + 9 * DAY }, vesting }],
    ['expire before it closes', { claimExpiry: { atMs: NOW + 1 }, unclaimed: 'return' }],
    [
      'after its last step',
      { vesting: { ...vesting, kind: 'linear', cliffMs: 5 * DAY, stepMs: DAY, steps: 4 } },
    ],
  ])('or its vesting cannot be kept in a rule that %s', async (words, change) => {
    const odd = { ...fixedRule, id: brandId('odd'), ...change } as CampaignRule
    const made = await world.distributor.createCampaign(odd)
    expect(made).toMatchObject({ error: { code: 'campaign_rule_inconsistent' } })
    expect(made.ok ? '' : made.error.detail).toContain(words)
  })
})
