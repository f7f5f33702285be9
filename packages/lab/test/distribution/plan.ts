import {
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeHex,
  encodeUtf8,
  leafHash,
  type PartyId,
  type Policy,
  treeRoot,
} from '@evenkeel/kernel'
import type { Faults } from '../../src/faults.ts'
import { SIMULATION_START_MS } from '../../src/limits.ts'

export const VERIFIERS: readonly PartyId[] = ['verifier-a', 'verifier-b'] as PartyId[]
export const ASSET = 'UNI'
const DAY_MS = 86_400_000
/** P + L of the status lists that nobody publishes here. */
export const STATUS_DELAY_MS = 1_000
/** From the start of a run to the closing of its window: most plans have opened their campaigns long before, and some have not. */
const WINDOW_MS = 30_000

export type Choice = 'release' | 'refuse' | 'silence'

/** One person comes with one receipt for one campaign. Times in virtual milliseconds. */
export interface Visit {
  readonly person: number
  readonly campaign: 'fixed' | 'table' | 'shared'
  readonly verifier: 0 | 1
  /** Undetermined receipts are held. */
  readonly outcome: 'accepted' | 'undetermined'
  readonly atMs: number
  /** How often the claim is sent, all at once. */
  readonly sends: number
  /** What the reviewer of a held claim decides, and how long that takes. */
  readonly decision: Choice
  readonly decideAfterMs: number
  /** What a second reviewer decides if somebody appeals. */
  readonly appeal: Choice | 'none'
}

/** What a run is made of; the seed draws the rest. */
export interface DistributionPlan {
  readonly faults: Faults
  readonly fixedMinor: bigint
  /** Full shares in the pool of the fixed campaign: too few when more people come. */
  readonly shares: number
  /** What the table gives each person, by position. */
  readonly tableMinor: readonly bigint[]
  readonly byDefault: 'release' | 'refuse'
  readonly rail: 'book' | 'outside'
  /** Processes of the distributor, the ledger and governance each. */
  readonly processes: number
  /** Moments at which the ledger's answers to the distributor are lost for a while. */
  readonly cuts: readonly { readonly fromMs: number; readonly lastsMs: number }[]
  readonly visits: readonly Visit[]
}

const policy: Policy = {
  id: 'residents',
  credentialTypes: ['https://example.org/resident'],
  assuranceMin: 'substantial',
  statusAgeMaxMs: 3_600_000,
  onUndetermined: 'hold',
  outputs: { entry: 'account' },
  requiredClaims: {},
  subjectClaim: 'person',
  receiptTtlMs: 3_600_000,
}

/** The table's lines: who may have how much. */
export function tableOf(plan: DistributionPlan): readonly { entry: string; amountMinor: string }[] {
  return plan.tableMinor.map((amount, i) => ({ entry: `person-${i}`, amountMinor: String(amount) }))
}

/**
 * The campaigns of a run: one gives everybody the same until its pool is empty, one what a table says, and one shares its pool among all who
 * come before its window closes.
 */
export function rulesOf(plan: DistributionPlan): Readonly<Record<Visit['campaign'], CampaignRule>> {
  const common = {
    v: 1,
    asset: { code: ASSET, scale: 18 },
    announcedAtMs: SIMULATION_START_MS - DAY_MS,
    opensAtMs: SIMULATION_START_MS - DAY_MS,
    closesAtMs: SIMULATION_START_MS + DAY_MS,
    policy,
    verifiers: VERIFIERS,
    uniqueness: { domain: 'residents', period: '2026' },
    window: 'instant',
    hold: { deadlineMs: 5_000, byDefault: plan.byDefault, appealMs: 3_000 },
    rail: 'internal',
  } as const
  const lines = tableOf(plan)
  const leaves = lines.map((line) => leafHash(encodeUtf8(canonicalJson(line))))
  const sum = plan.tableMinor.reduce((total, amount) => total + amount, 0n)
  return {
    shared: {
      ...common,
      id: 'shared' as CampaignId,
      title: 'In equal parts',
      poolMinor: String(plan.fixedMinor),
      closesAtMs: SIMULATION_START_MS + WINDOW_MS,
      allocation: { kind: 'equal-capped', capMinor: String(shareCap(plan)) },
      window: { kind: 'batch', allocateAfterMs: STATUS_DELAY_MS },
      unclaimed: 'return',
    },
    fixed: {
      ...common,
      id: 'fixed' as CampaignId,
      title: 'The same for everybody',
      poolMinor: String(plan.fixedMinor * BigInt(plan.shares)),
      allocation: { kind: 'fixed', amountMinor: String(plan.fixedMinor) },
    },
    table: {
      ...common,
      id: 'table' as CampaignId,
      title: 'To each their own',
      poolMinor: String(sum),
      allocation: {
        kind: 'table',
        rows: lines.length,
        layout: 'rfc6962',
        root: encodeHex(treeRoot(leaves)),
      },
    },
  }
}

/** Most that one share of the shared pool comes to. */
function shareCap({ fixedMinor, shares }: DistributionPlan): bigint {
  return fixedMinor / BigInt(shares) + 1n
}

/** Whether the rule of a campaign gives a person this amount; of a shared pool with how many the person shares. */
export function isDue(
  plan: DistributionPlan,
  { campaign, person, amount }: { campaign: string; person: number; amount: bigint },
  sharers: number,
): boolean {
  if (campaign === 'fixed') return amount === plan.fixedMinor
  if (campaign === 'table') return amount === plan.tableMinor[person]
  const part = plan.fixedMinor / BigInt(sharers)
  const cap = shareCap(plan)
  return part >= cap ? amount === cap : amount === part || amount === part + 1n
}
