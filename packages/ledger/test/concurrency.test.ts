import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs, type MinorUnits, minorUnits } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { campaignAccount, fundingAccount } from '../src/model/account.ts'
import type { Transfer } from '../src/model/transfer.ts'
import { isBalanced } from '../src/queries/project-trial-balance.ts'
import {
  ASSET,
  CAMPAIGN,
  fund,
  type LedgerUnderTest,
  openLedger,
  transferId,
} from './open-ledger.ts'

let directory: string
let world: LedgerUnderTest

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger-'))
  world = await openLedger({ path: join(directory, 'ledger.db') })
  await fund(world, 1_000n)
})
afterEach(async () => {
  await world.close()
  rmSync(directory, { recursive: true })
})

const pool = campaignAccount(CAMPAIGN, 'pool')
const held = campaignAccount(CAMPAIGN, 'held')

function move(name: string | number, amount: bigint): Transfer {
  return {
    id: transferId(name),
    legs: [{ kind: 'single', debit: pool, credit: held, amount: minorUnits(amount) }],
  }
}

async function outcomesOf(transfers: readonly Transfer[]): Promise<readonly string[]> {
  const results = await Promise.all(transfers.map((one) => world.ledger.postTransfer(one)))
  return results.map((result) => {
    if (!result.ok) return result.error.code
    return result.value.outcome === 'applied' ? 'applied' : result.value.reason
  })
}

async function totals(): Promise<unknown> {
  const shown = await world.ledger.showCampaign(CAMPAIGN)
  return shown.ok ? shown.value : undefined
}

describe('at the same time', () => {
  test('L5 64 concurrent duplicates collapse to one', async () => {
    const outcomes = await outcomesOf(Array.from({ length: 64 }, () => move('one', 10n)))
    expect(new Set(outcomes)).toEqual(new Set(['applied']))
    expect(await totals()).toMatchObject({ free: 990n, held: 10n })
  })

  test('L5 64 items about one transfer collapse to one, in one envelope', async () => {
    const body = { transferId: transferId('one'), campaignId: CAMPAIGN, amountMinor: '10' }
    await world.distributor.send(
      'ledger.reserve',
      Array.from({ length: 64 }, () => body),
    )
    expect(await totals()).toMatchObject({ free: 990n, reserved: 10n })
  })

  test('L6 500 concurrent posts on one hot account lose none', async () => {
    const outcomes = await outcomesOf(Array.from({ length: 500 }, (_, n) => move(n, 1n)))
    expect(outcomes.every((outcome) => outcome === 'applied')).toBe(true)
    expect(await totals()).toMatchObject({ free: 500n, held: 500n })
    expect(await world.ledger.verifyJournal()).toMatchObject({ value: { entries: 501 } })
  })

  test("L6 two ledgers on one file lose none of each other's posts", async () => {
    const other = await openLedger({ path: join(directory, 'ledger.db') })
    const post = (who: LedgerUnderTest, name: string): Promise<unknown>[] =>
      Array.from({ length: 100 }, (_, n) => who.ledger.postTransfer(move(`${name}-${n}`, 1n)))
    await Promise.all([...post(world, 'x'), ...post(other, 'y')])
    await other.close()
    expect(await totals()).toMatchObject({ free: 800n, held: 200n })
    expect(await world.ledger.verifyJournal()).toMatchObject({ value: { entries: 201 } })
  })

  test('L9 a pool that is drained from many sides gives out what it holds and not a unit more', async () => {
    const outcomes = await outcomesOf(Array.from({ length: 300 }, (_, n) => move(n, 7n)))
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(142)
    expect(outcomes.filter((outcome) => outcome === 'insufficient_funds')).toHaveLength(158)
    expect(await totals()).toMatchObject({ free: 6n, held: 994n })
  })

  test('a caller with a transfer that makes no sense harms nobody in the same batch', async () => {
    const negative: Transfer = {
      id: transferId('bad'),
      legs: [{ kind: 'single', debit: pool, credit: held, amount: -5n as MinorUnits }],
    }
    const [good, bad] = await Promise.allSettled([
      world.ledger.postTransfer(move('good', 1n)),
      world.ledger.postTransfer(negative),
    ])
    expect(good).toMatchObject({ value: { value: { outcome: 'applied' } } })
    expect(bad).toMatchObject({ status: 'rejected' })
    expect(await totals()).toMatchObject({ free: 999n, held: 1n })
  })

  test('L1 and L7 all accounts together stay at zero, and no value is made or lost', async () => {
    await outcomesOf(Array.from({ length: 300 }, (_, n) => move(n, BigInt(n))))
    const balances = await world.ledger.trialBalance()
    expect(balances).toHaveLength(1)
    expect(balances.every(isBalanced)).toBe(true)
    expect(await world.ledger.balances([fundingAccount(ASSET)])).toMatchObject([
      { debitsPosted: 1_000n, creditsPosted: 0n },
    ])
  })
})

test('a reserve whose time runs out is given back by the sweep, once, and not before', async () => {
  const reserve: Transfer = {
    id: transferId('r'),
    legs: [
      {
        kind: 'reserve',
        debit: pool,
        credit: campaignAccount(CAMPAIGN, 'in_flight'),
        amount: minorUnits(40n),
        expiresAtMs: epochMs(world.party.ports.clock.nowMs() + 1_000),
      },
    ],
  }
  await world.ledger.postTransfer(reserve)
  world.advance(999)
  await world.sweep()
  expect(await totals()).toMatchObject({ reserved: 40n })
  world.advance(1)
  await world.sweep()
  await world.sweep()
  expect(await totals()).toMatchObject({ free: 1_000n, reserved: 0n })
  expect(await world.ledger.showTransfer(transferId('r'))).toMatchObject({
    value: { state: 'expired', entries: [{}, { movements: [{ kind: 'expire' }] }] },
  })
})
