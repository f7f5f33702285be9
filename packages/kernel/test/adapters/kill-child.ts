import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createGroupCommit } from '../../src/store/group-commit.ts'

// Writes rows through group commit until it is killed, and prints each id once its submission was acknowledged.
const [path = '', life = ''] = process.argv.slice(2)
const CLIENTS = 64

const store = await openSqliteStore({ path })
await store.migrate([
  {
    id: 'test/0001',
    statements: [
      'CREATE TABLE item (id TEXT NOT NULL PRIMARY KEY, half BIGINT NOT NULL) CLUSTERED',
    ],
  },
])
const group = createGroupCommit<string, string>({
  store,
  name: 'items',
  clock: systemClock,
  apply: async (tx, ids) => {
    // Two statements per item: a batch that is cut in two would show.
    const rows = (half: number) => ids.map((id) => [`${id}/${half}`, half])
    for (const half of [1, 2]) {
      const columns = ['id', 'half']
      await tx.insertMany({ table: 'item', columns, rows: rows(half), onConflict: 'fail' })
    }
    return ids
  },
})

async function client(name: number): Promise<void> {
  for (let n = 0; ; n += 1) {
    const result = await group.submit(`${life}-${name}-${n}`)
    if (result.ok) writeSync(1, `${result.value}\n`)
  }
}
await Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)))
