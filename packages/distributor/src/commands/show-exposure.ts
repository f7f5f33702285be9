import {
  type CampaignId,
  type ClaimId,
  type EpochMs,
  formatMinor,
  type ListPage,
  type MinorUnits,
  minorFromBytes,
  type PartyId,
  type ReadTx,
  type Row,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIMS_PAGE_MAX, TABLE_BATCH_ROWS } from '../limits.ts'
import type { ClaimState } from '../model/claim-states.ts'

/** Claims with their value. */
export interface ExposedClaims {
  readonly claims: number
  readonly amountMinor: string
}

/** What rests on a verifier's word in one campaign. */
export interface CampaignExposure {
  readonly campaignId: CampaignId
  /** By state; those without an amount count as nothing. */
  readonly byState: Readonly<Partial<Record<ClaimState, ExposedClaims>>>
}

/** What came on a verifier's word since a time, and the holds upon it. */
export interface VerifierExposure {
  readonly verifier: PartyId
  readonly holds: readonly {
    readonly sinceMs: EpochMs
    readonly evidence: string
    readonly proposedAtMs: EpochMs
    readonly proposedBy: string
    /** Both absent while nobody has confirmed it. */
    readonly confirmedBy?: string
    /** When it lapses or lapsed. */
    readonly heldUntilMs?: EpochMs
  }[]
  readonly campaigns: readonly CampaignExposure[]
}

/** Which claims. */
export interface ExposureQuery {
  readonly verifier: PartyId
  /** By this party's clock: what came before is not counted. */
  readonly sinceMs: number
}

/** A claim on a verifier's word. */
export interface ExposedClaim {
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly state: ClaimState
  readonly amountMinor?: string
}

/** What rests on a verifier's word: how many claims, and how much is paid, on its way, or held. */
export async function showExposure(
  { context }: DistributorParts,
  query: ExposureQuery,
): Promise<VerifierExposure> {
  const { store } = context.ports
  const { verifier } = query
  const sums = new Map<CampaignId, Map<ClaimState, { claims: number; amount: bigint }>>()
  let after: Place = { arrivedAtMs: query.sinceMs, claimId: '' }
  for (;;) {
    const rows = await store.read('exposure', (tx) =>
      readClaims(tx, query, after, TABLE_BATCH_ROWS),
    )
    for (const row of rows) {
      const campaignId = row.campaign_id as CampaignId
      const state = row.state as ClaimState
      const byState = sums.get(campaignId) ?? new Map()
      sums.set(campaignId, byState)
      const sum = byState.get(state) ?? { claims: 0, amount: 0n }
      byState.set(state, { claims: sum.claims + 1, amount: sum.amount + (amountOf(row) ?? 0n) })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < TABLE_BATCH_ROWS) break
    after = { arrivedAtMs: Number(last.arrived_at), claimId: String(last.claim_id) }
  }
  const holds = await store.read('verifier-holds', (tx) =>
    tx.all('SELECT * FROM verifier_hold WHERE verifier = ? ORDER BY proposed_at, proposed_by', [
      verifier,
    ]),
  )
  return {
    verifier,
    holds: holds.map((row) => ({
      sinceMs: row.since_at as EpochMs,
      evidence: String(row.evidence),
      proposedAtMs: row.proposed_at as EpochMs,
      proposedBy: String(row.proposed_by),
      ...(row.confirmed_at === null
        ? {}
        : { confirmedBy: String(row.confirmed_by), heldUntilMs: row.until_at as EpochMs }),
    })),
    campaigns: [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([campaignId, byState]) => ({
        campaignId,
        byState: Object.fromEntries(
          [...byState].map(([state, { claims, amount }]) => [
            state,
            { claims, amountMinor: amount.toString() },
          ]),
        ),
      })),
  }
}

/** The claims that are paid, or whose payment is ordered, on a verifier's word: a page in the order in which they came, for who claims them back. */
export async function listPaidOnWord(
  { context }: DistributorParts,
  { after = '', ...query }: ExposureQuery & { readonly after?: string },
): Promise<ListPage<ExposedClaim>> {
  const rows = await context.ports.store.read('paid-on-word', async (tx) => {
    const row = await tx.get('SELECT arrived_at FROM claim WHERE claim_id = ?', [after])
    const place = { arrivedAtMs: Number(row?.arrived_at ?? query.sinceMs), claimId: after }
    return readClaims(tx, query, place, CLAIMS_PAGE_MAX, PAID)
  })
  const items = rows.map((row): ExposedClaim => {
    const amount = amountOf(row)
    return {
      claimId: row.claim_id as ClaimId,
      campaignId: row.campaign_id as CampaignId,
      state: row.state as ClaimState,
      ...(amount !== undefined && { amountMinor: formatMinor(amount) }),
    }
  })
  const next = items.length < CLAIMS_PAGE_MAX ? undefined : items.at(-1)?.claimId
  return { items, ...(next !== undefined && { next }) }
}

/** No claim that is reserved and not at the gate has its payment before it. */
const PAID =
  " AND (state IN ('settling', 'vesting', 'settled') OR (state = 'reserved' AND NOT EXISTS (SELECT 1 FROM payment_wait WHERE payment_wait.campaign_id = claim.campaign_id AND payment_wait.claim_id = claim.claim_id)))"

/** The claim after which a page begins. */
interface Place {
  readonly arrivedAtMs: number
  readonly claimId: string
}

function readClaims(
  tx: ReadTx,
  { verifier, sinceMs }: ExposureQuery,
  { arrivedAtMs, claimId }: Place,
  limit: number,
  which = '',
): Promise<readonly Row[]> {
  const fromMs = Math.max(sinceMs, arrivedAtMs)
  return tx.all(
    `SELECT claim_id, campaign_id, state, amount, arrived_at FROM claim
     WHERE verifier = ? AND arrived_at >= ? AND (arrived_at > ? OR claim_id > ?)${which}
     ORDER BY arrived_at, claim_id LIMIT ?`,
    [verifier, fromMs, fromMs, claimId, limit],
  )
}

function amountOf({ amount }: Row): MinorUnits | undefined {
  return amount instanceof Uint8Array ? minorFromBytes(amount) : undefined
}
