import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { afterAll, describe, expect, it } from 'vitest'
import { readBookDigests, settlementsInJournal } from '../../src/replay/compare-books.ts'
import { createDrop } from '../../src/replay/create-drop.ts'
import type { StartProgress } from '../../src/replay/progress.ts'
import { runReplay } from '../../src/replay/run-replay.ts'

const silent: StartProgress = () => ({ update: () => undefined, end: () => undefined })
const root = mkdtempSync(join(tmpdir(), 'evenkeel-books-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function change(party: string, sql: string): Promise<void> {
  const store = await openSqliteStore({ path: join(root, 'state', `${party}.db`) })
  await store.transact('change', (tx) => tx.run(sql))
  await store.close()
}

describe('the digests by which the kill harness judges', () => {
  it('see one minor unit more on one account, and one row of the table not taken', async () => {
    const data = join(root, 'drop.csv.gz')
    createDrop(data, 20, 'books')
    const directory = join(root, 'state')
    await runReplay({ data, limit: 20, retries: 0, directory, startProgress: silent })
    expect(await settlementsInJournal(directory)).toBe(20)

    const sound = await readBookDigests(directory)
    await change(
      'ledger',
      "UPDATE ledger_account SET credits_posted = x'00000000000000000000000000000001' WHERE id LIKE 'rail:%'",
    )
    await change('distributor', 'UPDATE allocation SET claim_id = NULL WHERE position = 7')
    const changed = await readBookDigests(directory)
    expect(changed.balances).not.toBe(sound.balances)
    expect(changed.table).not.toBe(sound.table)
  }, 60_000)
})
