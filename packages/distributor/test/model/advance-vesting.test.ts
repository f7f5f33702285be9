import { epochMs, type MinorUnits } from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advanceClaim } from '../../src/model/advance-claim.ts'
import type { VestingNews } from '../../src/model/advance-vesting.ts'
import type { Claim } from '../../src/model/claim.ts'
import { isTerminal } from '../../src/model/claim-states.ts'

const NOW = epochMs(1_800_000_000_000)

const reserved: Claim = {
  claimId: `c${'0'.repeat(40)}` as Claim['claimId'],
  campaignId: 'grant' as Claim['campaignId'],
  receiptId: 'receipt' as Claim['receiptId'],
  handle: 'handle' as Claim['handle'],
  state: 'reserved',
  reason: undefined,
  amount: 100n as MinorUnits,
  sinceMs: NOW,
  dueAtMs: NOW,
  history: [{ state: 'reserved', atMs: NOW }],
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

/** Parts that sum to what is kept, and the word about the end if that is less than all. */
const story = fc
  .record({
    kept: fc.oneof(fc.constant(100), fc.integer({ min: 0, max: 100 })),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }),
    cancelled: fc.boolean(),
  })
  .map(({ kept, cuts, cancelled }) => {
    const ends = [...cuts.filter((cut) => cut < kept).sort((a, b) => a - b), kept]
    const parts = ends.map((cut, i) => cut - (ends[i - 1] ?? 0)).filter((part) => part > 0)
    const news: VestingNews[] = parts.map((part, i) => ({
      news: 'release_paid',
      version: 1,
      number: i + 1,
      amount: BigInt(part) as MinorUnits,
    }))
    if (cancelled || kept < 100) {
      news.push({ news: 'vesting_ended', version: 1, kept: BigInt(kept) as MinorUnits })
    }
    return { kept, news: [...news, { news: 'vesting_began', version: 1, dueAtMs: NOW } as const] }
  })
  .chain(({ kept, news }) =>
    fc.record({
      kept: fc.constant(kept),
      news: fc.shuffledSubarray(news, { minLength: news.length }),
      cancelAt: fc.nat(news.length),
    }),
  )

function tellAll(news: readonly VestingNews[]): { claim: Claim; cancels: number; ended: number[] } {
  let claim: Claim = reserved
  let cancels = 0
  const ended: number[] = []
  news.forEach((one, position) => {
    const advance = advanceClaim(claim, one, NOW)
    expect(advance.ok || one.news === 'cancelled', JSON.stringify(one.news)).toBe(true)
    if (!advance.ok) return
    cancels += advance.followUps.filter(({ kind }) => kind === 'cancel').length
    claim = advance.claim
    if (isTerminal(claim.state)) ended.push(position)
  })
  return { claim, cancels, ended }
}

test('D9 a claim that is paid in parts ends with the last news about it, the same in whatever order they come', () => {
  fc.assert(
    fc.property(story, ({ kept, news }) => {
      const { claim, ended } = tellAll(news)
      const counts = kept === 100 ? ['release_paid'] : ['release_paid', 'vesting_ended']
      const last = news.findLastIndex((one) => counts.includes(one.news))
      expect(ended[0]).toBe(last)
      const expected = kept === 0 ? ['refused', 100n] : ['settled', BigInt(kept)]
      expect([claim.state, claim.amount]).toEqual(expected)
      expect(claim.vesting?.paid).toBe(BigInt(kept))
      expect(claim.reason).toBe(kept === 100 ? undefined : 'vesting_cancelled')
      expect(claim.dueAtMs).toBeUndefined()
      // Nothing is left with the ledger under this version.
      expect(claim.returnedVersion).toBe(kept === 0 ? 1 : 0)
    }),
  )
})

test('D6 the ledger is told at most once that a vesting ends, at once if it holds the amount and else when it does', () => {
  fc.assert(
    fc.property(story, ({ news, cancelAt }) => {
      const cancel: VestingNews = {
        news: 'cancelled',
        reason: 'entitlement_ended',
        rest: 'forfeited',
        evidence: 'e'.repeat(64),
      }
      const before = tellAll(news.slice(0, cancelAt)).claim
      const all = [...news.slice(0, cancelAt), cancel, cancel, ...news.slice(cancelAt)]
      const { cancels } = tellAll(all)
      const isOver = isTerminal(before.state) || before.vesting?.kept !== undefined
      expect(cancels).toBeLessThanOrEqual(isOver ? 0 : 1)
      const began = all.findIndex(({ news: name }) => name === 'vesting_began')
      if (before.state === 'reserved' && all[cancelAt + 2] === all[began]) expect(cancels).toBe(1)
      const atOnce = tellAll([...news.slice(0, cancelAt), cancel]).cancels
      expect(atOnce).toBe(before.state === 'vesting' && !isOver ? 1 : 0)
    }),
  )
})

test('a vesting claim is not taken out as a claim that nothing was ordered for, and takes no more than its amount', () => {
  const { claim } = tellAll([{ news: 'vesting_began', version: 1, dueAtMs: NOW }])
  expect(advanceClaim(claim, { news: 'taken_out', ordered: false }, NOW)).toEqual({
    ok: false,
    reason: 'case_transition_not_allowed',
  })
  const amount = 101n as MinorUnits
  const tooMuch = { news: 'release_paid', version: 1, number: 1, amount } as const
  expect(advanceClaim(claim, tooMuch, NOW)).toEqual({ ok: false, reason: 'transfer_conflict' })
})
