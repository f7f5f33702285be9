import type { CampaignRule, ClaimId, EpochMs, Tx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { PAYOUT_CHANGE_LOOK_MS, PAYOUT_CHANGES_PER_SWEEP_MAX } from '../limits.ts'
import { handoffIdOf, transferIdOf } from '../model/claim-ids.ts'
import { applyPayoutChange } from '../model/payout-change.ts'
import { openPayout } from '../seal-payout.ts'
import { CLAIM_COLUMNS, claimFromRow } from '../store/claim-rows.ts'
import { readPayoutChanges } from '../store/payout-change-rows.ts'
import { record, write } from './confirm-payout-change.ts'

/** Applies the changes whose time has come, and lets those lapse that nobody confirmed. Idempotent. With nothing to do it costs a read. */
export async function sweepPayoutChanges(parts: DistributorParts): Promise<void> {
  const { store, clock } = parts.context.ports
  const due = await store.read('payout-changes-due', (tx) =>
    tx.all(
      'SELECT claim_id FROM payout_change WHERE look_at IS NOT NULL AND look_at <= ? ORDER BY look_at, claim_id LIMIT ?',
      [clock.nowMs(), PAYOUT_CHANGES_PER_SWEEP_MAX],
    ),
  )
  for (const { claim_id } of due) {
    await store.transact('sweep-payout-change', (tx) =>
      sweepOne(tx, parts, claim_id as ClaimId, clock.nowMs()),
    )
  }
}

async function sweepOne(
  tx: Tx,
  parts: DistributorParts,
  claimId: ClaimId,
  now: EpochMs,
): Promise<void> {
  const change = (await readPayoutChanges(tx, [claimId])).get(claimId)
  if (change?.dueAtMs === undefined || change.dueAtMs > now) return
  const row = await tx.get(
    `SELECT ${CLAIM_COLUMNS.map((name) => `claim.${name}`).join(', ')}, campaign.rule, payout_change.target
     FROM claim JOIN campaign ON campaign.campaign_id = claim.campaign_id
     JOIN payout_change ON payout_change.claim_id = claim.claim_id
     WHERE claim.claim_id = ? AND payout_change.requested_at = ?`,
    [claimId, change.requestedAtMs],
  )
  if (row === undefined) throw new Error(`${claimId} has a change`)
  const claim = claimFromRow(row)
  const rule = JSON.parse(String(row.rule)) as CampaignRule
  const act =
    change.state === 'requested' ? 'lapse' : applyPayoutChange(claim, rule, change.dueAtMs, now)
  if (act === 'wait') {
    await tx.run('UPDATE payout_change SET look_at = ? WHERE claim_id = ? AND requested_at = ?', [
      now + PAYOUT_CHANGE_LOOK_MS,
      claimId,
      change.requestedAtMs,
    ])
    return
  }
  if (act === 'lapse') {
    await write(tx, claimId, { ...change, state: 'lapsed', dueAtMs: undefined })
    return record(tx, parts, claimId, 'PayoutChangeLapsed', now)
  }
  const target = row.target as Uint8Array
  if (claim.state !== 'vesting') {
    await tx.run('UPDATE claim SET payout = ? WHERE claim_id = ?', [target, claimId])
    await write(tx, claimId, { ...change, state: 'applied', dueAtMs: undefined })
    return record(tx, parts, claimId, 'PayoutChangeApplied', now)
  }
  // The ledger pays what vests: what it does not take must not stand here either.
  await write(tx, claimId, { ...change, state: 'applying', dueAtMs: undefined })
  const transferId = transferIdOf(claimId, claim.transferVersion)
  const payee = openPayout(parts.config.payoutKey, claimId, target)
  const number = change.requestedAtMs
  await parts.context.enqueue(tx, [
    {
      id: handoffIdOf('change-payee', `${transferId}:${number}`),
      to: parts.config.ledger,
      kind: 'ledger.change-payee',
      body: { transferId, payee, number },
    },
  ])
}
