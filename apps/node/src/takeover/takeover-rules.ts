import {
  brandId,
  type CampaignId,
  type CampaignRule,
  type EpochMs,
  type PartyId,
  type SubjectTerms,
} from '@evenkeel/kernel'
import { startTableRoot, type TableRow } from '@evenkeel/kernel/allocation'
import { AMOUNT_SCALE } from './read-names.ts'

/** Type of a credential that says which account somebody has: `github_id` and, as of then, `login`. */
export const ACCOUNT_TYPE = 'https://evenkeel.example/types/github-account'

/** What the two campaigns count people by; all else is the same. */
export type KeyedOn = 'handle' | 'account'

interface Keying {
  readonly subjectClaim: string
  readonly subject: SubjectTerms
}

const keyings: Readonly<Record<KeyedOn, Keying>> = {
  // No campaign is made like this without saying that it bears the loss.
  handle: { subjectClaim: 'login', subject: { kind: 'handle', takeover: 'accepted' } },
  account: { subjectClaim: 'github_id', subject: { kind: 'github_id' } },
}

const DAY_MS = 86_400_000

/** The rule of a drop by a table whose entries are names, or the numbers of the accounts that had them. */
export function takeoverRule(
  keyedOn: KeyedOn,
  rows: readonly TableRow[],
  { verifier, nowMs }: { readonly verifier: PartyId; readonly nowMs: EpochMs },
): CampaignRule {
  const root = startTableRoot('rfc6962', rows.length)
  root.add(rows)
  const keying = keyings[keyedOn]
  return {
    v: 1,
    id: campaignOf(keyedOn),
    title: `Drop to developers, counted by ${keyedOn}`,
    asset: { code: 'STRK', scale: AMOUNT_SCALE },
    poolMinor: rows.reduce((sum, { amount }) => sum + amount, 0n).toString(),
    announcedAtMs: nowMs,
    opensAtMs: nowMs,
    closesAtMs: nowMs + 30 * DAY_MS,
    policy: {
      id: `developers-by-${keyedOn}`,
      credentialTypes: [ACCOUNT_TYPE],
      assuranceMin: 'low',
      statusAgeMaxMs: 300_000,
      onUndetermined: 'hold',
      outputs: { entry: keying.subjectClaim },
      requiredClaims: {},
      ...keying,
      receiptTtlMs: DAY_MS,
    },
    verifiers: [verifier],
    uniqueness: { domain: 'evenkeel.example/takeover', period: 'once' },
    allocation: { kind: 'table', rows: rows.length, layout: 'rfc6962', root: root.root() },
    window: 'instant',
    hold: { deadlineMs: 7 * DAY_MS, byDefault: 'refuse', appealMs: 7 * DAY_MS },
    rail: 'internal',
  }
}

export function campaignOf(keyedOn: KeyedOn): CampaignId {
  return brandId<CampaignId>(`takeover-by-${keyedOn}`)
}
