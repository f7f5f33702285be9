import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertPolicy, type Ladder, modeAfter, stageEnd } from '../../src/handoff/default-ladder.ts'
import { BUDGET_MS_MAX } from '../../src/handoff/limits.ts'
import { reservePolicy } from './sides.ts'

const ladder: Ladder = [
  { afterMs: 30_000, act: 'resend' },
  { afterMs: 60_000, act: 'escalate' },
  { afterMs: 10_000, act: 'hold' },
]
const at = (stage: number, now: number, budgetMs: number): number =>
  stageEnd(ladder, stage, now, { createdAtMs: 0, deadlineAtMs: budgetMs })

describe('the ladder of defaults', () => {
  it('takes its own time when the journey is long enough', () => {
    expect(at(0, 0, 500_000)).toBe(30_000)
    expect(at(1, 30_000, 500_000)).toBe(90_000)
    expect(at(2, 90_000, 500_000)).toBe(100_000)
  })

  it('is taken in proportion by a shorter journey, so that its last default comes within it', () => {
    expect(at(0, 0, 10_000)).toBe(3_000)
    expect(at(1, 3_000, 10_000)).toBe(9_000)
    expect(at(2, 9_000, 10_000)).toBe(10_000)
  })

  it('repeats its last default at its own pace once all have fired, however short the journey was', () => {
    expect(at(3, 10_000, 10_000)).toBe(20_000)
    expect(at(4, 20_000, 0)).toBe(30_000)
  })

  it('is due at once, step by step, when nothing is left of the journey', () => {
    expect([0, 1, 2].map((stage) => at(stage, 7, 0))).toEqual([7, 7, 7])
  })

  it('ends within the budget for every ladder and budget, when each default fires on time', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 3_000_000 }), (afterMs, budgetMs) => {
        const any = afterMs.map((ms) => ({ afterMs: ms, act: 'resend' })) as unknown as Ladder
        let now = 0
        for (const stage of any.keys()) {
          const end = stageEnd(any, stage, now, { createdAtMs: 0, deadlineAtMs: budgetMs })
          expect(end).toBeGreaterThanOrEqual(now)
          now = end
        }
        expect(now).toBeLessThanOrEqual(budgetMs)
      }),
      { numRuns: 300 },
    )
  })

  it('resend takes an item off hold and never turns a recall back', () => {
    expect(modeAfter('resend', 'hold')).toBe('send')
    expect(modeAfter('resend', 'recall')).toBe('recall')
    expect(modeAfter('escalate', 'hold')).toBe('hold')
    expect(modeAfter('hold', 'send')).toBe('hold')
    expect(modeAfter('recall', 'hold')).toBe('recall')
  })
})

describe('a send policy', () => {
  it.each([
    ['deadlines that sum to more than the budget', { budgetMs: 9_999 }, /more than the budget/],
    ['a budget beyond the longest journey', { budgetMs: BUDGET_MS_MAX + 1 }, /longest journey/],
    ['a default without a wait', { defaults: [{ afterMs: 0, act: 'resend' }] }, /without a wait/],
    [
      'a recall that nobody acts on',
      { defaults: [{ afterMs: 1, act: 'recall' }], onRefused: undefined },
      /replaces nothing/,
    ],
  ])('with %s is a fault', (_, changes, message) => {
    expect(() => assertPolicy(reservePolicy([], changes as never) as never)).toThrow(message)
  })
})
