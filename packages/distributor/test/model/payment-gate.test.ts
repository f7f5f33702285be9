import { brandId, epochMs, minorUnits, type PartyId } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { RECHECK_FRESH_MS, RECHECKS_FOR_AGE_MAX, RECHECKS_OF_CLAIM_MAX } from '../../src/limits.ts'
import type { Claim } from '../../src/model/claim.ts'
import { askGate, type GateFacts, type Recheck } from '../../src/model/payment-gate.ts'

const FIRST = brandId<PartyId>('verifier-a')
const SECOND = brandId<PartyId>('verifier-b')
const BUDGET_MS = 60_000

const reserved: Claim = {
  claimId: brandId('claim'),
  campaignId: brandId('campaign'),
  receiptId: brandId('receipt'),
  handle: brandId('handle'),
  state: 'reserved',
  reason: undefined,
  amount: minorUnits(100n),
  sinceMs: epochMs(0),
  dueAtMs: undefined,
  history: [{ state: 'accepted', atMs: epochMs(0) }],
  transferVersion: 1,
  reservedVersion: 1,
  returnedVersion: 0,
  decisionVersion: 0,
  decidedAtMs: undefined,
  appeal: undefined,
  railReceipt: undefined,
  concern: undefined,
  wait: undefined,
}

describe('a claim whose verifiers answer always good and always late', () => {
  it('is for a person to decide after so many questions, and then paid once although the answers have run out', () => {
    const rechecks = new Map<PartyId, Recheck>()
    let claim = reserved
    let now = 0
    const ask = (): ReturnType<typeof askGate> => {
      const facts: GateFacts = {
        claim,
        now: epochMs(now),
        check: { verifier: FIRST, secondVerifier: SECOND, budgetMs: BUDGET_MS },
        needed: [FIRST, SECOND],
        rechecks,
      }
      return askGate(facts)
    }
    let asked = 0
    let answer = ask()
    // Each answer is in time, and the gate looks when it has just run out.
    while (answer.answer === 'wait' && answer.ask.length > 0 && asked < 100) {
      for (const by of answer.ask) {
        const attempt = (rechecks.get(by)?.attempt ?? 0) + 1
        const untilMs = epochMs(now + BUDGET_MS)
        rechecks.set(by, {
          attempt,
          holds: 0,
          untilMs,
          outcome: 'good',
          answeredAtMs: epochMs(now),
        })
        asked += 1
      }
      now += BUDGET_MS
      answer = ask()
    }
    expect(asked).toBe(2 * RECHECKS_OF_CLAIM_MAX)
    expect(answer).toEqual({ answer: 'hold', reason: 'recheck_undetermined' })
    claim = { ...claim, history: [...claim.history, { state: 'held', atMs: epochMs(now) }] }
    expect(ask()).toEqual({ answer: 'pass' })
  })
})

describe('a good answer that is not fresh any more', () => {
  const answered = (ageMs: number, attempt: number, of: Partial<Claim> = {}) =>
    askGate({
      claim: { ...reserved, ...of },
      now: epochMs(ageMs),
      check: { verifier: FIRST, budgetMs: BUDGET_MS },
      needed: [FIRST],
      rechecks: new Map([
        [
          FIRST,
          {
            attempt,
            holds: 0,
            untilMs: epochMs(BUDGET_MS),
            outcome: 'good',
            answeredAtMs: epochMs(0),
          },
        ],
      ]),
    })

  it('is asked for again before a payment', () => {
    expect(answered(RECHECK_FRESH_MS - 1, 1)).toEqual({ answer: 'pass' })
    expect(answered(RECHECK_FRESH_MS, 1)).toMatchObject({ answer: 'wait', ask: [FIRST] })
  })

  it('counts for as long as the rule says once answers were too old again and again', () => {
    expect(answered(BUDGET_MS - 1, RECHECKS_FOR_AGE_MAX - 1)).toMatchObject({ ask: [FIRST] })
    expect(answered(BUDGET_MS - 1, RECHECKS_FOR_AGE_MAX)).toEqual({ answer: 'pass' })
    expect(answered(BUDGET_MS, RECHECKS_FOR_AGE_MAX)).toMatchObject({ ask: [FIRST] })
  })

  it('counts for as long as the rule says for a share in a window, of which nothing is paid yet', () => {
    expect(answered(BUDGET_MS - 1, 1, { state: 'entered' })).toEqual({ answer: 'pass' })
  })
})
