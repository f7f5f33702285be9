import { afterAll, beforeAll, expect, it } from 'vitest'
import { copyLab, type LabCopy } from '../../../../scripts/lab-copies.ts'
import { playMutant } from '../world/play-mutant.ts'
import { statusMutants } from './mutants.ts'

/** Each of these is caught under the first seeds; `npm run mutants` plays all of them. */
const CHEAPEST = [
  'the verifier trusts its clock to the millisecond when an act begins',
  'the issuer lets plain lists live beyond the next turn',
]

let copy: LabCopy
beforeAll(async () => {
  copy = await copyLab()
})
afterAll(() => copy.remove())

it.each(CHEAPEST)(
  'is noticed by the family status: %s',
  async (name) => {
    const mutant = statusMutants.find((candidate) => candidate.name === name)
    if (mutant === undefined) throw new Error(`no mutant ${name}`)
    const { violated } = await playMutant(copy, mutant, 3, 'status')
    expect(violated).toContain(mutant.invariant)
  },
  240_000,
)

it('every mutant of the family status has a name of its own', () => {
  expect(new Set(statusMutants.map(({ name }) => name)).size).toBe(statusMutants.length)
})
