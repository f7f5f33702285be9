import type { Store } from '@evenkeel/kernel'

/** When the process dies next: at the transaction so many from now, before it or once it is durable. */
export interface Crashes {
  next: { after: number; readonly committed: boolean } | undefined
}

/** A store whose process dies by plan; once dead it does nothing more until the plan is cleared. */
export function crashingStore(store: Store, crashes: Crashes): Store {
  return {
    ...store,
    async transact(name, body) {
      const { next } = crashes
      if (next === undefined) return store.transact(name, body)
      if (next.after > 0) {
        next.after -= 1
        return store.transact(name, body)
      }
      if (next.committed && next.after === 0) await store.transact(name, body)
      next.after = -1
      throw new Error('the process died')
    },
    read: (name, body) => store.read(name, body),
    migrate: (migrations) => store.migrate(migrations),
    close: () => store.close(),
  }
}
