import { encodeUtf8, err, ok, type Ports } from '@evenkeel/kernel'
import { createLoopbackTransport, inlineCompute, openSqliteStore } from '@evenkeel/kernel/adapters'
import { describe, expect, test } from 'vitest'
import {
  createLeasedDocuments,
  type LeasedDocument,
  type LeasedDocuments,
} from '../../src/evidence/leased-documents.ts'
import { verifierMigrations } from '../../src/migrations.ts'
import { createManualTime, START_MS, settle } from '../support/manual-time.ts'
import { verifierSigner } from '../support/test-world.ts'

const HELD_MAX = 4
const FETCH_MS = 2_000

/** A cache over a network on which the lists of `hanging` never come. */
async function openCache() {
  const time = createManualTime()
  const store = await openSqliteStore({ path: ':memory:' })
  await store.migrate(verifierMigrations)
  const retrieved: string[] = []
  const opened: string[] = []
  const ports: Ports = {
    store,
    clock: time.clock,
    timers: time.timers,
    random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
    transport: {
      ...createLoopbackTransport(),
      async retrieve(url, { timeoutMs }) {
        retrieved.push(url)
        if (!url.startsWith('hanging')) return ok(encodeUtf8(url))
        await time.timers.sleep(timeoutMs)
        return err({ code: 'transport_timed_out' })
      },
    },
    signer: verifierSigner,
    compute: inlineCompute,
  }
  const documents: LeasedDocuments<LeasedDocument> = createLeasedDocuments({
    context: { ports, recordEvents: async () => undefined },
    kind: 'status',
    proofs: undefined,
    maxBytes: 1_000,
    fetchMs: FETCH_MS,
    clockBoundMs: 0,
    heldMax: HELD_MAX,
  })
  const obtain = (publisher: string, list: number) => {
    const scope = `${publisher} ${list}`
    return documents.obtain({
      scope,
      publisher: `${publisher} `,
      url: scope,
      open: () => {
        opened.push(scope)
        const times = { issuedAtMs: START_MS, expiresAtMs: START_MS + 600_000 }
        return ok({ seq: 1, root: scope, ...times })
      },
      isEnough: () => true,
      deadlineMs: time.clock.monotonicMs() + 1_000,
    })
  }
  return { time, obtain, retrieved, opened }
}

describe('the documents in memory', () => {
  test('are as many as are held at most, the rest is read back from the store and not from the network', async () => {
    const { obtain, opened, retrieved } = await openCache()
    const lists = Array.from({ length: 100 }, (_, n) => n)
    for (const list of lists) await obtain('issuer', list)
    expect(retrieved).toHaveLength(100)
    opened.length = 0
    for (const list of lists.slice(-HELD_MAX)) await obtain('issuer', list)
    expect(opened).toEqual([])
    for (const list of lists.slice(0, HELD_MAX)) await obtain('issuer', list)
    expect(opened).toHaveLength(HELD_MAX)
    expect(retrieved).toHaveLength(100)
  })

  test('of one issuer are not kept out by another whose lists never come, and those do not stay', async () => {
    const { time, obtain, opened, retrieved } = await openCache()
    const waiting = Array.from({ length: 50 }, (_, list) => obtain('hanging', list))
    await settle()
    expect((await obtain('issuer', 0)).held?.document.root).toBe('issuer 0')
    opened.length = 0
    expect((await obtain('issuer', 0)).held?.document.root).toBe('issuer 0')
    expect(opened).toEqual([])
    await time.advance(FETCH_MS)
    const given = await Promise.all(waiting)
    expect(given.every(({ failure }) => failure === 'deadline_passed')).toBe(true)
    // The next demand makes room: what was looked for in vain is looked for anew.
    await obtain('issuer', 1)
    retrieved.length = 0
    void obtain('hanging', 0)
    await settle()
    expect(retrieved).toEqual(['hanging 0'])
  })
})
