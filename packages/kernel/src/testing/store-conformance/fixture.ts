import type { Migration, Row, SqlValue, Store, Tx } from '../../ports.ts'

/** One empty store under test. */
export interface StoreUnderTest {
  readonly store: Store
}

/** One empty store whose data outlives it. */
export interface DurableStoreUnderTest extends StoreUnderTest {
  /** Opens the same data once more, as another process would: beside the first store or after its close. */
  reopen(): Promise<Store>
}

/** Turns a test of a store into the body of an `it`: opens a store with the schema, runs the test, closes it. */
export type WithStore<S extends StoreUnderTest = StoreUnderTest> = (
  test: (store: Store, subject: S) => Promise<void>,
) => () => Promise<void>

export function createWithStore<S extends StoreUnderTest>(open: () => Promise<S>): WithStore<S> {
  return (test) => async () => {
    const subject = await open()
    try {
      await subject.store.migrate([schema])
      await test(subject.store, subject)
    } finally {
      await subject.store.close()
    }
  }
}

export const schema: Migration = {
  id: 'conformance/0001-tables',
  statements: [
    `CREATE TABLE item (
      id TEXT NOT NULL PRIMARY KEY,
      n BIGINT,
      bytes BYTES
    ) CLUSTERED`,
    'CREATE UNIQUE INDEX item_bytes ON item (bytes)',
    'CREATE TABLE counter (id BIGINT NOT NULL PRIMARY KEY, total BIGINT NOT NULL)',
  ],
}

export function insertItem(
  tx: Tx,
  id: string,
  n: SqlValue = null,
  bytes: SqlValue = null,
): Promise<number> {
  return tx.run('INSERT INTO item (id, n, bytes) VALUES (?, ?, ?)', [id, n, bytes])
}

export async function itemIds(store: Store): Promise<readonly SqlValue[]> {
  return column(await store.read('ids', (tx) => tx.all('SELECT id FROM item ORDER BY id')), 'id')
}

export function column(rows: readonly Row[], name: string): readonly SqlValue[] {
  return rows.map((row) => row[name] ?? null)
}

/** Lets everything that can run without the outside world run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await undefined
}
