import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CampaignId, HandoffBodies, VestingSchedule } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { settleId } from '../src/model/payment.ts'
import {
  ASSET,
  CAMPAIGN,
  fund,
  type LedgerUnderTest,
  openLedger,
  transferId,
} from './open-ledger.ts'
import { createOutsideRail } from './outside-rail.ts'

const DAY = 86_400_000
const LATER = 'autumn-grant' as CampaignId
const PARTS = 'parts-grant' as CampaignId
const paid = transferId('paid')
const later = transferId('later')
const evidence = 'a'.repeat(64)
const other = 'b'.repeat(64)
const owed: HandoffBodies['ledger.claw-back'] = { transferId: paid, amountMinor: '100', evidence }

let world: LedgerUnderTest
afterEach(() => world.close())

function recover(
  change: Partial<HandoffBodies['ledger.recover']> = {},
): HandoffBodies['ledger.recover'] {
  return { transferId: paid, amountMinor: '60', how: 'repaid', evidence, ...change }
}

async function totals(campaignId = CAMPAIGN): Promise<object> {
  const shown = await world.ledger.showCampaign(campaignId)
  return shown.ok ? shown.value : {}
}

async function reserve(id: typeof paid, campaignId: CampaignId, amountMinor: string) {
  await world.distributor.send('ledger.reserve', [{ transferId: id, campaignId, amountMinor }])
}

async function pay(): Promise<void> {
  await fund(world, 1_000n)
  await fund(world, 500n, LATER)
  await reserve(paid, CAMPAIGN, '100')
  await world.distributor.send('ledger.settle', [{ transferId: paid, payee: 'ada' }])
}

describe('what is owed', () => {
  beforeEach(async () => {
    world = await openLedger()
    await pay()
  })

  test('is lowered once by a statement that comes twice in one envelope', async () => {
    const { send } = world.distributor
    expect(await send('ledger.claw-back', [owed, owed])).toEqual(['acknowledged', 'acknowledged'])
    expect(await send('ledger.recover', [recover(), recover()])).toEqual([
      'acknowledged',
      'acknowledged',
    ])
    expect(await totals()).toMatchObject({ receivable: 40n, free: 960n })
  })

  test('is nothing of a payment that was reversed, and what is owed cannot be reversed as well', async () => {
    const reverse = async (name: string) => {
      const legs = [{ kind: 'reversal', refers: settleId(paid) }] as const
      const posted = await world.ledger.postTransfer({ id: transferId(name), legs })
      return posted.ok ? posted.value.outcome : posted.error.code
    }
    const { send } = world.distributor
    await send('ledger.claw-back', [owed])
    expect(await reverse('too late')).toBe('refused')
    await send('ledger.recover', [recover({ how: 'dismissed', amountMinor: '100' })])
    expect(await reverse('undo')).toBe('applied')
    expect(await totals()).toMatchObject({ settled: 0n, receivable: 0n })

    const next = { ...owed, transferId: later }
    await reserve(later, CAMPAIGN, '100')
    await send('ledger.settle', [{ transferId: later, payee: 'ada' }])
    const legs = [{ kind: 'reversal', refers: settleId(later) }] as const
    await world.ledger.postTransfer({ id: transferId('undo it'), legs })
    expect(await send('ledger.claw-back', [next])).toEqual(['transfer_not_settled'])
  })

  test('is written off once, whatever a repeat rests on', async () => {
    const { send } = world.distributor
    await send('ledger.claw-back', [owed])
    const off = recover({ how: 'written_off', amountMinor: '30' })
    expect(await send('ledger.recover', [off])).toEqual(['acknowledged'])
    expect(await send('ledger.recover', [{ ...off, evidence: other }])).toEqual([
      'transfer_conflict',
    ])
    expect(await totals()).toMatchObject({ receivable: 70n, settled: 30n })
  })

  test('goes back to where the pool came from also when somebody else makes up for it', async () => {
    const { send } = world.distributor
    await send('ledger.claw-back', [{ ...owed, returns: true }])
    expect(await send('ledger.recover', [recover({ how: 'compensated' })])).toEqual([
      'acknowledged',
    ])
    expect(await totals()).toMatchObject({ free: 900n, returned: 60n, funded: 1_060n })
  })

  test('is not lowered by what comes before it is owed, nor by nothing', async () => {
    const { send } = world.distributor
    expect(await send('ledger.recover', [recover()])).toEqual(['receivable_unknown'])
    await reserve(later, LATER, '120')
    const withOffset = (amountMinor: string) => ({
      transferId: later,
      payee: 'ada',
      offsets: [{ transferId: paid, amountMinor }],
    })
    expect(await send('ledger.settle', [withOffset('50')])).toEqual(['receivable_unknown'])
    await send('ledger.claw-back', [owed])
    expect(await send('ledger.recover', [recover({ amountMinor: '0' })])).toEqual([
      'receivable_exceeded',
    ])
    expect(await send('ledger.settle', [withOffset('0')])).toEqual(['receivable_exceeded'])
    // Neither refusal used the payment's id up: it goes on once its debt is there.
    const twice = [withOffset('60'), withOffset('60')]
    expect(await send('ledger.settle', twice)).toEqual(['acknowledged', 'acknowledged'])
    expect(await totals()).toMatchObject({ receivable: 40n, free: 960n })
    expect(await totals(LATER)).toMatchObject({ settled: 120n, reserved: 0n })
    expect(await world.ledger.verifyJournal()).toMatchObject({ ok: true })
  })
})

describe('a pool', () => {
  beforeEach(async () => {
    world = await openLedger()
    await pay()
  })

  test('goes back once, in full or not at all, and only at its owner’s word', async () => {
    const { send } = world.distributor
    await reserve(later, CAMPAIGN, '40')
    const back = { campaignId: CAMPAIGN, amountMinor: '860' }
    expect(await world.stranger.send('ledger.return-pool', [back])).toEqual(['account_unknown'])
    expect(await send('ledger.return-pool', [back, back])).toEqual(['acknowledged', 'acknowledged'])
    expect(await send('ledger.return-pool', [{ ...back, amountMinor: '1' }])).toEqual([
      'transfer_conflict',
    ])
    expect(await totals()).toMatchObject({ free: 0n, reserved: 40n, returned: 860n })
    // More than is free of the other campaign: what is set aside stays with those it is set aside for.
    await reserve(transferId('aside'), LATER, '100')
    const all = { campaignId: LATER, amountMinor: '500' }
    expect(await send('ledger.return-pool', [all])).toEqual(['insufficient_funds'])
    expect(await totals(LATER)).toMatchObject({ free: 400n, reserved: 100n, returned: 0n })
  })
})

describe('what is owed of payments in parts', () => {
  const vesting: VestingSchedule = {
    kind: 'linear',
    startsAtMs: 1_800_000_000_000,
    cliffMs: DAY,
    stepMs: DAY,
    steps: 4,
  }
  const grounds = { rest: 'forfeited', reason: 'vesting_forfeited', evidence } as const
  const passDay = async () => {
    world.advance(DAY)
    await world.sweep()
  }
  const clawBack = async (amountMinor: string) =>
    (await world.distributor.send('ledger.claw-back', [{ ...owed, amountMinor }]))[0]

  async function begin(): Promise<void> {
    const { send } = world.distributor
    const opening = { campaignId: PARTS, asset: ASSET, fundMinor: '1000', vesting }
    expect(await send('ledger.open-campaign', [opening])).toEqual(['acknowledged'])
    await reserve(paid, PARTS, '100')
    await send('ledger.settle', [{ transferId: paid, payee: 'ada' }])
  }

  test('is what was paid, and nothing while a part is still to come or under way', async () => {
    const rail = createOutsideRail()
    world = await openLedger({ rail })
    await begin()
    await passDay()
    await world.sweep()
    expect(await totals(PARTS)).toMatchObject({ held: 75n, settled: 25n })
    expect(await clawBack('25')).toBe('transfer_not_settled')

    world.advance(DAY)
    await world.distributor.send('ledger.cancel-vesting', [{ transferId: paid, ...grounds }])
    rail.fates.push('paid, no answer')
    await world.sweep()
    expect(await totals(PARTS)).toMatchObject({ inFlight: 25n, settled: 25n, forfeited: 50n })
    expect(await clawBack('25')).toBe('transfer_not_settled')

    await passDay()
    expect(await totals(PARTS)).toMatchObject({ inFlight: 0n, settled: 50n })
    expect(await clawBack('51')).toBe('receivable_exceeded')
    expect(await clawBack('50')).toBe('acknowledged')
    expect(await totals(PARTS)).toMatchObject({ settled: 0n, receivable: 50n, forfeited: 50n })
  })

  test('is nothing when they ended before the first', async () => {
    world = await openLedger()
    await begin()
    await world.distributor.send('ledger.cancel-vesting', [{ transferId: paid, ...grounds }])
    await passDay()
    expect(await clawBack('1')).toBe('transfer_not_settled')
    expect(await totals(PARTS)).toMatchObject({ forfeited: 100n, settled: 0n, receivable: 0n })
  })
})

test('two ledgers on one file lower a debt once by one statement, and by no more than is owed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-ledger-'))
  try {
    const path = join(directory, 'ledger.db')
    world = await openLedger({ path })
    await pay()
    await world.distributor.send('ledger.claw-back', [owed])
    const beside = await openLedger({ path })
    const taken = async ({ distributor }: LedgerUnderTest, by: string) => {
      const items = [recover(), recover({ amountMinor: '30', evidence: by.repeat(64) })]
      return distributor.send('ledger.recover', items, (_, n) => `${by}-${n}`)
    }
    const answers = await Promise.all([taken(world, 'c'), taken(beside, 'd')])
    await beside.close()
    // Both have the one statement; of the two others only one fits into what it leaves.
    expect(answers.map(([one]) => one)).toEqual(['acknowledged', 'acknowledged'])
    expect(answers.map(([, two]) => two).sort()).toEqual(['acknowledged', 'receivable_exceeded'])
    expect(await totals()).toMatchObject({ receivable: 10n, free: 990n })
    expect(await world.ledger.verifyJournal()).toMatchObject({ ok: true })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
