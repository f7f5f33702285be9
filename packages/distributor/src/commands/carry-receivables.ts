import type { AnySendPolicy, RefusedItem, SentItem, TransferId, Tx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CAMPAIGN_BUDGET_MS } from '../limits.ts'
import type { ReceivableNews } from '../model/receivable.ts'
import { loadReceivables } from '../store/receivable-batch.ts'
import { readRecoveries } from '../store/receivable-rows.ts'
import { endRecovery } from './apply-claw-backs.ts'
import { PERSISTENT_DEFAULTS } from './carry-claims.ts'

/** What happens to receivables when the ledger answers. */
export function receivableSendPolicies(parts: DistributorParts): readonly AnySendPolicy[] {
  const policy = { budgetMs: CAMPAIGN_BUDGET_MS, defaults: PERSISTENT_DEFAULTS }
  return [
    {
      ...policy,
      kind: 'ledger.claw-back',
      onAcknowledged: (tx, items) =>
        tellReceivables(tx, parts, items, () => ({ news: 'claw_back_acknowledged' })),
      onRefused: (tx, items) =>
        tellReceivables(tx, parts, items, ({ reason }) => ({ news: 'claw_back_refused', reason })),
    },
    {
      ...policy,
      kind: 'ledger.recover',
      onAcknowledged: (tx, items) => recordRecoveries(tx, parts, items),
      onRefused: (tx, items) => recordRecoveries(tx, parts, items),
    },
  ]
}

async function tellReceivables<Item extends { readonly body: { readonly transferId: TransferId } }>(
  tx: Tx,
  parts: DistributorParts,
  items: readonly Item[],
  newsOf: (item: Item) => ReceivableNews,
): Promise<void> {
  const ids = items.map(({ body }) => body.transferId)
  const batch = await loadReceivables(tx, parts, 'transfer_id', ids)
  for (const item of items) batch.advance(item.body.transferId, newsOf(item))
  await batch.save()
}

/** Whether the ledger booked what lowers a receivable. */
async function recordRecoveries(
  tx: Tx,
  parts: DistributorParts,
  items: readonly (SentItem<'ledger.recover'> & Partial<RefusedItem<'ledger.recover'>>)[],
): Promise<void> {
  const ids = items.map(({ body }) => body.transferId)
  const batch = await loadReceivables(tx, parts, 'transfer_id', ids)
  const came = await readRecoveries(
    tx,
    'by_id',
    items.map(({ body }) => body.evidence),
  )
  for (const { body, reason } of items) {
    const { transferId, how, evidence } = body
    if (how === 'written_off' || how === 'dismissed') {
      const news: ReceivableNews =
        reason === undefined ? { news: 'ended', how } : { news: 'end_refused', reason }
      batch.advance(transferId, news)
      continue
    }
    const one = came.find((row) => row.byId === evidence && row.transferId === transferId)
    if (one !== undefined) await endRecovery(tx, batch, one, reason === undefined)
  }
  await batch.save()
}
