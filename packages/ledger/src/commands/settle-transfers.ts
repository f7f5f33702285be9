import {
  type HandlerAnswer,
  type ItemOutcome,
  minorUnits,
  type ReceivedItem,
  refused,
  type Tx,
  type VestingSchedule,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { openAfter } from '../model/open-receivables.ts'
import { settleId, settlementLegs } from '../model/payment.ts'
import type { Transfer } from '../model/transfer.ts'
import { moveWithin } from '../model/vesting.ts'
import { type Withheld, type WithholdContext, withholdOffsets } from '../model/withhold-offsets.ts'
import type { Payment, PreparedPayment, Rail } from '../ports.ts'
import { type OwnedReserve, readReserves } from '../queries/read-reserves.ts'
import { readSchedules } from '../queries/read-schedules.ts'
import { answerPlans } from './answer-items.ts'
import { beginVestings } from './begin-vestings.ts'
import { openReceivables } from './open-receivables.ts'
import { owePayments } from './owe-payments.ts'
import { updateReceivables } from './write-receivables.ts'

type SettleItem = ReceivedItem<'ledger.settle'>

interface PaymentPlan {
  readonly transfer: Transfer
  readonly item: SettleItem
  readonly payment: Payment
  readonly prepared: PreparedPayment
  /** Of a campaign that pays in parts. */
  readonly schedule: VestingSchedule | undefined
  readonly withheld: Withheld
}

/**
 * Takes 'ledger.settle': posts reserves into flight and keeps each payment, prepared, before anything is sent. On a book rail the payment
 * is settled in the same transaction and its outcome handed to the party that asked; on an outside rail `driveRail` goes on from here. What vests is
 * held for the payee instead, and `releaseVested` goes on from here.
 * Reasons: transfer_unknown (no reserve of this party has the id), transfer_not_pending, transfer_expired, transfer_conflict (another
 * payee or other offsets), transfer_not_allowed (offsets of what vests), amount_overflow, those of the rail and those of `withholdOffsets`.
 */
export async function settleTransfers(
  deps: LedgerDeps,
  tx: Tx,
  items: readonly SettleItem[],
): Promise<readonly HandlerAnswer[]> {
  const { context, rail } = deps
  const now = context.ports.clock.nowMs()
  const ownedReserve = await readReserves(
    tx,
    items.map((item) => item.body.transferId),
  )
  const owned = items.map((item) => ownedReserve(item.body.transferId, item.from))
  const schedules = await readSchedules(
    tx,
    owned.flatMap((one) => one?.campaign.campaignId ?? []),
  )
  const owing = await openReceivables(tx, items)
  const plans = items.map((item, position) =>
    planPayment(rail, item, owned[position], schedules, {
      owed: owing.owed,
      owner: item.from,
      rail: rail.name,
      repeated: owing.isRepeated(item.body.transferId),
    }),
  )
  const { answers, applied } = await answerPlans(tx, plans, now)
  const fresh = applied.flatMap(({ position, seq }) => {
    const plan = plans[position]
    if (plan === undefined || !('payment' in plan)) return []
    const { from: requestedBy, budgetMs } = plan.item
    return [{ ...plan, seq, requestedBy, budgetMs }]
  })
  const taken = fresh.flatMap(({ withheld }) => withheld.taken)
  await updateReceivables(tx, openAfter(owing.receivables, taken))
  await owePayments(
    deps,
    tx,
    fresh.filter(({ schedule }) => schedule === undefined),
    now,
  )
  await beginVestings(
    deps,
    tx,
    fresh.flatMap(({ schedule, ...one }) => (schedule === undefined ? [] : { ...one, schedule })),
  )
  return answers
}

function planPayment(
  rail: Rail,
  item: SettleItem,
  owned: OwnedReserve | undefined,
  schedules: ReadonlyMap<string, VestingSchedule>,
  withholding: WithholdContext,
): PaymentPlan | ItemOutcome {
  if (owned === undefined) return refused('transfer_unknown')
  const { transferId, payee } = item.body
  const { campaignId, asset } = owned.campaign
  const due = { transferId, campaignId, asset, amount: owned.reserve.amount, payee }
  const vests = schedules.get(campaignId)
  // Nothing has fallen due yet that could be withheld.
  if (vests !== undefined && item.body.offsets !== undefined) return refused('transfer_not_allowed')
  const withheld = withholdOffsets(item.body, due, withholding)
  if (!withheld.ok) return refused(withheld.error)
  const amount = minorUnits(due.amount - withheld.value.amount)
  const payment = { ...due, amount }
  const prepared = rail.prepare(payment)
  if (!prepared.ok) return refused(prepared.error.code)
  // Nothing falls due of nothing: it is paid at once, so that it ends.
  const schedule = amount === 0n ? undefined : vests
  // Nothing of what is withheld crosses the rail, so it is settled at once; an outside rail settles the rest when it has arrived.
  const settled = rail.kind === 'book' ? due.amount : withheld.value.amount
  const paid =
    rail.kind === 'book' || withheld.value.amount > 0n
      ? settlementLegs({ ...due, amount: settled }, rail.name)
      : []
  const legs = schedule === undefined ? paid : [moveWithin(campaignId, 'in_flight', 'held', amount)]
  const transfer: Transfer = {
    id: settleId(transferId),
    legs: [{ kind: 'post', refers: transferId }, ...legs, ...withheld.value.legs],
    // Binds the payee also where no leg names it: another payee is another content.
    evidence: prepared.value.hash,
  }
  return { transfer, item, payment, prepared: prepared.value, schedule, withheld: withheld.value }
}
