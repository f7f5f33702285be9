import {
  type HandlerAnswer,
  type ItemOutcome,
  type MinorUnits,
  ok,
  parseMinor,
  type ReceivedItem,
  refused,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { openAfter, planAgainst } from '../model/open-receivables.ts'
import { recoveryId, recoveryLegs } from '../model/recovery.ts'
import type { Transfer } from '../model/transfer.ts'
import { readCampaigns, readTransfers } from '../queries/read-books.ts'
import { readReceivables } from '../queries/read-receivables.ts'
import { answerPlans, recordTransferEvents } from './answer-items.ts'
import { updateReceivables } from './write-receivables.ts'

type RecoverItem = ReceivedItem<'ledger.recover'>
interface RecoveryPlan {
  readonly transfer: Transfer
  readonly transferId: TransferId
  readonly amount: MinorUnits
}

/**
 * Takes 'ledger.recover': lowers what is owed for a payment. What was repaid is the campaign's again; what is written off or was never owed stands
 * as settled. Reasons: receivable_unknown (also another party's), receivable_exceeded, amount_overflow, insufficient_funds (the payee's account
 * does not hold what is said to have come back), transfer_conflict.
 */
export async function recoverReceivables(
  { context, rail }: LedgerDeps,
  tx: Tx,
  items: readonly RecoverItem[],
): Promise<readonly HandlerAnswer[]> {
  const receivables = await readReceivables(
    tx,
    items.map((item) => item.body.transferId),
  )
  const owed = planAgainst(
    receivables,
    await readCampaigns(tx, [...new Set([...receivables.values()].map((one) => one.campaignId))]),
  )
  const known = new Set(
    (
      await readTransfers(
        tx,
        items.map(({ body }) => recoveryId(body.transferId, body.how, body.evidence)),
      )
    ).keys(),
  )
  const plans = items.map(({ body, from }): RecoveryPlan | ItemOutcome => {
    const { transferId, how, evidence } = body
    const amount = parseMinor(body.amountMinor)
    if (!amount.ok) return refused(amount.error.code)
    const receivable = owed.find(transferId, from)
    if (receivable === undefined) return refused('receivable_unknown')
    const id = recoveryId(transferId, how, evidence)
    // A duplicate gets its stored outcome, whatever is owed by now.
    const isKnown = known.has(id)
    const taken = isKnown ? ok(undefined) : owed.take(receivable, amount.value)
    if (!taken.ok) return refused(taken.error)
    known.add(id)
    // What comes out of which account follows from what came before: a duplicate is told by what it asks for, and its legs count for nothing.
    const isSplit = how === 'repaid' && receivable.paidTo.length > 1
    const way = isSplit && isKnown ? 'dismissed' : how
    const legs = recoveryLegs(way, receivable, amount.value, rail.name)
    const request = isSplit ? { request: `${how} ${body.amountMinor}` } : {}
    return { transfer: { id, legs, evidence, ...request }, transferId, amount: amount.value }
  })
  const { answers, applied } = await answerPlans(tx, plans, context.ports.clock.nowMs())
  const taken = applied.flatMap(({ position }) => {
    const plan = plans[position]
    return plan !== undefined && 'amount' in plan ? [plan] : []
  })
  await updateReceivables(tx, openAfter(receivables, taken))
  await recordTransferEvents(
    tx,
    context,
    'TransferRecovered',
    taken.map(({ transferId }) => transferId),
  )
  return answers
}
