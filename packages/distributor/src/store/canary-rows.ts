import type { CampaignId, CampaignRule, ClaimId, EpochMs, ReadTx, Tx } from '@evenkeel/kernel'
import type { Claim } from '../model/claim.ts'
import { drawLot } from '../model/draw-lot.ts'

/** Whether a person is in the cohort of the campaign's canary: by the nullifier alone, whenever and with whichever receipt they came. */
export function isInCohort({ id, canary }: CampaignRule, nullifier: string): boolean {
  return canary !== undefined && drawLot('canary', id, nullifier) < canary.sharePermille
}

/** Notes who is in a cohort, in the transaction that writes their claims. */
export async function insertCohort(
  tx: Tx,
  claims: readonly Pick<Claim, 'claimId' | 'campaignId'>[],
): Promise<void> {
  await tx.insertMany({
    table: 'canary_claim',
    columns: ['claim_id', 'campaign_id'],
    rows: claims.map(({ claimId, campaignId }) => [claimId, campaignId]),
    onConflict: 'fail',
  })
}

/** Which of these claims are in a cohort. */
export async function readCohort(
  tx: ReadTx,
  claimIds: readonly ClaimId[],
): Promise<ReadonlySet<ClaimId>> {
  const rows = await tx.selectIn({
    table: 'canary_claim',
    columns: ['claim_id'],
    key: 'claim_id',
    keys: claimIds,
  })
  return new Set(rows.map((row) => row.claim_id as ClaimId))
}

/** Begins the canaries of campaigns whose first claim is ready to be paid: from now on their deadlines run. Idempotent. */
export async function beginCanaries(
  tx: Tx,
  rules: readonly CampaignRule[],
  now: EpochMs,
): Promise<void> {
  await tx.runMany(
    'UPDATE campaign SET canary_until = ? WHERE campaign_id = ? AND canary_until IS NULL',
    rules.flatMap(({ id, canary }) =>
      canary === undefined ? [] : [[now + canary.deadlineMs, id]],
    ),
  )
}

/** The campaigns whose canary has begun and is not over. */
export async function readCanaries(tx: ReadTx): Promise<readonly CampaignId[]> {
  const rows = await tx.all(
    'SELECT campaign_id FROM campaign WHERE canary_until IS NOT NULL AND canary_done_at IS NULL ORDER BY campaign_id',
  )
  return rows.map((row) => row.campaign_id as CampaignId)
}

/** How a cohort stands: claims that are paid, that are not through, and whose payment has failed. Who is held or lost the claim is neither. */
export interface Cohort {
  readonly settled: number
  readonly underWay: number
  readonly failed: number
}

/** Counts a cohort. A payment whose outcome is not known has failed, as far as the others are concerned. */
export async function countCohort(tx: ReadTx, campaignId: CampaignId): Promise<Cohort> {
  const row = await tx.get(
    `SELECT
       sum(CASE WHEN state = 'settled' THEN 1 ELSE 0 END) AS settled,
       sum(CASE WHEN state IN ('entered', 'accepted', 'reserved', 'settling') AND concern IS NULL THEN 1 ELSE 0 END) AS under_way,
       sum(CASE WHEN state = 'settled' THEN 0 WHEN concern IS NOT NULL THEN 1
         WHEN state = 'refused' AND reserved_version > 0 AND decision_version = 0 AND reason <> 'entitlement_ended' THEN 1
         ELSE 0 END) AS failed
     FROM canary_claim JOIN claim ON claim.claim_id = canary_claim.claim_id
     WHERE canary_claim.campaign_id = ?`,
    [campaignId],
  )
  return {
    settled: Number(row?.settled ?? 0),
    underWay: Number(row?.under_way ?? 0),
    failed: Number(row?.failed ?? 0),
  }
}
