import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { copyLab, type LabCopy, repoRoot } from '../../../../scripts/lab-copies.ts'
import type { WorldMutant } from '../world/mutants.ts'
import { playMutant } from '../world/play-mutant.ts'
import { pressureMutants } from './mutants.ts'

/** Each is caught under the first seed; `npm run mutants pressure` plays all of them. */
const CHEAPEST = [
  'the distributor gives more than the table says',
  'the door tells everybody to come again at once',
]

let copy: LabCopy
beforeAll(async () => {
  copy = await copyLab()
})
afterAll(() => copy.remove())

it.each(CHEAPEST)(
  'is noticed under pressure: %s',
  async (name) => {
    const mutant = pressureMutants.find((candidate) => candidate.name === name) as WorldMutant
    const { violated } = await playMutant(copy, mutant, 2, 'pressure')
    expect(violated).toContain(mutant.invariant)
  },
  120_000,
)

it('every mutant of pressure has a name of its own and changes what stands in its file once', async () => {
  expect(new Set(pressureMutants.map(({ name }) => name)).size).toBe(pressureMutants.length)
  for (const { name, file, edits } of pressureMutants) {
    const text = await readFile(join(repoRoot, 'packages', file), 'utf8')
    for (const [from] of edits) expect([name, text.split(from).length]).toEqual([name, 2])
  }
})
