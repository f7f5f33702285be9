import { acknowledged, type CampaignRule, type ClaimId, refused, unwrap } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ARCHIVE_AFTER_MS } from '../../src/limits.ts'
import { distributorMigrations } from '../../src/store/distributor-migrations.ts'
import { handed, revoke } from '../support/recovery.ts'
import { fixedRule, makeClaim, openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const rule: CampaignRule = { ...fixedRule, unclaimed: 'return' }
const show = async () => unwrap(await world.distributor.showCampaign(rule.id))
const returned = () =>
  world.deliveries.flatMap(({ kind, body }) =>
    kind === 'ledger.return-pool' ? [body.amountMinor] : [],
  )
const claim = async (person: string, outcome: 'accepted' | 'undetermined' = 'accepted') => {
  const answer = await world.distributor.submitClaim(
    await makeClaim(world, { rule, person, receipt: { outcome } }),
  )
  await world.settleDown()
  return answer.kind === 'ticket' ? answer.claimId : ''
}
const close = async () => {
  world.advance(3_600_000)
  await world.settleDown()
}

describe('the end of a campaign', () => {
  it('gives back what nobody was given, and is reached when the ledger has it; a quarter later it is archived', async () => {
    await world.openCampaign(rule)
    await claim('ada')
    await close()
    expect(returned()).toEqual(['999900'])
    expect(await show()).toMatchObject({ state: 'settled', settledAtMs: expect.any(Number) })
    world.advance(ARCHIVE_AFTER_MS)
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'archived' })
  })

  it('waits for every decision and appeal that is possible', async () => {
    await world.openCampaign(rule)
    const claimId = await claim('ada', 'undetermined')
    await close()
    expect(await show()).toMatchObject({ state: 'settling' })
    await world.sendDecision(claimId, 'refuse')
    expect(await show()).toMatchObject({ state: 'settling' })
    world.advance(rule.hold.appealMs)
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'settled' })
    expect(returned()).toEqual(['1000000'])
  })

  it('waits for the ledger to give back what it held for a refused claim: before that less is free', async () => {
    await world.openCampaign(rule)
    const claimId = await claim('ada', 'undetermined')
    world.answer = ({ kind }) => (kind === 'ledger.void' ? { outcome: 'postponed' } : acknowledged)
    await world.sendDecision(claimId, 'refuse')
    await close()
    expect(returned()).toEqual([])
    world.answer = () => acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect(returned()).toEqual(['1000000'])
    expect(await show()).toMatchObject({ state: 'settled' })
  })

  it.each([
    ['refuses', refused('insufficient_funds'), undefined],
    ['takes late', acknowledged, '100'],
  ] as const)(
    'counts as forfeited of somebody who was taken out only what was set aside: the ledger %s it',
    async (_, late, forfeitedMinor) => {
      await world.openCampaign(rule)
      world.answer = ({ kind }) =>
        kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
      const claimId = (await claim('ada')) as ClaimId
      expect(await revoke(world, claimId)).toBe('taken_out')
      world.answer = ({ kind }) => (kind === 'ledger.reserve' ? late : acknowledged)
      await close()
      const body = { campaignId: rule.id, amountMinor: '1000000' }
      expect(handed(world, 'ledger.return-pool')).toEqual([
        forfeitedMinor === undefined ? body : { ...body, forfeitedMinor },
      ])
      expect(await show()).toMatchObject({ state: 'settled' })
    },
  )

  it('counts nothing as forfeited of somebody who was refused, and lost only the way to appeal', async () => {
    await world.openCampaign(rule)
    const claimId = (await claim('ada', 'undetermined')) as ClaimId
    await world.sendDecision(claimId, 'refuse')
    expect(await revoke(world, claimId)).toBe('taken_out')
    await close()
    expect(handed(world, 'ledger.return-pool')).toEqual([
      { campaignId: rule.id, amountMinor: '1000000' },
    ])
  })

  it('says who does not let it end', async () => {
    await world.openCampaign(rule)
    world.answer = ({ kind }) =>
      kind === 'ledger.return-pool' ? refused('insufficient_funds') : acknowledged
    await close()
    expect(await show()).toMatchObject({
      state: 'settling',
      waitingFor: [{ reason: 'insufficient_funds' }],
    })
  })
})

it('a campaign that a version without these states had closed goes on to its end', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const last = distributorMigrations.findIndex(({ id }) => id.endsWith('lifecycle-and-windows'))
  await store.migrate(distributorMigrations.slice(0, last))
  await store.transact('old', (tx) =>
    tx.insertMany({
      table: 'campaign',
      columns: [
        'campaign_id',
        'rule',
        'rule_hash',
        'state',
        'announced_at',
        'opens_at',
        'closes_at',
      ],
      rows: [['old', '{}', 'hash', 'closed', 1, 2, 3]],
      onConflict: 'fail',
    }),
  )
  await store.migrate(distributorMigrations)
  const row = await store.read('new', (tx) => tx.get('SELECT state FROM campaign'))
  expect(row?.state).toBe('settling')
  await store.close()
})
