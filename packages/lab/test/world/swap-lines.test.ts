import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSwaps } from '../../../../scripts/find-swaps.ts'
import { copyLab, type LabCopy, type Played, repoRoot } from '../../../../scripts/lab-copies.ts'

const RUN = { scenario: 'calm', seed: 7 }

/** Each by how its first and its second line begin, so that it is found wherever it stands. */
const SWAPS = [
  {
    where: 'the intake of the distributor',
    file: 'packages/distributor/src/commands/commit-claims.ts',
    lines: ['await entitlements.save(tx)', 'await totals.save(tx)'],
  },
  {
    where: 'the settlement of the ledger',
    file: 'packages/ledger/src/commands/apply-batch.ts',
    lines: ['await writeBooks(tx, before, books)', 'await appendJournal(tx, head, entries)'],
  },
  {
    where: 'the inbox',
    file: 'packages/kernel/src/handoff/inbox.ts',
    lines: [
      'for (const item of envelope.items.map(digest)) {',
      'for (const [item, answer] of await',
    ],
  },
] as const

describe('two lines that change places', () => {
  let copy: LabCopy
  let base: Played
  beforeAll(async () => {
    copy = await copyLab()
    base = await copy.play(RUN)
  }, 120_000)
  afterAll(() => copy.remove())

  it.each(SWAPS)(
    'in $where change the history or break an invariant',
    async ({ file, lines }) => {
      const source = await readFile(join(repoRoot, file), 'utf8')
      const [first, second] = lines
      const swap = findSwaps(file, source).find(
        (each) => each.first.trim().startsWith(first) && each.second.trim().startsWith(second),
      )
      if (swap === undefined) throw new Error(`${file} has no “${first}” before “${second}”`)
      const played = await copy.withText(file, swap.swapped, () => copy.play(RUN))
      expect(base).toMatchObject({
        violated: [],
        historyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      })
      expect(played).not.toEqual(base)
    },
    120_000,
  )
})

describe('findSwaps', () => {
  const swapsIn = (...lines: readonly string[]) =>
    findSwaps('a.ts', ['async function f() {', ...lines.map((line) => `  ${line}`), '}'].join('\n'))

  it('gives the source with the two in the other order', () => {
    const [swap] = swapsIn('await a()', 'await b()')
    expect(swap).toMatchObject({ line: 2, first: '  await a()', second: '  await b()' })
    expect(swap?.swapped).toBe('async function f() {\n  await b()\n  await a()\n}')
  })

  it('takes a statement of several lines as one', () => {
    expect(swapsIn('await a([', '  1,', '])', 'b.push(2)')).toHaveLength(1)
  })

  it('leaves out a declaration that the next line uses', () => {
    expect(swapsIn('const { a, b } = await c()', 'await d(b)')).toEqual([])
  })

  it('leaves out pure declarations, whose order proves nothing', () => {
    expect(swapsIn('const a = 1', 'const b = 2')).toEqual([])
    expect(swapsIn('const a = 1', 'await b()')).toEqual([])
  })

  it('leaves out members of types and objects', () => {
    const members = 'interface A {\n  a(x: string): void\n  b(x: string): void\n}'
    expect(findSwaps('a.ts', members)).toEqual([])
    expect(swapsIn('return {', '  a: await b(),', '  c: await d(),', '}')).toEqual([])
  })
})
