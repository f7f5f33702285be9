import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CredentialStatus, decideStatusChange } from '../../src/model/credential-status.ts'
import { nextTokenTimes, waitForNextSecondMs } from '../../src/model/status-lease.ts'

test('whatever is asked for in whatever order, nothing follows invalid', () => {
  const statuses = fc.constantFrom<CredentialStatus>('valid', 'suspended', 'invalid')
  fc.assert(
    fc.property(fc.array(statuses, { maxLength: 20 }), (wanted) => {
      let status: CredentialStatus = 'valid'
      let wasInvalid = false
      for (const to of wanted) {
        if (decideStatusChange(status, to).ok) status = to
        wasInvalid ||= status === 'invalid'
        expect(wasInvalid).toBe(status === 'invalid')
      }
    }),
    { numRuns: 200 },
  )
})

test('token times always move on, and the wait is never more than a second', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.nat(2 ** 31), (now, lastIat) => {
      const waitMs = waitForNextSecondMs(now as never, lastIat)
      expect(waitMs).toBeLessThanOrEqual(1_000)
      const { iat, exp } = nextTokenTimes((now + waitMs) as never, lastIat, 60_000)
      expect(iat).toBeGreaterThan(lastIat)
      expect(exp - iat).toBe(60)
    }),
    { numRuns: 200 },
  )
})
