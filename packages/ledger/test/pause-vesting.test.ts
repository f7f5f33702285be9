import { type TransferId, unwrap, type VestingSchedule } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RELEASES_PAUSED_MS_MAX } from '../src/limits.ts'
import { ASSET, CAMPAIGN, type LedgerUnderTest, openLedger, transferId } from './open-ledger.ts'

const DAY = 86_400_000
/** The parties' time in these tests begins here. */
const START = 1_800_000_000_000
const SCHEDULE: VestingSchedule = {
  kind: 'linear',
  startsAtMs: START,
  cliffMs: 0,
  stepMs: DAY,
  steps: 4,
}
const [a, b] = [transferId('a'), transferId('b')]

let world: LedgerUnderTest
beforeEach(async () => {
  world = await openLedger()
  const { send } = world.distributor
  const opening = { campaignId: CAMPAIGN, asset: ASSET, fundMinor: '1000', vesting: SCHEDULE }
  await send('ledger.open-campaign', [opening])
  for (const id of [a, b]) {
    await send('ledger.reserve', [{ transferId: id, campaignId: CAMPAIGN, amountMinor: '100' }])
    await send('ledger.settle', [{ transferId: id, payee: `payee-${id}` }])
  }
})
afterEach(() => world.close())

const pauseA = (days: number) => ({
  campaignId: CAMPAIGN,
  transferId: a,
  untilMs: START + days * DAY,
})
const cancelA = (dueBeforeDays: number) => ({
  transferId: a,
  rest: 'forfeited' as const,
  reason: 'vesting_forfeited',
  evidence: 'e'.repeat(64),
  dueBeforeMs: START + dueBeforeDays * DAY,
})

async function passDays(days: number): Promise<void> {
  world.advance(days * DAY)
  await world.sweep()
}

async function released(id: TransferId): Promise<bigint> {
  return unwrap(await world.ledger.showVesting(id)).released
}

describe('ledger.pause-releases of one transfer', () => {
  test('lets its parts wait and nobody else’s, and then pays at once what fell due', async () => {
    const { send } = world.distributor
    expect(await send('ledger.pause-releases', [pauseA(3), pauseA(3)])).toEqual([
      'acknowledged',
      'acknowledged',
    ])
    await passDays(2.5)
    expect(await released(a)).toBe(0n)
    expect(await released(b)).toBe(50n)
    expect(await world.ledger.showVesting(a)).toMatchObject({
      value: { pausedUntilMs: START + 3 * DAY },
    })
    await passDays(0.5)
    expect(await released(a)).toBe(75n)
    expect((await world.ledger.showVesting(a)) as object).toMatchObject({
      value: { pausedUntilMs: undefined },
    })
  })

  test('G7 can be moved ahead only, in whichever order two words come, and lapses within a month', async () => {
    const { send } = world.distributor
    await send('ledger.pause-releases', [pauseA(3)])
    await send('ledger.pause-releases', [pauseA(1)])
    await passDays(2.5)
    expect(await released(a)).toBe(0n)
    await send('ledger.pause-releases', [pauseA(9_000)])
    await passDays(RELEASES_PAUSED_MS_MAX / DAY)
    expect(await released(a)).toBe(100n)
  })

  test('and of its campaign wait for the longer of the two', async () => {
    const { send } = world.distributor
    const ofAll = { campaignId: CAMPAIGN, untilMs: START + 2 * DAY }
    await send('ledger.pause-releases', [pauseA(3), ofAll])
    await passDays(1)
    expect([await released(a), await released(b)]).toEqual([0n, 0n])
    await passDays(1)
    expect([await released(a), await released(b)]).toEqual([0n, 50n])
    await passDays(1)
    expect([await released(a), await released(b)]).toEqual([75n, 75n])
  })

  test('is for the owner, of what vests in that campaign', async () => {
    const { distributor, stranger } = world
    const other = { ...pauseA(9), transferId: transferId('nobody') }
    expect(await stranger.send('ledger.pause-releases', [pauseA(9)])).toEqual(['account_unknown'])
    expect(await distributor.send('ledger.pause-releases', [other])).toEqual(['transfer_unknown'])
    await passDays(1)
    expect(await released(a)).toBe(25n)
  })
})

describe('a cancellation that names a time before which parts are kept', () => {
  const kept = () => world.distributor.ends.map(({ keptMinor }) => keptMinor)

  test('takes back what fell due while it waited, and never what fell due before', async () => {
    const { send } = world.distributor
    await passDays(1)
    world.advance(DAY)
    await send('ledger.pause-releases', [pauseA(5)])
    await passDays(1)
    expect(await send('ledger.cancel-vesting', [cancelA(2.5)])).toEqual(['acknowledged'])
    await passDays(2)
    expect(kept()).toEqual(['50'])
    expect(await released(a)).toBe(50n)
    expect(await world.ledger.showCampaign(CAMPAIGN)).toMatchObject({ value: { forfeited: 50n } })
  })

  test('D4 takes back nothing that has left, however early a time it names', async () => {
    const { send } = world.distributor
    await passDays(2)
    await send('ledger.pause-releases', [pauseA(5)])
    await passDays(1)
    await send('ledger.cancel-vesting', [cancelA(0)])
    await passDays(0)
    expect(kept()).toEqual(['50'])
  })

  test('D4 keeps all that fell due where nothing waits: before the pause comes, or once it is over', async () => {
    const { send } = world.distributor
    await send('ledger.pause-releases', [pauseA(2)])
    world.advance(3 * DAY)
    await send('ledger.cancel-vesting', [cancelA(0), { ...cancelA(0), transferId: b }])
    await passDays(0)
    expect(kept()).toEqual(['75', '75'])
  })

  test('keeps nothing that falls due later, also where it names a later time', async () => {
    const { send } = world.distributor
    await send('ledger.pause-releases', [pauseA(5)])
    world.advance(DAY)
    await send('ledger.cancel-vesting', [cancelA(4)])
    await passDays(5)
    expect(kept()).toEqual(['25'])
  })
})
