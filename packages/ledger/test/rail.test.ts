import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  PAYMENT_OVERDUE_REPEAT_MS,
  RAIL_LOOK_MS_FIRST,
  RAIL_LOOK_MS_LONGEST,
} from '../src/limits.ts'
import { CAMPAIGN, fund, type LedgerUnderTest, openLedger, transferId } from './open-ledger.ts'
import { createOutsideRail, type OutsideRailUnderTest } from './outside-rail.ts'

const a = transferId('a')
let rail: OutsideRailUnderTest
let world: LedgerUnderTest

beforeEach(async () => {
  rail = createOutsideRail()
  world = await openLedger({ rail })
  await fund(world, 1_000n)
  await world.distributor.send('ledger.reserve', [
    { transferId: a, campaignId: CAMPAIGN, amountMinor: '40' },
  ])
  await world.distributor.send('ledger.settle', [{ transferId: a, payee: 'ada' }])
})
afterEach(() => world.close())

async function totals(): Promise<unknown> {
  const shown = await world.ledger.showCampaign(CAMPAIGN)
  return shown.ok ? shown.value : undefined
}

async function paymentState(): Promise<string | undefined> {
  const shown = await world.ledger.showTransfer(a)
  return shown.ok ? shown.value.payment?.state : undefined
}

async function countEvents(event: string): Promise<number> {
  const rows = await world.party.ports.store.read('events', (tx) =>
    tx.all(
      "SELECT body AS text FROM lifecycle_event UNION ALL SELECT body AS text FROM handoff_out WHERE kind = 'observer.record'",
    ),
  )
  return (
    rows
      .map((row) => String(row.text))
      .join()
      .split(`"${event}"`).length - 1
  )
}

describe('a payment over a rail outside', () => {
  test('is prepared and in flight once settle is acknowledged, and nothing is sent before the sweep', async () => {
    expect(await paymentState()).toBe('prepared')
    expect(await totals()).toMatchObject({ free: 960n, reserved: 0n, inFlight: 40n, settled: 0n })
    expect(rail.carriedOut.size).toBe(0)
  })

  test("is settled by the rail's receipt", async () => {
    await world.sweep()
    expect(await totals()).toMatchObject({ inFlight: 0n, settled: 40n })
    expect(world.distributor.payments).toEqual([
      { transferId: a, outcome: 'settled', railReceipt: 'chain:t-a' },
    ])
  })

  test('with an unknown outcome keeps the value in flight, says so once, and settles when the rail answers', async () => {
    rail.fates.push('paid, no answer', 'paid, no answer')
    await world.sweep()
    world.advance(RAIL_LOOK_MS_FIRST)
    await world.sweep()
    expect(await paymentState()).toBe('unknown')
    expect(await totals()).toMatchObject({ inFlight: 40n, settled: 0n })
    expect(world.distributor.payments).toEqual([{ transferId: a, outcome: 'unknown' }])
    expect(await countEvents('PaymentUnknown')).toBe(1)
    world.advance(RAIL_LOOK_MS_LONGEST)
    await world.sweep()
    expect(await totals()).toMatchObject({ inFlight: 0n, settled: 40n })
    expect(world.distributor.payments.map(({ outcome }) => outcome)).toEqual(['unknown', 'settled'])
    expect(rail.carriedOut.get(a)).toBe(1)
  })

  test('cannot be sent to another payee once it is prepared', async () => {
    expect(
      await world.distributor.send('ledger.settle', [{ transferId: a, payee: 'eve' }]),
    ).toEqual(['transfer_conflict'])
  })

  test('is not looked at again before its time', async () => {
    rail.fates.push('paid, no answer')
    await world.sweep()
    world.advance(RAIL_LOOK_MS_FIRST - 1)
    await world.sweep()
    expect(await paymentState()).toBe('unknown')
    world.advance(1)
    await world.sweep()
    expect(await paymentState()).toBe('settled')
  })

  test('that the process did not survive is looked up, not sent again', async () => {
    rail.fates.push('crash')
    await expect(world.sweep()).rejects.toThrow('died')
    expect(await paymentState()).toBe('submitted')
    world.advance(RAIL_LOOK_MS_LONGEST)
    await world.sweep()
    expect(await totals()).toMatchObject({ settled: 40n })
    expect(rail.carriedOut.get(a)).toBe(1)
  })

  test('is sent again only when the rail has proved that it never came', async () => {
    rail.fates.push('lost', 'lost', 'absent', 'settled')
    for (let look = 0; look < 3; look += 1) {
      await world.sweep()
      expect(rail.carriedOut.size).toBe(0)
      world.advance(RAIL_LOOK_MS_LONGEST)
    }
    expect(await paymentState()).toBe('prepared')
    await world.sweep()
    expect(await paymentState()).toBe('settled')
    expect(rail.carriedOut.get(a)).toBe(1)
  })

  test('is sent again as soon as a look has proved that it never came, and waits no longer than a new one afterwards', async () => {
    rail.fates.push('lost', 'lost', 'lost', 'absent', 'lost', 'settled')
    for (const waitedMs of [
      0,
      RAIL_LOOK_MS_FIRST,
      2 * RAIL_LOOK_MS_FIRST,
      4 * RAIL_LOOK_MS_FIRST,
    ]) {
      world.advance(waitedMs)
      await world.sweep()
    }
    expect(await paymentState()).toBe('prepared')
    await world.sweep()
    expect(await paymentState()).toBe('unknown')
    world.advance(RAIL_LOOK_MS_FIRST)
    await world.sweep()
    expect(rail.fates).toEqual([])
  })

  test('that the rail does not take is left alone for longer each time', async () => {
    rail.fates.push('absent', 'absent', 'settled')
    await world.sweep()
    await world.sweep()
    expect(rail.fates).toHaveLength(2)
    world.advance(RAIL_LOOK_MS_FIRST)
    await world.sweep()
    world.advance(2 * RAIL_LOOK_MS_FIRST - 1)
    await world.sweep()
    expect(rail.fates).toHaveLength(1)
    world.advance(1)
    await world.sweep()
    expect(await paymentState()).toBe('settled')
  })

  test('H5 that stays unknown beyond its deadline is called overdue again and again, and stays in flight', async () => {
    rail.fates.push(...Array.from({ length: 20 }, () => 'paid, no answer' as const))
    await world.sweep()
    world.advance(3_600_000)
    await world.sweep()
    world.advance(RAIL_LOOK_MS_LONGEST)
    await world.sweep()
    expect(await countEvents('PaymentOverdue')).toBe(1)
    world.advance(PAYMENT_OVERDUE_REPEAT_MS)
    await world.sweep()
    expect(await countEvents('PaymentOverdue')).toBe(2)
    expect(await totals()).toMatchObject({ inFlight: 40n })
  })

  test('that was settled by another sweep meanwhile keeps its first receipt, and a second one is told', async () => {
    const sent = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    const submit = rail.submit
    rail.submit = async (payments) => {
      await submit(payments)
      sent.resolve()
      await answered.promise
      return payments.map(() => ({ outcome: 'settled', receipt: 'chain:second' }))
    }
    const slowSweep = world.party.sweep()
    await sent.promise
    world.advance(RAIL_LOOK_MS_LONGEST)
    await world.sweep()
    answered.resolve()
    await slowSweep
    expect(await world.ledger.showTransfer(a)).toMatchObject({
      value: { payment: { state: 'settled', receipt: 'chain:t-a' } },
    })
    expect(await totals()).toMatchObject({ settled: 40n })
    expect(await countEvents('PaymentReceiptConflict')).toBe(1)
    await world.party.pump()
    expect(world.distributor.payments).toHaveLength(1)
  })
})
