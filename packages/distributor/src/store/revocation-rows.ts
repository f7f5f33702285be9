import type { ClaimId, EpochMs, LossCause, Tx } from '@evenkeel/kernel'
import { REVOCATION_PROPOSAL_MS } from '../limits.ts'

/** What one person says about the ground of claims. */
export interface RevocationSaid {
  /** SHA-256 of what shows it, hex. */
  readonly evidence: string
  readonly cause: LossCause
  readonly by: string
}

/**
 * Writes down what one person says about claims, and returns those about which another said the same upon the same evidence, in time. The same person
 * again changes nothing.
 */
export async function sayRevoked(
  tx: Tx,
  claimIds: readonly ClaimId[],
  { evidence, cause, by }: RevocationSaid,
  now: EpochMs,
): Promise<ReadonlySet<ClaimId>> {
  const rows = await tx.selectIn({
    table: 'revocation',
    columns: ['claim_id', 'proposed_by', 'proposed_at', 'confirmed_at'],
    key: 'claim_id',
    keys: claimIds,
    where: { evidence },
  })
  const open = new Map(
    rows
      .filter((row) => row.confirmed_at === null)
      .filter((row) => now < Number(row.proposed_at) + REVOCATION_PROPOSAL_MS)
      .map((row) => [row.claim_id as ClaimId, row.proposed_by]),
  )
  const confirmed = claimIds.filter((id) => open.has(id) && open.get(id) !== by)
  const fresh = claimIds.filter((id) => !open.has(id))
  await tx.runMany(
    'UPDATE revocation SET confirmed_by = ?, confirmed_at = ? WHERE claim_id = ? AND evidence = ?',
    confirmed.map((id) => [by, now, id, evidence]),
  )
  await tx.runMany(
    'DELETE FROM revocation WHERE claim_id = ? AND evidence = ?',
    fresh.map((id) => [id, evidence]),
  )
  await tx.insertMany({
    table: 'revocation',
    columns: ['claim_id', 'evidence', 'cause', 'proposed_by', 'proposed_at'],
    rows: fresh.map((id) => [id, evidence, cause, by, now]),
    onConflict: 'fail',
  })
  return new Set(confirmed)
}
