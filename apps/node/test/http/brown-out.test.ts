import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BROWN_OUT, type BrownOutLevel, givenUpAt, nextLevel } from '../../src/http/brown-out.ts'
import { brownOutWaits } from '../../src/http/brown-out-waits.ts'
import { GIVEN_UP_MS_MAX, LEVEL_HELD_MS, SETTLEMENT_LOOK_MS } from '../../src/http/limits.ts'

it('gives up what people miss least first, and settlement before high value', () => {
  expect(givenUpAt(0)).toEqual([])
  expect(givenUpAt(5)).toEqual([
    'analytics',
    'live views',
    'new sybil analysis',
    'instant settlement',
    'new verifications of high value',
  ])
  for (const { level } of BROWN_OUT) expect(givenUpAt(level).length).toBe(level)
})

it('goes up at once as far as the pressure says, and comes down a level at a time', () => {
  expect(nextLevel(0, 1, 0)).toBe(5)
  expect(nextLevel(5, 0, LEVEL_HELD_MS - 1)).toBe(5)
  expect(nextLevel(5, 0, LEVEL_HELD_MS)).toBe(4)
  expect(nextLevel(1, 0, LEVEL_HELD_MS)).toBe(0)
  expect(nextLevel(0, 0, LEVEL_HELD_MS)).toBe(0)
})

it('a pressure that stays ends at one level and never flickers between two', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.integer({ min: 0, max: 5 }),
      (pressure, start) => {
        let level = start as BrownOutLevel
        for (let i = 0; i < 6; i += 1) level = nextLevel(level, pressure, LEVEL_HELD_MS)
        expect(nextLevel(level, pressure, LEVEL_HELD_MS)).toBe(level)
      },
    ),
  )
})

it('settlement and analytics wait under load, each from its own level on, but never for good', () => {
  const clock = { nowMs: 0 }
  let level: BrownOutLevel = 3
  const load = () => ({ level, working: 0, places: 0, servedPerSecond: 0, refused: 0 })
  const { analytics, settlement } = brownOutWaits({ load }, { monotonicMs: () => clock.nowMs })
  expect([analytics(), settlement()]).toEqual([true, false])
  level = 4
  clock.nowMs += GIVEN_UP_MS_MAX - 1
  expect([analytics(), settlement()]).toEqual([true, true])
  clock.nowMs += 1
  expect([settlement(), settlement()]).toEqual([false, false])
  clock.nowMs += SETTLEMENT_LOOK_MS + 1
  expect([settlement(), settlement()]).toEqual([false, true])
})
