import {
  type CampaignRule,
  type ClaimId,
  type EpochMs,
  ok,
  type Reasoned,
  type Result,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { appliesAt, type PayoutChange } from '../model/payout-change.ts'
import { readPayoutChanges } from '../store/payout-change-rows.ts'

export interface PayoutChangeView {
  readonly claimId: ClaimId
  readonly state: PayoutChange['state']
  /** When it lapses, or may apply at the earliest. */
  readonly dueAtMs?: number
}

/**
 * Confirms a claimant's change of the payout target: two people, and the holder has the rule's delay after the second to cancel it. The same person
 * again changes nothing. Reasons: payout_change_unknown, payout_change_not_allowed (it is confirmed already).
 */
export function confirmPayoutChange(
  parts: DistributorParts,
  { claimId, by }: { readonly claimId: ClaimId; readonly by: string },
): Promise<Result<PayoutChangeView, Reasoned>> {
  return changing(parts, 'confirm-payout-change', claimId, async (tx, change, now) => {
    if (change.confirmedBy === by || change.secondBy === by) return ok(viewOf(claimId, change))
    if (change.state === 'confirmed') {
      return refuse('payout_change_not_allowed', 'it is confirmed already')
    }
    const isSecond = change.confirmedBy !== undefined
    const terms = (await readRule(tx, claimId)).payoutChange
    if (terms === undefined) throw new Error(`${claimId} has a change under terms`)
    const after: PayoutChange = isSecond
      ? { ...change, secondBy: by, state: 'confirmed', dueAtMs: appliesAt(now, terms) }
      : { ...change, confirmedBy: by }
    await write(tx, claimId, after)
    if (isSecond) await record(tx, parts, claimId, 'PayoutChangeConfirmed', now)
    return ok(viewOf(claimId, after))
  })
}

/**
 * Cancels a change before it applies, by whoever has the claim's id: it only narrows, and who was taken over may have lost the key. Reason:
 * payout_change_unknown.
 */
export function cancelPayoutChange(
  parts: DistributorParts,
  claimId: ClaimId,
): Promise<Result<PayoutChangeView, Reasoned>> {
  return changing(parts, 'cancel-payout-change', claimId, async (tx, change, now) => {
    const after: PayoutChange = { ...change, state: 'cancelled', dueAtMs: undefined }
    await write(tx, claimId, after)
    await record(tx, parts, claimId, 'PayoutChangeCancelled', now)
    return ok(viewOf(claimId, after))
  })
}

function changing(
  { context }: DistributorParts,
  name: string,
  claimId: ClaimId,
  body: (tx: Tx, change: PayoutChange, now: EpochMs) => Promise<Result<PayoutChangeView, Reasoned>>,
): Promise<Result<PayoutChangeView, Reasoned>> {
  return context.ports.store.transact(name, async (tx) => {
    const now = context.ports.clock.nowMs()
    const change = (await readPayoutChanges(tx, [claimId])).get(claimId)
    const isOpen = change?.state === 'confirmed' || change?.state === 'requested'
    if (change === undefined || !isOpen) return refuse('payout_change_unknown')
    // A request lapses at its time, however late the sweep is.
    if (change.state === 'requested' && Number(change.dueAtMs) <= now) {
      return refuse('payout_change_unknown', 'it has lapsed')
    }
    return body(tx, change, now)
  })
}

/** Writes how a change stands; its target stays sealed where it is. */
export async function write(tx: Tx, claimId: ClaimId, change: PayoutChange): Promise<void> {
  const { state, dueAtMs = null, confirmedBy = null, secondBy = null, requestedAtMs } = change
  await tx.run(
    `UPDATE payout_change SET state = ?, due_at = ?, look_at = ?, confirmed_by = ?, second_by = ?
     WHERE claim_id = ? AND requested_at = ?`,
    [state, dueAtMs, dueAtMs, confirmedBy, secondBy, claimId, requestedAtMs],
  )
}

export async function record(
  tx: Tx,
  { context }: DistributorParts,
  claimId: ClaimId,
  event: string,
  atMs: EpochMs,
): Promise<void> {
  await context.recordEvents(tx, [{ event, atMs, ids: { claim: claimId }, detail: {} }])
}

async function readRule(tx: Tx, claimId: ClaimId): Promise<CampaignRule> {
  const row = await tx.get(
    'SELECT rule FROM campaign WHERE campaign_id = (SELECT campaign_id FROM claim WHERE claim_id = ?)',
    [claimId],
  )
  return JSON.parse(String(row?.rule)) as CampaignRule
}

function viewOf(claimId: ClaimId, { state, dueAtMs }: PayoutChange): PayoutChangeView {
  return { claimId, state, ...(dueAtMs === undefined ? {} : { dueAtMs }) }
}
