import {
  type CampaignId,
  epochMs,
  minorUnits,
  type PartyId,
  type TransferId,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  availableBalance,
  campaignAccount,
  campaignAccountNames,
  fundingAccount,
  payeeAccount,
  postedBalance,
  railAccount,
} from '../../src/model/account.ts'
import { applyTransfers } from '../../src/model/apply-transfers.ts'
import { assertConserved, totalCampaign } from '../../src/model/campaign-totals.ts'
import type { JournalEntry } from '../../src/model/journal-entry.ts'
import type { Books, Leg, Transfer, TransferOutcome } from '../../src/model/transfer.ts'

const CAMPAIGNS = ['north', 'south'] as CampaignId[]
const ACCOUNTS = [
  ...CAMPAIGNS.flatMap((campaign) =>
    campaignAccountNames.map((name) => campaignAccount(campaign, name)),
  ),
  fundingAccount('UNI'),
  railAccount('UNI', 'internal'),
  payeeAccount('UNI', 'ada'),
]
const IDS = Array.from({ length: 30 }, (_, n) => `t${n}` as TransferId)

const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 60n }),
  fc.bigInt({ min: 2n ** 64n - 2n, max: 2n ** 64n + 2n }),
  fc.bigInt({ min: 2n ** 128n - 200n, max: 2n ** 128n - 1n }),
)
const pair = fc
  .tuple(fc.constantFrom(...ACCOUNTS), fc.constantFrom(...ACCOUNTS))
  .filter(([debit, credit]) => debit !== credit)
const single: fc.Arbitrary<Leg> = fc
  .tuple(pair, amount)
  .map(([[debit, credit], value]) => ({ kind: 'single', debit, credit, amount: minorUnits(value) }))
const referring: fc.Arbitrary<Leg> = fc
  .tuple(fc.constantFrom('post', 'void', 'expire', 'reversal'), fc.constantFrom(...IDS))
  .map(([kind, refers]) => ({ kind, refers }))
const reserve: fc.Arbitrary<Leg> = fc
  .tuple(fc.constantFrom(...CAMPAIGNS), amount, fc.option(fc.integer({ min: 0, max: 20 })))
  .map(([campaign, value, expiry]) => ({
    kind: 'reserve',
    debit: campaignAccount(campaign, 'pool'),
    credit: campaignAccount(campaign, 'in_flight'),
    amount: minorUnits(value),
    ...(expiry === null ? {} : { expiresAtMs: epochMs(expiry) }),
  }))
const legs = fc.oneof(
  fc.array(fc.oneof(single, referring), { minLength: 1, maxLength: 4 }),
  reserve.map((leg) => [leg]),
)
const transfer: fc.Arbitrary<Transfer> = fc.record({ id: fc.constantFrom(...IDS), legs })
/** Batches with repeated ids, some with the same and some with other contents, in any order. */
const history = fc
  .array(transfer, { minLength: 1, maxLength: 60 })
  .chain((transfers) =>
    fc.tuple(fc.constant(transfers), fc.array(fc.constantFrom(...transfers), { maxLength: 40 })),
  )
  .chain(([transfers, duplicates]) =>
    fc.shuffledSubarray([...transfers, ...duplicates], { minLength: transfers.length }),
  )

const openings = CAMPAIGNS.map(
  (campaignId): Transfer => ({
    id: `${campaignId}/open` as TransferId,
    opens: { campaignId, asset: 'UNI', owner: 'distributor' as PartyId },
    legs: [
      {
        kind: 'single',
        debit: fundingAccount('UNI'),
        credit: campaignAccount(campaignId, 'pool'),
        amount: minorUnits(500n),
      },
    ],
  }),
)
const empty: Books = { accounts: new Map(), campaigns: new Map(), transfers: new Map() }

interface Run {
  readonly books: Books
  readonly outcomes: readonly TransferOutcome[]
  readonly entries: readonly JournalEntry[]
}

function run(
  transfers: readonly Transfer[],
  batchSize: number,
  check: (books: Books) => void,
): Run {
  let books = empty
  const outcomes: TransferOutcome[] = []
  const entries: JournalEntry[] = []
  const all = [...openings, ...transfers]
  for (let start = 0; start < all.length; start += batchSize) {
    const batch = all.slice(start, start + batchSize)
    const applied = applyTransfers(books, batch, entries.length + 1, epochMs(10))
    check(applied.books)
    books = applied.books
    outcomes.push(...applied.outcomes)
    entries.push(...applied.entries)
  }
  return { books, outcomes, entries }
}

function assertSound(books: Books): void {
  for (const campaign of books.campaigns.values()) {
    assertConserved(totalCampaign(campaign, books.accounts))
  }
  const accounts = [...books.accounts.values()]
  expect(accounts.reduce((sum, account) => sum + postedBalance(account), 0n)).toBe(0n)
  for (const account of accounts.filter(({ mayOverdraw }) => !mayOverdraw)) {
    expect(availableBalance(account)).toBeGreaterThanOrEqual(0n)
  }
  const pending = [...books.transfers.values()].filter(({ state }) => state === 'pending')
  const reserved = pending.reduce((sum, { reserve: leg }) => sum + (leg?.amount ?? 0n), 0n)
  expect(accounts.reduce((sum, account) => sum + account.debitsPending, 0n)).toBe(reserved)
}

test('D1 value is conserved, and L9 no account is overdrawn, in any order of any transfers with duplicates and conflicts', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 16 }), (transfers, batchSize) => {
      run(transfers, batchSize, assertSound)
    }),
    { numRuns: 300 },
  )
})

test('L4 and L15 an id has one outcome for ever: its first, for everybody who comes with the same contents', () => {
  fc.assert(
    fc.property(history, (transfers) => {
      const { outcomes } = run(transfers, 7, () => undefined)
      const first = new Map<
        string,
        { readonly transfer: Transfer; readonly outcome: TransferOutcome }
      >()
      for (const [position, one] of [...openings, ...transfers].entries()) {
        const outcome = outcomes[position]
        if (outcome === undefined) throw new Error('an outcome is missing')
        const known = first.get(one.id)
        if (known === undefined) {
          expect(outcome.fresh).toBe(true)
          first.set(one.id, { transfer: one, outcome })
          continue
        }
        const isSame = JSON.stringify(known.transfer, textOf) === JSON.stringify(one, textOf)
        expect(outcome).toEqual(
          isSame
            ? { ...known.outcome, fresh: false }
            : { id: one.id, fresh: false, outcome: 'refused', reason: 'transfer_conflict' },
        )
      }
    }),
    { numRuns: 300 },
  )
})

test('how transfers are cut into batches changes neither outcomes nor journal nor balances', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 2, max: 64 }), (transfers, batchSize) => {
      const single = run(transfers, 1, () => undefined)
      expect(run(transfers, batchSize, () => undefined)).toEqual(single)
    }),
    { numRuns: 100 },
  )
})

function textOf(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
