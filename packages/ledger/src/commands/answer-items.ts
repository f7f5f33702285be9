import {
  acknowledged,
  assert,
  type EpochMs,
  type HandlerAnswer,
  type ItemOutcome,
  type PartyContext,
  refused,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { Transfer } from '../model/transfer.ts'
import { readReleaseId } from '../model/vesting.ts'
import { applyBatch } from './apply-batch.ts'

/** What to do about one item: a transfer to apply, or the refusal that needs no books. */
export type Plan = { readonly transfer: Transfer } | ItemOutcome

export interface PlannedAnswers {
  /** One per plan, in order. */
  readonly answers: readonly HandlerAnswer[]
  /** The plans whose transfer was applied now, not before, by position, with its place in the journal: only these have effects to follow. */
  readonly applied: readonly { readonly position: number; readonly seq: number }[]
}

/** Applies the planned transfers as one batch. A duplicate gets the stored outcome, so its answer is that of the first time. */
export async function answerPlans(
  tx: Tx,
  plans: readonly Plan[],
  now: EpochMs,
): Promise<PlannedAnswers> {
  const transfers = plans.flatMap((plan) => ('transfer' in plan ? [plan.transfer] : []))
  const outcomes = (await applyBatch(tx, transfers, now)).values()
  const applied: { position: number; seq: number }[] = []
  const answers = plans.map((plan, position) => {
    if (!('transfer' in plan)) return plan
    const outcome = outcomes.next().value
    assert(outcome?.id === plan.transfer.id, 'one outcome per transfer, in order')
    if (outcome.outcome === 'refused') return refused(outcome.reason)
    if (outcome.fresh) applied.push({ position, seq: outcome.seq })
    return acknowledged
  })
  return { answers, applied }
}

/** Tells the observer about transfers, by id alone: payees and amounts stay here (E5). */
export async function recordTransferEvents(
  tx: Tx,
  { ports, recordEvents }: PartyContext,
  event: string,
  ids: readonly TransferId[],
): Promise<void> {
  const atMs = ports.clock.nowMs()
  await recordEvents(
    tx,
    ids.map((id) => {
      const part = readReleaseId(id)
      return part === undefined
        ? { event, atMs, ids: { transfer: id }, detail: {} }
        : { event, atMs, ids: { transfer: part.transferId }, detail: { release: part.number } }
    }),
  )
}
