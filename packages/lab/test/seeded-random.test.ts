import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../src/seeded-random.ts'

describe('SeededRandom', () => {
  it('is xoshiro128** as published: the first ten outputs from the state 1, 2, 3, 4', () => {
    const random = new SeededRandom('reference', Uint32Array.of(1, 2, 3, 4))
    // From the authors' C code; the same vector is in the tests of Rust's rand_xoshiro.
    expect(Array.from({ length: 10 }, () => random.nextUint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
      4258142804,
    ])
  })

  it('gives the same draws for the same name and others for another', () => {
    const draw = (name: string) => new SeededRandom(name).bytes(32)
    expect(draw('7')).toEqual(draw('7'))
    expect(draw('7')).not.toEqual(draw('8'))
  })

  it('a fork does not depend on what was drawn before, and does not move its parent', () => {
    const fresh = new SeededRandom('parent')
    const used = new SeededRandom('parent')
    used.bytes(5)
    expect(used.fork('child').bytes(16)).toEqual(fresh.fork('child').bytes(16))
    const alone = new SeededRandom('parent')
    alone.bytes(5)
    expect(used.bytes(16)).toEqual(alone.bytes(16))
  })

  it('below stays within its bound up to 2^48 - 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 48 - 1 }), fc.string(), (bound, name) => {
        const drawn = new SeededRandom(name).below(bound)
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true)
      }),
    )
  })

  it('below is uniform: no face of a die comes more than a tenth too often or too seldom', () => {
    const random = new SeededRandom('die')
    const faces = [0, 0, 0, 0, 0, 0]
    for (let throwNumber = 0; throwNumber < 60_000; throwNumber += 1) {
      const face = random.below(6)
      faces[face] = (faces[face] ?? 0) + 1
    }
    for (const count of faces) expect(Math.abs(count - 10_000)).toBeLessThan(1_000)
  })

  it('a bound that is no bound is a fault', () => {
    const random = new SeededRandom('bounds')
    for (const bound of [0, -1, 1.5, 2 ** 48, Number.NaN]) {
      expect(() => random.below(bound)).toThrow('not a bound')
    }
  })
})
