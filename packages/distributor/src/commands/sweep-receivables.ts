import type { ClaimId, EpochMs, ReadTx, TransferId } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { RECEIVABLES_PAGE_MAX } from '../limits.ts'
import type { Claim } from '../model/claim.ts'
import { paidMinor, type ReceivableNews } from '../model/receivable.ts'
import { CLAIM_COLUMNS, claimFromRow } from '../store/claim-rows.ts'
import { loadReceivables } from '../store/receivable-batch.ts'

/** Goes on with what waited for a payment's outcome, and writes off what is owed for too long. Idempotent. With nothing to do it costs a read. */
export async function sweepReceivables(parts: DistributorParts): Promise<void> {
  const { store, clock } = parts.context.ports
  const find = (tx: ReadTx) => findDue(tx, clock.nowMs())
  if ((await store.read('receivables-due', find)).length === 0) return
  await store.transact('sweep-receivables', async (tx) => {
    const due = await find(tx)
    const batch = await loadReceivables(
      tx,
      parts,
      'transfer_id',
      due.map(({ transferId }) => transferId),
    )
    const claims = await readClaims(
      tx,
      batch.all().map(({ claimId }) => claimId),
    )
    for (const { transferId, claimId, state } of batch.all()) {
      const claim = claims.get(claimId)
      if (state !== 'paying') batch.advance(transferId, { news: 'due' })
      else if (claim !== undefined) batch.advance(transferId, endOf(claim))
    }
    await batch.save()
  })
}

interface Due {
  readonly transferId: TransferId
}

async function findDue(tx: ReadTx, now: EpochMs): Promise<readonly Due[]> {
  const rows = [
    ...(await tx.all(
      `SELECT transfer_id FROM receivable WHERE state = 'paying' AND EXISTS (
         SELECT 1 FROM claim WHERE claim.claim_id = receivable.claim_id AND claim.state IN ('settled', 'refused'))
       ORDER BY transfer_id LIMIT ?`,
      [RECEIVABLES_PAGE_MAX],
    )),
    ...(await tx.all(
      `SELECT transfer_id FROM receivable WHERE due_at IS NOT NULL AND due_at <= ? AND taken = recovered
       ORDER BY due_at, transfer_id LIMIT ?`,
      [now, RECEIVABLES_PAGE_MAX],
    )),
  ]
  return rows.map((row) => ({ transferId: row.transfer_id as TransferId }))
}

async function readClaims(
  tx: ReadTx,
  ids: readonly ClaimId[],
): Promise<ReadonlyMap<ClaimId, Claim>> {
  const rows = await tx.selectIn({
    table: 'claim',
    columns: CLAIM_COLUMNS,
    key: 'claim_id',
    keys: ids,
  })
  return new Map(rows.map((row) => [row.claim_id as ClaimId, claimFromRow(row)]))
}

/** What the end of a claim means for what was waiting for it. */
function endOf(claim: Claim): ReceivableNews {
  const amount = paidMinor(claim)
  return claim.state === 'settled' && amount > 0n ? { news: 'paid', amount } : { news: 'not_paid' }
}
