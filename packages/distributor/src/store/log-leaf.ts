import type { HandoffId, LogLeaf, Tx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'

/** Hands a campaign's leaf to the log, once however often it is called, and keeps that the campaign waits for it. */
export async function logLeaf(
  tx: Tx,
  { context, config }: DistributorParts,
  id: HandoffId,
  leaf: LogLeaf,
): Promise<void> {
  const isNew = await tx.insertMany({
    table: 'campaign_gate',
    columns: ['handoff_id', 'campaign_id'],
    rows: [[id, leaf.scope]],
    onConflict: 'ignore',
  })
  if (isNew.length === 0) return
  await context.enqueue(tx, [{ id, to: config.network, kind: 'network.append', body: leaf }])
}
