import { epochMs, type PendingAct, type StatusTerms } from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkStatus } from '../../src/model/checks/check-status.ts'
import type { DecisionInput, StatusEvidence } from '../../src/model/decision-input.ts'
import { START_MS } from '../support/manual-time.ts'
import { policy } from '../support/test-world.ts'

const PERIOD_MS = 75_000
const LEASE_MS = 300_000

type Terms = Partial<StatusTerms>

function check(evidence: StatusEvidence, terms: Terms, nowMs: number, clockBoundMs: number) {
  const input: Partial<DecisionInput> = {
    // The step reaches any value that is drawn here: terms of every kind.
    policy: { ...policy, statusLadder: [{ ...policy, ...terms, uptoMinor: '1' }] },
    valueMinor: '1',
    nowMs: epochMs(nowMs),
    clockBoundMs,
    status: { evidence },
  }
  const presentation = { claims: { status: {} } } as Parameters<
    typeof checkStatus
  >[0]['presentation']
  return checkStatus({
    input: input as DecisionInput,
    presentation,
    signatures: { credential: 'holds', holder: true },
  })
}

/** A head signed at a publisher's time. */
function headAt(signedAtMs: number, pending: readonly PendingAct[], value = 0): StatusEvidence {
  const issuedAtMs = Math.floor(signedAtMs / 1_000) * 1_000
  return {
    source: 'list',
    seq: issuedAtMs / 1_000,
    issuedAtMs,
    expiresAtMs: issuedAtMs + LEASE_MS,
    observedAtMs: issuedAtMs,
    documentHash: '',
    value,
    periodMs: PERIOD_MS,
    ...(pending.length > 0 && { pending }),
  }
}

const ending: PendingAct = { act: 'end', index: 0, value: 1, effectiveAtMs: START_MS + 600_000 }
const online: PendingAct = { ...ending, mode: 'online' }

const scene = fc.record({
  clockBoundMs: fc.constantFrom(0, 1_000, 5_000),
  /** Of the publisher's and the reader's clock, as shares of ε. */
  errors: fc.tuple(...[1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true }))),
  ageMs: fc.integer({ min: 1_000, max: PERIOD_MS - 1 }),
  /** When the head that the reader holds was signed, and when it decides: true time, from the publication of the act. */
  signedMs: fc.integer({ min: -LEASE_MS, max: LEASE_MS }),
  decidedMs: fc.integer({ min: 0, max: LEASE_MS }),
})

describe('a decision that needs an online proof', () => {
  test('is never acceptance later than its age limit and 2ε after an online act was published, whichever head it has', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(scene, ({ clockBoundMs, errors, ageMs, signedMs, decidedMs }) => {
        const [publisherMs = 0, readerMs = 0] = errors.map((e) => Math.trunc(e * clockBoundMs))
        // A head from after the publication of the act tells of it; one from before does not.
        const pending = signedMs >= 0 ? [online] : []
        fc.pre(signedMs <= decidedMs)
        const head = headAt(START_MS + signedMs + publisherMs, pending)
        const nowMs = START_MS + decidedMs + readerMs
        const { result } = check(head, { statusAgeMaxMs: ageMs }, nowMs, clockBoundMs)
        const isLate = decidedMs > ageMs + 2 * clockBoundMs
        seen.add(`${isLate ? 'late' : 'in time'} ${result}`)
        if (isLate) expect(result).not.toBe('ok')
        // S3: what is announced rejects nobody before T.
        expect(result).not.toBe('failed')
      }),
      { numRuns: 3_000 },
    )
    expect(seen).toEqual(new Set(['late unknown', 'in time unknown', 'in time ok']))
  })

  test.each<[string, Terms, PendingAct[], string]>([
    ['is held by an online act', {}, [online], 'status_change_announced'],
    ['is not held by a coordinated one', {}, [ending], 'ok'],
    [
      'is held by an online act after a coordinated one that ends sooner',
      {},
      [{ ...ending, value: 2, effectiveAtMs: ending.effectiveAtMs - 75_000 }, online],
      'status_change_announced',
    ],
    ['is not held by an act of an unknown mode', {}, [{ ...ending, mode: 'x' as 'online' }], 'ok'],
    [
      'is held up to its age',
      { statusAgeMaxMs: PERIOD_MS - 1 },
      [online],
      'status_change_announced',
    ],
    ['that any published head will do for goes on', { statusAgeMaxMs: PERIOD_MS }, [online], 'ok'],
    [
      'that would be accepted without a status up to its cap goes on',
      { onUndetermined: 'accept_up_to_cap' },
      [online],
      'ok',
    ],
  ])('%s', (_, terms, pending, expected) => {
    const found = check(
      headAt(START_MS, pending),
      { statusAgeMaxMs: 10_000, ...terms },
      START_MS,
      2_000,
    )
    expect(found.result === 'ok' ? 'ok' : 'reason' in found && found.reason).toBe(expected)
  })

  test('is not held by a reinstatement, and is rejected from T on', () => {
    const terms = { statusAgeMaxMs: 10_000 }
    const back = { ...online, value: 0 }
    expect(check(headAt(START_MS, [back]), terms, START_MS, 0).result).toBe('ok')
    const T = online.effectiveAtMs
    expect(check(headAt(T, [online]), terms, T, 0)).toMatchObject({ reason: 'credential_revoked' })
  })
})

test('every other decision is the same whether acts were announced online or not', () => {
  const modes = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })
  const value = fc.constantFrom(0, 1, 2)
  fc.assert(
    fc.property(
      fc.tuple(value, value, value),
      modes,
      fc.integer({ min: -LEASE_MS, max: LEASE_MS }),
      fc.integer({ min: PERIOD_MS, max: 2 * LEASE_MS }),
      (values, areOnline, atMs, ageMs) => {
        const acts = values.map(
          (to, n): PendingAct => ({
            act: `act-${n}`,
            index: 0,
            value: to,
            effectiveAtMs: START_MS + n * PERIOD_MS,
          }),
        )
        const told = acts.map((act, n) =>
          areOnline[n] ? { ...act, mode: 'online' as const } : act,
        )
        const nowMs = START_MS + atMs
        const answers = [acts, told].map((pending) =>
          check(headAt(nowMs - 10_000, pending), { statusAgeMaxMs: ageMs }, nowMs, 2_000),
        )
        expect(answers[1]).toEqual(answers[0])
      },
    ),
    { numRuns: 500 },
  )
})
