import { brandId, type ClaimId } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { createChecks } from '../../src/flagship/checks.ts'
import { type JudgedStory, judgeStories } from '../../src/flagship/judge-stories.ts'
import { ACCREDITATION_LEASE_MS, RECHECK_SLACK_MS } from '../../src/flagship/limits.ts'

const WITHDRAWN_AT_MS = 1_000_000
/** The last of eight rows is of the issuer that is withdrawn. */
const steady = { index: 0, amountMinor: '5' }
const withdrawn = { index: 7, amountMinor: '5' }

const paid: JudgedStory = {
  claimId: brandId<ClaimId>('c1'),
  state: 'settled',
  terminal: true,
  words: 'You were paid.',
  amountMinor: '5',
  railReceipt: 'bank-1',
  steps: [{ state: 'settling', atMs: WITHDRAWN_AT_MS, waitedMs: 0, words: 'Ordered.' }],
}
const { railReceipt: _, ...unpaid } = paid
const reason = { code: 'entitlement_ended' } as NonNullable<JudgedStory['reason']>
const refused: JudgedStory = { ...unpaid, state: 'refused', words: 'Refused.', reason, steps: [] }

function faultsOf(row: typeof steady, story: JudgedStory): readonly string[] {
  const checks = createChecks()
  judgeStories(checks, WITHDRAWN_AT_MS).judge(row, story)
  return checks.violations.map((violation) => violation.slice(0, 2))
}

describe('the judgement of a claim’s story', () => {
  it('finds nothing in a payment, nor in a refusal because the issuer was withdrawn', () => {
    expect(faultsOf(steady, paid)).toEqual([])
    expect(faultsOf(withdrawn, refused)).toEqual([])
  })

  it('finds a claim that is not at its end, or does not say why', () => {
    expect(faultsOf(steady, { ...paid, terminal: false })).toEqual(['D9'])
    const { reason: __, ...silent } = refused
    expect(faultsOf(withdrawn, silent)).toEqual(['D9'])
    expect(faultsOf(steady, { ...paid, words: '' })).toEqual(['D9'])
  })

  it('finds another amount, and a payment without a receipt', () => {
    expect(faultsOf(steady, { ...paid, amountMinor: '6' })).toEqual(['D3'])
    expect(faultsOf(steady, { ...unpaid })).toEqual(['D5'])
  })

  it('finds a refusal of whom the withdrawal does not concern, and a payment ordered long after it', () => {
    expect(faultsOf(steady, refused)).toEqual(['D6'])
    const atMs = WITHDRAWN_AT_MS + ACCREDITATION_LEASE_MS + RECHECK_SLACK_MS
    const orderedAt = (ms: number): JudgedStory => ({
      ...paid,
      steps: [{ state: 'settling', atMs: ms, waitedMs: 0, words: 'Ordered.' }],
    })
    expect(faultsOf(withdrawn, orderedAt(atMs))).toEqual([])
    expect(faultsOf(withdrawn, orderedAt(atMs + 1))).toEqual(['D6'])
  })
})
