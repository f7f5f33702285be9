import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runKills } from '../../src/replay/run-kills.ts'

const directory = mkdtempSync(join(tmpdir(), 'evenkeel-kills-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('a replay that is killed -9 and started again', () => {
  it('reaches the totals, balances and table of one that nobody disturbed', async () => {
    const report = await runKills({ kills: 3, claims: 400, retries: 1, directory })
    expect(report).toMatchObject({
      schema: 'evenkeel.kill/v1',
      claims: 400,
      kills: 3,
      equalTotals: true,
      equalBalances: true,
      equalTable: true,
      lost: 0,
      doubled: 0,
    })
  }, 120_000)
})
