import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import type { Migration, Row, Store, Tx } from '../../src/ports.ts'
import { ok } from '../../src/result.ts'
import {
  createGroupCommit,
  type GroupCommit,
  type GroupCommitOptions,
} from '../../src/store/group-commit.ts'
import { storeConformance } from '../../src/testing/store-conformance.ts'
import {
  type CutPoint,
  createUnsyncedStore,
  type UnsyncedStore,
} from '../../src/testing/unsynced-store.ts'

const schema: Migration = {
  id: 'test/0001',
  statements: ['CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, batch BIGINT NOT NULL)'],
}

async function openMemory(): Promise<Store> {
  const store = await openSqliteStore({ path: ':memory:' })
  await store.migrate([schema])
  return store
}

/** Longer than any chain of promises in a submitter, so that whoever could have been told has been. */
const letOthersRun = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type CreateGroupCommit = (
  options: GroupCommitOptions<number, number>,
) => Pick<GroupCommit<number, number>, 'submit'>

/** The mistake that H4 forbids: it tells the submitter when the body has run, before the COMMIT. */
const createHastyGroupCommit: CreateGroupCommit = ({ store, name, apply }) => ({
  submit: (item) =>
    new Promise((resolve, reject) => {
      store
        .transact(name, async (tx) => {
          const [output] = await apply(tx, [item])
          resolve(ok(output ?? 0))
        })
        .catch(reject)
    }),
})

interface Plan {
  readonly items: number
  readonly batchMax: number
  /** The power goes at the n-th point that any transaction passes. */
  readonly cutAt: number
  /** Items submitted before the others get their turn. */
  readonly burst: number
}

interface Aftermath {
  readonly acknowledged: readonly number[]
  readonly stored: readonly Row[]
  readonly batchSizes: ReadonlyMap<number, number>
}

/** Submits items until the power goes, and says who had been told what by then and what is found after it came back. */
async function runUntilPowerCut(create: CreateGroupCommit, plan: Plan): Promise<Aftermath> {
  const acknowledged: number[] = []
  const batchSizes = new Map<number, number>()
  const cut = Promise.withResolvers<{ told: number[]; survivor: Promise<Store> }>()
  let points = 0
  const store: UnsyncedStore = createUnsyncedStore({
    inner: await openMemory(),
    atPoint: async () => {
      await letOthersRun()
      points += 1
      if (points !== plan.cutAt) return
      cut.resolve({ told: [...acknowledged], survivor: store.powerCut() })
    },
  })
  const apply = async (tx: Tx, items: readonly number[]): Promise<readonly number[]> => {
    const batch = batchSizes.size
    batchSizes.set(batch, items.length)
    // One statement each, so that the power can go between two of them.
    for (const id of items) await tx.run('INSERT INTO item (id, batch) VALUES (?, ?)', [id, batch])
    return items
  }
  const clock = { monotonicMs: () => 0 }
  const group = create({ store, name: 'items', clock, apply, batchMax: plan.batchMax })
  const submitted: Promise<unknown>[] = []
  for (let id = 0; id < plan.items; id += 1) {
    submitted.push(group.submit(id).then(() => acknowledged.push(id)))
    if (id % plan.burst === 0) await letOthersRun()
  }
  const finished = Promise.all(submitted).then(() => ({
    told: [...acknowledged],
    survivor: store.powerCut(),
  }))
  const { told, survivor } = await Promise.race([cut.promise, finished])
  const reopened = await survivor
  const stored = await reopened.read('items', (tx) => tx.all('SELECT id, batch FROM item'))
  await reopened.close()
  return { acknowledged: told, stored, batchSizes }
}

const plans = fc.record({
  items: fc.integer({ min: 1, max: 24 }),
  batchMax: fc.integer({ min: 1, max: 8 }),
  cutAt: fc.integer({ min: 1, max: 60 }),
  burst: fc.integer({ min: 1, max: 8 }),
})

/** H4: whatever was acknowledged before the power went is there afterwards. */
const acknowledgedIsStored = (create: CreateGroupCommit) =>
  fc.asyncProperty(plans, async (plan) => {
    const { acknowledged, stored, batchSizes } = await runUntilPowerCut(create, plan)
    const ids = new Set(stored.map((row) => row.id))
    for (const id of acknowledged) expect(ids, `acknowledged ${id}`).toContain(id)
    for (const [batch, size] of batchSizes) {
      const found = stored.filter((row) => row.batch === batch).length
      expect([0, size], `batch ${batch} is whole or absent`).toContain(found)
    }
  })

describe('a store that loses its power', () => {
  it('shows that group commit acknowledges nothing before it is durable, wherever the power goes', async () => {
    await fc.assert(acknowledgedIsStored(createGroupCommit), { numRuns: 300 })
  })

  it('catches a group commit that acknowledges before the COMMIT', async () => {
    const outcome = await fc.check(acknowledgedIsStored(createHastyGroupCommit), { numRuns: 300 })
    expect(outcome.failed).toBe(true)
    expect(String(outcome.errorInstance)).toContain('acknowledged')
  })

  const points: readonly (readonly [CutPoint, number])[] = [
    ['begin', 0],
    ['statement', 0],
    ['sync', 0],
    ['synced', 1],
  ]
  it.each(points)('a cut at %s keeps %i rows and settles no promise', async (cutPoint, rows) => {
    const survivor = Promise.withResolvers<Store>()
    const store = createUnsyncedStore({
      inner: await openMemory(),
      atPoint: async (point) => {
        if (point === cutPoint) survivor.resolve(store.powerCut())
      },
    })
    let settled = 0
    const count = (): void => {
      settled += 1
    }
    const insert = () =>
      store.transact('write', (tx) => tx.run('INSERT INTO item (id, batch) VALUES (1, 1)'))
    // The second one is still waiting for its turn when the power goes.
    const waiting = [insert().then(count, count), insert().then(count, count)]
    const reopened = await survivor.promise
    waiting.push(store.read('late', async () => 1).then(count, count))
    await letOthersRun()
    expect(settled, `of ${waiting.length}`).toBe(0)
    expect(await reopened.read('items', (tx) => tx.all('SELECT id FROM item'))).toHaveLength(rows)
    await reopened.close()
  })
})

storeConformance({ describe, it, expect }, 'SQLite in memory, with power', async () => ({
  store: createUnsyncedStore({ inner: await openSqliteStore({ path: ':memory:' }) }),
}))
