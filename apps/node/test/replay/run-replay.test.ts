import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDrop } from '../../src/replay/create-drop.ts'
import type { StartProgress } from '../../src/replay/progress.ts'
import { type DropRow, readDrop } from '../../src/replay/read-drop.ts'
import { type ReplayReport, runReplay } from '../../src/replay/run-replay.ts'

const CLAIMS = 300
const RETRIES = 3

const silent: StartProgress = () => ({ update: () => undefined, end: () => undefined })
const root = mkdtempSync(join(tmpdir(), 'evenkeel-replay-'))
const data = join(root, 'drop.csv.gz')
afterAll(() => rmSync(root, { recursive: true, force: true }))

function replay(limit: number = CLAIMS): Promise<ReplayReport> {
  const directory = join(root, 'state')
  return runReplay({ data, limit, retries: RETRIES, directory, startProgress: silent })
}

describe('a replayed drop', () => {
  let report: ReplayReport
  beforeAll(async () => {
    createDrop(data, CLAIMS, 'replay test')
    report = await replay()
  }, 60_000)

  it('pays every recipient exactly once although every claim is sent four times', async () => {
    const rows: DropRow[] = []
    for await (const row of readDrop(data)) rows.push(row)
    const total = rows.reduce((sum, row) => sum + BigInt(row.amountMinor), 0n)
    expect(report).toMatchObject({
      schema: 'evenkeel.replay/v1',
      claims: CLAIMS,
      sent: CLAIMS * (1 + RETRIES),
      accepted: CLAIMS,
      settled: CLAIMS,
      duplicatesAbsorbed: CLAIMS * RETRIES,
      refused: 0,
      refusals: {},
      totalMinor: total.toString(),
      expectedMinor: total.toString(),
      conserved: true,
      lost: 0,
      doubled: 0,
    })
  })

  it('reports the root that the campaign committed to, its times and its memory', () => {
    expect(report.merkleRoot).toBe(
      '0x4ce349bd364d46441d47321db42e15cc6cecdc648b70399e3b31cf6e97ce12cd',
    )
    expect(report.prepareSeconds).toBeGreaterThan(0)
    expect(report.seconds).toBeGreaterThan(0)
    expect(report.claimsPerSecond).toBeCloseTo(CLAIMS / report.seconds, 0)
    expect(report.peakRssMb).toBeGreaterThan(0)
  })

  it('that has ended reports the same again and sends nothing', async () => {
    const { peakRssMb: _, ...figures } = report
    expect(await replay()).toMatchObject(figures)
  }, 60_000)

  it('does not go on in a directory that holds a replay of other rows', async () => {
    await expect(replay(CLAIMS - 1)).rejects.toMatchObject({ code: 'campaign_table_mismatch' })
  }, 60_000)
})
