import {
  type HandlerAnswer,
  type ItemOutcome,
  parseMinor,
  type ReceivedItem,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { clawBackId, clawBackLegs, fewAccounts, type Receivable } from '../model/recovery.ts'
import type { Transfer } from '../model/transfer.ts'
import { readPaid } from '../queries/read-paid.ts'
import { readPaidInParts } from '../queries/read-paid-in-parts.ts'
import { readReserves } from '../queries/read-reserves.ts'
import { answerPlans, recordTransferEvents } from './answer-items.ts'
import { insertReceivables } from './write-receivables.ts'

type ClawBackItem = ReceivedItem<'ledger.claw-back'>
type ClawBackPlan = { readonly transfer: Transfer; readonly receivable: Receivable }

/**
 * Takes 'ledger.claw-back': what a payment gave is owed from now on (D6), once, and never a silent edit: settled value becomes receivable. Reasons:
 * transfer_unknown (no reserve of this party has the id), transfer_not_settled, receivable_exceeded (more than was paid), amount_overflow,
 * transfer_conflict (claimed back otherwise before).
 */
export async function clawBackTransfers(
  { context }: LedgerDeps,
  tx: Tx,
  items: readonly ClawBackItem[],
): Promise<readonly HandlerAnswer[]> {
  const ids = items.map((item) => item.body.transferId)
  const ownedReserve = await readReserves(tx, ids)
  const paidAtOnce = await readPaid(tx, ids)
  const paidInParts = await readPaidInParts(tx, ids)
  const plans = items.map(({ body, from }): ClawBackPlan | ItemOutcome => {
    const { transferId, evidence, waived = false, returns = false } = body
    const owned = ownedReserve(transferId, from)
    if (owned === undefined) return refused('transfer_unknown')
    const payee = paidAtOnce.get(transferId)
    const paidTo =
      payee === undefined ? paidInParts.get(transferId) : [{ payee, amount: owned.reserve.amount }]
    if (paidTo === undefined) return refused('transfer_not_settled')
    const amount = parseMinor(body.amountMinor)
    if (!amount.ok) return refused(amount.error.code)
    const paid = paidTo.reduce((sum, one) => sum + one.amount, 0n)
    if (amount.value === 0n || amount.value > paid) return refused('receivable_exceeded')
    const { campaignId, asset } = owned.campaign
    const legs = clawBackLegs(campaignId, amount.value, waived)
    const open = (waived ? 0n : amount.value) as typeof amount.value
    return {
      transfer: { id: clawBackId(transferId), legs, evidence },
      receivable: {
        transferId,
        campaignId,
        asset,
        paidTo: fewAccounts(paidTo),
        returns,
        amount: amount.value,
        open,
      },
    }
  })
  const { answers, applied } = await answerPlans(tx, plans, context.ports.clock.nowMs())
  const added = applied.flatMap(({ position }) => {
    const plan = plans[position]
    return plan !== undefined && 'receivable' in plan ? [plan.receivable] : []
  })
  await insertReceivables(tx, added)
  await recordTransferEvents(
    tx,
    context,
    'TransferClawedBack',
    added.map(({ transferId }) => transferId),
  )
  return answers
}
