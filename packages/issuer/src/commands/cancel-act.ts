import {
  type CredentialId,
  epochMs,
  formatInstant,
  isId,
  ok,
  type PartyContext,
  type Reasoned,
  type Result,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import type { StatusPublisher } from './publish-status.ts'
import { countChange, endActs } from './status-acts.ts'

export interface CancelledAct {
  readonly credentialId: CredentialId
  readonly act: string
  /** T, at which it would have counted. */
  readonly effectiveAtMs: number
}

export type CancelAct = (
  credentialId: CredentialId,
  act: string,
) => Promise<Result<CancelledAct, Reasoned>>

/**
 * Makes the command that takes an announced change back. That is a drained act as well: every head that tells of the change has to end by T, so
 * that nobody ever goes by it (S4, S6). Repeating it is safe. Reasons: not_found, act_cannot_be_cancelled.
 */
export function createCancelAct(context: PartyContext, publisher: StatusPublisher): CancelAct {
  const { clock, store } = context.ports

  async function cancel(
    tx: Tx,
    credentialId: CredentialId,
    act: string,
  ): Promise<Result<{ readonly listNumber: number; readonly effectiveAtMs: number }, Reasoned>> {
    const row = await tx.get(
      'SELECT list_number, effective_at_ms, listed_exp_max, state FROM status_act WHERE id = ? AND credential = ?',
      [act, credentialId],
    )
    if (row === undefined) return refuse('not_found')
    const now = clock.nowMs()
    const cancelled = {
      listNumber: Number(row.list_number),
      effectiveAtMs: Number(row.effective_at_ms),
    }
    if (row.state === 'cancelled') return ok(cancelled)
    if (row.state !== 'pending') return refuse('act_cannot_be_cancelled', String(row.state))
    if (now >= cancelled.effectiveAtMs)
      return refuse('act_cannot_be_cancelled', 'its time has come')
    const listedUntil = epochMs(Number(row.listed_exp_max) * 1_000)
    if (listedUntil > cancelled.effectiveAtMs) {
      const until = `a head that tells of it lives until ${formatInstant(listedUntil)}`
      return refuse('act_cannot_be_cancelled', until)
    }
    await endActs(tx, [{ act }], 'cancelled')
    await countChange(tx, cancelled.listNumber, now)
    await context.recordEvents(tx, [
      {
        event: 'StatusChangeCancelled',
        atMs: now,
        ids: { credential: credentialId },
        detail: { effectiveAtMs: cancelled.effectiveAtMs },
      },
    ])
    return ok(cancelled)
  }

  return async (credentialId, act) => {
    if (!isId(credentialId) || !isId(act)) return refuse('not_found')
    const cancelled = await store.transact('cancel-act', (tx) => cancel(tx, credentialId, act))
    if (!cancelled.ok) return cancelled
    const { listNumber, effectiveAtMs } = cancelled.value
    await publisher.publish(listNumber)
    return ok({ credentialId, act, effectiveAtMs })
  }
}
