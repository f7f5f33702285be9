import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { encodeHex, type Row, type Store, sha256 } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'

/** Digests that two replays of one drop have in common, whatever keys and times they had. */
export interface BookDigests {
  /** Over every account of the ledger and its four sums. */
  readonly balances: string
  /** Over every row of the allocation table with the state of the claim that took it. */
  readonly table: string
}

/** Reads what a replay left behind, past the roles, so that no code of theirs can hide anything. */
export async function readBookDigests(directory: string): Promise<BookDigests> {
  return {
    balances: await inStore(directory, 'ledger', (store) =>
      digest(
        store,
        `SELECT id, asset, debits_posted, credits_posted, debits_pending, credits_pending
         FROM ledger_account ORDER BY id`,
      ),
    ),
    table: await inStore(directory, 'distributor', (store) =>
      digest(
        store,
        `SELECT allocation.position, allocation.entry, allocation.amount, claim.state
         FROM allocation LEFT JOIN claim ON claim.claim_id = allocation.claim_id
         ORDER BY allocation.position`,
      ),
    ),
  }
}

/** How many claims the journal has as settled: entries of the ledger's own transfer that posts and pays a reserve. */
export async function settlementsInJournal(directory: string): Promise<number> {
  if (!existsSync(join(directory, 'ledger.db'))) return 0
  return inStore(directory, 'ledger', (store) =>
    store.read('settlements', async (tx) => {
      const tables = await tx.all("SELECT name FROM sqlite_schema WHERE name = 'ledger_journal'")
      if (tables.length === 0) return 0
      const row = await tx.get(
        `SELECT count(*) AS settled FROM ledger_journal
         WHERE entry LIKE '%"transferId":"%/settle"%' AND entry NOT LIKE '%"refused":%'`,
      )
      return Number(row?.settled)
    }),
  )
}

async function inStore<T>(
  directory: string,
  party: string,
  read: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openSqliteStore({ path: join(directory, `${party}.db`) })
  try {
    return await read(store)
  } finally {
    await store.close()
  }
}

async function digest(store: Store, sql: string): Promise<string> {
  const rows = await store.read('digest', (tx) => tx.all(sql))
  return encodeHex(sha256(rows.map(lineOf).join('\n')))
}

function lineOf(row: Row): string {
  return JSON.stringify(
    Object.values(row).map((value) => (value instanceof Uint8Array ? encodeHex(value) : value)),
  )
}
