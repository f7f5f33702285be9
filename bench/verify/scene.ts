import {
  type AccreditationRecord,
  brandId,
  type CampaignId,
  type CampaignRule,
  type PartyId,
  type PublicJwk,
} from '@evenkeel/kernel'

/** Who and what there is. */
export const ISSUER_ID = 'https://issuer.example'
export const STATUS_URI: string = `${ISSUER_ID}/status/1`
export const NETWORK_URL = 'https://network.example'
export const NETWORK: PartyId = brandId('network')
export const DISTRIBUTOR: PartyId = brandId('distributor')
export const VERIFIER: PartyId = brandId('verifier')
export const CAMPAIGN: CampaignId = brandId('bench-grant')
export const VCT = 'https://issuer.example/types/member'

/** Entries of the status list: the largest that the reference library decodes in bearable time. */
export const LIST_ENTRIES = 1_048_576
/** Every hundredth entry is revoked; the credentials have places in between. */
export const REVOKED_EVERY = 100

const DAY_MS = 86_400_000

export function campaignRule(nowMs: number): CampaignRule {
  return {
    v: 1,
    id: CAMPAIGN,
    title: 'Bench grant',
    asset: { code: 'EVN', scale: 2 },
    poolMinor: '100000000',
    announcedAtMs: nowMs,
    opensAtMs: nowMs,
    closesAtMs: nowMs + DAY_MS,
    policy: {
      id: 'bench-policy',
      credentialTypes: [VCT],
      assuranceMin: 'substantial',
      statusAgeMaxMs: 3_600_000,
      onUndetermined: 'hold',
      outputs: { tier: 'tier' },
      requiredClaims: { tier: 'gold' },
      subjectClaim: 'member_id',
      receiptTtlMs: 600_000,
    },
    verifiers: [VERIFIER],
    uniqueness: { domain: 'members', period: 'once' },
    allocation: { kind: 'fixed', amountMinor: '100' },
    window: 'instant',
    hold: { deadlineMs: 60_000, byDefault: 'refuse', appealMs: 60_000 },
    rail: 'internal',
  }
}

export function accreditationOf(key: PublicJwk, nowMs: number): AccreditationRecord {
  return {
    subject: ISSUER_ID,
    party: brandId<PartyId>('issuer'),
    keys: [key],
    authority: brandId<PartyId>('authority'),
    action: 'issue',
    credentialTypes: [VCT],
    jurisdictions: ['XA'],
    assurance: 'substantial',
    validFromMs: nowMs - DAY_MS,
    validUntilMs: nowMs + DAY_MS,
    status: 'active',
    statusFromMs: nowMs - DAY_MS,
    actId: 'act-1',
  }
}
