import type { CampaignId, Row } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeBooks } from '../src/commands/write-books.ts'
import { campaignAccount, payeeAccount } from '../src/model/account.ts'
import { readEntry } from '../src/model/journal-entry.ts'
import { settleId } from '../src/model/payment.ts'
import type { Books, Transfer } from '../src/model/transfer.ts'
import { ACCOUNT_COLUMNS } from '../src/queries/read-books.ts'
import {
  CAMPAIGN,
  DISTRIBUTOR,
  fund,
  type LedgerUnderTest,
  openLedger,
  transferId,
} from './open-ledger.ts'

let world: LedgerUnderTest

beforeEach(async () => {
  world = await openLedger()
  await fund(world, 1_000n)
  await busy(world)
})
afterEach(() => world.close())

/** A bit of everything: reserves that are settled, voided, refused and left, and a second campaign. */
async function busy({ distributor }: LedgerUnderTest): Promise<void> {
  const ids = Array.from({ length: 12 }, (_, n) => transferId(n))
  await fund(world, 5n, 'second' as CampaignId)
  await distributor.send(
    'ledger.reserve',
    ids.map((id) => ({ transferId: id, campaignId: CAMPAIGN, amountMinor: '99' })),
  )
  await distributor.send(
    'ledger.settle',
    ids.slice(0, 5).map((id) => ({ transferId: id, payee: `payee of ${id}` })),
  )
  await distributor.send(
    'ledger.void',
    ids.slice(4, 8).map((id) => ({ transferId: id, reason: 'credential_revoked' })),
  )
}

async function rowsOf(table: string, order: string): Promise<readonly Row[]> {
  return world.party.ports.store.read('dump', (tx) =>
    tx.all(`SELECT * FROM ${table} ORDER BY ${order}`),
  )
}

async function change(sql: string, ...parameters: (string | number)[]): Promise<void> {
  await world.party.ports.store.transact('tamper', async (tx) => {
    expect(await tx.run(sql, parameters)).toBeGreaterThan(0)
  })
}

describe('the journal', () => {
  test('L2 only grows: later transfers leave every earlier row as it was', async () => {
    const before = await rowsOf('ledger_journal', 'seq')
    await world.distributor.send('ledger.void', [
      { transferId: transferId(8), reason: 'credential_revoked' },
    ])
    const after = await rowsOf('ledger_journal', 'seq')
    expect(after.length).toBe(before.length + 1)
    expect(after.slice(0, before.length)).toEqual(before)
  })

  test('L3 its hash chain is intact after every kind of transfer', async () => {
    const rows = await rowsOf('ledger_journal', 'seq')
    expect(await world.ledger.verifyJournal()).toMatchObject({
      ok: true,
      value: { entries: rows.length },
    })
  })

  test('L8 balances are its projection: adding up its movements by hand gives every account', async () => {
    const sums = new Map<string, bigint>()
    const add = (id: string, amount: bigint): void => {
      sums.set(id, (sums.get(id) ?? 0n) + amount)
    }
    for (const row of await rowsOf('ledger_journal', 'seq')) {
      for (const { kind, debit, credit, amount } of readEntry(String(row.entry)).movements) {
        if (kind === 'reserve' || kind === 'void' || kind === 'expire') continue
        add(debit, -amount)
        add(credit, amount)
      }
    }
    const accounts = await rowsOf('ledger_account', 'id')
    const read = await world.ledger.balances(accounts.map((row) => String(row.id) as never))
    expect(read.length).toBeGreaterThan(12)
    for (const { id, creditsPosted, debitsPosted } of read) {
      expect([id, creditsPosted - debitsPosted]).toEqual([id, sums.get(id) ?? 0n])
    }
  })

  test('L13 rebuilds accounts, campaigns and transfers byte for byte, also after they were lost', async () => {
    const tables = [
      ['ledger_account', 'id'],
      ['ledger_campaign', 'id'],
      ['ledger_transfer', 'id'],
    ] as const
    const dump = async (): Promise<unknown> =>
      Promise.all(tables.map(([table, order]) => rowsOf(table, order)))
    const before = await dump()
    await change(`UPDATE ledger_account SET credits_posted = debits_posted WHERE id LIKE '%pool'`)
    await change(`DELETE FROM ledger_transfer WHERE state = 'pending'`)
    expect(await dump()).not.toEqual(before)
    expect(await world.ledger.rebuild()).toMatchObject({ ok: true })
    expect(await dump()).toEqual(before)
  })

  test('L14 touches each account in ascending order, and the account knows the last of its entries', async () => {
    const last = new Map<string, number>()
    for (const row of await rowsOf('ledger_journal', 'seq')) {
      for (const { debit, credit } of readEntry(String(row.entry)).movements) {
        for (const id of [debit, credit]) {
          expect(Number(row.seq)).toBeGreaterThanOrEqual(last.get(id) ?? 0)
          last.set(id, Number(row.seq))
        }
      }
    }
    for (const account of await rowsOf('ledger_account', 'id')) {
      expect([account.id, account.last_seq]).toEqual([
        account.id,
        last.get(String(account.id)) ?? 0,
      ])
    }
  })

  test('names refused transfers too, so that a refusal survives a rebuild', async () => {
    const refused = transferId(11)
    expect(await world.ledger.showTransfer(refused)).toMatchObject({
      value: { state: 'refused', refused: 'insufficient_funds' },
    })
    await world.ledger.rebuild()
    const [answer] = await world.distributor.send('ledger.reserve', [
      { transferId: refused, campaignId: CAMPAIGN, amountMinor: '99' },
    ])
    expect(answer).toBe('insufficient_funds')
  })
})

describe('a journal that somebody changed is found out, at the first bad position', () => {
  test('an amount', async () => {
    await change(`UPDATE ledger_journal SET entry = replace(entry, '"99"', '"98"') WHERE seq = 7`)
    expect(await world.ledger.verifyJournal()).toEqual({
      ok: false,
      error: { seq: 7, fault: 'hash' },
    })
  })

  test('a row that is gone from the middle', async () => {
    await change('DELETE FROM ledger_journal WHERE seq = 9')
    expect(await world.ledger.verifyJournal()).toEqual({
      ok: false,
      error: { seq: 9, fault: 'gap' },
    })
  })

  test('two rows that were swapped', async () => {
    await change('UPDATE ledger_journal SET seq = -1 WHERE seq = 5')
    await change('UPDATE ledger_journal SET seq = 5 WHERE seq = 6')
    await change('UPDATE ledger_journal SET seq = 6 WHERE seq = -1')
    expect(await world.ledger.verifyJournal()).toMatchObject({ ok: false, error: { seq: 5 } })
  })

  test('the last row, with nothing after it to miss it', async () => {
    const rows = await rowsOf('ledger_journal', 'seq')
    await change('DELETE FROM ledger_journal WHERE seq = ?', rows.length)
    expect(await world.ledger.verifyJournal()).toMatchObject({ ok: false, error: { fault: 'gap' } })
  })

  test('a link to the row before', async () => {
    await change('UPDATE ledger_journal SET prev = hash WHERE seq = 4')
    expect(await world.ledger.verifyJournal()).toEqual({
      ok: false,
      error: { seq: 4, fault: 'prev_hash' },
    })
  })

  test('a control total', async () => {
    await change(`UPDATE ledger_batch SET totals = replace(totals, '"entries":12', '"entries":11')`)
    expect(await world.ledger.verifyJournal()).toMatchObject({
      ok: false,
      error: { fault: 'control_total' },
    })
  })

  test('is not believed by a rebuild, which leaves the balances alone', async () => {
    const before = await rowsOf('ledger_account', 'id')
    await change(`UPDATE ledger_journal SET entry = replace(entry, '"99"', '"98"') WHERE seq = 7`)
    expect(await world.ledger.rebuild()).toEqual({ ok: false, error: { seq: 7, fault: 'hash' } })
    expect(await rowsOf('ledger_account', 'id')).toEqual(before)
  })
})

test('L6 books that another transaction changed since they were read are not written over', async () => {
  const [pool] = await world.ledger.balances([campaignAccount(CAMPAIGN, 'pool')])
  if (pool === undefined) throw new Error('no pool')
  const before: Books = {
    accounts: new Map([[pool.id, { ...pool, lastSeq: pool.lastSeq - 1 }]]),
    campaigns: new Map(),
    transfers: new Map(),
  }
  const after: Books = { ...before, accounts: new Map([[pool.id, { ...pool }]]) }
  await expect(
    world.party.ports.store.transact('late', (tx) => writeBooks(tx, before, after)),
  ).rejects.toThrow(/another transaction/)
})

test('L12 a reversal of a transfer from long ago compensates it', async () => {
  const reversal: Transfer = {
    id: transferId('undo'),
    legs: [{ kind: 'reversal', refers: settleId(transferId(0)) }],
  }
  expect(await world.ledger.postTransfer(reversal)).toMatchObject({ value: { outcome: 'applied' } })
  const [payee] = await world.ledger.balances([payeeAccount('UNI', 'payee of t-0')])
  expect(payee).toMatchObject({ creditsPosted: 99n, debitsPosted: 99n })
  expect(await world.ledger.rebuild()).toMatchObject({ ok: true })
})

test('a batch on books that do not add up is not committed', async () => {
  const select = `SELECT ${ACCOUNT_COLUMNS.join(', ')} FROM ledger_account ORDER BY id`
  await change(
    `UPDATE ledger_account SET credits_posted = ? WHERE id = '${CAMPAIGN}:held'`.replace(
      '?',
      `x'${'00'.repeat(15)}01'`,
    ),
  )
  const { store } = world.party.ports
  const before = await store.read('dump', (tx) => tx.all(select))
  const handler = world.ledger.receiveHandlers.find((one) => one.kind === 'ledger.void')
  const item = {
    id: 'v',
    from: DISTRIBUTOR,
    body: { transferId: transferId(8), reason: 'credential_revoked' },
    budgetMs: 1_000,
    atMs: 0,
  }
  await expect(
    store.transact('void', async (tx) => handler?.apply(tx, [item] as never)),
  ).rejects.toThrow(/D1/)
  expect(await store.read('dump', (tx) => tx.all(select))).toEqual(before)
})
