import { describe, expect, test } from 'vitest'
import { DETAIL_CHARS_MAX, refuse } from '../../src/reasons/reasoned.ts'
import { isReasonCode, reasonCodes, reasons } from '../../src/reasons/registry.ts'

describe('the registry of reasons', () => {
  test.each(reasonCodes)('%s has words for both audiences and an error status', (code) => {
    const reason = reasons[code]
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(reason.audience.claimant).toMatch(/^[A-Z].*\.$/)
    expect(reason.operator).toMatch(/\.$/)
    // 202 is for what is kept and decided later; everything else is an error to HTTP.
    expect(reason.httpStatus === 202 || (reason.httpStatus >= 400 && reason.httpStatus < 600)).toBe(
      true,
    )
  })

  test('a server’s own trouble may be tried again, and a malformed message never', () => {
    for (const code of reasonCodes) {
      const { httpStatus, retryable } = reasons[code]
      if (httpStatus === 400 || httpStatus === 413) expect(retryable, code).toBe(false)
      if (httpStatus === 502 || httpStatus === 504) expect(retryable, code).toBe(true)
    }
  })

  test('the words for claimants name no internals', () => {
    for (const code of reasonCodes) {
      expect(reasons[code].audience.claimant, code).not.toMatch(
        /\b(JWS|JWT|SHA|null|exception)\b|_/,
      )
    }
  })

  test('only own members of the registry are codes', () => {
    expect(isReasonCode('queue_full')).toBe(true)
    expect(isReasonCode('toString')).toBe(false)
    expect(isReasonCode('__proto__')).toBe(false)
  })

  test('a refusal cuts its detail and leaves out a missing one', () => {
    expect(refuse('not_found')).toEqual({ ok: false, error: { code: 'not_found' } })
    expect(refuse('not_found', 'x'.repeat(999)).error.detail).toHaveLength(DETAIL_CHARS_MAX)
  })
})
