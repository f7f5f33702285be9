import {
  type ClaimId,
  type EpochMs,
  epochMs,
  ok,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CANCEL_PROPOSAL_MS, CLAIM_BUDGET_MS, INTAKE_BATCH_MAX } from '../limits.ts'
import { isEvidence } from '../model/is-evidence.ts'
import { type ClaimBatch, loadClaimBatch } from '../store/claim-batch.ts'
import { logVestingAct } from '../store/log-vesting-act.ts'

export interface ProposeCancel {
  readonly claimId: ClaimId
  /** Hash of what it rests on, 64 hex digits (D7). */
  readonly evidence: string
  /** Who says so: whom the caller's key is labelled for, never whom a message names. */
  readonly by: string
}

export interface CancelProposed {
  readonly claimId: ClaimId
  /** When the vesting ends; absent until a second person has confirmed it. */
  readonly endsAtMs?: EpochMs
}

/**
 * Ends a claim's vesting early in the name of one person. It takes two, upon the same evidence, and the rule's notice from the second on; what has
 * fallen due by then stays the claimant's (D4). A proposal that nobody confirms lapses after CANCEL_PROPOSAL_MS. Reasons: claim_unknown,
 * vesting_cancel_not_allowed, vesting_second_person_needed, malformed_message.
 */
export function proposeCancel(
  parts: DistributorParts,
  { claimId, evidence, by }: ProposeCancel,
): Promise<Result<CancelProposed, Reasoned>> {
  const { store, clock } = parts.context.ports
  return store.transact('propose-vesting-cancel', async (tx) => {
    if (!isEvidence(evidence)) return refuse('malformed_message', 'evidence')
    const now = clock.nowMs()
    const batch = await loadClaimBatch(tx, parts, [claimId], now)
    const claim = batch.get(claimId)
    if (claim === undefined) return refuse('claim_unknown')
    const cancel = batch.standingOf(claim).rule.vesting?.cancel ?? 'never'
    if (cancel === 'never') return notAllowed('its rule lets nobody cancel')
    if (claim.state !== 'vesting') return notAllowed(`the claim is ${claim.state}`)
    if (claim.vesting?.ending !== undefined) return notAllowed('it was cancelled before')
    const row = await readCancel(tx, claimId)
    if (row === undefined || !isOpen(row, now)) {
      await writeProposal(tx, row, { claimId, evidence, by }, now)
      return ok({ claimId })
    }
    if (row.evidence !== evidence) return notAllowed('it was proposed upon other evidence')
    if (row.effective_at !== null) return ok({ claimId, endsAtMs: row.effective_at as EpochMs })
    if (row.proposed_by === by) return refuse('vesting_second_person_needed')
    const endsAtMs = epochMs(now + cancel.noticeMs)
    await tx.run(
      'UPDATE vesting_cancel SET confirmed_by = ?, effective_at = ? WHERE claim_id = ?',
      [by, endsAtMs, claimId],
    )
    batch.advance(claimId, { news: 'cancel_announced', atMs: endsAtMs }, CLAIM_BUDGET_MS)
    await batch.save()
    const ending = { reason: 'vesting_cancelled', rest: cancel.rest, evidence } as const
    await logVestingAct(tx, parts, claim, { ...ending, endsAtMs }, now)
    return ok({ claimId, endsAtMs })
  })
}

/**
 * Takes back, before its notice is over, what people proposed or confirmed about ending a claim's vesting. One person is enough: the claimant gets no
 * less than was promised. It is logged as what it takes back was. Reasons: claim_unknown, vesting_cancel_not_allowed.
 */
export function withdrawCancel(
  parts: DistributorParts,
  { claimId, by }: Pick<ProposeCancel, 'claimId' | 'by'>,
): Promise<Result<CancelProposed, Reasoned>> {
  const { store, clock } = parts.context.ports
  return store.transact('withdraw-vesting-cancel', async (tx) => {
    const now = clock.nowMs()
    const batch = await loadClaimBatch(tx, parts, [claimId], now)
    const claim = batch.get(claimId)
    if (claim === undefined) return refuse('claim_unknown')
    const row = await readCancel(tx, claimId)
    const cancel = batch.standingOf(claim).rule.vesting?.cancel ?? 'never'
    const isOver = claim.state !== 'vesting' || claim.vesting?.ending !== undefined
    if (row === undefined || cancel === 'never' || isOver || !isOpen(row, now)) {
      return notAllowed('nothing is proposed')
    }
    const endsAtMs = row.effective_at as EpochMs | null
    if (endsAtMs !== null && now >= endsAtMs) return notAllowed('its notice is over')
    await tx.run(
      'UPDATE vesting_cancel SET withdrawn_by = ?, effective_at = NULL WHERE claim_id = ?',
      [by, claimId],
    )
    if (endsAtMs === null) return ok({ claimId })
    batch.advance(claimId, { news: 'cancel_withdrawn' }, CLAIM_BUDGET_MS)
    await batch.save()
    const evidence = String(row.evidence)
    const ending = { reason: 'vesting_cancelled', rest: cancel.rest, evidence } as const
    await logVestingAct(tx, parts, claim, { ...ending, endsAtMs, withdrawn: true }, now)
    return ok({ claimId })
  })
}

/** Tells the ledger of the vestings whose notice has passed, a batch at a time; of one that ended meanwhile there is nothing to tell. */
export async function sendDueCancels(parts: DistributorParts): Promise<void> {
  const { store, clock } = parts.context.ports
  for (;;) {
    const due = await store.read('cancels-due', (tx) => readDue(tx, clock.nowMs()))
    if (due.length === 0) return
    await store.transact('send-cancels', async (tx) => {
      const now = clock.nowMs()
      const rows = await readDue(tx, now)
      const claimIds = rows.map(({ claimId }) => claimId)
      const batch = await loadClaimBatch(tx, parts, claimIds, now)
      for (const { claimId, evidence } of rows) cancelDue(batch, claimId, evidence)
      await batch.save()
      await tx.runMany(
        'UPDATE vesting_cancel SET sent_at = ? WHERE claim_id = ?',
        claimIds.map((id) => [now, id]),
      )
    })
  }
}

function cancelDue(batch: ClaimBatch, claimId: ClaimId, evidence: string): void {
  const claim = batch.get(claimId)
  const cancel = claim === undefined ? 'never' : batch.standingOf(claim).rule.vesting?.cancel
  if (claim?.state !== 'vesting' || cancel === undefined || cancel === 'never') return
  const ending = { reason: 'vesting_cancelled', rest: cancel.rest, evidence } as const
  batch.advance(claimId, { news: 'cancelled', ...ending }, CLAIM_BUDGET_MS)
}

async function readDue(
  tx: Pick<Tx, 'all'>,
  now: EpochMs,
): Promise<readonly { readonly claimId: ClaimId; readonly evidence: string }[]> {
  const rows = await tx.all(
    `SELECT claim_id, evidence FROM vesting_cancel WHERE effective_at IS NOT NULL AND sent_at IS NULL AND effective_at <= ?
     ORDER BY effective_at, claim_id LIMIT ?`,
    [now, INTAKE_BATCH_MAX],
  )
  return rows.map((row) => ({ claimId: row.claim_id as ClaimId, evidence: String(row.evidence) }))
}

function readCancel(tx: Tx, claimId: ClaimId): Promise<Row | undefined> {
  return tx.get('SELECT * FROM vesting_cancel WHERE claim_id = ?', [claimId])
}

/** Neither withdrawn nor left unconfirmed for too long. */
function isOpen(row: Row, now: EpochMs): boolean {
  if (row.withdrawn_by !== null) return false
  return row.effective_at !== null || now < Number(row.proposed_at) + CANCEL_PROPOSAL_MS
}

/** In the place of one that is not open any more, if there is one. */
async function writeProposal(
  tx: Tx,
  before: Row | undefined,
  { claimId, evidence, by }: ProposeCancel,
  now: EpochMs,
): Promise<void> {
  await tx.run('DELETE FROM vesting_cancel WHERE claim_id = ?', [claimId])
  await tx.insertMany({
    table: 'vesting_cancel',
    columns: ['claim_id', 'evidence', 'proposed_by', 'proposed_at', 'acts'],
    rows: [[claimId, evidence, by, now, before?.acts ?? 0]],
    onConflict: 'fail',
  })
}

function notAllowed(detail: string): Result<never, Reasoned> {
  return refuse('vesting_cancel_not_allowed', detail)
}
