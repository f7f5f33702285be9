import { type CampaignId, MINOR_MAX, type TransferId } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { payeeAccount } from '../src/model/account.ts'
import {
  ASSET,
  CAMPAIGN,
  fund,
  type LedgerUnderTest,
  openLedger,
  transferId,
} from './open-ledger.ts'

let world: LedgerUnderTest

beforeEach(async () => {
  world = await openLedger()
  await fund(world, 1_000n)
})
afterEach(() => world.close())

const opening = { campaignId: CAMPAIGN, asset: ASSET, fundMinor: '1000' }
const a = transferId('a')
const reserveA = { transferId: a, campaignId: CAMPAIGN, amountMinor: '40' }
const settleA = { transferId: a, payee: 'ada' }
const voidA = { transferId: a, reason: 'credential_revoked' }

async function totals(): Promise<Readonly<Record<string, unknown>>> {
  const shown = await world.ledger.showCampaign(CAMPAIGN)
  if (!shown.ok) throw new Error(shown.error.code)
  return { ...shown.value }
}

describe('ledger.open-campaign', () => {
  test('opens the accounts and funds the pool, once however often it is asked', async () => {
    expect(await world.distributor.send('ledger.open-campaign', [opening])).toEqual([
      'acknowledged',
    ])
    expect(await totals()).toMatchObject({ funded: 1_000n, free: 1_000n })
  })

  test.each([
    ['another amount', { ...opening, fundMinor: '1001' }, 'transfer_conflict'],
    ['another asset', { ...opening, asset: 'EUR' }, 'transfer_conflict'],
    ['more than 2^128 - 1', { ...opening, fundMinor: '9'.repeat(39) }, 'amount_overflow'],
    [
      'a name among the accounts outside',
      { ...opening, campaignId: 'payee:UNI' as CampaignId },
      'account_conflict',
    ],
  ])('is refused with %s, and what is open stays as it is', async (_name, body, reason) => {
    expect(await world.distributor.send('ledger.open-campaign', [body])).toEqual([reason])
    expect(await totals()).toMatchObject({ funded: 1_000n, free: 1_000n })
  })

  test('is for the configured distributors only', async () => {
    const body = { ...opening, campaignId: 'mine' as CampaignId }
    expect(await world.stranger.send('ledger.open-campaign', [body])).toEqual([
      'campaign_owner_not_allowed',
    ])
    expect(await world.ledger.showCampaign('mine' as CampaignId)).toMatchObject({
      error: { code: 'campaign_unknown' },
    })
  })
})

describe('ledger.reserve', () => {
  test('sets the amount aside', async () => {
    expect(await world.distributor.send('ledger.reserve', [reserveA])).toEqual(['acknowledged'])
    expect(await totals()).toMatchObject({ free: 960n, reserved: 40n })
  })

  test('the same transfer under another item is the same transfer', async () => {
    await world.distributor.send('ledger.reserve', [reserveA])
    expect(await world.distributor.send('ledger.reserve', [reserveA])).toEqual(['acknowledged'])
    expect(await totals()).toMatchObject({ reserved: 40n })
  })

  test.each([
    ['more than there is', { ...reserveA, amountMinor: '1001' }, 'insufficient_funds'],
    [
      'a campaign that is not open',
      { ...reserveA, campaignId: 'x' as CampaignId },
      'account_unknown',
    ],
    [
      'more than 2^128 - 1',
      { ...reserveA, amountMinor: String(MINOR_MAX + 1n) },
      'amount_overflow',
    ],
    [
      'an id without room for ours',
      { ...reserveA, transferId: 'x'.repeat(97) as TransferId },
      'malformed_message',
    ],
  ])('is refused with %s', async (_name, body, reason) => {
    expect(await world.distributor.send('ledger.reserve', [body])).toEqual([reason])
    expect(await totals()).toMatchObject({ free: 1_000n, reserved: 0n })
  })

  test('another party cannot use the campaign, and cannot tell that it exists', async () => {
    expect(await world.stranger.send('ledger.reserve', [reserveA])).toEqual(['account_unknown'])
    // The refusal did not burn the id of the rightful owner.
    expect(await world.distributor.send('ledger.reserve', [reserveA])).toEqual(['acknowledged'])
  })

  test('L15 an id that was refused stays refused, also when there is enough', async () => {
    await world.distributor.send('ledger.reserve', [{ ...reserveA, amountMinor: '1001' }])
    expect(
      await world.distributor.send('ledger.reserve', [
        { ...reserveA, amountMinor: '1001' },
        { ...reserveA, amountMinor: '40' },
      ]),
    ).toEqual(['insufficient_funds', 'transfer_conflict'])
  })
})

describe('ledger.settle', () => {
  beforeEach(() => world.distributor.send('ledger.reserve', [reserveA]))

  test('pays on the internal rail and tells the party that asked, once, with the one receipt', async () => {
    expect(await world.distributor.send('ledger.settle', [settleA])).toEqual(['acknowledged'])
    expect(await world.distributor.send('ledger.settle', [settleA])).toEqual(['acknowledged'])
    expect(await totals()).toMatchObject({ free: 960n, reserved: 0n, inFlight: 0n, settled: 40n })
    const [payee] = await world.ledger.balances([payeeAccount(ASSET, 'ada')])
    expect(payee).toMatchObject({ creditsPosted: 40n })
    expect(world.distributor.payments).toEqual([
      { transferId: a, outcome: 'settled', railReceipt: 'internal:t-a' },
    ])
  })

  test('its story shows both entries and the payment', async () => {
    await world.distributor.send('ledger.settle', [settleA])
    expect(await world.ledger.showTransfer(a)).toMatchObject({
      ok: true,
      value: {
        state: 'posted',
        entries: [
          { movements: [{ kind: 'reserve' }] },
          { movements: [{ kind: 'post', refers: a }, { kind: 'single' }, { kind: 'single' }] },
        ],
        payment: { rail: 'internal', state: 'settled', receipt: 'internal:t-a' },
      },
    })
    expect(await world.ledger.showTransfer(transferId('nobody'))).toMatchObject({
      error: { code: 'transfer_unknown' },
    })
  })

  test.each([
    ['to another payee after it was paid', { ...settleA, payee: 'eve' }, 'transfer_conflict'],
    ['of no reserve', { ...settleA, transferId: transferId('x') }, 'transfer_unknown'],
    [
      'of what is no reserve',
      { ...settleA, transferId: `${a}~settle` as TransferId },
      'transfer_unknown',
    ],
  ])('is refused %s', async (_name, body, reason) => {
    await world.distributor.send('ledger.settle', [settleA])
    expect(await world.distributor.send('ledger.settle', [body])).toEqual([reason])
    expect(await totals()).toMatchObject({ settled: 40n })
    expect(world.distributor.payments).toHaveLength(1)
  })

  test.each(['line\nbreak', 'nul\0', '\u001b[31m'])(
    'a payee that cannot be shown in one line is refused: %j',
    async (payee) => {
      expect(await world.distributor.send('ledger.settle', [{ transferId: a, payee }])).toEqual([
        'malformed_message',
      ])
      expect(await totals()).toMatchObject({ reserved: 40n })
    },
  )

  test('another party cannot pay it out or give it back', async () => {
    expect(await world.stranger.send('ledger.settle', [{ ...settleA, payee: 'eve' }])).toEqual([
      'transfer_unknown',
    ])
    expect(await world.stranger.send('ledger.void', [voidA])).toEqual(['transfer_unknown'])
    expect(await world.distributor.send('ledger.settle', [settleA])).toEqual(['acknowledged'])
  })

  test('neither events nor the outbox name the payee beyond the item that the rail needs', async () => {
    const payee = 'iban-of-a-person'
    await world.distributor.send('ledger.settle', [{ transferId: a, payee }])
    await world.sweep()
    const { store } = world.party.ports
    for (const [table, column] of [
      ['lifecycle_event', 'body'],
      ['handoff_out', 'body'],
    ]) {
      const rows = await store.read('look', (tx) =>
        tx.all(`SELECT ${column} AS text FROM ${table}`),
      )
      expect(rows.map((row) => row.text).join()).not.toContain(payee)
    }
  })

  test('each transfer is told to the observer when it is reserved and when it is settled, once', async () => {
    await world.distributor.send('ledger.settle', [settleA])
    await world.distributor.send('ledger.settle', [settleA])
    const rows = await world.party.ports.store.read('events', (tx) =>
      tx.all('SELECT body FROM lifecycle_event ORDER BY seq'),
    )
    const events = rows.map((row) => JSON.parse(String(row.body)) as { event: string; ids: object })
    expect(events.map(({ event, ids }) => [event, ids])).toEqual([
      ['TransferReserved', { transfer: a }],
      ['TransferSettled', { transfer: a }],
    ])
  })
})

describe('ledger.void', () => {
  beforeEach(() => world.distributor.send('ledger.reserve', [reserveA]))

  test('gives the amount back, once however often it is asked', async () => {
    expect(await world.distributor.send('ledger.void', [voidA])).toEqual(['acknowledged'])
    expect(await world.distributor.send('ledger.void', [voidA])).toEqual(['acknowledged'])
    expect(await totals()).toMatchObject({ free: 1_000n, reserved: 0n })
  })

  test('lets what is forfeited leave the pool, once and in the transfer that ends the reserve, until the campaign returns it (D6, D1)', async () => {
    const forfeit = { ...voidA, forfeits: true as const }
    expect(await world.distributor.send('ledger.void', [forfeit])).toEqual(['acknowledged'])
    expect(await world.distributor.send('ledger.void', [forfeit])).toEqual(['acknowledged'])
    // Another end of the same reserve is another content.
    expect(await world.distributor.send('ledger.void', [voidA])).toEqual(['transfer_conflict'])
    expect(await totals()).toMatchObject({ free: 960n, reserved: 0n, forfeited: 40n })
    const back = { campaignId: CAMPAIGN, amountMinor: '1000' }
    expect(
      await world.distributor.send('ledger.return-pool', [{ ...back, forfeitedMinor: '40' }]),
    ).toEqual(['acknowledged'])
    expect(await totals()).toMatchObject({ free: 0n, forfeited: 0n, returned: 1_000n })
  })

  test('what is given back cannot be paid, and what is paid cannot be given back', async () => {
    const b = transferId('b')
    await world.distributor.send('ledger.reserve', [{ ...reserveA, transferId: b }])
    await world.distributor.send('ledger.void', [voidA])
    expect(await world.distributor.send('ledger.settle', [settleA])).toEqual([
      'transfer_not_pending',
    ])
    await world.distributor.send('ledger.settle', [{ ...settleA, transferId: b }])
    expect(await world.distributor.send('ledger.void', [{ ...voidA, transferId: b }])).toEqual([
      'transfer_not_pending',
    ])
    expect(await totals()).toMatchObject({ free: 960n, reserved: 0n, settled: 40n })
  })
})
