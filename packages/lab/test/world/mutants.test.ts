import { afterAll, beforeAll, expect, it } from 'vitest'
import { copyLab, type LabCopy } from '../../../../scripts/lab-copies.ts'
import { type WorldMutant, worldMutants } from './mutants.ts'
import { playMutant } from './play-mutant.ts'

/** Each of these is caught under the first seed; `npm run mutants` plays all of them. */
const CHEAPEST = [
  'the verifier ignores when a lease ends',
  'the issuer answers a revocation before the list with it is served',
  'the ledger pays the payee twice',
]

let copy: LabCopy
beforeAll(async () => {
  copy = await copyLab()
})
afterAll(() => copy.remove())

it.each(CHEAPEST)(
  'is noticed by the world: %s',
  async (name) => {
    const mutant = worldMutants.find((candidate) => candidate.name === name) as WorldMutant
    const { violated } = await playMutant(copy, mutant, 2)
    expect(violated).toContain(mutant.invariant)
  },
  120_000,
)

it('every mutant has a name of its own', () => {
  expect(new Set(worldMutants.map(({ name }) => name)).size).toBe(worldMutants.length)
})
