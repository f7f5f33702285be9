import {
  type AccountId,
  type CampaignId,
  epochMs,
  MINOR_MAX,
  type MinorUnits,
  minorUnits,
  type PartyId,
  type TransferId,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import {
  campaignAccount,
  fundingAccount,
  payeeAccount,
  postedBalance,
  railAccount,
} from '../../src/model/account.ts'
import { applyTransfers } from '../../src/model/apply-transfers.ts'
import { assertConserved, totalCampaign } from '../../src/model/campaign-totals.ts'
import type { Books, Leg, Transfer, TransferOutcome } from '../../src/model/transfer.ts'

const NOW = epochMs(1_000_000)
const GRANT = 'grant' as CampaignId
const OTHER = 'other' as CampaignId
const pool = campaignAccount(GRANT, 'pool')
const inFlight = campaignAccount(GRANT, 'in_flight')
const settled = campaignAccount(GRANT, 'settled')
const receivable = campaignAccount(GRANT, 'receivable')

const empty: Books = { accounts: new Map(), campaigns: new Map(), transfers: new Map() }

function id(name: string): TransferId {
  return name as TransferId
}

function single(debit: AccountId, credit: AccountId, amount: bigint): Leg {
  return { kind: 'single', debit, credit, amount: minorUnits(amount) }
}

function reserve(amount: bigint, expiresAtMs?: number): Leg {
  const expiry = expiresAtMs === undefined ? {} : { expiresAtMs: epochMs(expiresAtMs) }
  return { kind: 'reserve', debit: pool, credit: inFlight, amount: minorUnits(amount), ...expiry }
}

function open(campaignId: CampaignId, amount: bigint, asset = 'UNI'): Transfer {
  return {
    id: id(`${campaignId}/open`),
    opens: { campaignId, asset, owner: 'distributor' as PartyId },
    legs: [single(fundingAccount(asset), campaignAccount(campaignId, 'pool'), amount)],
  }
}

/** Applies the transfers one batch each, as if they came at different times. */
function run(
  transfers: readonly Transfer[],
  start: Books = empty,
  now = NOW,
): { readonly books: Books; readonly outcomes: readonly TransferOutcome[] } {
  let books = start
  const outcomes: TransferOutcome[] = []
  for (const transfer of transfers) {
    const applied = applyTransfers(books, [transfer], books.transfers.size + 1, now)
    books = applied.books
    outcomes.push(...applied.outcomes)
  }
  return { books, outcomes }
}

function said(outcomes: readonly TransferOutcome[]): readonly string[] {
  return outcomes.map((outcome) => (outcome.outcome === 'applied' ? 'applied' : outcome.reason))
}

function balance(books: Books, account: AccountId): bigint {
  const found = books.accounts.get(account)
  return found === undefined ? 0n : postedBalance(found)
}

function totals(books: Books, campaignId = GRANT): ReturnType<typeof totalCampaign> {
  const campaign = books.campaigns.get(campaignId)
  if (campaign === undefined) throw new Error('no such campaign')
  return totalCampaign(campaign, books.accounts)
}

describe('two phases', () => {
  test('a reserve lowers what is free and moves nothing; a post moves it; the sum stays', () => {
    const reserved = run([open(GRANT, 100n), { id: id('a'), legs: [reserve(40n)] }])
    expect(totals(reserved.books)).toMatchObject({ free: 60n, reserved: 40n, inFlight: 0n })
    const posted = run([{ id: id('b'), legs: [{ kind: 'post', refers: id('a') }] }], reserved.books)
    expect(totals(posted.books)).toMatchObject({ free: 60n, reserved: 0n, inFlight: 40n })
    assertConserved(totals(posted.books))
  })

  test('a void gives the amount back, once', () => {
    const { books, outcomes } = run([
      open(GRANT, 100n),
      { id: id('a'), legs: [reserve(40n)] },
      { id: id('b'), legs: [{ kind: 'void', refers: id('a') }] },
      { id: id('c'), legs: [{ kind: 'void', refers: id('a') }] },
      { id: id('d'), legs: [{ kind: 'post', refers: id('a') }] },
    ])
    expect(said(outcomes).slice(2)).toEqual([
      'applied',
      'transfer_not_pending',
      'transfer_not_pending',
    ])
    expect(totals(books)).toMatchObject({ free: 100n, reserved: 0n })
  })

  test('one transfer cannot end a reserve twice', () => {
    const post: Leg = { kind: 'post', refers: id('a') }
    const { books, outcomes } = run([
      open(GRANT, 100n),
      { id: id('a'), legs: [reserve(40n)] },
      { id: id('b'), legs: [post, post] },
    ])
    expect(said(outcomes)[2]).toBe('transfer_not_pending')
    expect(totals(books)).toMatchObject({ free: 60n, reserved: 40n, inFlight: 0n })
  })

  test('an expired reserve can be expired and voided but not posted, and not a moment earlier expired', () => {
    const start = run([open(GRANT, 100n), { id: id('a'), legs: [reserve(40n, NOW + 10)] }]).books
    const expire: Transfer = { id: id('e'), legs: [{ kind: 'expire', refers: id('a') }] }
    const post: Transfer = { id: id('p'), legs: [{ kind: 'post', refers: id('a') }] }
    expect(said(run([expire], start, epochMs(NOW + 9)).outcomes)).toEqual(['transfer_not_pending'])
    expect(said(run([post], start, epochMs(NOW + 9)).outcomes)).toEqual(['applied'])
    const late = run([post, expire], start, epochMs(NOW + 10))
    expect(said(late.outcomes)).toEqual(['transfer_expired', 'applied'])
    expect(totals(late.books)).toMatchObject({ free: 100n, reserved: 0n })
  })
})

describe('L4 and L15: an id is for ever', () => {
  test('L4 a duplicate gets the stored outcome and changes nothing', () => {
    const a: Transfer = { id: id('a'), legs: [reserve(40n)] }
    const once = run([open(GRANT, 100n), a])
    const twice = run([a], once.books)
    expect(twice.outcomes).toEqual([{ ...once.outcomes[1], fresh: false }])
    expect(twice.books.accounts).toEqual(once.books.accounts)
  })

  test('L15 a duplicate of a refused transfer is refused for the same reason, also when there is enough now', () => {
    const a: Transfer = { id: id('a'), legs: [reserve(40n)] }
    const topUp: Transfer = { id: id('top-up'), legs: [single(fundingAccount('UNI'), pool, 100n)] }
    const { books, outcomes } = run([open(GRANT, 39n), a, topUp, a])
    expect(said(outcomes)).toEqual([
      'applied',
      'insufficient_funds',
      'applied',
      'insufficient_funds',
    ])
    expect(totals(books)).toMatchObject({ free: 139n, reserved: 0n })
  })

  test('the same id with other contents is a conflict and the stored outcome stands', () => {
    const { books, outcomes } = run([
      open(GRANT, 100n),
      { id: id('a'), legs: [reserve(40n)] },
      { id: id('a'), legs: [reserve(41n)] },
      { id: id('a'), legs: [reserve(40n)], evidence: 'another' },
      { id: id('a'), legs: [reserve(40n)] },
    ])
    expect(said(outcomes).slice(2)).toEqual(['transfer_conflict', 'transfer_conflict', 'applied'])
    expect(totals(books)).toMatchObject({ reserved: 40n })
  })

  test('a duplicate within one batch is a duplicate', () => {
    const start = run([open(GRANT, 100n)]).books
    const a: Transfer = { id: id('a'), legs: [reserve(40n)] }
    const { outcomes, entries, books } = applyTransfers(start, [a, a, a], 2, NOW)
    expect(outcomes.map(({ fresh }) => fresh)).toEqual([true, false, false])
    expect(entries).toHaveLength(1)
    expect(totals(books)).toMatchObject({ reserved: 40n })
  })
})

describe('legs', () => {
  test('L1 every movement debits and credits the same amount of the same currency', () => {
    const { books } = run([
      open(GRANT, 100n),
      open(OTHER, 7n, 'EUR'),
      { id: id('a'), legs: [reserve(40n)] },
      { id: id('b'), legs: [{ kind: 'post', refers: id('a') }] },
    ])
    for (const asset of ['UNI', 'EUR']) {
      const accounts = [...books.accounts.values()].filter((account) => account.asset === asset)
      expect(accounts.reduce((sum, account) => sum + postedBalance(account), 0n)).toBe(0n)
    }
  })

  test('linked legs are applied together or not at all', () => {
    const start = run([open(GRANT, 100n)]).books
    const { books, outcomes } = run(
      [{ id: id('x'), legs: [single(pool, inFlight, 60n), single(inFlight, settled, 61n)] }],
      start,
    )
    expect(said(outcomes)).toEqual(['insufficient_funds'])
    expect(books.accounts).toEqual(start.accounts)
  })

  test('L11 a leg between accounts of two currencies is refused', () => {
    const { outcomes } = run([
      open(GRANT, 100n),
      { id: id('x'), legs: [single(fundingAccount('EUR'), pool, 1n)] },
      { id: id('y'), legs: [single(railAccount('UNI', 'internal'), payeeAccount('EUR', 'p'), 1n)] },
    ])
    expect(said(outcomes).slice(1)).toEqual([
      'transfer_currency_mismatch',
      'transfer_currency_mismatch',
    ])
  })

  test('value leaves a campaign only to funding: not to another campaign, a payee or a rail', () => {
    const { outcomes } = run([
      open(GRANT, 100n),
      open(OTHER, 100n),
      { id: id('1'), legs: [single(pool, campaignAccount(OTHER, 'pool'), 1n)] },
      { id: id('2'), legs: [single(pool, payeeAccount('UNI', 'p'), 1n)] },
      { id: id('3'), legs: [single(pool, railAccount('UNI', 'internal'), 1n)] },
      { id: id('4'), legs: [single(settled, fundingAccount('UNI'), 1n)] },
      { id: id('5'), legs: [single(fundingAccount('UNI'), payeeAccount('UNI', 'p'), 1n)] },
      { id: id('6'), legs: [single(pool, pool, 1n)] },
      { id: id('7'), legs: [single(pool, fundingAccount('UNI'), 1n)] },
    ])
    const refused = Array.from({ length: 6 }, () => 'transfer_not_allowed')
    expect(said(outcomes).slice(2)).toEqual([...refused, 'applied'])
  })

  test('an account of a campaign that is not open does not exist', () => {
    const { outcomes } = run([{ id: id('x'), legs: [single(fundingAccount('UNI'), pool, 1n)] }])
    expect(said(outcomes)).toEqual(['account_unknown'])
  })

  test('a campaign is opened once, and never under a name that reaches into the accounts outside campaigns', () => {
    const { outcomes } = run([
      open(GRANT, 100n),
      { ...open(GRANT, 100n), id: id('again') },
      open('payee:UNI' as CampaignId, 1n),
      open('rail:UNI' as CampaignId, 1n),
      open('funding:UNI' as CampaignId, 1n),
    ])
    const refused = Array.from({ length: 4 }, () => 'account_conflict')
    expect(said(outcomes)).toEqual(['applied', ...refused])
  })

  test('what a refused opening would have opened does not exist', () => {
    const { books, outcomes } = run([
      {
        id: id('x'),
        opens: { campaignId: GRANT, asset: 'UNI', owner: 'distributor' as PartyId },
        legs: [single(pool, inFlight, 1n)],
      },
    ])
    expect(said(outcomes)).toEqual(['insufficient_funds'])
    expect(books.accounts.size + books.campaigns.size).toBe(0)
  })
})

describe('L12: a reversal compensates', () => {
  test('every account is back where it was, and both transfers stay in the journal', () => {
    const start = run([open(GRANT, 100n), { id: id('a'), legs: [reserve(40n)] }]).books
    const legs: Leg[] = [
      { kind: 'post', refers: id('a') },
      single(inFlight, settled, 40n),
      single(railAccount('UNI', 'internal'), payeeAccount('UNI', 'p'), 40n),
    ]
    const undo: Transfer = { id: id('u'), legs: [{ kind: 'reversal', refers: id('s') }] }
    const { books, outcomes } = run([{ id: id('s'), legs }, undo], start)
    expect(said(outcomes)).toEqual(['applied', 'applied'])
    expect(totals(books)).toMatchObject({ free: 100n, reserved: 0n, inFlight: 0n, settled: 0n })
    expect(balance(books, payeeAccount('UNI', 'p'))).toBe(0n)
    expect(books.transfers.get(id('s'))).toMatchObject({ state: 'reversed' })
    // Compensation, not erasure: what moved stays counted on both sides.
    expect(books.accounts.get(settled)).toMatchObject({ creditsPosted: 40n, debitsPosted: 40n })
  })

  test('only once, not of a reversal, a reserve or a refused transfer, and not beyond what is there', () => {
    const undo = (name: string, refers: string): Transfer => ({
      id: id(name),
      legs: [{ kind: 'reversal', refers: id(refers) }],
    })
    const { outcomes } = run([
      open(GRANT, 100n),
      { id: id('a'), legs: [single(pool, inFlight, 10n)] },
      undo('u1', 'a'),
      undo('u2', 'a'),
      undo('u3', 'u1'),
      { id: id('r'), legs: [reserve(5n)] },
      undo('u4', 'r'),
      { id: id('f'), legs: [single(pool, inFlight, 1_000n)] },
      undo('u5', 'f'),
      undo('u6', 'nothing'),
      { id: id('b'), legs: [single(pool, inFlight, 10n)] },
      { id: id('c'), legs: [single(inFlight, settled, 10n)] },
      undo('u7', 'b'),
    ])
    expect(said(outcomes)).toEqual([
      'applied',
      'applied',
      'applied',
      'transfer_not_reversible',
      'transfer_not_reversible',
      'applied',
      'transfer_not_reversible',
      'insufficient_funds',
      'transfer_not_reversible',
      'transfer_unknown',
      'applied',
      'applied',
      'insufficient_funds',
    ])
  })

  test('money that goes back to funding is counted as returned', () => {
    const { books } = run([
      open(GRANT, 100n),
      { id: id('u'), legs: [single(pool, fundingAccount('UNI'), 30n)] },
    ])
    expect(totals(books)).toMatchObject({ funded: 100n, returned: 30n, free: 70n })
    assertConserved(totals(books))
  })

  test('what is under receivable is not settled', () => {
    const { books } = run([
      open(GRANT, 100n),
      { id: id('a'), legs: [single(pool, inFlight, 10n), single(inFlight, settled, 10n)] },
      { id: id('b'), legs: [single(settled, receivable, 4n)] },
    ])
    expect(totals(books)).toMatchObject({ settled: 6n, receivable: 4n })
    assertConserved(totals(books))
  })
})

describe('L10: no precision is lost', () => {
  test.each([
    ['2^53 + 1', 2n ** 53n + 1n],
    ['2^64 - 1', 2n ** 64n - 1n],
    ['2^64', 2n ** 64n],
    ['2^64 + 1', 2n ** 64n + 1n],
    ['2^127', 2n ** 127n],
    ['2^128 - 1', MINOR_MAX],
  ])('an amount of %s goes through every account unchanged', (_name, amount) => {
    const { books, outcomes } = run([
      open(GRANT, amount),
      { id: id('a'), legs: [reserve(amount)] },
      {
        id: id('s'),
        legs: [
          { kind: 'post', refers: id('a') },
          single(inFlight, settled, amount),
          single(railAccount('UNI', 'internal'), payeeAccount('UNI', 'p'), amount),
        ],
      },
    ])
    expect(said(outcomes)).toEqual(['applied', 'applied', 'applied'])
    expect(balance(books, payeeAccount('UNI', 'p'))).toBe(amount)
    assertConserved(totals(books))
  })

  test('a sum beyond 2^128 - 1 is refused, pending amounts included, and one unit less is not', () => {
    const almost = MINOR_MAX - 10n
    const { outcomes } = run([
      open(GRANT, almost),
      { id: id('over'), legs: [single(fundingAccount('UNI'), pool, 11n)] },
      { id: id('exact'), legs: [single(fundingAccount('UNI'), pool, 10n)] },
      { id: id('r'), legs: [reserve(MINOR_MAX)] },
    ])
    expect(said(outcomes)).toEqual(['applied', 'amount_overflow', 'applied', 'applied'])
  })

  test('a reserve that could never be posted is refused when it is made', () => {
    const held = campaignAccount(GRANT, 'held')
    const { outcomes } = run([
      open(GRANT, MINOR_MAX),
      { id: id('1'), legs: [single(pool, inFlight, MINOR_MAX)] },
      { id: id('2'), legs: [single(inFlight, held, MINOR_MAX)] },
      {
        id: id('3'),
        legs: [{ kind: 'reserve', debit: held, credit: inFlight, amount: minorUnits(1n) }],
      },
    ])
    expect(said(outcomes)).toEqual(['applied', 'applied', 'applied', 'amount_overflow'])
  })
})

test('conservation is asserted, not assumed: totals that do not add up throw', () => {
  const sound = totals(run([open(GRANT, 100n)]).books)
  expect(() => assertConserved({ ...sound, held: 1n as MinorUnits })).toThrow(/D1/)
})
