import {
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeBase64url,
  encodeHex,
  encodeUtf8,
  leafHash,
  type PartyId,
  type Policy,
  type Receipt,
  sha256,
  treeRoot,
} from '@evenkeel/kernel'
import { type SeedValue, seedCommitment } from '@evenkeel/kernel/allocation'
import { SIMULATION_START_MS } from '../../limits.ts'
import {
  type CampaignName,
  CHECKER,
  CLOSES_AT_MS,
  EXTEND_MS_MAX,
  KNOCKS_MS,
  type PersonPlan,
  type PressurePlan,
  QUIET_MS,
  REVEAL_WITHIN_MS,
  STATUS_DELAY_MS,
  VERIFIERS,
} from './pressure-plan.ts'

export const ASSET = 'UNI'
const DAY_MS = 86_400_000
/** What each gets of the fixed campaign, in minor units. */
export const FIXED_MINOR = 100n
export const TIERS: Readonly<Record<PersonPlan['tier'], string>> = { low: '700', high: '4000' }
/** Pools that no number of people divides. */
export const EQUAL_POOL_MINOR = 100_003n
export const EQUAL_CAP_MINOR = 6_000n
export const WEIGHTED_POOL_MINOR = 99_991n
export const DRAW_MINOR = 5_000n
export const DRAW_WINNERS = 4n
/** What one place gets of a window, where it is limited. */
export const PLACE_CLAIMS_MAX = 3
export const PLACE_MINOR_MAX = 30_011n
/** How long whoever looks at a receipt once more may take: for a window's longer than anything is on its way here. */
export const RECHECK_MS = 4_000
const WINDOW_RECHECK_MS = 240_000
const TABLE_STEP_MINOR = 1_000n
/** Every fourth row is missing. */
const TABLE_GAP = 4

const hold = { deadlineMs: 5_000, byDefault: 'release', appealMs: 3_000 } as const
const CANARY = { sharePermille: 300, waitMs: 2_000, failuresMax: 0, deadlineMs: 30_000 }

const DRAW = 'draw' as CampaignId
/** What the parties to the draw have committed to: the same in every world, so that twins have one seed. */
export const drawValues: readonly SeedValue[] = ['verifier-a', 'verifier-b'].map((party) => ({
  party: party as PartyId,
  salt: encodeBase64url(sha256(`salt of ${party}`)),
  value: encodeBase64url(sha256(`value of ${party}`)),
}))

/** A campaign of a world, with the table that its root commits to. */
export interface PressureCampaign {
  readonly name: CampaignName
  readonly rule: CampaignRule
  readonly table: readonly { readonly entry: string; readonly amountMinor: string }[]
}

const policy: Policy = {
  id: 'residents',
  credentialTypes: ['https://example.org/resident'],
  assuranceMin: 'substantial',
  statusAgeMaxMs: 3_600_000,
  onUndetermined: 'hold',
  outputs: { entry: 'account', tier: 'tier', weight: 'weight', jurisdiction: 'place' },
  requiredClaims: {},
  subjectClaim: 'person',
  receiptTtlMs: 3_600_000,
}

/** The campaigns of a world; only those that somebody comes to. */
export function campaignsOf(plan: PressurePlan): readonly PressureCampaign[] {
  const names = new Set(plan.people.map(({ campaign }) => campaign))
  return Object.values(makeCampaigns(plan)).filter(({ name }) => names.has(name))
}

/** What a verifier puts into the receipt of a person. */
export function outputsOf({ number, tier, weight, place }: PersonPlan): Receipt['outputs'] {
  return { entry: entryOf(number), tier, weight: String(weight), jurisdiction: place }
}

/** What the rule of an instant campaign gives a person; undefined for nothing. */
export function amountDue({ campaign, number, tier }: PersonPlan): bigint | undefined {
  if (campaign === 'fixed') return FIXED_MINOR
  if (campaign === 'tiered') return BigInt(TIERS[tier])
  return number % TABLE_GAP === TABLE_GAP - 1 ? undefined : TABLE_STEP_MINOR * BigInt(number + 1)
}

function entryOf(number: number): string {
  return `row-${number}`
}

function makeCampaigns(plan: PressurePlan): Readonly<Record<CampaignName, PressureCampaign>> {
  const { people, perVerifierMax, sharesMissing, checked, isLimited, isCanary, heldAfterMs } = plan
  const count = (name: CampaignName): bigint =>
    BigInt(people.filter(({ campaign }) => campaign === name).length)
  const table = people
    .filter(({ campaign }) => campaign === 'table')
    .flatMap((person) => {
      const amount = amountDue(person)
      return amount === undefined
        ? []
        : [{ entry: entryOf(person.number), amountMinor: String(amount) }]
    })
  const leaves = table.map((line) => leafHash(encodeUtf8(canonicalJson(line))))
  const honest = people.filter(({ campaign, isGhost }) => campaign === 'fixed' && !isGhost).length
  const shares = BigInt(honest + perVerifierMax - sharesMissing)
  const check = (name: CampaignName, budgetMs: number): Partial<CampaignRule> =>
    checked.includes(name) ? { settlementCheck: { verifier: CHECKER, budgetMs } } : {}
  const batch = {
    closesAtMs: SIMULATION_START_MS + CLOSES_AT_MS,
    window: { kind: 'batch', allocateAfterMs: KNOCKS_MS + STATUS_DELAY_MS },
    intake: { quietMs: QUIET_MS, extendMsMax: EXTEND_MS_MAX, knocksMs: KNOCKS_MS },
    unclaimed: 'return',
  } as const
  return {
    fixed: campaign('fixed', {
      ...check('fixed', RECHECK_MS),
      // Nobody decides about the people whom a held verifier made up: then they are not paid.
      ...(heldAfterMs !== undefined && { hold: { ...hold, byDefault: 'refuse' } }),
      poolMinor: String(FIXED_MINOR * shares),
      allocation: { kind: 'fixed', amountMinor: String(FIXED_MINOR) },
      limits: {
        perVerifier: {
          claimsMax: perVerifierMax,
          amountMinorMax: String(FIXED_MINOR * BigInt(perVerifierMax)),
        },
      },
    }),
    table: campaign(
      'table',
      {
        poolMinor: String(table.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n)),
        allocation: {
          kind: 'table',
          rows: table.length,
          layout: 'rfc6962',
          root: encodeHex(treeRoot(leaves)),
        },
      },
      table,
    ),
    tiered: campaign('tiered', {
      ...check('tiered', RECHECK_MS),
      ...(isCanary && { canary: CANARY }),
      losses: { revoked_after_payout: 'claimant' },
      clawback: {
        deadlineMs: 4_000,
        byDefault: 'claw_back',
        appealMs: 1_000,
        writeOffAfterMs: 20_000,
      },
      poolMinor: String(BigInt(TIERS.high) * count('tiered')),
      allocation: { kind: 'tiered', tiers: TIERS },
    }),
    equal: campaign('equal', {
      ...batch,
      ...check('equal', WINDOW_RECHECK_MS),
      ...(isLimited && { limits: { perJurisdiction: { claimsMax: PLACE_CLAIMS_MAX } } }),
      poolMinor: String(EQUAL_POOL_MINOR),
      allocation: { kind: 'equal-capped', capMinor: String(EQUAL_CAP_MINOR) },
    }),
    weighted: campaign('weighted', {
      ...batch,
      ...(isLimited && {
        limits: { perJurisdiction: { amountMinorMax: String(PLACE_MINOR_MAX) } },
      }),
      poolMinor: String(WEIGHTED_POOL_MINOR),
      allocation: { kind: 'pro-rata' },
    }),
    draw: campaign('draw', {
      ...batch,
      poolMinor: String(DRAW_MINOR * DRAW_WINNERS),
      allocation: {
        kind: 'lottery',
        winners: Number(DRAW_WINNERS),
        amountMinor: String(DRAW_MINOR),
        seed: {
          kind: 'commit-reveal',
          commitments: drawValues.map((value) => ({
            party: value.party,
            commitment: seedCommitment({ campaign: DRAW, window: 'batch' }, value),
          })),
          revealWithinMs: REVEAL_WITHIN_MS,
          whenSilent: 'void',
        },
      },
    }),
  }
}

function campaign(
  name: CampaignName,
  members: Pick<CampaignRule, 'poolMinor' | 'allocation'> & Partial<CampaignRule>,
  table: PressureCampaign['table'] = [],
): PressureCampaign {
  const rule: CampaignRule = {
    v: 1,
    id: name as string as CampaignId,
    title: `Under pressure: ${name}`,
    asset: { code: ASSET, scale: 18 },
    announcedAtMs: SIMULATION_START_MS - DAY_MS,
    opensAtMs: SIMULATION_START_MS - DAY_MS,
    closesAtMs: SIMULATION_START_MS + DAY_MS,
    policy,
    verifiers: VERIFIERS,
    uniqueness: { domain: 'residents', period: '2026' },
    window: 'instant',
    hold,
    rail: 'internal',
    ...members,
  }
  return { name, rule, table }
}
