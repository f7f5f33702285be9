import { brandId, type CampaignId, type CampaignRule, type EpochMs } from '@evenkeel/kernel'
import { worldParties } from '../world-config.ts'

/** Type of the demo's credentials. */
export const MEMBERSHIP_TYPE = 'https://evenkeel.example/types/membership'
/** The campaign that every demo world has. */
export const DEMO_CAMPAIGN: CampaignId = brandId('demo-grant')

const DAY_MS = 86_400_000

/** A fixed grant of 100.00 to each member whose issuer is accredited with high assurance; a million in the pool. */
export function demoCampaignRule(now: EpochMs): CampaignRule {
  return {
    v: 1,
    id: DEMO_CAMPAIGN,
    title: 'Demo grant: 100 to every member',
    asset: { code: 'EVN', scale: 2 },
    poolMinor: '100000000',
    announcedAtMs: now,
    opensAtMs: now,
    closesAtMs: now + 365 * DAY_MS,
    policy: {
      id: 'demo-grant-policy',
      credentialTypes: [MEMBERSHIP_TYPE],
      assuranceMin: 'high',
      statusAgeMaxMs: 60_000,
      onUndetermined: 'hold',
      outputs: { tier: 'tier' },
      requiredClaims: {},
      subjectClaim: 'member_id',
      receiptTtlMs: 600_000,
      // Verify once, use many: what a member shows for the grant also opens the gate of examples/members-gate.
      audiences: ['members-gate'],
    },
    verifiers: worldParties.filter(({ role }) => role === 'verifier').map(({ id }) => id),
    uniqueness: { domain: 'demo-members', period: 'once' },
    allocation: { kind: 'fixed', amountMinor: '10000' },
    window: 'instant',
    hold: { deadlineMs: 3_600_000, byDefault: 'release', appealMs: DAY_MS },
    rail: 'internal',
  }
}
