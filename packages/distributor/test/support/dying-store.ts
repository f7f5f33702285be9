import type { Store } from '@evenkeel/kernel'

export interface DyingStore {
  /** Whether it has died. */
  readonly seen: { dead: boolean }
  readonly wrapStore: (store: Store) => Store
}

/** A store on which the nth transaction of the name ends as if the process had died before its commit, or right after it. */
export function dyingStore(name: string, nth: number, when: 'before' | 'after'): DyingStore {
  const seen = { dead: false }
  let calls = 0
  const wrapStore = (store: Store): Store => ({
    read: (...args) => store.read(...args),
    migrate: (...args) => store.migrate(...args),
    close: () => store.close(),
    async transact(called, body) {
      calls += called === name ? 1 : 0
      const dies = called === name && calls === nth
      seen.dead ||= dies
      if (dies && when === 'before') throw new Error('died')
      const result = await store.transact(called, body)
      if (dies) throw new Error('died')
      return result
    },
  })
  return { seen, wrapStore }
}
