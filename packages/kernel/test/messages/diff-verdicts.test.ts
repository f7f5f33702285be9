import { describe, expect, test } from 'vitest'
import {
  brandId,
  type Check,
  type CredentialHandle,
  diffVerdicts,
  epochMs,
  type PartyId,
  parseVerdict,
  type Verdict,
} from '../../src/index.ts'

const AT_MS = Date.UTC(2026, 10, 22, 13, 6)
const LIST = 'https://issuer.example/status/1'

function statusCheck(seqMs: number, found: object = { result: 'ok' }): Check {
  const evidence = {
    kind: 'status',
    source: LIST,
    seq: seqMs / 1_000,
    issuedAtMs: seqMs,
    observedAtMs: seqMs,
    ageMs: AT_MS - seqMs,
    boundMs: 600_000,
  }
  return { check: 'status', evidence, ...found } as Check
}

function verdict(verifier: string, checks: readonly Check[], change: Partial<Verdict> = {}) {
  return {
    v: 1,
    outcome: 'accepted',
    verifier: brandId<PartyId>(verifier),
    decidedAtMs: epochMs(AT_MS),
    policyId: 'policy-1',
    policyHash: 'a'.repeat(64),
    presentationHash: 'b'.repeat(64),
    handle: brandId<CredentialHandle>('h1-x'),
    checks,
    horizon: {},
    degradations: [],
    outputs: {},
    ...change,
  } satisfies Verdict
}

const EARLY_MS = Date.UTC(2026, 10, 22, 13, 2)
const LATE_MS = Date.UTC(2026, 10, 22, 13, 5)
const revoked = { result: 'failed', reason: 'credential_revoked' }

describe('two verdicts', () => {
  test('of verifiers that saw different status lists are told apart by these lists, in one sentence', () => {
    const a = verdict('verifier-a', [statusCheck(EARLY_MS)])
    const b = verdict('verifier-b', [statusCheck(LATE_MS, revoked)], { outcome: 'rejected' })
    const diff = diffVerdicts(a, b)
    expect(diff.sentence).toBe(
      `At 2026-11-22T13:06:00.000Z verifier-a accepted it: status ok by the list ${LIST} of 2026-11-22T13:02:00.000Z (seq ${EARLY_MS / 1_000}); at 2026-11-22T13:06:00.000Z verifier-b rejected it: status failed as credential_revoked by the list ${LIST} of 2026-11-22T13:05:00.000Z (seq ${LATE_MS / 1_000}).`,
    )
    expect(diff.first).toBe('status')
    expect(diff.differences).toHaveLength(1)
  })

  test('that differ by an act which the first had announced say when it was to end', () => {
    const a = verdict('verifier-a', [statusCheck(EARLY_MS)], { endsAtMs: LATE_MS })
    const b = verdict('verifier-b', [statusCheck(EARLY_MS, revoked)], { outcome: 'rejected' })
    for (const { sentence } of [diffVerdicts(a, b), diffVerdicts(b, a)]) {
      expect(sentence).toContain('verifier-a knew that its answer would end at 2026-11-22T13:05')
    }
  })

  test('on the same evidence have no difference, however old it had become', () => {
    const a = verdict('verifier-a', [statusCheck(EARLY_MS)])
    const later = { ...statusCheck(EARLY_MS), evidence: { ...statusCheck(EARLY_MS).evidence } }
    const b = verdict('verifier-b', [later as Check], { decidedAtMs: epochMs(AT_MS + 5_000) })
    expect(diffVerdicts(a, b)).toEqual({
      sentence:
        'At 2026-11-22T13:06:00.000Z verifier-a accepted it and at 2026-11-22T13:06:05.000Z verifier-b accepted it, on the same evidence.',
      differences: [],
    })
  })

  test('put what decided before what did not: another credential, other findings, another policy, other lists', () => {
    const a = verdict('verifier-a', [statusCheck(EARLY_MS), { check: 'type', result: 'ok' }])
    const b = verdict(
      'verifier-a',
      [
        statusCheck(LATE_MS),
        { check: 'type', result: 'failed', reason: 'credential_type_not_accepted' },
      ],
      { policyHash: 'c'.repeat(64), handle: brandId<CredentialHandle>('h1-y') },
    )
    expect(diffVerdicts(a, b).differences.map(({ check }) => check)).toEqual([
      'credential',
      'type',
      'policy',
      'status',
    ])
  })

  test('of which one found its list too old say how old that was', () => {
    const a = verdict('verifier-a', [statusCheck(LATE_MS)])
    const stale = statusCheck(EARLY_MS, { result: 'unknown', reason: 'status_stale' })
    const { sentence } = diffVerdicts(
      a,
      verdict('verifier-b', [stale], { outcome: 'undetermined' }),
    )
    expect(sentence).toContain('status unknown as status_stale')
    expect(sentence).toContain('240000 ms old of at most 600000 ms')
  })

  test('of strangers are compared though their times are no dates', () => {
    const strange = { ...statusCheck(EARLY_MS), evidence: { kind: 'status', source: LIST } }
    const evidence = { kind: 'status' as const, source: LIST, issuedAtMs: -9e15 }
    const a = verdict('verifier-a', [strange as Check])
    const b = verdict('verifier-b', [{ ...strange, evidence, ...revoked } as Check])
    expect(parseVerdict(JSON.parse(JSON.stringify(b))).ok).toBe(true)
    expect(diffVerdicts(a, b).sentence).toContain('-9000000000000000 ms')
  })
})
