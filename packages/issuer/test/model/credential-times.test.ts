import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CREDENTIAL_VALIDITY_MS_MAX } from '../../src/limits.ts'
import { credentialTimes } from '../../src/model/credential-times.ts'

const at = (iso: string): number => Date.parse(iso)
const DAY_MS = 86_400_000
const NOW_MS = at('2027-01-15T09:41:23.456Z')

test.each([
  ['a month, to days', 30 * DAY_MS, '2027-01-15T00:00:00Z', '2027-02-14T00:00:00Z'],
  ['a day, to hours', DAY_MS, '2027-01-15T09:00:00Z', '2027-01-16T09:00:00Z'],
  ['an hour, to minutes', 3_600_000, '2027-01-15T09:41:00Z', '2027-01-15T10:41:00Z'],
  ['a minute, to seconds', 60_000, '2027-01-15T09:41:23Z', '2027-01-15T09:42:23Z'],
])('the times of a credential are rounded, for one of %s', (_, validForMs, iat, exp) => {
  expect(credentialTimes(NOW_MS, { validForMs })).toEqual({
    iat: at(iat) / 1_000,
    exp: at(exp) / 1_000,
  })
})

test('a credential is never valid before or after what was ordered, and most of that time', () => {
  const order = fc.integer({ min: 60_000, max: CREDENTIAL_VALIDITY_MS_MAX }).chain((validForMs) =>
    fc.record({
      validForMs: fc.constant(validForMs),
      notBeforeMs: fc.integer({ min: 0, max: validForMs - 60_000 }),
    }),
  )
  fc.assert(
    fc.property(order, fc.integer({ min: 0, max: 4e12 }), ({ validForMs, notBeforeMs }, nowMs) => {
      const { iat, exp, nbf } = credentialTimes(nowMs, { validForMs, notBeforeMs })
      const beginsMs = nowMs + notBeforeMs
      const endsMs = nowMs + validForMs
      expect([iat, exp].every(Number.isSafeInteger)).toBe(true)
      expect(iat * 1_000).toBeLessThanOrEqual(nowMs)
      expect(exp * 1_000).toBeLessThanOrEqual(endsMs)
      if (notBeforeMs > 0) expect(Number(nbf) * 1_000).toBeGreaterThanOrEqual(beginsMs)
      else expect(nbf).toBeUndefined()
      const validMs = exp * 1_000 - Math.max(beginsMs, Number(nbf ?? 0) * 1_000)
      expect(validMs).toBeGreaterThanOrEqual((endsMs - beginsMs) * (22 / 24))
    }),
  )
})
