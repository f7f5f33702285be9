import {
  type AnyNewItem,
  acknowledged,
  epochMs,
  formatMinor,
  type HandlerAnswer,
  type ItemOutcome,
  type MinorUnits,
  minorToBytes,
  type ReceivedItem,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import type { Transfer } from '../model/transfer.ts'
import { cancelId, endItemId, moveWithin, payableMinor } from '../model/vesting.ts'
import { readVestings, type StoredVesting } from '../queries/read-vestings.ts'
import { answerPlans, recordTransferEvents } from './answer-items.ts'

type CancelItem = ReceivedItem<'ledger.cancel-vesting'>

interface CancelPlan {
  readonly transfer: Transfer
  readonly vesting: StoredVesting
  readonly item: CancelItem
  /** What is payable by now, paid or not. */
  readonly kept: MinorUnits
}

/**
 * Takes 'ledger.cancel-vesting': what is payable by now stays the payee's and is paid as usual (D4), but for what the item names of a vesting whose
 * releases wait; the rest leaves what is held for the campaign's forfeited value or its pool, with the evidence (D7). What the two come to is told to the campaign's owner. Reasons: transfer_unknown
 * (nothing of this party vests under the id), transfer_conflict (cancelled before on other grounds).
 */
export async function cancelVestings(
  { context }: LedgerDeps,
  tx: Tx,
  items: readonly CancelItem[],
): Promise<readonly HandlerAnswer[]> {
  const now = context.ports.clock.nowMs()
  const vestings = await readVestings(
    tx,
    items.map((item) => item.body.transferId),
  )
  const plans = items.map((item): CancelPlan | ItemOutcome => {
    const vesting = vestings.get(item.body.transferId)
    if (vesting === undefined || vesting.campaign.owner !== item.from) {
      return refused('transfer_unknown')
    }
    if (vesting.cancelled !== undefined) {
      return vesting.cancelled === groundsOf(item) ? acknowledged : refused('transfer_conflict')
    }
    // What waited was not payable yet; once the wait is over it is, whatever the owner says (D4).
    const { dueBeforeMs = now } = vesting.pausedUntilMs > now ? item.body : {}
    const kept = payableMinor(vesting, epochMs(Math.min(dueBeforeMs, now)))
    return { transfer: withholding(item, vesting, kept), vesting, item, kept }
  })
  const { answers, applied } = await answerPlans(tx, plans, now)
  const cancelled = applied.flatMap(({ position }) => {
    const plan = plans[position]
    return plan !== undefined && 'vesting' in plan ? [plan] : []
  })
  await tx.runMany(
    'UPDATE vesting SET kept = ?, cancelled = ?, next_at = ? WHERE seq = ?',
    cancelled.map(({ vesting, item, kept }) => [
      minorToBytes(kept),
      groundsOf(item),
      kept > vesting.released ? now : null,
      vesting.seq,
    ]),
  )
  await context.enqueue(tx, cancelled.map(endItem))
  await recordTransferEvents(
    tx,
    context,
    'VestingCancelled',
    cancelled.map(({ vesting }) => vesting.transferId),
  )
  return answers
}

/** Also of nothing, when all of it is payable: the entry in the journal says that it was cancelled, and a repeat finds it. */
function withholding({ body }: CancelItem, vesting: StoredVesting, kept: MinorUnits): Transfer {
  const { transferId, campaign, amount } = vesting
  const rest = (amount - kept) as MinorUnits
  return {
    id: cancelId(transferId),
    legs: [moveWithin(campaign.campaignId, 'held', body.rest, rest)],
    evidence: groundsOf({ body }),
  }
}

function groundsOf({ body: { rest, reason, evidence } }: Pick<CancelItem, 'body'>): string {
  return `${rest}:${reason}:${evidence}`
}

function endItem({ vesting, kept, item }: CancelPlan): AnyNewItem {
  const { seq, transferId, amount } = vesting
  const withheldMinor = formatMinor((amount - kept) as MinorUnits)
  return {
    id: endItemId(seq),
    to: item.from,
    kind: 'distributor.end-vesting',
    body: { transferId, keptMinor: formatMinor(kept), withheldMinor },
    budgetMs: item.budgetMs,
  }
}
