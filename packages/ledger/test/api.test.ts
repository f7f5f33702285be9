import type { JsonValue } from '@evenkeel/kernel'
import { decodeHex, encodeHex } from '@evenkeel/kernel'
import { callRoute, type RouteCall, type RouteReply } from '@evenkeel/kernel/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ledgerRoutes } from '../src/index.ts'
import { JOURNAL_PAGE_MAX } from '../src/limits.ts'
import { chainHash, GENESIS_HASH } from '../src/model/journal-entry.ts'
import { CAMPAIGN, fund, type LedgerUnderTest, openLedger, transferId } from './open-ledger.ts'

let world: LedgerUnderTest

beforeEach(async () => {
  world = await openLedger()
  await fund(world, 100_000n)
  const { distributor } = world
  await distributor.send('ledger.reserve', [
    { transferId: transferId(1), campaignId: CAMPAIGN, amountMinor: '40' },
    { transferId: transferId(2), campaignId: CAMPAIGN, amountMinor: '2' },
  ])
  await distributor.send('ledger.settle', [{ transferId: transferId(1), payee: 'alice' }])
})
afterEach(() => world.close())

const call = (operation: string, request: RouteCall = {}): Promise<RouteReply> =>
  callRoute(ledgerRoutes(world.ledger), operation, request)

interface Page {
  readonly items: readonly { seq: number; hash: string; entry: string }[]
  readonly next?: string
}

describe('the routes of the ledger', () => {
  it('only read: no value can be moved through them', () => {
    expect(ledgerRoutes(world.ledger).map((route) => route.method)).toEqual(
      ledgerRoutes(world.ledger).map(() => 'GET'),
    )
  })

  it('show where a campaign’s money is, as totals and as accounts', async () => {
    const params = { campaignId: CAMPAIGN }
    expect((await call('showCampaignTotals', { params })).json).toMatchObject({
      funded: '100000',
      free: '99958',
      reserved: '2',
      settled: '40',
    })
    const { json } = await call('listCampaignAccounts', { params })
    expect((json as { items: JsonValue[] }).items[0]).toEqual({
      name: 'pool',
      posted: '99960',
      pending: { debits: '2', credits: '0' },
      available: '99958',
      lastSeq: expect.any(Number),
    })
    for (const operation of ['showCampaignTotals', 'listCampaignAccounts']) {
      for (const campaignId of ['none', '', '\0', '\ud800', 'payee:UNI:alice'])
        expect(await call(operation, { params: { campaignId } })).toEqual({
          problem: 'campaign_unknown',
        })
    }
  })

  it('do not take a payee’s account for one of a campaign', async () => {
    await world.distributor.send('ledger.settle', [{ transferId: transferId(2), payee: 'pool' }])
    const params = { campaignId: 'payee:UNI' }
    expect(await call('listCampaignAccounts', { params })).toEqual({ problem: 'campaign_unknown' })
  })

  it('tell a transfer’s story with its payment', async () => {
    const story = await call('showTransfer', { params: { transferId: transferId(1) } })
    expect(story.json).toMatchObject({
      state: 'posted',
      payment: { rail: 'internal', state: 'settled' },
    })
    for (const id of ['none', '\0']) {
      expect(await call('showTransfer', { params: { transferId: id } })).toEqual({
        problem: 'transfer_unknown',
      })
    }
  })

  it('give the journal in pages from which an outsider recomputes the hash that the proof names', async () => {
    await world.distributor.send(
      'ledger.reserve',
      Array.from({ length: JOURNAL_PAGE_MAX }, (_, n) => ({
        transferId: transferId(100 + n),
        campaignId: CAMPAIGN,
        amountMinor: '1',
      })),
    )
    let hash = GENESIS_HASH
    let rows = 0
    let after: string | undefined = '0'
    while (after !== undefined) {
      const { items, next } = (await call('listJournal', { query: { after } }))
        .json as unknown as Page
      for (const row of items) {
        hash = chainHash(hash, row.entry)
        expect(decodeHex(row.hash)).toEqual(hash)
        rows += 1
      }
      after = next
    }
    expect(rows).toBeGreaterThan(JOURNAL_PAGE_MAX)
    expect((await call('proveLedger')).json).toMatchObject({
      journal: { sound: true, entries: rows, headHash: encodeHex(hash) },
      trialBalance: [{ asset: 'UNI', balanced: true }],
    })
    for (const wrong of ['-1', 'x', '1.5', '9'.repeat(16)]) {
      expect(await call('listJournal', { query: { after: wrong } })).toEqual({
        problem: 'malformed_message',
      })
    }
  })

  it('say in the proof where a journal that was tampered with stops being sound', async () => {
    await world.party.ports.store.transact('tamper', (tx) =>
      tx.run(`UPDATE ledger_journal SET entry = replace(entry, '40', '41') WHERE seq = 2`, []),
    )
    expect((await call('proveLedger')).json).toMatchObject({
      journal: { sound: false, seq: 2, fault: 'hash' },
    })
  })

  it('walk the journal once for all who ask for the proof at the same time', async () => {
    const { ledger } = world
    let walks = 0
    const routes = ledgerRoutes({
      ...ledger,
      verifyJournal() {
        walks += 1
        return ledger.verifyJournal()
      },
    })
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => callRoute(routes, 'proveLedger')),
    )
    expect(new Set(replies.map(({ json }) => JSON.stringify(json))).size).toBe(1)
    expect(walks).toBe(1)
    await callRoute(routes, 'proveLedger')
    expect(walks).toBe(2)
  })
})
