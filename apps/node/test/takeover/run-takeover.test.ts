import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { readNames } from '../../src/takeover/read-names.ts'
import { runTakeover } from '../../src/takeover/run-takeover.ts'

const root = mkdtempSync(join(tmpdir(), 'evenkeel-takeover-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function writeLists(eligible: readonly string[], squatted: readonly string[]): void {
  const lists = join(root, 'starknet')
  mkdirSync(lists, { recursive: true })
  const lines = ['identity,amount', ...eligible, '']
  writeFileSync(join(lists, 'github-eligible.csv.gz'), gzipSync(lines.join('\n')))
  writeFileSync(join(lists, 'github-squatted.csv'), squatted.join('\n'))
}

it('pays who took a name over when it counts by name, and who had it when it counts by account', async () => {
  writeLists(
    ['ada,1800', 'grace,1911.1', 'linus,0.125', 'barbara,20', 'Barbara,20'],
    ['grace', 'linus', 'never-listed'],
  )
  const report = await runTakeover({
    ...readNames(root),
    directory: mkdtempSync(join(root, 'world-')),
    startProgress: () => ({ update: () => undefined, end: () => undefined }),
  })
  expect(report).toMatchObject({
    eligible: 5,
    listedTwice: 1,
    squatted: 3,
    squattedEligible: 2,
    paidByHandle: 2,
    paidByUs: 0,
    ownersPaidByUs: 2,
    refusalsByUs: { not_in_table: 3 },
  })
}, 60_000)

it('reads amounts to the last digit, and refuses lines that are none', () => {
  writeLists(['ada,1800', 'grace,1911.1', 'linus,0.125'], [])
  expect(readNames(root).eligible.map(({ amountMinor }) => amountMinor)).toEqual([
    '1800000',
    '1911100',
    '125',
  ])
  for (const line of ['ada', 'ada,0', 'ada,-1', 'ada,1e3', 'ada,1.2345', 'a b,1']) {
    writeLists([line], [])
    expect(() => readNames(root), line).toThrow('not name,amount')
  }
})
