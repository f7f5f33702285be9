import {
  type ClaimId,
  canonicalJson,
  type EpochMs,
  type LogLeaf,
  sha256Text,
  type Tx,
} from '@evenkeel/kernel'
import { auditTransferName } from '@evenkeel/kernel/audit'
import type { DistributorParts } from '../distributor-parts.ts'
import type { Claim } from '../model/claim.ts'
import { handoffIdOf, transferIdOf } from '../model/claim-ids.ts'
import type { VestingEnding } from '../model/enter-state.ts'
import { logLeaf } from './log-leaf.ts'

/** What was decided about a vesting: its end from a time on, or that it does not end. */
export interface VestingAct extends VestingEnding {
  readonly endsAtMs: EpochMs
  readonly withdrawn?: true
}

/**
 * Logs what ends a claim's vesting, before it counts, and what takes that back. The scope is what audits call the claim's transfer: whoever has a
 * claim's id may act for it, so neither the log nor the handoff to it has it.
 */
export async function logVestingAct(
  tx: Tx,
  parts: DistributorParts,
  { claimId, campaignId, transferVersion }: Claim,
  { endsAtMs, ...act }: VestingAct,
  now: EpochMs,
): Promise<void> {
  const seq = await countAct(tx, claimId)
  const body = { v: 1, campaignId, claimId, ...act, endsAtMs }
  const scope = auditTransferName(transferIdOf(claimId, transferVersion))
  const leaf: LogLeaf = {
    v: 1,
    kind: 'vesting_cancel',
    scope,
    seq,
    actor: parts.context.id,
    bodyHash: sha256Text(canonicalJson(body), 'hex'),
    decidedAtMs: now,
    effectiveAtMs: act.withdrawn ? now : endsAtMs,
  }
  await logLeaf(tx, parts, handoffIdOf('vesting-act', `${scope}:${seq}`), leaf)
}

/** How many acts about the vesting came before. One that nobody proposed is the last of its claim. */
async function countAct(tx: Tx, claimId: ClaimId): Promise<number> {
  const row = await tx.get('SELECT acts FROM vesting_cancel WHERE claim_id = ?', [claimId])
  if (row === undefined) return 0
  const acts = Number(row.acts)
  await tx.run('UPDATE vesting_cancel SET acts = ? WHERE claim_id = ?', [acts + 1, claimId])
  return acts
}
