import {
  type CampaignId,
  type ClaimId,
  formatMinor,
  type ListPage,
  type ReasonCode,
  type TransferId,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { RECEIVABLES_PAGE_MAX } from '../limits.ts'
import { openMinor, type Receivable, type ReceivableState } from '../model/receivable.ts'
import { RECEIVABLE_COLUMNS, receivableFromRow } from '../store/receivable-rows.ts'

export interface ListReceivables {
  readonly campaignId: CampaignId
  /** From the one after this on, in the order of transfer ids. */
  readonly after?: string
}

/** A receivable as an operator sees it. Amounts are decimal strings of minor units. */
export interface ReceivableView {
  readonly transferId: TransferId
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly state: ReceivableState
  readonly cause: string
  readonly debtor: string
  readonly evidence: string
  readonly amountMinor: string
  readonly recoveredMinor: string
  /** Neither back nor on its way back. */
  readonly openMinor: string
  readonly sinceMs: number
  readonly dueAtMs?: number
  readonly concern?: ReasonCode
}

/** Lists what payments of a campaign became whose ground was revoked, a page at a time. */
export async function listReceivables(
  { context }: DistributorParts,
  { campaignId, after = '' }: ListReceivables,
): Promise<ListPage<ReceivableView>> {
  const rows = await context.ports.store.read('list-receivables', (tx) =>
    tx.all(
      `SELECT ${RECEIVABLE_COLUMNS.join(', ')} FROM receivable WHERE campaign_id = ? AND transfer_id > ?
       ORDER BY transfer_id LIMIT ?`,
      [campaignId, after, RECEIVABLES_PAGE_MAX],
    ),
  )
  const items = rows.map((row) => viewOf(receivableFromRow(row)))
  const last = items.length === RECEIVABLES_PAGE_MAX ? items.at(-1) : undefined
  return { items, ...(last && { next: last.transferId }) }
}

function viewOf(one: Receivable): ReceivableView {
  const { transferId, claimId, campaignId, state, cause, debtor, evidence, concern } = one
  return {
    transferId,
    claimId,
    campaignId,
    state,
    cause,
    debtor,
    evidence,
    amountMinor: formatMinor(one.amount),
    recoveredMinor: formatMinor(one.recovered),
    openMinor: formatMinor(openMinor(one)),
    sinceMs: one.sinceMs,
    ...(one.dueAtMs === undefined ? {} : { dueAtMs: one.dueAtMs }),
    ...(concern === undefined ? {} : { concern }),
  }
}
