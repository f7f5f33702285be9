import { brandId, epochMs, minorUnits, type ReasonCode } from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { claimTransitions } from '../../src/index.ts'
import { advanceClaim, type ClaimNews } from '../../src/model/advance-claim.ts'
import type { Claim } from '../../src/model/claim.ts'

const T = epochMs(1_000)

function claimIn(state: 'accepted' | 'held'): Claim {
  return {
    claimId: brandId(`c${'0'.repeat(40)}`),
    campaignId: brandId('campaign'),
    receiptId: brandId('receipt'),
    handle: brandId('handle'),
    state,
    reason: undefined,
    amount: minorUnits(5n),
    sinceMs: T,
    dueAtMs: T,
    history: [{ state, atMs: T }],
    transferVersion: 1,
    reservedVersion: 0,
    returnedVersion: 0,
    decisionVersion: 0,
    decidedAtMs: undefined,
    appeal: undefined,
    railReceipt: undefined,
    concern: undefined,
    wait: undefined,
  }
}

const version = fc.integer({ min: 1, max: 3 })
const reason = fc.constantFrom<ReasonCode>('insufficient_funds', 'account_unknown')
const anyNews: fc.Arbitrary<ClaimNews> = fc.oneof(
  fc.record({ news: fc.constant('reserve_acknowledged' as const), version }),
  fc.record({ news: fc.constant('reserve_refused' as const), version, reason }),
  fc.record({ news: fc.constant('void_acknowledged' as const), version }),
  fc.record({ news: fc.constant('void_refused' as const), reason }),
  fc.record({ news: fc.constant('settle_acknowledged' as const), version }),
  fc.record({ news: fc.constant('settle_refused' as const), version, reason }),
  fc.record({ news: fc.constant('payment_unknown' as const), version }),
  version.map((v) => ({ news: 'payment_settled' as const, version: v, railReceipt: `rail ${v}` })),
  fc.record({
    news: fc.constant('decided' as const),
    version,
    decision: fc.constantFrom('release' as const, 'refuse' as const),
    decidedAtMs: fc.constant(T),
    budgetMs: fc.constant(1_000),
  }),
)

it('no news in any order makes a claim take a step that the table does not have, or ask twice for one transfer', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('accepted' as const, 'held' as const),
      fc.array(anyNews, { maxLength: 25 }),
      (start, newsList) => {
        let claim = claimIn(start)
        const settles: number[] = []
        for (const news of newsList) {
          // The ledger answers a reserve only once, and only one that was asked for.
          if ('version' in news && news.news !== 'decided' && news.version > claim.transferVersion)
            continue
          if (news.news === 'reserve_acknowledged' && news.version <= claim.reservedVersion)
            continue
          const advance = advanceClaim(claim, news, T)
          if (!advance.ok) continue
          for (const { kind, version: v } of advance.followUps)
            if (kind === 'settle') settles.push(v)
          claim = advance.claim
        }
        const states = claim.history.map((entry) => entry.state)
        states.slice(1).forEach((to, i) => {
          expect(claimTransitions[states[i] as Claim['state']]).toContain(to)
        })
        expect(new Set(settles).size).toBe(settles.length)
        expect(claim.state === 'settled').toBe(claim.railReceipt !== undefined)
      },
    ),
    { numRuns: 2_000 },
  )
})

it('a second rail receipt for a claim that was paid is refused (D5)', () => {
  const paid = [
    { news: 'reserve_acknowledged', version: 1 },
    { news: 'payment_settled', version: 1, railReceipt: 'a' },
  ] as const
  let claim = claimIn('accepted')
  for (const news of paid) {
    const advance = advanceClaim(claim, news, T)
    if (advance.ok) claim = advance.claim
  }
  expect(claim.state).toBe('settled')
  const again = advanceClaim(claim, { news: 'payment_settled', version: 1, railReceipt: 'b' }, T)
  expect(again).toEqual({ ok: false, reason: 'transfer_conflict' })
})

it('a transition that the table does not have is a fault', () => {
  const claim: Claim = { ...claimIn('accepted'), amount: undefined }
  expect(() => advanceClaim(claim, { news: 'reserve_acknowledged', version: 1 }, T)).toThrow(
    'without an amount',
  )
})
