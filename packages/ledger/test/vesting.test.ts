import { type CampaignId, epochMs, type VestingSchedule } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RELEASES_PAUSED_MS_MAX } from '../src/limits.ts'
import { payeeAccount } from '../src/model/account.ts'
import { ASSET, CAMPAIGN, type LedgerUnderTest, openLedger, transferId } from './open-ledger.ts'
import { createOutsideRail, type OutsideRailUnderTest } from './outside-rail.ts'

const DAY = 86_400_000
/** The parties' time in these tests begins here. */
const START = 1_800_000_000_000
const SCHEDULE: VestingSchedule = {
  kind: 'linear',
  startsAtMs: START,
  cliffMs: 2 * DAY,
  stepMs: DAY,
  steps: 4,
}
const a = transferId('a')
const opening = { campaignId: CAMPAIGN, asset: ASSET, fundMinor: '1000', vesting: SCHEDULE }
const cancelA = {
  transferId: a,
  rest: 'forfeited' as const,
  reason: 'vesting_cancelled',
  evidence: 'e'.repeat(64),
}

let world: LedgerUnderTest
let rail: OutsideRailUnderTest | undefined

async function begin(on?: OutsideRailUnderTest): Promise<void> {
  rail = on
  world = await openLedger(on === undefined ? {} : { rail: on })
  const { send } = world.distributor
  expect(await send('ledger.open-campaign', [opening])).toEqual(['acknowledged'])
  await send('ledger.reserve', [{ transferId: a, campaignId: CAMPAIGN, amountMinor: '102' }])
  expect(await send('ledger.settle', [{ transferId: a, payee: 'ada' }])).toEqual(['acknowledged'])
}

beforeEach(() => begin())
afterEach(() => world.close())

async function totals(): Promise<Readonly<Record<string, unknown>>> {
  const shown = await world.ledger.showCampaign(CAMPAIGN)
  if (!shown.ok) throw new Error(shown.error.code)
  return { ...shown.value }
}

async function passDays(days: number): Promise<void> {
  world.advance(days * DAY)
  await world.sweep()
}

/** Number, amount and receipt of each payment that was told. */
function told(): readonly unknown[] {
  return world.distributor.payments.map(({ transferId: id, release, railReceipt }) => {
    expect(id).toBe(a)
    return [release?.number, release?.amountMinor, railReceipt]
  })
}

describe('a settled amount of a campaign that vests', () => {
  test('is held for its payee, and nothing is paid before the cliff', async () => {
    await passDays(1.99)
    expect(await totals()).toMatchObject({ free: 898n, reserved: 0n, held: 102n, settled: 0n })
    expect(told()).toEqual([])
  })

  test('is released step by step, each payment with one receipt, and sums to the amount exactly', async () => {
    for (const held of [102n, 51n, 26n, 0n]) {
      await passDays(1)
      expect(await totals()).toMatchObject({ held, inFlight: 0n, settled: 102n - held })
    }
    expect(told()).toEqual([
      [1, '51', 'internal:t-a/release.1'],
      [2, '25', 'internal:t-a/release.2'],
      [3, '26', 'internal:t-a/release.3'],
    ])
    const [payee] = await world.ledger.balances([payeeAccount(ASSET, 'ada')])
    expect(payee).toMatchObject({ creditsPosted: 102n })
  })

  test('that no sweep looked at for long is released in one payment, and no sweep after it pays again', async () => {
    await passDays(30)
    await passDays(1)
    expect(told()).toEqual([[1, '102', 'internal:t-a/release.1']])
    expect(await totals()).toMatchObject({ held: 0n, settled: 102n })
  })

  test('whose settlement comes again is held once', async () => {
    const again = await world.distributor.send('ledger.settle', [{ transferId: a, payee: 'ada' }])
    const other = await world.distributor.send('ledger.settle', [{ transferId: a, payee: 'eve' }])
    const voided = await world.distributor.send('ledger.void', [{ transferId: a, reason: 'x' }])
    expect([again, other, voided].flat()).toEqual([
      'acknowledged',
      'transfer_conflict',
      'transfer_not_pending',
    ])
    expect(await totals()).toMatchObject({ free: 898n, held: 102n })
  })

  test('shows what is payable, what was paid and what comes next', async () => {
    await passDays(2)
    world.advance(DAY)
    expect(await world.ledger.showVesting(a)).toMatchObject({
      value: {
        amount: 102n,
        vested: 76n,
        released: 51n,
        nextAtMs: START + 3 * DAY,
        releases: [{ number: 1, amount: 51n, state: 'settled', receipt: 'internal:t-a/release.1' }],
      },
    })
    expect(await world.ledger.showVesting(transferId('b'))).toMatchObject({
      error: { code: 'transfer_unknown' },
    })
  })

  test('withholds nothing for a debt, because nothing has fallen due when it is settled', async () => {
    const c = transferId('c')
    const { send } = world.distributor
    await send('ledger.reserve', [{ transferId: c, campaignId: CAMPAIGN, amountMinor: '40' }])
    const offsets = [{ transferId: a, amountMinor: '10' }]
    expect(await send('ledger.settle', [{ transferId: c, payee: 'cleo', offsets }])).toEqual([
      'transfer_not_allowed',
    ])
    expect(await totals()).toMatchObject({ reserved: 40n, held: 102n, inFlight: 0n })
  })

  test('of nothing is paid at once, since nothing will ever fall due of it', async () => {
    const b = transferId('b')
    const { send, payments } = world.distributor
    await send('ledger.reserve', [{ transferId: b, campaignId: CAMPAIGN, amountMinor: '0' }])
    await send('ledger.settle', [{ transferId: b, payee: 'bob' }])
    expect(payments).toEqual([{ transferId: b, outcome: 'settled', railReceipt: 'internal:t-b' }])
  })
})

describe('the schedule of a campaign', () => {
  test('is for ever: the campaign cannot be opened again with another, or without', async () => {
    const { vesting: _, ...without } = opening
    const other = { ...opening, vesting: { ...SCHEDULE, startsAtMs: START - 1 } }
    const answers = await world.distributor.send('ledger.open-campaign', [other, without, opening])
    expect(answers).toEqual(['transfer_conflict', 'transfer_conflict', 'acknowledged'])
    await passDays(1.5)
    expect(told()).toEqual([])
  })

  test('that does not pay everything is refused', async () => {
    const vesting = {
      kind: 'tranches',
      startsAtMs: START,
      tranches: [{ afterMs: 0, permille: 999 }],
    } as const
    const body = { ...opening, campaignId: 'odd' as CampaignId, vesting }
    expect(await world.distributor.send('ledger.open-campaign', [body])).toEqual([
      'campaign_rule_inconsistent',
    ])
  })
})

describe('ledger.cancel-vesting', () => {
  test('D4 D7 keeps what is payable by then and takes back the rest, with its evidence in the journal', async () => {
    await passDays(2)
    world.advance(DAY)
    const { send, ends } = world.distributor
    expect(await send('ledger.cancel-vesting', [cancelA, cancelA])).toEqual([
      'acknowledged',
      'acknowledged',
    ])
    expect(ends).toEqual([{ transferId: a, keptMinor: '76', withheldMinor: '26' }])
    expect(await totals()).toMatchObject({ held: 25n, forfeited: 26n, settled: 51n })
    await passDays(0)
    expect(told()).toEqual([
      [1, '51', 'internal:t-a/release.1'],
      [2, '25', 'internal:t-a/release.2'],
    ])
    await passDays(300)
    expect(await totals()).toMatchObject({ held: 0n, forfeited: 26n, settled: 76n })
    const journal = await world.ledger.journal(0)
    expect(journal.map(({ entry }) => entry).join()).toContain(
      `"evidence":"forfeited:vesting_cancelled:${cancelA.evidence}"`,
    )
    expect(await world.ledger.showVesting(a)).toMatchObject({
      value: { vested: 76n, released: 76n, withheld: 26n, nextAtMs: undefined },
    })
  })

  test('before the cliff gives everything back, to the pool if it says so, and nothing is paid', async () => {
    const { send, ends } = world.distributor
    await send('ledger.cancel-vesting', [{ ...cancelA, rest: 'pool' }])
    await passDays(300)
    expect(ends).toEqual([{ transferId: a, keptMinor: '0', withheldMinor: '102' }])
    expect(await totals()).toMatchObject({ free: 1_000n, held: 0n, forfeited: 0n })
    expect(told()).toEqual([])
  })

  test('once all of it is payable takes back nothing, and says so', async () => {
    await passDays(9)
    await world.distributor.send('ledger.cancel-vesting', [cancelA])
    expect(world.distributor.ends).toEqual([
      { transferId: a, keptMinor: '102', withheldMinor: '0' },
    ])
    expect(await totals()).toMatchObject({ settled: 102n, forfeited: 0n })
  })

  test('by a clock that was set back keeps what has left, and takes nothing from others', async () => {
    const b = transferId('b')
    const { send, ends } = world.distributor
    await send('ledger.reserve', [{ transferId: b, campaignId: CAMPAIGN, amountMinor: '40' }])
    await send('ledger.settle', [{ transferId: b, payee: 'bob' }])
    await passDays(3)
    world.advance(-2 * DAY)
    expect(await world.ledger.showVesting(a)).toMatchObject({ value: { vested: 76n } })
    await send('ledger.cancel-vesting', [cancelA])
    expect(ends).toEqual([{ transferId: a, keptMinor: '76', withheldMinor: '26' }])
    await passDays(30)
    expect(await totals()).toMatchObject({ held: 0n, forfeited: 26n, settled: 116n })
  })

  test('comes later on other grounds as a conflict, and never from another party', async () => {
    const { distributor, stranger } = world
    expect(await stranger.send('ledger.cancel-vesting', [cancelA])).toEqual(['transfer_unknown'])
    await distributor.send('ledger.cancel-vesting', [cancelA])
    await passDays(3)
    expect(
      await distributor.send('ledger.cancel-vesting', [
        { ...cancelA, rest: 'pool' },
        cancelA,
        { ...cancelA, transferId: transferId('b') },
      ]),
    ).toEqual(['transfer_conflict', 'acknowledged', 'transfer_unknown'])
    expect(await totals()).toMatchObject({ forfeited: 102n })
    expect(distributor.ends).toHaveLength(1)
  })
})

describe('ledger.change-payee', () => {
  const change = { transferId: a, payee: 'ada-new', number: 2 }
  const heldBy = async (payee: string): Promise<bigint> =>
    (await world.ledger.balances([payeeAccount(ASSET, payee)]))[0]?.creditsPosted ?? 0n
  const balanceOf = async (payee: string): Promise<bigint> => {
    const [account] = await world.ledger.balances([payeeAccount(ASSET, payee)])
    return account === undefined ? 0n : account.creditsPosted - account.debitsPosted
  }

  test('D10 pays the parts that have not left to somebody else, and leaves those that have', async () => {
    await passDays(2)
    expect(await world.distributor.send('ledger.change-payee', [change])).toEqual(['acknowledged'])
    await passDays(30)
    expect([await heldBy('ada'), await heldBy('ada-new')]).toEqual([51n, 51n])
    expect(await totals()).toMatchObject({ held: 0n, settled: 102n })
  })

  test('lets each account give back what it got, the newest first, when the parts went to several', async () => {
    const { distributor } = world
    await passDays(2)
    await distributor.send('ledger.change-payee', [change])
    await passDays(30)
    const evidence = 'c'.repeat(64)
    const owed = { transferId: a, amountMinor: '102', evidence }
    const repaid = (amountMinor: string, statement: string) => ({
      transferId: a,
      amountMinor,
      how: 'repaid' as const,
      evidence: statement.repeat(64),
    })
    expect(await distributor.send('ledger.claw-back', [owed])).toEqual(['acknowledged'])
    const recover = (...items: readonly ReturnType<typeof repaid>[]) =>
      distributor.send('ledger.recover', items)
    const left = async () => [await balanceOf('ada'), await balanceOf('ada-new')]
    expect(await recover(repaid('10', 'c'))).toEqual(['acknowledged'])
    expect(await left()).toEqual([51n, 41n])
    expect(await recover(repaid('30', 'd'), repaid('30', 'e'))).toEqual([
      'acknowledged',
      'acknowledged',
    ])
    expect(await left()).toEqual([32n, 0n])
    // The same statement again is the same repayment, whatever has come back since; another amount under it is none.
    expect(await recover(repaid('30', 'e'), repaid('10', 'c'), repaid('30', 'e'))).toEqual([
      'acknowledged',
      'acknowledged',
      'acknowledged',
    ])
    expect(await recover(repaid('41', 'd'), repaid('33', 'f'))).toEqual([
      'transfer_conflict',
      'receivable_exceeded',
    ])
    expect(await left()).toEqual([32n, 0n])
    expect(await recover(repaid('32', 'f'))).toEqual(['acknowledged'])
    expect(await recover(repaid('32', 'f'))).toEqual(['acknowledged'])
    expect(await left()).toEqual([0n, 0n])
    expect(await totals()).toMatchObject({ receivable: 0n, settled: 0n, free: 1_000n })
  })

  test('counts by its number, in whatever order changes come', async () => {
    const older = { ...change, payee: 'ada-old', number: 1 }
    expect(await world.distributor.send('ledger.change-payee', [change, change, older])).toEqual([
      'acknowledged',
      'acknowledged',
      'acknowledged',
    ])
    await passDays(30)
    expect(await heldBy('ada-new')).toBe(102n)
  })

  test('is for whoever settled it, of what vests, to somebody whom the rail can pay; else nothing changes', async () => {
    const { distributor, stranger } = world
    expect(await stranger.send('ledger.change-payee', [change])).toEqual(['transfer_unknown'])
    const others = [
      { ...change, transferId: transferId('b') },
      { ...change, payee: 'a\u0007' },
    ]
    expect(await distributor.send('ledger.change-payee', others)).toEqual([
      'transfer_unknown',
      'malformed_message',
    ])
    await passDays(30)
    expect(await heldBy('ada')).toBe(102n)
  })
})

describe('ledger.pause-releases', () => {
  const pause = (untilMs: number) => ({ campaignId: CAMPAIGN, untilMs })

  test('is looked at once per vesting, so that those who wait hold up no other campaign', async () => {
    await world.distributor.send('ledger.pause-releases', [pause(START + 5 * DAY)])
    await passDays(2)
    expect(await world.ledger.showVesting(a)).toMatchObject({
      value: { nextAtMs: START + 5 * DAY, released: 0n },
    })
    await world.distributor.send('ledger.cancel-vesting', [cancelA])
    await passDays(2.9)
    expect(told()).toEqual([])
    await passDays(0.1)
    expect(told()).toEqual([[1, '51', 'internal:t-a/release.1']])
  })

  test('lets releases wait until its time, and then pays what fell due meanwhile at once', async () => {
    await world.distributor.send('ledger.pause-releases', [pause(START + 3.5 * DAY)])
    await passDays(3)
    expect(told()).toEqual([])
    expect(await world.ledger.showVesting(a)).toMatchObject({
      value: { vested: 76n, released: 0n, pausedUntilMs: START + 3.5 * DAY },
    })
    await passDays(0.5)
    expect(told()).toEqual([[1, '76', 'internal:t-a/release.1']])
  })

  test('G7 can be moved ahead only, lapses within a month whatever it says, and is for the owner', async () => {
    const { distributor, stranger } = world
    await distributor.send('ledger.pause-releases', [pause(START + 3 * DAY)])
    await distributor.send('ledger.pause-releases', [pause(START + DAY)])
    await passDays(2.5)
    expect(told()).toEqual([])
    const far = epochMs(START + 9_000 * DAY)
    expect(await stranger.send('ledger.pause-releases', [pause(far)])).toEqual(['account_unknown'])
    await distributor.send('ledger.pause-releases', [pause(far)])
    await passDays(RELEASES_PAUSED_MS_MAX / DAY)
    expect(told()).toEqual([[1, '102', 'internal:t-a/release.1']])
  })
})

describe('releases over a rail outside', () => {
  test('are each in flight until the rail answers, and told with their own receipts', async () => {
    await world.close()
    await begin(createOutsideRail())
    rail?.fates.push('paid, no answer')
    await passDays(2)
    expect(await totals()).toMatchObject({ held: 51n, inFlight: 51n, settled: 0n })
    await passDays(2)
    expect(await totals()).toMatchObject({ held: 0n, inFlight: 0n, settled: 102n })
    expect(told()).toEqual([
      [1, '51', undefined],
      [1, '51', 'chain:t-a/release.1'],
      [2, '51', 'chain:t-a/release.2'],
    ])
  })

  test('L15 that the rail refuses are tried again later under another number, and stop nobody else', async () => {
    await world.close()
    await begin(createOutsideRail())
    const b = transferId('b')
    const { send } = world.distributor
    await send('ledger.reserve', [{ transferId: b, campaignId: CAMPAIGN, amountMinor: '40' }])
    await send('ledger.settle', [{ transferId: b, payee: 'bob' }])
    const prepare = rail?.prepare
    if (rail === undefined || prepare === undefined) throw new Error('there is a rail')
    rail.prepare = (payment) =>
      payment.payee === 'ada'
        ? { ok: false, error: { code: 'malformed_message' } }
        : prepare(payment)
    await passDays(2)
    expect(world.distributor.payments).toMatchObject([{ transferId: b, release: { number: 1 } }])
    expect(await totals()).toMatchObject({ held: 122n, settled: 20n })
    rail.prepare = prepare
    await passDays(2)
    const ofAda = world.distributor.payments.filter(({ transferId: id }) => id === a)
    expect(ofAda).toMatchObject([{ release: { number: 2, amountMinor: '102' } }])
    expect(await totals()).toMatchObject({ held: 0n, settled: 142n })
  })
})
