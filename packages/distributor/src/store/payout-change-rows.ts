import type { ClaimId, EpochMs, ReadTx, ReasonCode, Row } from '@evenkeel/kernel'
import type { PayoutChange, PayoutChangeState } from '../model/payout-change.ts'

const COLUMNS = [
  'claim_id',
  'requested_at',
  'state',
  'due_at',
  'confirmed_by',
  'second_by',
  'reason',
] as const

/** Reads the newest change of each claim that has one. */
export async function readPayoutChanges(
  tx: ReadTx,
  claimIds: readonly ClaimId[],
): Promise<ReadonlyMap<ClaimId, PayoutChange>> {
  const rows = await tx.selectIn({
    table: 'payout_change',
    columns: COLUMNS,
    key: 'claim_id',
    keys: [...new Set(claimIds)],
  })
  const newest = new Map<ClaimId, PayoutChange>()
  for (const row of rows) {
    const change = changeFromRow(row)
    const known = newest.get(row.claim_id as ClaimId)
    if (known === undefined || known.requestedAtMs < change.requestedAtMs) {
      newest.set(row.claim_id as ClaimId, change)
    }
  }
  return newest
}

function changeFromRow(row: Row): PayoutChange {
  return {
    requestedAtMs: row.requested_at as EpochMs,
    state: row.state as PayoutChangeState,
    dueAtMs: (row.due_at ?? undefined) as EpochMs | undefined,
    confirmedBy: (row.confirmed_by ?? undefined) as string | undefined,
    secondBy: (row.second_by ?? undefined) as string | undefined,
    reason: (row.reason ?? undefined) as ReasonCode | undefined,
  }
}
