import type { Store } from '@evenkeel/kernel'

/** A store that tells the name of each read before it begins; what is thrown then is the read's failure. */
export function watchReads(store: Store, onRead: (name: string) => void): Store {
  return {
    transact: (name, body) => store.transact(name, body),
    async read(name, body) {
      onRead(name)
      return store.read(name, body)
    },
    migrate: (migrations) => store.migrate(migrations),
    close: () => store.close(),
  }
}
