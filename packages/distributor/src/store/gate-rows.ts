import type { CampaignId, ReadTx, SqlValue, Tx } from '@evenkeel/kernel'

/** Lets the claims that `where` names go to the payment gate, which looks at them next, and those that are there be looked at again. */
export async function insertAtGate(
  tx: Tx,
  where: string,
  values: readonly SqlValue[],
): Promise<void> {
  await tx.run(
    `UPDATE payment_wait SET look_at = 0 WHERE claim_id IN (SELECT claim_id FROM claim WHERE ${where})`,
    values,
  )
  await tx.run(
    `INSERT INTO payment_wait (campaign_id, claim_id, look_at)
     SELECT campaign_id, claim_id, 0 FROM claim WHERE ${where} AND NOT EXISTS (
       SELECT 1 FROM payment_wait WHERE payment_wait.campaign_id = claim.campaign_id AND payment_wait.claim_id = claim.claim_id)`,
    values,
  )
}

/** Whether a claim that waits for its share is at the gate: its window's entries are not fixed before it has passed or left. */
export async function isAnyEntryAtGate(tx: ReadTx, campaignId: CampaignId): Promise<boolean> {
  const rows = await tx.all(
    `SELECT payment_wait.claim_id FROM payment_wait JOIN claim ON claim.claim_id = payment_wait.claim_id
     WHERE payment_wait.campaign_id = ? AND claim.state = 'entered' ORDER BY payment_wait.claim_id LIMIT 1`,
    [campaignId],
  )
  return rows.length > 0
}
