import {
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  type EpochMs,
  encodeUtf8,
  epochMs,
  hmacSha256,
  hmacSha256Text,
  type PartyId,
  type RecheckOutcome,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { drawLot } from '../model/draw-lot.ts'
import { type GateFacts, neededRechecks, type Recheck } from '../model/payment-gate.ts'
import { beginCanaries, readCohort } from './canary-rows.ts'
import type { ClaimBatch } from './claim-batch.ts'
import { readVerifierHolds } from './verifier-holds.ts'

/** What the gate goes by for those claims that exist among the ids, in their order. Begins the canaries that have not begun. */
export async function readGateFacts(
  tx: Tx,
  { config }: DistributorParts,
  batch: ClaimBatch,
  claimIds: readonly ClaimId[],
  now: EpochMs,
): Promise<readonly GateFacts[]> {
  const claims = claimIds.flatMap((claimId) => batch.get(claimId) ?? [])
  const holds = await readVerifierHolds(tx, now)
  const cohort = await readCohort(tx, claimIds)
  const rechecks = await readRechecks(tx, claimIds)
  const begins = new Map<CampaignId, CampaignRule>()
  const lotKey = hmacSha256(config.payoutKey, encodeUtf8('evenkeel/recheck-lot'))

  const facts = claims.map((claim): GateFacts => {
    const { claimId, campaignId, amount } = claim
    const { rule, pausedUntilMs, canaryUntilMs } = batch.standingOf(claim)
    const { verifier, arrivedAtMs } = batch.receiptOf(claimId)
    const over = ((verifier && holds.get(verifier)) ?? []).filter(
      ({ sinceMs }) => (arrivedAtMs ?? now) >= sinceMs,
    )
    const held = over.at(-1)
    const { canary, settlementCheck: check } = rule
    const isReady = claim.state === 'reserved' && pausedUntilMs === undefined
    if (canary !== undefined && isReady && canaryUntilMs === undefined) begins.set(campaignId, rule)
    const waitsUntilMs = canaryUntilMs ?? epochMs(now + (canary?.deadlineMs ?? 0))
    const lot = drawLot(hmacSha256Text(lotKey, claimId, 'hex'))
    return {
      claim,
      now,
      ...(pausedUntilMs !== undefined && { pausedUntilMs }),
      ...(held && {
        heldSinceMs: held.confirmedAtMs,
        heldUntilMs: epochMs(Math.max(...over.map(({ untilMs }) => untilMs))),
      }),
      ...(canary !== undefined && !cohort.has(claimId) && { canaryUntilMs: waitsUntilMs }),
      ...(check && { check }),
      needed:
        verifier === undefined ? [] : neededRechecks(check, { signedBy: verifier, amount, lot }),
      rechecks: rechecks.get(claimId) ?? new Map(),
    }
  })
  await beginCanaries(tx, [...begins.values()], now)
  return facts
}

async function readRechecks(
  tx: Tx,
  claimIds: readonly ClaimId[],
): Promise<ReadonlyMap<ClaimId, ReadonlyMap<PartyId, Recheck>>> {
  const rows = await tx.selectIn({
    table: 'claim_recheck',
    columns: ['claim_id', 'verifier', 'attempt', 'holds', 'until_at', 'outcome', 'answered_at'],
    key: 'claim_id',
    keys: claimIds,
  })
  const rechecks = new Map<ClaimId, Map<PartyId, Recheck>>()
  for (const row of rows) {
    const claimId = row.claim_id as ClaimId
    const ofClaim = rechecks.get(claimId) ?? new Map<PartyId, Recheck>()
    rechecks.set(claimId, ofClaim)
    ofClaim.set(row.verifier as PartyId, {
      attempt: Number(row.attempt),
      holds: Number(row.holds),
      untilMs: row.until_at as EpochMs,
      ...(row.outcome === null ? {} : { outcome: row.outcome as RecheckOutcome }),
      ...(row.answered_at === null ? {} : { answeredAtMs: row.answered_at as EpochMs }),
    })
  }
  return rechecks
}
