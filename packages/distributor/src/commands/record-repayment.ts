import {
  formatMinor,
  ok,
  parseMinor,
  type Reasoned,
  type Result,
  refuse,
  type TransferId,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { isCollectable, openMinor } from '../model/receivable.ts'
import { loadReceivables } from '../store/receivable-batch.ts'
import { insertRecoveries, readRecoveries } from '../store/receivable-rows.ts'

export interface RecordRepayment {
  /** Of the payment that is owed back. */
  readonly transferId: TransferId
  readonly amountMinor: string
  /** SHA-256 of the statement's entry that shows the money, hex: it counts once. */
  readonly evidence: string
}

export interface RepaymentRecorded {
  readonly transferId: TransferId
  readonly amountMinor: string
  /** Owed still, minor units. */
  readonly openMinor: string
}

/**
 * Records that money for a receivable came: from the claimant, or from the issuer or verifier that bears the loss. The same statement again is the
 * same answer. Reasons: receivable_unknown, amount_overflow, receivable_not_due, receivable_exceeded, idempotency_conflict (the statement was
 * recorded with another amount).
 */
export function recordRepayment(
  parts: DistributorParts,
  { transferId, amountMinor, evidence }: RecordRepayment,
): Promise<Result<RepaymentRecorded, Reasoned>> {
  const { context, config } = parts
  const { store, clock } = context.ports
  return store.transact('record-repayment', async (tx) => {
    const amount = parseMinor(amountMinor)
    if (!amount.ok) return amount
    const batch = await loadReceivables(tx, parts, 'transfer_id', [transferId])
    const receivable = batch.get(transferId)
    if (receivable === undefined) return refuse('receivable_unknown')
    const same = (await readRecoveries(tx, 'by_id', [evidence])).find(
      (one) => one.transferId === transferId,
    )
    const answer = () => {
      const after = batch.get(transferId) ?? receivable
      return ok({ transferId, amountMinor, openMinor: formatMinor(openMinor(after)) })
    }
    if (same !== undefined) {
      return same.amount === amount.value ? answer() : refuse('idempotency_conflict')
    }
    const now = clock.nowMs()
    const { clawback } = batch.ruleOf(receivable)
    if (clawback === undefined || !isCollectable(receivable, clawback, now)) {
      return refuse('receivable_not_due', receivable.state)
    }
    if (amount.value === 0n || amount.value > openMinor(receivable)) {
      return refuse('receivable_exceeded')
    }
    const how = receivable.debtor === 'claimant' ? 'repaid' : 'compensated'
    batch.advance(transferId, { news: 'taken', amount: amount.value })
    await insertRecoveries(
      tx,
      [{ byId: evidence, transferId, how, amount: amount.value, state: 'ordered' }],
      now,
    )
    await batch.save()
    await context.enqueue(tx, [
      {
        id: handoffIdOf(how, `${transferId}:${evidence}`),
        to: config.ledger,
        kind: 'ledger.recover',
        body: { transferId, amountMinor, how, evidence },
      },
    ])
    return answer()
  })
}
