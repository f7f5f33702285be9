import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PUBLICATION_WAIT_MS_MAX } from '../../src/limits.ts'
import { type CredentialStatus, decideStatusChange } from '../../src/model/credential-status.ts'
import { nextIat, waitForNextSecondMs } from '../../src/model/status-lease.ts'
import { DEFAULT_STATUS_MODES, modeFor } from '../../src/model/status-modes.ts'

const statuses: readonly CredentialStatus[] = ['valid', 'suspended', 'invalid']

test('whatever is ordered in whatever order and mode, nothing follows invalid and nothing announced is a repeat', () => {
  const order = fc.record({
    to: fc.constantFrom(...statuses),
    isImmediate: fc.boolean(),
    atMs: fc.nat(20),
    stepMs: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.array(order, { maxLength: 30 }), (orders) => {
      let now: CredentialStatus = 'valid'
      let nowMs = 0
      let announced: { act: string; to: CredentialStatus; effectiveAtMs: number }[] = []
      for (const [n, { to, isImmediate, atMs, stepMs }] of orders.entries()) {
        nowMs += stepMs
        now = announced.findLast((act) => act.effectiveAtMs <= nowMs)?.to ?? now
        announced = announced.filter((act) => act.effectiveAtMs > nowMs)
        const wasInvalid = now === 'invalid'
        const effectiveAtMs = nowMs + 1 + atMs
        const decided = decideStatusChange(now, announced, {
          to,
          ...(!isImmediate && { effectiveAtMs }),
        })
        if (!decided.ok || decided.value.kind === 'unchanged') continue
        const { replaces } = decided.value
        // Nothing but an end takes an announced end back.
        expect(to === 'invalid' || replaces.every((act) => act.to !== 'invalid')).toBe(true)
        announced = announced.filter((act) => !replaces.includes(act))
        if (isImmediate) now = to
        else {
          announced.push({ act: String(n), to, effectiveAtMs })
          announced.sort((a, b) => a.effectiveAtMs - b.effectiveAtMs)
        }
        expect(wasInvalid).toBe(false)
        // What ends it for ever is the last.
        const times = announced.map((act) => act.effectiveAtMs)
        expect(new Set(times).size).toBe(times.length)
        expect(announced.slice(0, -1).some((act) => act.to === 'invalid')).toBe(false)
      }
    }),
    { numRuns: 500 },
  )
})

const end = { act: 'end', to: 'invalid', effectiveAtMs: 100 } as const
const pause = { act: 'pause', to: 'suspended', effectiveAtMs: 100 } as const
const later = { act: 'later', to: 'valid', effectiveAtMs: 200 } as const

test.each([
  [
    'the same for the same time is the act that is there',
    'valid',
    [end],
    { to: 'invalid', effectiveAtMs: 100 },
    { kind: 'unchanged', by: end },
  ],
  [
    'an earlier time replaces the later act',
    'valid',
    [end],
    { to: 'invalid', effectiveAtMs: 90 },
    { kind: 'changed', replaces: [end] },
  ],
  [
    'another for the same time replaces it',
    'valid',
    [pause],
    { to: 'invalid', effectiveAtMs: 100 },
    { kind: 'changed', replaces: [pause] },
  ],
  [
    'a later one comes after it',
    'valid',
    [pause],
    { to: 'invalid', effectiveAtMs: 150 },
    { kind: 'changed', replaces: [] },
  ],
  [
    'an end in between makes void what came after it',
    'valid',
    [pause, later],
    { to: 'invalid', effectiveAtMs: 150 },
    { kind: 'changed', replaces: [later] },
  ],
  [
    'nothing comes after an announced end',
    'valid',
    [end],
    { to: 'suspended', effectiveAtMs: 150 },
    'credential_revoked',
  ],
  [
    'a suspension until an announced end is possible',
    'valid',
    [end],
    { to: 'suspended', effectiveAtMs: 90 },
    { kind: 'changed', replaces: [] },
  ],
  [
    'a reinstatement before an announced end makes void what is between, and not the end',
    'suspended',
    [pause, { ...later, act: 'last', to: 'invalid' }],
    { to: 'valid', effectiveAtMs: 90 },
    { kind: 'changed', replaces: [pause] },
  ],
  [
    'at once for ever makes everything void',
    'suspended',
    [later, end],
    { to: 'invalid' },
    { kind: 'changed', replaces: [later, end] },
  ],
  [
    'at once and not for ever leaves an announced end',
    'valid',
    [end],
    { to: 'suspended' },
    { kind: 'changed', replaces: [] },
  ],
  [
    'at once what it is already takes back what was to follow',
    'suspended',
    [later],
    { to: 'suspended' },
    { kind: 'changed', replaces: [later] },
  ],
  [
    'what it is already is nothing new',
    'suspended',
    [],
    { to: 'suspended' },
    { kind: 'unchanged' },
  ],
  ['nothing comes after an end', 'invalid', [], { to: 'valid' }, 'credential_revoked'],
] as const)('of overlapping changes: %s', (_, now, announced, wanted, expected) => {
  const decided = decideStatusChange(now, [...announced], wanted)
  expect(decided.ok ? decided.value : decided.error.code).toEqual(expected)
})

test('the rule makes loss and fraud immediate and everything that it does not name coordinated', () => {
  expect(modeFor([DEFAULT_STATUS_MODES], 'lost')).toBe('immediate')
  for (const reason of ['superseded', 'left', 'constructor']) {
    expect(modeFor([DEFAULT_STATUS_MODES], reason)).toBe('coordinated')
  }
})

test('the second of a publication always moves on, is no other one’s, and is waited for no longer than a clock that was set back is worth', () => {
  const taken = fc.record({
    lastIat: fc.nat(30),
    aheadFirst: fc.nat(20),
    more: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.nat(20_000), taken, (now, { lastIat, aheadFirst, more }) => {
      const waitMs = waitForNextSecondMs(now as never, lastIat)
      expect(waitMs).toBeLessThanOrEqual(PUBLICATION_WAIT_MS_MAX)
      const seconds = { lastIat, aheadFirst, aheadLast: aheadFirst + more }
      const iat = nextIat(seconds, (now + waitMs) as never)
      expect(iat).toBeGreaterThan(lastIat)
      expect(iat < seconds.aheadFirst || iat > seconds.aheadLast).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('the seconds of publications do not run away from the clock, however many processes publish one list all the time', () => {
  const processes = fc.integer({ min: 1, max: PUBLICATION_WAIT_MS_MAX / 1_000 })
  fc.assert(
    fc.property(processes, fc.integer({ min: 1, max: 1_500 }), (count, pauseMs) => {
      let now = 1_000_000
      let lastIat = 1_000
      for (let round = 0; round < 60; round += 1) {
        // All have looked before the first of them takes a second.
        now += waitForNextSecondMs(now as never, lastIat)
        for (let each = 0; each < count; each += 1) {
          lastIat = nextIat({ lastIat, aheadFirst: 0, aheadLast: 0 }, now as never)
        }
        expect(lastIat * 1_000 - now).toBeLessThanOrEqual((count - 1) * 1_000)
        now += pauseMs
      }
    }),
  )
})
