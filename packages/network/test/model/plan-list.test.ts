import { type EpochMs, epochMs, leaseRuleOf } from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PublishedList, planList } from '../../src/model/plan-list.ts'

const at = (seconds: number): EpochMs => epochMs(1_800_000_000_000 + seconds * 1_000)

describe('planning an accreditation list', () => {
  it('never takes seq, iat or exp back, though clock and lease may shrink', () => {
    const step = fc.record({
      clockS: fc.integer({ min: 0, max: 1_000 }),
      leaseMs: fc.integer({ min: 4_000, max: 600_000 }),
      newActs: fc.integer({ min: 0, max: 1 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let newest: PublishedList | undefined
        let acts = 0
        for (const { clockS, leaseMs, newActs } of steps) {
          acts += newActs
          const next = planList(newest, acts, leaseRuleOf({ leaseMs, clockBoundMs: 0 }), at(clockS))
          if (newActs > 0 || newest === undefined) expect(next).toBeDefined()
          if (next === undefined) continue
          expect(next.seq).toBe((newest?.seq ?? 0) + 1)
          expect(next.iat).toBeGreaterThanOrEqual(newest?.iat ?? 0)
          expect(next.exp).toBeGreaterThanOrEqual(newest?.exp ?? 0)
          expect(next.exp).toBeGreaterThan(next.iat)
          newest = next
        }
      }),
    )
  })
})
