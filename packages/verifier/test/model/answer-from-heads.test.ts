import { epochMs, firstGridTimeMs, isInForce, type PendingAct } from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkStatus } from '../../src/model/checks/check-status.ts'
import type { DecisionInput, StatusEvidence } from '../../src/model/decision-input.ts'
import { START_MS } from '../support/manual-time.ts'
import { policy } from '../support/test-world.ts'

type Answer = 'valid' | 'ended' | 'undetermined'

/** What a verifier says whose clock shows `nowMs`, from one head. */
function answer(evidence: StatusEvidence, nowMs: number, clockBoundMs: number): Answer {
  const input = {
    policy: { ...policy, statusAgeMaxMs: Number.MAX_SAFE_INTEGER },
    nowMs: epochMs(nowMs),
    clockBoundMs,
    status: { evidence },
  } as DecisionInput
  const presentation = { claims: { status: {} } } as Parameters<
    typeof checkStatus
  >[0]['presentation']
  const { result } = checkStatus({
    input,
    presentation,
    signatures: { credential: 'holds', holder: true },
  })
  if (result === 'ok') return 'valid'
  return result === 'failed' ? 'ended' : 'undetermined'
}

const scene = fc
  .record({
    clockBoundMs: fc.constantFrom(0, 1_000, 5_000, 60_000),
    leaseMs: fc.constantFrom(300_000, 600_000),
    gridMs: fc.constantFrom(15_000, 75_000),
    /** When each of three heads is signed, after the one before it. */
    gapsMs: fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 400 }))),
    value: fc.constantFrom(0, 1, 2),
    /** Of the publisher's and two readers' clocks, as shares of ε. */
    errors: fc.tuple(...[1, 2, 3].map(() => fc.double({ min: -1, max: 1, noNaN: true }))),
    /** Where around T the readers look, as shares of 3ε and a lease. */
    look: fc.double({ min: -1, max: 1, noNaN: true }),
    isNear: fc.boolean(),
  })
  .map(({ clockBoundMs, leaseMs, gridMs, gapsMs, value, errors, look, isNear }) => {
    const [publisherMs = 0, ...readersMs] = errors.map((share) => Math.trunc(share * clockBoundMs))
    const from = value === 0 ? 2 : 0
    const signedAtMs = gapsMs.map((_, n) =>
      gapsMs.slice(0, n + 1).reduce((sum, gap) => sum + gap * 1_000, START_MS),
    )
    // The first head was signed without the act, so T is at or after its end (the drain).
    const tMs = firstGridTimeMs(gridMs, (signedAtMs[0] ?? 0) + leaseMs)
    const act: PendingAct = { act: 'act', index: 0, value, effectiveAtMs: tMs }
    const heads = signedAtMs.map((atMs, n): StatusEvidence => {
      const isFolded = n === 2 && isInForce(act, atMs, clockBoundMs)
      return {
        source: 'list',
        seq: atMs / 1_000,
        issuedAtMs: atMs,
        expiresAtMs: atMs + leaseMs,
        observedAtMs: atMs,
        documentHash: '',
        value: isFolded ? value : from,
        ...(n > 0 && !isFolded && { pending: [act] }),
      }
    })
    const reachMs = isNear ? 3 * clockBoundMs + 2 : leaseMs
    const atMs = tMs + Math.trunc(look * reachMs)
    return { clockBoundMs, heads, value, tMs, atMs, publisherMs, readersMs }
  })

/** The heads that are there to be had at a true time: the publisher's clock says when each was signed. */
function available({
  heads,
  atMs,
  publisherMs,
}: {
  heads: readonly StatusEvidence[]
  atMs: number
  publisherMs: number
}) {
  return heads.filter(({ issuedAtMs }) => issuedAtMs - publisherMs <= atMs)
}

describe('readers of leased heads, each with a clock of its own error', () => {
  test('agree outside the 2ε around the effective time, whichever head each of them holds (S4)', () => {
    fc.assert(
      fc.property(scene, (drawn) => {
        const { clockBoundMs, value, tMs, atMs, readersMs } = drawn
        const within = value === 0 ? [tMs, tMs + 2 * clockBoundMs] : [tMs - 2 * clockBoundMs, tMs]
        const isOutside = atMs < (within[0] ?? 0) || atMs >= (within[1] ?? 0)
        if (!isOutside) return
        const answers = available(drawn).flatMap((head) =>
          readersMs.map((errorMs) => answer(head, atMs + errorMs, clockBoundMs)),
        )
        const definite = new Set(answers.filter((given) => given !== 'undetermined'))
        expect(definite.size).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2_000 },
    )
  })

  test('never say valid at or after T, nor ended before T − 2ε (S2, S3)', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(scene, (drawn) => {
        const { clockBoundMs, value, tMs, atMs, readersMs } = drawn
        if (value === 0) return
        for (const head of available(drawn)) {
          for (const errorMs of readersMs) {
            const given = answer(head, atMs + errorMs, clockBoundMs)
            seen.add(given)
            if (atMs >= tMs) expect(given).not.toBe('valid')
            if (atMs < tMs - 2 * clockBoundMs) expect(given).not.toBe('ended')
          }
        }
      }),
      { numRuns: 2_000 },
    )
    expect(seen).toEqual(new Set(['valid', 'ended', 'undetermined']))
  })
})
