import type { ReceivedItem, TransferId, Tx } from '@evenkeel/kernel'
import { type OpenReceivables, planAgainst } from '../model/open-receivables.ts'
import { settleId } from '../model/payment.ts'
import type { Receivable } from '../model/recovery.ts'
import { readCampaigns, readTransfers } from '../queries/read-books.ts'
import { readReceivables } from '../queries/read-receivables.ts'

/** What the payees of a batch of payments owe, and which of the payments were planned before. */
export interface Owing {
  readonly receivables: ReadonlyMap<TransferId, Receivable>
  readonly owed: OpenReceivables
  /** Also says so when asked about the same payment for the second time. */
  isRepeated(id: TransferId): boolean
}

/** Reads what the offsets of these items name; a batch without offsets reads nothing. */
export async function openReceivables(
  tx: Tx,
  items: readonly ReceivedItem<'ledger.settle'>[],
): Promise<Owing> {
  const offset = items.filter(({ body }) => body.offsets !== undefined)
  const receivables = await readReceivables(
    tx,
    offset.flatMap(({ body }) => body.offsets?.map(({ transferId }) => transferId) ?? []),
  )
  const campaignIds = new Set([...receivables.values()].map((one) => one.campaignId))
  const known =
    offset.length === 0
      ? []
      : (
          await readTransfers(
            tx,
            offset.map(({ body }) => settleId(body.transferId)),
          )
        ).keys()
  const seen = new Set<TransferId>(known)
  return {
    receivables,
    owed: planAgainst(receivables, await readCampaigns(tx, [...campaignIds])),
    isRepeated(id) {
      const repeated = seen.has(settleId(id))
      seen.add(settleId(id))
      return repeated
    },
  }
}
