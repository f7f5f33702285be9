import type { TransferId } from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { TRANSFERS_PER_BATCH_MAX } from '../limits.ts'
import { expireId } from '../model/payment.ts'
import { recordTransferEvents } from './answer-items.ts'
import { applyBatch } from './apply-batch.ts'

/** Gives every reserve whose time ran out back to the account that it was taken from. Returns how many. */
export async function expireReserves({ context }: LedgerDeps): Promise<number> {
  let total = 0
  for (;;) {
    const expired = await context.ports.store.transact('expire-reserves', async (tx) => {
      const now = context.ports.clock.nowMs()
      const rows = await tx.all(
        `SELECT id FROM ledger_transfer WHERE state = 'pending' AND expires_at IS NOT NULL AND expires_at <= ?
         ORDER BY expires_at, id LIMIT ?`,
        [now, TRANSFERS_PER_BATCH_MAX],
      )
      const ids = rows.map((row) => row.id as TransferId)
      await applyBatch(
        tx,
        ids.map((id) => ({ id: expireId(id), legs: [{ kind: 'expire', refers: id }] })),
        now,
      )
      await recordTransferEvents(tx, context, 'TransferExpired', ids)
      return ids.length
    })
    total += expired
    if (expired < TRANSFERS_PER_BATCH_MAX) return total
  }
}
