import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideReplacement, type OfferedHead } from '../../src/model/decide-replacement.ts'

const instant = { nowMs: 1_000_000, clockBoundMs: 100 }
const heads = fc.record(
  {
    seq: fc.nat(5),
    root: fc.constantFrom('a', 'b'),
    // A plain list has none.
    hash: fc.constantFrom('x', 'y'),
    issuedAtMs: fc.constantFrom(998_000, 999_000, 1_000_200, 1_000_201),
    expiresAtMs: fc.constantFrom(1_000_100, 1_000_101, 2_000_000),
  },
  { requiredKeys: ['seq', 'root', 'issuedAtMs', 'expiresAtMs'] },
)

test('whatever is offered in whatever order, the sequence held never decreases and never changes its content', () => {
  fc.assert(
    fc.property(fc.array(heads, { maxLength: 30 }), (offers) => {
      let held: OfferedHead | undefined
      for (const offered of offers) {
        const decided = decideReplacement(offered, held, instant)
        if (!decided.ok || decided.value === 'same') continue
        expect(offered.seq).toBeGreaterThanOrEqual(held?.seq ?? 0)
        if (held?.seq === offered.seq) {
          expect(offered.root).toBe(held.root)
          expect(offered.hash).toBe(held.hash ?? offered.hash)
        }
        expect(offered.expiresAtMs).toBeGreaterThan(instant.nowMs + instant.clockBoundMs)
        expect(offered.issuedAtMs).toBeLessThanOrEqual(instant.nowMs + 2 * instant.clockBoundMs)
        held = offered
      }
    }),
    { numRuns: 500 },
  )
})

test('an older sequence and an earlier signature of the same one are told apart from equivocation', () => {
  const newest = { seq: 3, root: 'a', issuedAtMs: 999_000 }
  const offer = (change: Partial<OfferedHead>) =>
    decideReplacement({ ...newest, expiresAtMs: 2_000_000, ...change }, newest, instant)
  expect(offer({ seq: 2, root: 'b' })).toMatchObject({ error: { code: 'status_rolled_back' } })
  expect(offer({ issuedAtMs: 998_000 })).toMatchObject({ error: { code: 'status_rolled_back' } })
  expect(offer({ root: 'b' })).toMatchObject({ error: { code: 'status_equivocation' } })
  const head = { ...newest, hash: 'x', expiresAtMs: 2_000_000 }
  expect(decideReplacement({ ...head, hash: 'y' }, head, instant)).toMatchObject({
    error: { code: 'status_equivocation' },
  })
  // The head of a publication says more than its plain list.
  expect(offer({ hash: 'x' })).toEqual({ ok: true, value: 'newer' })
  expect(offer({})).toEqual({ ok: true, value: 'same' })
  expect(offer({ issuedAtMs: 999_500 })).toEqual({ ok: true, value: 'newer' })
})
