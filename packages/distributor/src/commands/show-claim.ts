import {
  assert,
  type CampaignId,
  type ClaimId,
  type EpochMs,
  ok,
  type Reasoned,
  type Result,
  refuse,
  type SqlValue,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIMS_PAGE_MAX } from '../limits.ts'
import type { ClaimState } from '../model/claim-states.ts'
import { type ClaimView, describeClaim } from '../model/describe-claim.ts'
import { CLAIM_COLUMNS, claimFromRow } from '../store/claim-rows.ts'

const SELECT_CLAIM = `SELECT ${CLAIM_COLUMNS.join(', ')} FROM claim`

/** The claim's state with its reason in words, its history and what happens next. Reason: claim_unknown. */
export async function showClaim(
  { context }: DistributorParts,
  claimId: ClaimId,
): Promise<Result<ClaimView, Reasoned>> {
  const row = await context.ports.store.read('show-claim', (tx) =>
    tx.get(`${SELECT_CLAIM} WHERE claim_id = ?`, [claimId]),
  )
  return row === undefined ? refuse('claim_unknown') : ok(describeClaim(claimFromRow(row)))
}

export interface ListClaimsQuery {
  readonly campaignId: CampaignId
  readonly state?: ClaimState
  /** The `next` of the page before. */
  readonly after?: ClaimId
  /** 1 to CLAIMS_PAGE_MAX. */
  readonly limit?: number
}

export interface ClaimPage {
  readonly claims: readonly ClaimView[]
  /** Present when there is more. */
  readonly next?: ClaimId
}

/** A campaign's claims in the order of their ids, a page at a time. */
export async function listClaims(
  { context }: DistributorParts,
  { campaignId, state, after, limit = CLAIMS_PAGE_MAX }: ListClaimsQuery,
): Promise<ClaimPage> {
  assert(limit >= 1 && limit <= CLAIMS_PAGE_MAX, `a page has 1 to ${CLAIMS_PAGE_MAX} claims`)
  const parameters: SqlValue[] = [after ?? '', campaignId]
  if (state !== undefined) parameters.push(state)
  const rows = await context.ports.store.read('list-claims', (tx) =>
    tx.all(
      `${SELECT_CLAIM} WHERE claim_id > ? AND campaign_id = ? ${state === undefined ? '' : 'AND state = ?'} ORDER BY claim_id LIMIT ?`,
      [...parameters, limit + 1],
    ),
  )
  const claims = rows.slice(0, limit).map((row) => describeClaim(claimFromRow(row)))
  const last = claims.at(-1)
  return rows.length > limit && last !== undefined ? { claims, next: last.claimId } : { claims }
}

/** Claims that should have ended before `now` (D9), most overdue first, at most CLAIMS_PAGE_MAX. */
export async function listOverdueClaims(
  { context }: DistributorParts,
  now: EpochMs,
): Promise<readonly ClaimView[]> {
  const rows = await context.ports.store.read('overdue-claims', (tx) =>
    tx.all(`${SELECT_CLAIM} WHERE due_at < ? ORDER BY due_at, claim_id LIMIT ?`, [
      now,
      CLAIMS_PAGE_MAX,
    ]),
  )
  return rows.map((row) => describeClaim(claimFromRow(row)))
}
