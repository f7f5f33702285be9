import {
  type CampaignId,
  type ClaimId,
  type EpochMs,
  owesAtLeast,
  type PartyId,
  type ReadTx,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import { INTAKE_BATCH_MAX, LEDGER_ITEMS_AT_GATE_MAX } from '../limits.ts'
import type { Claim } from '../model/claim.ts'

/** When the gate looks at parts that may have to wait: before all else, and also while it is shut, as no order follows from it. */
export const LOOK_AT_PARTS = -1

/**
 * Who is next at the gate; undefined when nobody is due. While the ledger has enough to do the gate is shut: nobody passes and nobody is asked about, so
 * that what has passed is ordered soon, upon a look that is young.
 */
export async function readDueAtGate(
  tx: ReadTx,
  ledger: PartyId,
  now: EpochMs,
): Promise<readonly ClaimId[] | undefined> {
  const rows = await tx.all(
    'SELECT claim_id, look_at FROM payment_wait WHERE look_at <= ? ORDER BY look_at, campaign_id, claim_id LIMIT ?',
    [now, INTAKE_BATCH_MAX],
  )
  if (rows.length === 0) return undefined
  const isShut = await owesAtLeast(tx, ledger, LEDGER_ITEMS_AT_GATE_MAX)
  const due = isShut ? rows.filter((row) => row.look_at === LOOK_AT_PARTS) : rows
  return due.map((row) => row.claim_id as ClaimId)
}

/** Which of the claims are at the gate. */
export async function readAtGate(
  tx: Pick<ReadTx, 'selectIn'>,
  claims: readonly Claim[],
): Promise<ReadonlySet<ClaimId>> {
  const atGate = new Set<ClaimId>()
  // By the whole key: by a part of it each would cost a walk through the whole table.
  for (const [campaignId, some] of Map.groupBy(claims, (claim) => claim.campaignId)) {
    const rows = await tx.selectIn({
      table: 'payment_wait',
      columns: ['claim_id'],
      key: 'claim_id',
      keys: some.map(({ claimId }) => claimId),
      where: { campaign_id: campaignId },
    })
    for (const row of rows) atGate.add(row.claim_id as ClaimId)
  }
  return atGate
}

/** Lets the claims that `where` names go to the payment gate, which looks at them next, and those that are there be looked at again. */
export async function insertAtGate(
  tx: Tx,
  where: string,
  values: readonly SqlValue[],
): Promise<void> {
  await tx.run(
    `DELETE FROM payment_wait WHERE claim_id IN (SELECT claim_id FROM claim WHERE ${where})`,
    values,
  )
  await tx.run(
    `INSERT INTO payment_wait (campaign_id, claim_id, look_at)
     SELECT campaign_id, claim_id, CASE state WHEN 'vesting' THEN ${LOOK_AT_PARTS} ELSE 0 END FROM claim WHERE ${where}`,
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
