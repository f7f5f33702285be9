import type { AccountId, CampaignId, HandoffBodies, MinorUnits } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEntry } from '../src/model/journal-entry.ts'
import {
  ASSET,
  CAMPAIGN,
  fund,
  type LedgerUnderTest,
  openLedger,
  transferId,
} from './open-ledger.ts'
import { createOutsideRail } from './outside-rail.ts'

const LATER = 'autumn-grant' as CampaignId
const paid = transferId('paid')
const later = transferId('later')
const evidence = 'a'.repeat(64)
let world: LedgerUnderTest

beforeEach(async () => {
  world = await openLedger()
  await fund(world, 1_000n)
  await fund(world, 500n, LATER)
  await pay(paid, CAMPAIGN, 100n)
})
afterEach(() => world.close())

async function pay(
  id: typeof paid,
  campaignId: CampaignId,
  amount: bigint,
  offsets?: HandoffBodies['ledger.settle']['offsets'],
): Promise<string | undefined> {
  const { distributor } = world
  await distributor.send('ledger.reserve', [
    { transferId: id, campaignId, amountMinor: String(amount) },
  ])
  const settle = { transferId: id, payee: 'ada', ...(offsets && { offsets }) }
  return (await distributor.send('ledger.settle', [settle]))[0]
}

async function clawBack(change: Partial<HandoffBodies['ledger.claw-back']> = {}): Promise<string> {
  const body = { transferId: paid, amountMinor: '100', evidence, ...change }
  return String((await world.distributor.send('ledger.claw-back', [body]))[0])
}

async function recover(change: Partial<HandoffBodies['ledger.recover']> = {}): Promise<string> {
  const body = { transferId: paid, amountMinor: '30', how: 'repaid' as const, evidence, ...change }
  return String((await world.distributor.send('ledger.recover', [body]))[0])
}

async function totals(campaignId = CAMPAIGN): Promise<Record<string, MinorUnits>> {
  const shown = await world.ledger.showCampaign(campaignId)
  return shown.ok ? (shown.value as never) : {}
}

async function held(account: string): Promise<bigint> {
  const [found] = await world.ledger.balances([account as AccountId])
  return found === undefined ? 0n : found.creditsPosted - found.debitsPosted
}

describe('a payment that is claimed back', () => {
  test('leaves settled for receivable, and comes back into the pool as it is repaid', async () => {
    expect(await clawBack()).toBe('acknowledged')
    expect(await totals()).toMatchObject({ settled: 0n, receivable: 100n, free: 900n })
    expect(await recover()).toBe('acknowledged')
    expect(await totals()).toMatchObject({ settled: 0n, receivable: 70n, free: 930n })
    expect(await held(`payee:${ASSET}:ada`)).toBe(70n)
    expect(await held(`rail:${ASSET}:internal`)).toBe(-70n)
  })

  test('goes back to where the pool came from when the rule returns what nobody keeps', async () => {
    await clawBack({ returns: true })
    await recover()
    expect(await totals()).toMatchObject({ receivable: 70n, free: 900n, returned: 30n })
  })

  test('stands as settled when somebody else makes up for it with new money', async () => {
    await clawBack()
    expect(await recover({ how: 'compensated' })).toBe('acknowledged')
    expect(await totals()).toMatchObject({
      settled: 30n,
      receivable: 70n,
      free: 930n,
      funded: 1_030n,
    })
    expect(await held(`payee:${ASSET}:ada`)).toBe(100n)
  })

  test('stands as settled once it is written off, because the value has left', async () => {
    await clawBack()
    await recover()
    expect(await recover({ how: 'written_off', amountMinor: '70' })).toBe('acknowledged')
    expect(await totals()).toMatchObject({ settled: 70n, receivable: 0n, free: 930n })
  })

  test('shows in the journal and is owed by nobody when the campaign bears the loss', async () => {
    expect(await clawBack({ waived: true })).toBe('acknowledged')
    expect(await totals()).toMatchObject({ settled: 100n, receivable: 0n })
    expect(await recover({ amountMinor: '1' })).toBe('receivable_exceeded')
    const entry = (await world.ledger.journal(0)).map((row) => JSON.stringify(row)).join()
    expect(entry).toContain(`${paid}/claw-back`)
  })

  test('is claimed back once, and never for more than was paid', async () => {
    expect(await clawBack({ amountMinor: '101' })).toBe('receivable_exceeded')
    expect(await clawBack({ amountMinor: '0' })).toBe('receivable_exceeded')
    expect(await clawBack({ amountMinor: '60' })).toBe('acknowledged')
    expect(await clawBack({ amountMinor: '60' })).toBe('acknowledged')
    expect(await clawBack({ amountMinor: '40' })).toBe('transfer_conflict')
    expect(await totals()).toMatchObject({ settled: 40n, receivable: 60n })
  })

  test('counts a statement once, and nothing beyond what is owed', async () => {
    await clawBack()
    expect(await recover()).toBe('acknowledged')
    expect(await recover()).toBe('acknowledged')
    expect(await recover({ amountMinor: '31' })).toBe('transfer_conflict')
    expect(await recover({ amountMinor: '71', evidence: 'b'.repeat(64) })).toBe(
      'receivable_exceeded',
    )
    expect(await totals()).toMatchObject({ receivable: 70n })
  })

  test('is claimed back by nobody before it has arrived, nor by a party that does not own the campaign', async () => {
    const open = transferId('open')
    await world.distributor.send('ledger.reserve', [
      { transferId: open, campaignId: CAMPAIGN, amountMinor: '5' },
    ])
    expect(await clawBack({ transferId: open, amountMinor: '5' })).toBe('transfer_not_settled')
    const body = { transferId: paid, amountMinor: '5', evidence }
    expect(await world.stranger.send('ledger.claw-back', [body])).toEqual(['transfer_unknown'])
    await clawBack()
    const recovery = { ...body, how: 'repaid' as const }
    expect(await world.stranger.send('ledger.recover', [recovery])).toEqual(['receivable_unknown'])
  })
})

describe('an offset', () => {
  const offsets = [{ transferId: paid, amountMinor: '50' }]

  test('pays the rest over the rail, and gives each campaign its own back', async () => {
    await clawBack()
    expect(await pay(later, LATER, 120n, offsets)).toBe('acknowledged')
    expect(await totals()).toMatchObject({ settled: 0n, receivable: 50n, free: 950n })
    expect(await totals(LATER)).toMatchObject({ settled: 120n, free: 380n, receivable: 0n })
    expect(await held(`payee:${ASSET}:ada`)).toBe(170n)
    expect(await held(`rail:${ASSET}:internal`)).toBe(-170n)
    const legs = (await world.ledger.journal(0)).flatMap(({ entry }) => readEntry(entry).movements)
    const owners = legs.map(({ debit, credit }) =>
      [debit, credit].filter((id) => /^(spring|autumn)-grant:/.test(id)).map((id) => id[0]),
    )
    expect(owners.every((ids) => new Set(ids).size <= 1)).toBe(true)
  })

  test('takes what is owed once, however the payments come', async () => {
    await clawBack()
    const other = transferId('other')
    expect(await pay(later, LATER, 120n, offsets)).toBe('acknowledged')
    expect(await pay(other, LATER, 120n, [{ transferId: paid, amountMinor: '51' }])).toBe(
      'receivable_exceeded',
    )
    expect(await totals()).toMatchObject({ receivable: 50n })
    const again = { transferId: later, payee: 'ada', offsets }
    expect(await world.distributor.send('ledger.settle', [again, again])).toEqual([
      'acknowledged',
      'acknowledged',
    ])
    const bare = { transferId: later, payee: 'ada' }
    expect(await world.distributor.send('ledger.settle', [bare])).toEqual(['transfer_conflict'])
    expect(await totals()).toMatchObject({ receivable: 50n })
  })

  test('always leaves something to pay', async () => {
    await clawBack()
    const all = [{ transferId: paid, amountMinor: '100' }]
    expect(await pay(later, LATER, 100n, all)).toBe('receivable_exceeded')
    expect(await totals(LATER)).toMatchObject({ reserved: 100n, settled: 0n })
  })

  test('crosses an outside rail only with the rest, and is settled before it has arrived', async () => {
    await world.close()
    const rail = createOutsideRail()
    const submitted: bigint[] = []
    world = await openLedger({
      rail: {
        ...rail,
        submit: (payments) => {
          submitted.push(...payments.map(({ amount }) => amount))
          return rail.submit(payments)
        },
      },
    })
    await fund(world, 1_000n)
    await fund(world, 500n, LATER)
    await pay(paid, CAMPAIGN, 100n)
    expect(await clawBack()).toBe('transfer_not_settled')
    await world.sweep()
    expect(await clawBack()).toBe('acknowledged')
    expect(await pay(later, LATER, 120n, offsets)).toBe('acknowledged')
    expect(await totals(LATER)).toMatchObject({ settled: 50n, inFlight: 70n })
    expect(await totals()).toMatchObject({ receivable: 50n, free: 950n })
    await world.sweep()
    expect(await totals(LATER)).toMatchObject({ settled: 120n, inFlight: 0n })
    expect(submitted).toEqual([100n, 70n])
    expect(await held(`rail:${ASSET}:chain`)).toBe(-170n)
  })
})
