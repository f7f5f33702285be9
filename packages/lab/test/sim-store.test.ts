import { brandId, type PartyId, type Store, type Tx } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { describe, expect, it } from 'vitest'
import { runSimulated } from '../src/adapters/ambient-ban.ts'
import { History } from '../src/history.ts'
import { Life } from '../src/life.ts'
import { Scheduler } from '../src/scheduler.ts'
import { SeededRandom } from '../src/seeded-random.ts'
import { SimStore } from '../src/sim-store.ts'

const party = brandId<PartyId>('party')

interface Bench {
  readonly scheduler: Scheduler
  readonly life: Life
  readonly store: Store
  /** What is durable. */
  rows(): Promise<readonly string[]>
  digest(): string
}

/** A store in its first life, with one table, under a seed. */
function onBench<T>(seed: number, work: (bench: Bench) => Promise<T>): Promise<T> {
  return runSimulated(async () => {
    const random = new SeededRandom(`${seed}`)
    const history = new History()
    const scheduler = new Scheduler(random.fork('scheduler'), history)
    const life = new Life(party, scheduler)
    const inner = await openSqliteStore({ path: ':memory:' })
    await inner.migrate([{ id: 't/1', statements: ['CREATE TABLE t (name TEXT NOT NULL)'] }])
    const store = new SimStore({
      inner,
      life,
      workMs: () => random.below(4),
      watchCommit: async () => () => undefined,
    })
    const rows = async () => {
      const all = await inner.read('rows', (tx) => tx.all('SELECT name FROM t ORDER BY name'))
      return all.map((row) => String(row.name))
    }
    const result = await work({ scheduler, life, store, rows, digest: () => history.digest() })
    await inner.close()
    return result
  })
}

const insert = (tx: Tx, name: string) => tx.run('INSERT INTO t (name) VALUES (?)', [name])

describe('SimStore', () => {
  it('what concurrent transactions wrote is all there, and each was told after its commit', async () => {
    await onBench(1, async ({ scheduler, store, rows }) => {
      const told: string[] = []
      for (const name of ['a', 'b', 'c']) {
        const write = async () => {
          await store.transact(name, (tx) => insert(tx, name))
          expect(await rows()).toContain(name)
          told.push(name)
        }
        write().catch(scheduler.fail)
      }
      await scheduler.run(100)
      expect(told.toSorted()).toEqual(['a', 'b', 'c'])
    })
  })

  it('the seed decides which of two concurrent statements ends first', async () => {
    const firstOf = (seed: number) =>
      onBench(seed, async ({ scheduler, store }) => {
        const ended: string[] = []
        const work = store.transact('race', async (tx) => {
          const run = async (name: string) => {
            await insert(tx, name)
            ended.push(name)
          }
          await Promise.all([run('a'), run('b')])
        })
        work.catch(scheduler.fail)
        await scheduler.run(100)
        return ended.join('')
      })
    const orders = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(firstOf))
    expect(new Set(orders)).toEqual(new Set(['ab', 'ba']))
  })

  it('a crash at any moment leaves all of a transaction or nothing, and never tells anybody', async () => {
    const outcomes = new Set<string>()
    for (let crashMs = 0; crashMs < 16; crashMs += 1) {
      await onBench(3, async ({ scheduler, life, store, rows }) => {
        let told = false
        const write = async () => {
          await store.transact('both', async (tx) => {
            await insert(tx, 'a')
            await insert(tx, 'b')
          })
          told = true
        }
        write().catch(scheduler.fail)
        await scheduler.run(crashMs)
        const toldBefore = told
        life.end()
        await scheduler.run(100)
        expect(told).toBe(toldBefore)
        outcomes.add(`${(await rows()).join('')}${told ? ' told' : ''}`)
      })
    }
    // All three must have been met: rolled back, committed in silence, and committed and told.
    expect(outcomes).toEqual(new Set(['', 'ab', 'ab told']))
  })

  it('a transaction that waits its turn when the party crashes does not begin', async () => {
    await onBench(1, async ({ scheduler, life, store, rows }) => {
      for (const name of ['a', 'b']) {
        store.transact(name, (tx) => insert(tx, name)).catch(scheduler.fail)
      }
      await scheduler.run(0)
      life.end()
      await scheduler.run(100)
      expect(await rows()).toEqual([])
    })
  })

  it('the next life works on what the last one committed', async () => {
    await onBench(1, async ({ scheduler, life, store, rows }) => {
      const write = (name: string) => store.transact(name, (tx) => insert(tx, name))
      write('kept').catch(scheduler.fail)
      await scheduler.run(100)
      life.end()
      expect(await rows()).toEqual(['kept'])
    })
  })

  it('a body that throws is rolled back, and its caller learns why', async () => {
    await onBench(1, async ({ scheduler, store, rows }) => {
      const failing = store.transact('fails', async (tx) => {
        await insert(tx, 'a')
        throw new Error('planted')
      })
      const expected = expect(failing).rejects.toThrow('planted')
      await scheduler.run(100)
      await expected
      expect(await rows()).toEqual([])
    })
  })

  it('the same store used inside its own transaction is a fault', async () => {
    await onBench(1, async ({ scheduler, store }) => {
      const nested = store.transact('outer', () => store.read('inner', async () => 1))
      const expected = expect(nested).rejects.toThrow('inside a transaction of the same store')
      await scheduler.run(100)
      await expected
    })
  })

  it('two statements that change places change the history', async () => {
    const digestOf = (names: readonly string[]) =>
      onBench(1, async ({ scheduler, store, digest }) => {
        const work = store.transact('ordered', async (tx) => {
          for (const name of names) await insert(tx, name)
        })
        work.catch(scheduler.fail)
        await scheduler.run(100)
        return digest()
      })
    expect(await digestOf(['a', 'b'])).toBe(await digestOf(['a', 'b']))
    expect(await digestOf(['a', 'b'])).not.toBe(await digestOf(['b', 'a']))
  })
})
