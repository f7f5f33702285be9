import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkLeaseRule,
  createJws,
  createSeededSigner,
  createStatusList,
  deflateStatusList,
  encodeHex,
  encodeUtf8,
  firstGridTimeMs,
  freshHeadUrl,
  HEAD_TYP,
  type Head,
  headUrl,
  importPublicJwk,
  isHeadUsable,
  joinHead,
  LEASE_CLASSES,
  type LeaseRule,
  leaseRuleOf,
  PENDING_ACTS_MAX,
  readHead,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_VALID,
  setStatus,
  signHead,
  statusAt,
  statusRoot,
  unwrap,
  verifyJws,
} from '../../src/index.ts'

const scope = 'https://issuer.example/status/1'
const rule = leaseRuleOf({ leaseMs: 60_000, clockBoundMs: 2_000 })
const list = createStatusList(131_072, 2)
const compressed = deflateStatusList(list.bytes)
const signer = createSeededSigner('ES256', new Uint8Array(32).fill(3))
const T = 1_800_000_030_000

/** The rule as it was before online proofs. */
function before({ onlineAgeMs: _, ...older }: LeaseRule): LeaseRule {
  return older
}

const head: Head = {
  v: 1,
  scope,
  seq: 1_800_000_000,
  root: encodeHex(statusRoot(list.bytes)),
  iat: 1_800_000_000,
  exp: 1_800_000_060,
  rule,
  bits: 2,
  pending: [{ act: 'act-1', index: 7, value: STATUS_INVALID, effectiveAtMs: T }],
}

describe('a head', () => {
  test('is read as it was signed, with its list, and its signature holds', async () => {
    const served = joinHead(await signHead(signer, head), compressed)
    const read = unwrap(readHead(served, scope))
    expect(read.head).toEqual(head)
    expect(read.compressed).toEqual(compressed)
    unwrap(verifyJws(read.jws, unwrap(importPublicJwk(signer.publicJwk)), { typ: HEAD_TYP }))
    expect(headUrl(scope)).toBe(`${scope}/head`)
    expect(freshHeadUrl(scope, 7)).toBe(`${scope}/head/max-age/7`)
  })

  test.each([
    ['from before online proofs', before(rule), {}],
    ['with an act in online mode', rule, { mode: 'online' }],
    ['with an act in a mode from after this reader', rule, { mode: 'by_post' }],
  ])('%s is read as it was signed', async (_, signedRule: LeaseRule, act) => {
    const pending = [{ act: 'a', index: 1, value: 1, effectiveAtMs: T, ...act }]
    const made = { ...head, rule: signedRule, pending } as Head
    const read = unwrap(readHead(joinHead(await signHead(signer, made), compressed), scope))
    expect(read.head).toEqual(made)
  })

  test.each([
    ['of another list', { scope: `${scope}0` }, 'status_list_mismatch'],
    ['with a fraction for a time', { exp: 1.5 }, 'malformed_message'],
    ['of another version', { v: 2 }, 'malformed_message'],
    ['with three bits an entry', { bits: 3 }, 'malformed_message'],
    [
      'with more acts than one may list',
      { pending: Array.from({ length: PENDING_ACTS_MAX + 1 }, () => head.pending[0]) },
      'malformed_message',
    ],
  ])('%s is refused', async (_, wrong, code) => {
    const compact = await signHead(signer, { ...head, ...wrong } as Head)
    expect(readHead(joinHead(compact, compressed), scope)).toMatchObject({ error: { code } })
  })

  test('that is as full as it may be can be read', async () => {
    const pending = Array.from({ length: PENDING_ACTS_MAX }, (_, index) => ({
      act: `act-${String(index).padStart(22, 'x')}`,
      index: 16_000_000 + index,
      value: 1,
      effectiveAtMs: T,
    }))
    const compact = await signHead(signer, { ...head, pending })
    expect(readHead(joinHead(compact, compressed), scope).ok).toBe(true)
  })

  test('of another type, without its list, or with one that is no base64url is refused', async () => {
    const compact = await signHead(signer, head)
    const other = await createJws({
      header: { typ: 'statuslist+jwt', kid: signer.keyId },
      payload: head,
      signer,
    })
    for (const [text, code] of [
      [`${other}~AA`, 'header_not_accepted'],
      [compact, 'malformed_message'],
      [`${compact}~A A`, 'status_list_malformed'],
      [`${compact}~AA~AA`, 'status_list_malformed'],
      ['~AA', 'malformed_message'],
    ] as const) {
      expect(readHead(encodeUtf8(text), scope)).toMatchObject({ error: { code } })
    }
  })
})

describe('a lease rule', () => {
  test.each(Object.entries(LEASE_CLASSES))('of the class %s works', (_, leaseMs) => {
    const made = leaseRuleOf({ leaseMs, clockBoundMs: 5_000 })
    expect(checkLeaseRule(made, 10_000)).toEqual({ ok: true, value: made })
  })

  test.each([
    ['a lease that runs out before the next head was fetched', { leaseMs: 21_000 }],
    ['a grid below the period', { gridMs: 14_000 }],
    ['a lease of broken seconds', { leaseMs: 60_500 }],
    ['a grid of broken seconds', { gridMs: 15_500 }],
    ['a period of no time and a grid of none', { periodMs: 0, gridMs: 0 }],
    ['an online age above the period', { onlineAgeMs: 16_000 }],
    ['an online age of broken seconds', { onlineAgeMs: 1_500 }],
    ['an online age of no time', { onlineAgeMs: 0 }],
  ])('with %s is refused', (_, wrong) => {
    const refused = checkLeaseRule({ ...rule, ...wrong }, 2_000)
    expect(refused).toMatchObject({ error: { code: 'lease_rule_unworkable' } })
  })

  test.each([
    ['60s', 3_000],
    ['5min', 15_000],
    ['1h', 30_000],
    ['24h', 30_000],
  ] as const)('of the class %s gives heads on demand every %i ms', (name, onlineAgeMs) => {
    const made = leaseRuleOf({ leaseMs: LEASE_CLASSES[name], clockBoundMs: 2_000 })
    expect(made.onlineAgeMs).toBe(onlineAgeMs)
  })

  test('from before online proofs works as it did', () => {
    expect(checkLeaseRule(before(rule), 2_000).ok).toBe(true)
  })

  test('takes the first time on the grid that is at or after all of them', () => {
    expect(firstGridTimeMs(1_000, 5_000)).toBe(5_000)
    expect(firstGridTimeMs(1_000, 5_001, 4_000)).toBe(6_000)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400 }), fc.nat(2 ** 41), (grid, ms) => {
        const at = firstGridTimeMs(grid * 1_000, ms)
        expect(at % (grid * 1_000)).toBe(0)
        expect(at - ms).toBeGreaterThanOrEqual(0)
        expect(at - ms).toBeLessThan(grid * 1_000)
      }),
    )
  })
})

describe('what a head says at a time', () => {
  const clockBoundMs = 2_000
  const valueAt = (pending: Head['pending'], nowMs: number, index = 7) =>
    unwrap(statusAt({ pending }, list, index, { nowMs, clockBoundMs }))

  test('an ending act counts from T − ε on the reader’s clock, a granting one from T + ε', () => {
    expect(valueAt(head.pending, T - clockBoundMs - 1)).toEqual({ value: 0, endsAtMs: T })
    expect(valueAt(head.pending, T - clockBoundMs)).toEqual({ value: STATUS_INVALID })
    const suspended = createStatusList(8, 2)
    setStatus(suspended, 7, STATUS_SUSPENDED)
    const pending = [{ act: 'a', index: 7, value: STATUS_VALID, effectiveAtMs: T }]
    const at = (nowMs: number) =>
      unwrap(statusAt({ pending }, suspended, 7, { nowMs, clockBoundMs })).value
    expect(at(T + clockBoundMs - 1)).toBe(STATUS_SUSPENDED)
    expect(at(T + clockBoundMs)).toBe(STATUS_VALID)
  })

  test('says that it ends online while any act that will end it is announced so, and not after', () => {
    const later = T + 60_000
    const online = { act: 'b', index: 7, value: STATUS_INVALID, effectiveAtMs: later } as const
    const pending: Head['pending'] = [...head.pending, { ...online, mode: 'online' }]
    const before = { value: 0, endsAtMs: T, endsOnline: true }
    expect(valueAt(pending, T - clockBoundMs - 1)).toEqual(before)
    const turned = head.pending.map((act) => ({ ...act, mode: 'online' as const }))
    expect(valueAt([...turned, online], T - clockBoundMs - 1)).toEqual(before)
    expect(valueAt(pending, later - clockBoundMs)).toEqual({ value: STATUS_INVALID })
    expect(valueAt([{ ...online, value: STATUS_VALID, mode: 'online' }], T)).toEqual({ value: 0 })
    expect(valueAt([online], T)).toEqual({ value: 0, endsAtMs: later })
  })

  test('acts on other entries say nothing, and an entry beyond the list is none', () => {
    expect(valueAt(head.pending, T, 8)).toEqual({ value: 0 })
    expect(statusAt(head, list, 131_072, { nowMs: T, clockBoundMs })).toMatchObject({
      error: { code: 'status_index_out_of_range' },
    })
  })

  test('S2, S3, S4: whatever the clocks say within ε, an act that ends a credential ends it from T, not before T − 2ε, and for all alike outside', () => {
    const off = fc.integer({ min: -clockBoundMs, max: clockBoundMs })
    const near = fc.integer({ min: -5 * clockBoundMs, max: 5 * clockBoundMs })
    fc.assert(
      fc.property(near, off, off, fc.boolean(), (fromT, a, b, isGrant) => {
        const value = isGrant ? STATUS_VALID : STATUS_INVALID
        const pending = [{ act: 'a', index: 7, value, effectiveAtMs: T }]
        const bits = createStatusList(8, 2)
        if (isGrant) setStatus(bits, 7, STATUS_SUSPENDED)
        const isValid = (error: number) => {
          const nowMs = T + fromT + error
          return unwrap(statusAt({ pending }, bits, 7, { nowMs, clockBoundMs })).value === 0
        }
        const [from, to] = isGrant ? [0, 2 * clockBoundMs] : [-2 * clockBoundMs, 0]
        if (fromT < from) expect(isValid(a)).toBe(!isGrant)
        else if (fromT >= to) expect(isValid(a)).toBe(isGrant)
        if (fromT < from || fromT >= to) expect(isValid(a)).toBe(isValid(b))
      }),
      { numRuns: 1_000 },
    )
  })

  test('S1: a head is used only while clock + ε is before its end', () => {
    expect(isHeadUsable(head, head.exp * 1_000 - clockBoundMs - 1, clockBoundMs)).toBe(true)
    expect(isHeadUsable(head, head.exp * 1_000 - clockBoundMs, clockBoundMs)).toBe(false)
  })
})
