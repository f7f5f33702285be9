import {
  canonicalJson,
  deriveKey,
  encodeHex,
  encodeUtf8,
  openSealed,
  type ReceiptId,
  type SqlValue,
  type Store,
  sealBytes,
  unwrap,
} from '@evenkeel/kernel'
import { systemRandom } from '@evenkeel/kernel/adapters'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../src/index.ts'
import { EVIDENCE_BYTES_MAX } from '../../src/limits.ts'
import { type Campaign, openCampaign, rule } from '../support/campaign.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  INDEX,
  policy,
  record,
  STATUS_URI,
  statusToken,
  type TestWorld,
} from '../support/test-world.ts'

const deleteDocument = (which: 'min' | 'max') =>
  `DELETE FROM evidence_document WHERE length(document) = (SELECT ${which}(length(document)) FROM evidence_document)`

const RETENTION_MS = 1_000_000

function run(world: TestWorld, sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
  return world.store.transact('test', (tx) => tx.run(sql, parameters))
}

async function count(world: TestWorld, table: string): Promise<unknown> {
  const row = await world.store.read('count', (tx) => tx.get(`SELECT count(*) AS n FROM ${table}`))
  return row?.n
}

async function receiptOf(campaign: Campaign, index = INDEX): Promise<ReceiptId> {
  const { receipt } = unwrap(await campaign.verify({ index }))
  if (receipt === undefined) throw new Error('no receipt')
  return receipt.id
}

function storeOf({ store }: TestWorld): Omit<Store, 'transact'> {
  return {
    read: (name, body) => store.read(name, body),
    migrate: (migrations) => store.migrate(migrations),
    close: () => store.close(),
  }
}

/** Both lists say something else from now on. */
async function publishOtherLists({ answers, time }: TestWorld): Promise<void> {
  const at = time.nowMs()
  const records = [{ ...record, status: 'withdrawn' as const }]
  answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq: 2, records }))
  answers.set(STATUS_URI, await statusToken({ at, values: { [INDEX]: 1 } }))
}

describe('the verdict behind a receipt', () => {
  test('is the same from the kept evidence, also after a restart and when the lists say otherwise by then (S7)', async () => {
    const campaign = await openCampaign()
    const { verdict, receipt } = unwrap(await campaign.verify())
    if (receipt === undefined) throw new Error('no receipt')
    await campaign.world.time.advance(3_600_000)
    const restarted = await campaign.world.restart()
    await publishOtherLists(restarted)
    const replay = await restarted.verifier.replayReceipt(receipt.id)
    expect(replay.kind).toBe('same')
    expect('verdict' in replay && canonicalJson(replay.verdict)).toBe(canonicalJson(verdict))
  })

  test('is the same where it was undetermined for lack of a status list', async () => {
    const campaign = await openCampaign()
    campaign.world.answers.set(STATUS_URI, 'unreachable')
    const replay = await campaign.world.verifier.replayReceipt(await receiptOf(campaign))
    expect(replay).toMatchObject({ kind: 'same', verdict: { reason: 'status_unavailable' } })
  })

  test('is told apart from another one that the evidence gives today', async () => {
    const campaign = await openCampaign()
    const receipt = await receiptOf(campaign)
    const stricter = { ...rule, policy: { ...policy, assuranceMin: 'high' } }
    await run(campaign.world, 'UPDATE campaign_rule SET rule = ?', [canonicalJson(stricter)])
    const { verifier } = await campaign.world.restart()
    expect(await verifier.replayReceipt(receipt)).toMatchObject({
      kind: 'changed',
      verdict: { outcome: 'rejected', reason: 'credential_assurance_too_low' },
      recorded: { outcome: 'accepted' },
    })
  })

  test.each([
    ['receipt_unknown', 'DELETE FROM receipt'],
    ['bundle_missing', 'DELETE FROM evidence_bundle'],
    ['bundle_unreadable', "UPDATE evidence_bundle SET sealed = x'00'"],
    [
      'document_missing',
      "UPDATE evidence_document SET document = x'00' WHERE length(document) > 900",
    ],
    ['document_missing', deleteDocument('min')],
    ['document_missing', deleteDocument('max')],
  ])('is not replayable, and says %s, after %s', async (because, sql) => {
    const campaign = await openCampaign()
    const receipt = await receiptOf(campaign)
    expect(await run(campaign.world, sql)).toBe(1)
    expect(await campaign.world.verifier.replayReceipt(receipt)).toEqual({
      kind: 'not_replayable',
      because,
    })
  })

  test('is not replayed from the bundle of another receipt, nor under another verifier’s key', async () => {
    const campaign = await openCampaign()
    const [first, second] = [await receiptOf(campaign), await receiptOf(campaign, INDEX + 1)]
    const swap =
      'UPDATE evidence_bundle SET sealed = (SELECT sealed FROM evidence_bundle WHERE receipt_id = ?) WHERE receipt_id = ?'
    await run(campaign.world, swap, [second, first])
    const unreadable = { kind: 'not_replayable', because: 'bundle_unreadable' }
    expect(await campaign.world.verifier.replayReceipt(first)).toEqual(unreadable)
    await run(campaign.world, 'UPDATE receipt SET bundle_id = ? WHERE id = ?', [second, first])
    expect(await campaign.world.verifier.replayReceipt(first)).toEqual(unreadable)
    const { store, time } = campaign.world
    const config = { programmeKey: new Uint8Array(32).fill(7) }
    for (const other of [{ config }, { id: 'other-verifier' }]) {
      const stranger = await openCampaign({}, { store, time, ...other })
      expect(await stranger.world.verifier.replayReceipt(second)).toEqual(unreadable)
    }
  })

  test('for something that is no id is that of no receipt', async () => {
    const { verifier } = (await openCampaign()).world
    const id = 'a\0b' as ReceiptId
    expect(await verifier.replayReceipt(id)).toMatchObject({ because: 'receipt_unknown' })
    expect(await verifier.showVerdict(id)).toBeUndefined()
  })
})

describe('evidence', () => {
  test('of one moment is sealed under another nonce each time', async () => {
    const campaign = await openCampaign()
    await receiptOf(campaign)
    await receiptOf(campaign)
    const rows = await campaign.world.store.read('test', (tx) =>
      tx.all('SELECT sealed FROM evidence_bundle'),
    )
    const nonces = rows.map(({ sealed }) => encodeHex((sealed as Uint8Array).slice(0, 12)))
    expect(new Set(nonces).size).toBe(2)
  })

  test('that there is no room for leaves a receipt that does not replay, and says so', async () => {
    const campaign = await openCampaign()
    const { store } = campaign.world
    const crowded: Store = {
      ...storeOf(campaign.world),
      transact: (name, body) =>
        store.transact(name, (tx) =>
          body({
            run: (...run) => tx.run(...run),
            all: (...all) => tx.all(...all),
            selectIn: (query) => tx.selectIn(query),
            insertMany: (insert) => tx.insertMany(insert),
            runMany: (...runs) => tx.runMany(...runs),
            get: async (sql, parameters) =>
              sql.includes('sum(octet_length')
                ? { bytes: EVIDENCE_BYTES_MAX - 1 }
                : tx.get(sql, parameters),
          }),
        ),
    }
    const full = await openCampaign({}, { store: crowded, time: campaign.world.time })
    const receipt = await receiptOf(full)
    expect(await count(campaign.world, 'evidence_document')).toBe(0)
    expect(await full.world.verifier.replayReceipt(receipt)).toMatchObject({
      because: 'document_missing',
    })
  })

  test('is kept in the receipt’s own transaction: a receipt that is not recorded leaves none', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    await receiptOf(campaign)
    await run(world, 'DELETE FROM evidence_document')
    await run(world, 'DELETE FROM evidence_bundle')
    const store: Store = {
      ...storeOf(world),
      transact: (name, body) =>
        world.store.transact(name, async (tx) => {
          const value = await body(tx)
          if (name !== 'record-verdicts') return value
          throw Object.assign(new Error('died'), { code: 'store_unavailable' })
        }),
    }
    const dying = await openCampaign({}, { store, time: world.time })
    const { receipt, verdict } = unwrap(await dying.verify())
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'store_unavailable' })
    expect(receipt).toBeUndefined()
    expect(await count(world, 'evidence_bundle')).toBe(0)
    expect(await count(world, 'evidence_document')).toBe(0)
    expect(await count(world, 'receipt')).toBe(1)
  })

  test('shows neither claim nor presentation to who reads the store', async () => {
    const campaign = await openCampaign()
    await campaign.verify({ claims: { person: 'somebody-in-particular' } })
    const rows = await campaign.world.store.read('test', (tx) =>
      tx.all('SELECT sealed FROM evidence_bundle'),
    )
    const sealed = Buffer.from(rows[0]?.sealed as Uint8Array).toString('latin1')
    expect(sealed.length).toBeGreaterThan(1_000)
    for (const part of ['presentation', 'eyJ', 'somebody', 'verifier']) {
      expect(sealed).not.toContain(part)
    }
  })

  test('of receipts that share a COMMIT is sealed once', async () => {
    const campaign = await openCampaign()
    const receipts = await Promise.all([1, 2, 3].map((n) => receiptOf(campaign, INDEX + n)))
    expect(await count(campaign.world, 'evidence_bundle')).toBe(1)
    for (const receipt of receipts) {
      expect(await campaign.world.verifier.replayReceipt(receipt)).toMatchObject({ kind: 'same' })
    }
  })

  test('of a receipt from when each had a bundle of its own is still read', async () => {
    const campaign = await openCampaign()
    const receipt = await receiptOf(campaign)
    const { store } = campaign.world
    const key = deriveKey(new Uint8Array(32).fill(6), ['evidence', 'verifier'])
    const row = await store.read('test', (tx) => tx.get('SELECT sealed FROM evidence_bundle'))
    const shared = openSealed(key, encodeUtf8(receipt), row?.sealed as Uint8Array)
    const input = shared?.slice(shared.indexOf(0x7b))
    const sealed = sealBytes(key, systemRandom, encodeUtf8(receipt), input ?? new Uint8Array())
    await run(campaign.world, 'UPDATE evidence_bundle SET sealed = ?', [sealed])
    await run(campaign.world, 'UPDATE receipt SET bundle_id = NULL')
    expect(await campaign.world.verifier.replayReceipt(receipt)).toMatchObject({ kind: 'same' })
  })

  test('has each list once, however many receipts rest on it', async () => {
    const campaign = await openCampaign()
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, n) => receiptOf(campaign, INDEX + n)),
    )
    receipts.push(await receiptOf(campaign, INDEX + 41))
    expect(await count(campaign.world, 'evidence_document')).toBe(2)
    for (const receipt of receipts) {
      const replay = await campaign.world.verifier.replayReceipt(receipt)
      expect(replay.kind).toBe('same')
    }
    await campaign.world.time.advance(700_000)
    campaign.world.answers.set(STATUS_URI, await statusToken({ at: campaign.world.time.nowMs() }))
    await receiptOf(campaign)
    expect(await count(campaign.world, 'evidence_document')).toBe(3)
  })

  test('goes when its time is over, lists only when no receipt needs them any more', async () => {
    const closesAtMs = rule.announcedAtMs + 10_000
    const campaign = await openCampaign(
      { closesAtMs },
      { config: { evidenceRetentionMs: RETENTION_MS } },
    )
    const { world } = campaign
    const first = await receiptOf(campaign)
    await world.time.advance(400_000)
    const second = await receiptOf(campaign, INDEX + 1)
    // The first is kept from the campaign's close on, the second from its own decision on.
    await world.time.advance(closesAtMs + RETENTION_MS - world.time.nowMs())
    await world.verifier.sweep?.()
    expect(await count(world, 'evidence_bundle')).toBe(2)
    await world.time.advance(1)
    await world.verifier.sweep?.()
    expect(await world.verifier.replayReceipt(first)).toMatchObject({ because: 'bundle_missing' })
    expect(await world.verifier.replayReceipt(second)).toMatchObject({ kind: 'same' })
    await world.time.advance(390_001)
    await world.verifier.sweep?.()
    expect(await count(world, 'evidence_bundle')).toBe(0)
    expect(await count(world, 'evidence_document')).toBe(0)
    expect(hashOf(await world.verifier.showVerdict(second))).toMatch(/^[0-9a-f]{64}$/)
  })
})
