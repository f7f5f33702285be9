import { describeConcurrency } from './store-conformance/concurrency.ts'
import { describeDurability } from './store-conformance/durability.ts'
import {
  createWithStore,
  type DurableStoreUnderTest,
  type StoreUnderTest,
} from './store-conformance/fixture.ts'
import { describeMigrations } from './store-conformance/migrations.ts'
import { describeMisuse } from './store-conformance/misuse.ts'
import { describeSets } from './store-conformance/sets.ts'
import { describeTransactions } from './store-conformance/transactions.ts'
import { describeValues } from './store-conformance/values.ts'
import type { TestApi } from './test-api.ts'

export type { DurableStoreUnderTest, StoreUnderTest }

/** The promises of the `Store` port, as tests that every adapter must pass. `open` gives an empty store and is called once per test. */
export function storeConformance(
  api: TestApi,
  name: string,
  open: () => Promise<StoreUnderTest>,
): void {
  const withStore = createWithStore(open)
  api.describe(`store conformance: ${name}`, () => {
    describeTransactions(api, withStore)
    describeConcurrency(api, withStore)
    describeMisuse(api, withStore)
    describeValues(api, withStore)
    describeSets(api, withStore)
    describeMigrations(api, withStore)
  })
}

/** The same, and what is promised on top by a store whose data outlives the process. */
export function durableStoreConformance(
  api: TestApi,
  name: string,
  open: () => Promise<DurableStoreUnderTest>,
): void {
  storeConformance(api, name, open)
  api.describe(`durable store conformance: ${name}`, () => {
    describeDurability(api, createWithStore(open))
  })
}
