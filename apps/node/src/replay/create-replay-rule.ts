import { brandId, type CampaignId, type CampaignRule, type PartyId } from '@evenkeel/kernel'

const DAY_MS = 86_400_000

export interface DropFacts {
  readonly claims: number
  /** Sum of all amounts, decimal string. */
  readonly totalMinor: string
  /** Root of the Uniswap layout, 64 hex digits. */
  readonly root: string
}

/** The rule of a replayed drop: the whole sum as the pool, one row of the table each, receipts of one verifier, open for 30 days. */
export function createReplayRule(
  { claims, totalMinor, root }: DropFacts,
  verifier: PartyId,
  nowMs: number,
): CampaignRule {
  return {
    v: 1,
    id: brandId<CampaignId>(`drop-${root.slice(0, 16)}`),
    title: `Replay of a drop to ${claims} accounts`,
    asset: { code: 'UNI', scale: 18 },
    poolMinor: totalMinor,
    announcedAtMs: nowMs,
    opensAtMs: nowMs,
    closesAtMs: nowMs + 30 * DAY_MS,
    policy: {
      id: 'drop-recipient',
      credentialTypes: ['https://evenkeel.example/types/account'],
      assuranceMin: 'low',
      statusAgeMaxMs: 300_000,
      onUndetermined: 'hold',
      outputs: { entry: 'account' },
      requiredClaims: {},
      subjectClaim: 'account',
      receiptTtlMs: 30 * DAY_MS,
    },
    verifiers: [verifier],
    uniqueness: { domain: 'evenkeel.example/replay', period: 'once' },
    allocation: { kind: 'table', rows: claims, layout: 'uniswap-merkle', root },
    window: 'instant',
    hold: { deadlineMs: 7 * DAY_MS, byDefault: 'refuse', appealMs: 7 * DAY_MS },
    rail: 'internal',
  }
}
