import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdmissionLoad } from '../../src/http/admission.ts'
import { sumLoads } from '../../src/processes/sum-loads.ts'

const load: fc.Arbitrary<AdmissionLoad> = fc.record({
  level: fc.constantFrom(0, 1, 2, 3, 4, 5),
  working: fc.nat(1_000),
  places: fc.nat(1_000),
  servedPerSecond: fc.nat(10_000),
  refused: fc.nat(),
})

describe('the load of several processes', () => {
  it('is at the highest level of any of them and adds up what they carry, whichever is asked', () => {
    fc.assert(
      fc.property(fc.array(load, { minLength: 1, maxLength: 8 }), fc.nat(), (loads, asked) => {
        const [own, ...others] = [
          ...loads.slice(asked % loads.length),
          ...loads.slice(0, asked % loads.length),
        ]
        const total = (of: (load: AdmissionLoad) => number): number =>
          loads.reduce((sum, each) => sum + of(each), 0)
        expect(sumLoads([own as AdmissionLoad, ...others])).toEqual({
          level: Math.max(...loads.map(({ level }) => level)),
          working: total(({ working }) => working),
          places: total(({ places }) => places),
          servedPerSecond: total(({ servedPerSecond }) => servedPerSecond),
          refused: total(({ refused }) => refused),
        })
      }),
    )
  })
})
