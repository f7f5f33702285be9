import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { CampaignRule, Tx } from '@evenkeel/kernel'
import { systemTimers } from '@evenkeel/kernel/adapters'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GATE_BATCHES_PER_SWEEP_MAX } from '../../src/limits.ts'
import { watchReads } from '../support/watch-reads.ts'
import { fixedRule, makeClaim, openWorld, VERIFIER, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const checked: CampaignRule = {
  ...fixedRule,
  settlementCheck: { verifier: VERIFIER, budgetMs: 600_000 },
}

describe('the payment gate under a backlog', () => {
  it('asks about receipts in the order in which their claims came', async () => {
    const people = ['ada', 'bob', 'cleo', 'dora', 'emil', 'fay', 'gus', 'hal']
    await world.openCampaign(checked)
    for (const person of people) {
      await world.distributor.submitClaim(await makeClaim(world, { rule: checked, person }))
      world.advance(1)
    }
    await world.settleDown()
    const question = world.deliveries.find(({ kind }) => kind === 'verifier.recheck-receipts')
    const asked = question?.body.receipts as readonly { readonly receiptId: string }[]
    expect(asked.map(({ receiptId }) => receiptId)).toEqual(
      people.map((person) => `receipt-${person}-1`),
    )
  })

  it('is passed a bounded number of batches at a time, each of which gives way to what people wait for', async () => {
    const slept: number[] = []
    const passed: string[] = []
    await world.close()
    world = await openWorld({
      timers: { ...systemTimers, sleep: async (ms) => void slept.push(ms) },
      wrapStore: (store) => ({
        ...watchReads(store, () => undefined),
        transact: (name, body) => {
          passed.push(name)
          return store.transact(name, body)
        },
      }),
    })
    // What is nobody's is never through the gate: the longest backlog that there can be.
    await world.store.transact('backlog', (tx) =>
      tx.run("INSERT INTO payment_wait (campaign_id, claim_id) VALUES ('none', 'nobody')"),
    )
    slept.length = 0
    await world.distributor.sweep()
    expect(passed.filter((name) => name === 'pass-gate')).toHaveLength(GATE_BATCHES_PER_SWEEP_MAX)
    expect(slept).toEqual(Array(GATE_BATCHES_PER_SWEEP_MAX).fill(0))
  })

  it('finds each waiting claim by its key: what a claim costs does not grow with those that wait', async () => {
    const statements = new Set<string>()
    await world.close()
    const directory = mkdtempSync(join(tmpdir(), 'gate-'))
    const path = join(directory, 'distributor.db')
    world = await openWorld({
      path,
      wrapStore: (store) => ({
        ...watchReads(store, () => undefined),
        transact: (name, body) =>
          store.transact(name, (tx) =>
            body({
              ...bound(tx),
              runMany: (sql, lists) => {
                if (lists.length > 0) statements.add(sql)
                return tx.runMany(sql, lists)
              },
            }),
          ),
      }),
    })
    await world.openCampaign(checked)
    await world.distributor.submitClaim(await makeClaim(world, { rule: checked, person: 'ada' }))
    await world.settleDown()
    const waits = [...statements].filter((sql) => sql.includes('payment_wait'))
    expect(waits).toHaveLength(3)
    const db = new DatabaseSync(path, { readOnly: true })
    for (const sql of waits) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
      expect(plan.map(({ detail }) => String(detail)).join()).toMatch(
        /^SEARCH payment_wait USING .*campaign_id=\? AND claim_id=\?/,
      )
    }
    db.close()
    rmSync(directory, { recursive: true })
  })
})

/** A transaction's methods as a plain object. */
function bound(tx: Tx): Tx {
  return {
    all: (...args) => tx.all(...args),
    get: (...args) => tx.get(...args),
    selectIn: (...args) => tx.selectIn(...args),
    run: (...args) => tx.run(...args),
    insertMany: (...args) => tx.insertMany(...args),
    runMany: (...args) => tx.runMany(...args),
  }
}
