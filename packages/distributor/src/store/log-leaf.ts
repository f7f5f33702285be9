import type { HandoffId, LogLeaf, ReadTx, Tx } from '@evenkeel/kernel'
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

/** Whether the log has taken what this item hands to it. */
export async function isLogged(tx: Pick<ReadTx, 'get'>, id: HandoffId): Promise<boolean> {
  const gate = await tx.get('SELECT acknowledged_at FROM campaign_gate WHERE handoff_id = ?', [id])
  return gate !== undefined && gate.acknowledged_at !== null
}
