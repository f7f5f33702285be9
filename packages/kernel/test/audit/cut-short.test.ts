import { describe, expect, it } from 'vitest'
import type { CampaignLine, ClaimLine } from '../../src/audit/audit-line.ts'
import { type AuditDifference, startAuditTally } from '../../src/audit/audit-report.ts'
import { startCampaignSection } from '../../src/audit/campaign-section.ts'
import {
  type ClaimPaid,
  checkPaid,
  followClaim,
  NOTHING_PAID,
} from '../../src/audit/follow-claim.ts'
import type { CampaignId, Nullifier } from '../../src/ids.ts'
import type { CampaignRule } from '../../src/messages/campaign-rule.ts'

const id = 'parts-grant' as CampaignId
const vesting = {
  kind: 'cliff',
  startsAtMs: 1,
  cliffMs: 1_000,
  cancel: { noticeMs: 1_000, rest: 'forfeited' },
} as const
const rule: CampaignRule = {
  v: 1,
  id,
  title: 'In parts',
  asset: { code: 'CHF', scale: 2 },
  poolMinor: '1000',
  announcedAtMs: 0,
  opensAtMs: 1,
  closesAtMs: 2,
  policy: {
    id: 'p',
    credentialTypes: ['t'],
    assuranceMin: 'low',
    statusAgeMaxMs: 60_000,
    onUndetermined: 'hold',
    outputs: {},
    requiredClaims: {},
    subjectClaim: 'm',
    receiptTtlMs: 60_000,
  },
  verifiers: ['v' as CampaignRule['verifiers'][number]],
  uniqueness: { domain: 'd', period: 'p' },
  allocation: { kind: 'fixed', amountMinor: '400' },
  window: 'instant',
  hold: { deadlineMs: 1_000, byDefault: 'release', appealMs: 1_000 },
  rail: 'internal',
  vesting,
}
const said = {
  nullifier: 'n' as Nullifier,
  ticket: 't',
  transfers: ['x'],
  state: 'settled',
  line: 3,
} as const
const cut = { ...said, reason: 'vesting_cancelled', amountMinor: '150' }

/** What an auditor says of one claim of a campaign with this rule. */
function judge(claim: object, of: CampaignRule): AuditDifference | undefined {
  const section = startCampaignSection(id, startAuditTally())
  const line = { kind: 'campaign', rule: of, openedAtMs: 1, closedAtMs: 2, settledAtMs: 3 }
  expect(section.take(line as unknown as CampaignLine, 2)).toBeUndefined()
  return section.take({ kind: 'claim', prev: '', ...claim } as unknown as ClaimLine, 3)
}

describe('an auditor of payments in parts', () => {
  it('takes less than the rule gives from what ended early, and from nothing else', () => {
    const { vesting: _, ...whole } = rule
    expect(judge(cut, rule)).toBeUndefined()
    expect(judge({ ...cut, reason: 'vesting_forfeited' }, rule)).toBeUndefined()
    expect(judge({ ...cut, reason: undefined }, rule)).toMatchObject({ check: 'entitled' })
    expect(judge({ ...cut, amountMinor: '401' }, rule)).toMatchObject({ check: 'entitled' })
    expect(judge({ ...cut, reason: 'already_claimed' }, rule)).toMatchObject({ check: 'explained' })
    expect(judge(cut, whole)).toMatchObject({ check: 'explained' })
    const allocation = { kind: 'tiered', tiers: { a: '100', b: '160' } } as const
    expect(judge(cut, { ...rule, allocation })).toBeUndefined()
    expect(judge({ ...cut, amountMinor: '161' }, { ...rule, allocation })).toMatchObject({
      check: 'entitled',
    })
  })

  it('wants of it what was kept, in its own payments, and no more taken back than the rest', () => {
    const after = (...moves: readonly [string, string, string][]): ClaimPaid => {
      const paid = { ...NOTHING_PAID }
      const first = [
        ['reserve', 'pool', 'in_flight', '400'],
        ['post', 'pool', 'in_flight', '400'],
        ['single', 'in_flight', 'held', '400'],
      ]
      for (const [kind, debit, credit, amountMinor] of [
        ...first,
        ...moves.map((one) => ['single', ...one]),
      ]) {
        followClaim({ kind, debit, credit, amountMinor } as Parameters<typeof followClaim>[0], paid)
      }
      return paid
    }
    const kept = [
      ['held', 'in_flight', '150'],
      ['in_flight', 'settled', '150'],
    ] as const
    const paid = after(...kept.map((one) => [...one] as [string, string, string]), [
      'held',
      'forfeited',
      '250',
    ])
    expect(checkPaid(rule, cut, paid)).toBeUndefined()
    expect(checkPaid(rule, { ...cut, amountMinor: '149' }, paid)).toMatchObject({ check: 'paid' })
    expect(checkPaid(rule, { ...cut, amountMinor: '151' }, paid)).toMatchObject({ check: 'paid' })
    expect(checkPaid(rule, cut, { ...paid, forfeited: 251n })).toMatchObject({ check: 'paid' })
    expect(checkPaid(rule, cut, { ...paid, underWay: 1n })).toMatchObject({ check: 'paid' })
    // Taken out before anything was due: its share is forfeited out of the pool.
    const refused = { ...said, state: 'refused', amountMinor: '400' } as const
    expect(checkPaid(rule, refused, { ...NOTHING_PAID, forfeited: 400n })).toBeUndefined()
    expect(checkPaid(rule, refused, paid)).toMatchObject({ check: 'paid' })
  })
})
