import type { Store, Tx } from '../ports.ts'

/**
 * Moments in the life of a transaction: before its body, before each statement, after the body while the disk is syncing, and after the
 * sync while nobody has been told yet.
 */
export type CutPoint = 'begin' | 'statement' | 'sync' | 'synced'

export interface UnsyncedStoreOptions {
  readonly inner: Store
  /** Awaited at each point: it may let others run, as a slow disk does, or cut the power. */
  readonly atPoint?: (point: CutPoint, transaction: string) => Promise<void>
}

export interface UnsyncedStore extends Store {
  /**
   * Cuts the power now. What had not been synced is gone, and no promise of this store settles any more: who waited for one is dead, and
   * must not have acknowledged anything that rests on it. Resolves with a store that holds what was synced.
   */
  powerCut(): Promise<Store>
}

/** A store that can lose its power at any moment: shows who acknowledges before the data is durable (H4). */
export function createUnsyncedStore(options: UnsyncedStoreOptions): UnsyncedStore {
  const { inner, atPoint = async () => undefined } = options
  const powerLoss = Promise.withResolvers<void>()
  const inProgress = new Set<Promise<unknown>>()
  let isCut = false

  /** Gives the outcome to the caller, unless the power went first. */
  async function whilePowered<T>(work: () => Promise<T>): Promise<T> {
    if (isCut) return never()
    const outcome = work()
    inProgress.add(outcome)
    const [settled] = await Promise.allSettled([outcome])
    inProgress.delete(outcome)
    if (isCut) return never()
    if (settled.status === 'rejected') throw settled.reason
    return settled.value
  }

  async function pass(point: CutPoint, name: string): Promise<void> {
    if (isCut) return never()
    await atPoint(point, name)
    if (isCut) return never()
  }

  async function transact<T>(name: string, body: (tx: Tx) => Promise<T>): Promise<T> {
    const run = async (tx: Tx): Promise<T> => {
      await pass('begin', name)
      const value = await body(watch(tx, () => pass('statement', name)))
      await pass('sync', name)
      return value
    }
    const lose = async (): Promise<never> => {
      await powerLoss.promise
      throw new Error('the power went: rolls back')
    }
    const value = await whilePowered(() =>
      inner.transact(name, (tx) => Promise.race([run(tx), lose()])),
    )
    await pass('synced', name)
    return value
  }

  return {
    transact,
    read: (name, body) => whilePowered(() => inner.read(name, body)),
    migrate: (migrations) => whilePowered(() => inner.migrate(migrations)),
    close: () => whilePowered(() => inner.close()),
    async powerCut() {
      isCut = true
      powerLoss.resolve()
      await Promise.allSettled(inProgress)
      return inner
    },
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}

/** The same transaction, with something to pass before each statement. */
function watch(tx: Tx, pass: () => Promise<void>): Tx {
  const after = async <T>(statement: () => Promise<T>): Promise<T> => {
    await pass()
    return statement()
  }
  return {
    all: (sql, parameters) => after(() => tx.all(sql, parameters)),
    get: (sql, parameters) => after(() => tx.get(sql, parameters)),
    selectIn: (query) => after(() => tx.selectIn(query)),
    run: (sql, parameters) => after(() => tx.run(sql, parameters)),
    insertMany: (insert) => after(() => tx.insertMany(insert)),
    runMany: (sql, parameterLists) => after(() => tx.runMany(sql, parameterLists)),
  }
}
