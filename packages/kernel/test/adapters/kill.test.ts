import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { systemRandom } from '../../src/adapters/system-random.ts'

const root = mkdtempSync(join(tmpdir(), 'evenkeel-kill-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const KILLS = 8
const child = fileURLToPath(new URL('./kill-child.ts', import.meta.url))

/** Runs a writer and kills it -9 once it has acknowledged that many ids; returns every id that it acknowledged. */
async function writeUntilKilled(path: string, life: number, acknowledgements: number) {
  const writer = spawn(process.execPath, [child, path, `life${life}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  let lines = 0
  writer.stdout.setEncoding('utf8')
  writer.stdout.on('data', (text: string) => {
    output += text
    lines += text.split('\n').length - 1
    if (lines >= acknowledgements) writer.kill('SIGKILL')
  })
  const signal = await new Promise((resolve) => {
    writer.on('close', (_code, endedBy) => resolve(endedBy))
  })
  expect(signal, 'the writer ended by the kill and by nothing else').toBe('SIGKILL')
  // The last line may have been cut off with the process.
  return output.split('\n').slice(0, -1)
}

describe('kill -9', () => {
  it('no acknowledged row is lost and no batch is cut in two, however often the writer is killed', async () => {
    const path = join(root, 'store.db')
    const acknowledged: string[] = []
    for (let life = 0; life < KILLS; life += 1) {
      acknowledged.push(...(await writeUntilKilled(path, life, 1 + systemRandom.below(3_000))))
      const store = await openSqliteStore({ path })
      const rows = await store.read('rows', (tx) => tx.all('SELECT id, half FROM item'))
      await store.close()
      const ids = new Set(rows.map((row) => row.id))
      const lost = acknowledged.filter((id) => !ids.has(`${id}/1`) || !ids.has(`${id}/2`))
      expect(lost).toEqual([])
      const firstHalves = rows.filter((row) => row.half === 1).length
      expect(rows.length).toBe(2 * firstHalves)
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS)
  }, 60_000)
})
