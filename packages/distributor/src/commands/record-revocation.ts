import {
  assert,
  bearerOf,
  type ClaimId,
  type LossCause,
  type MinorUnits,
  ok,
  type Reasoned,
  type ReceiptId,
  type Result,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, REVOKED_CLAIMS_MAX } from '../limits.ts'
import type { Claim } from '../model/claim.ts'
import { transferIdOf } from '../model/claim-ids.ts'
import type { ClaimState } from '../model/claim-states.ts'
import { isEvidence } from '../model/is-evidence.ts'
import {
  beginRecovery,
  isMoot,
  paidMinor,
  type Receivable,
  type ReceivableState,
} from '../model/receivable.ts'
import { type UnpaidEnd, unpaidEnd } from '../model/unpaid-end.ts'
import { type ClaimBatch, loadClaimBatch } from '../store/claim-batch.ts'
import { readAtGate } from '../store/gate-rows.ts'
import { loadReceivables, type ReceivableBatch } from '../store/receivable-batch.ts'
import { type RevocationSaid, sayRevoked } from '../store/revocation-rows.ts'
import { forfeitVesting } from './forfeit-vesting.ts'

export interface RecordRevocation {
  /** At most REVOKED_CLAIMS_MAX of both together. */
  readonly claimIds?: readonly ClaimId[]
  readonly receiptIds?: readonly ReceiptId[]
  /** SHA-256 of what shows it, hex: the act, the answer to a re-check (D7). */
  readonly evidence: string
  readonly cause: LossCause
  /** Who says so: whom the caller's key is labelled for, never whom a message names. */
  readonly by: string
}

/** What became of one claim. */
export interface RevocationRecorded {
  readonly claimId: ClaimId
  /**
   * `proposed`: something of it is not paid, and a second person has to say the same upon the same evidence. `taken_out`: nothing was paid, and
   * no appeal changes that. `rest_forfeited`: what had fallen due is paid, and then becomes what a payment becomes. `nothing_paid`: it had ended
   * for good without a payment. Else where its receivable stands.
   */
  readonly outcome: 'proposed' | 'taken_out' | 'rest_forfeited' | 'nothing_paid' | ReceivableState
}

/**
 * Records in the name of one person that what claims rest on was revoked (D6). What was paid, or is on its way, becomes a case about a receivable, or
 * a loss that the campaign bears, as its rule says: a case is decided by others (G5). What is not paid ends when a second person has said the same:
 * the claim is taken out, or the rest of what is paid in parts is forfeited. The same again changes nothing. Reasons: claim_unknown (a claim that
 * nobody made: nothing was recorded then), malformed_message (too many, or no evidence).
 */
export function recordRevocation(
  parts: DistributorParts,
  { claimIds = [], receiptIds = [], ...said }: RecordRevocation,
): Promise<Result<readonly RevocationRecorded[], Reasoned>> {
  const { store, clock } = parts.context.ports
  return store.transact('record-revocation', async (tx) => {
    if (claimIds.length + receiptIds.length > REVOKED_CLAIMS_MAX) {
      return refuse('malformed_message', `at most ${REVOKED_CLAIMS_MAX} claims at once`)
    }
    if (!isEvidence(said.evidence)) return refuse('malformed_message', 'evidence')
    const now = clock.nowMs()
    const known = new Set([
      ...(await findClaims(tx, 'claim_id', claimIds)),
      ...(await findClaims(tx, 'receipt_id', receiptIds)),
    ])
    const missing = claimIds.find((id) => !known.has(id))
    if (missing !== undefined) return refuse('claim_unknown', missing)
    const ids = [...known].sort()
    const batch = await loadClaimBatch(tx, parts, ids, now)
    const ends = await findUnpaid(tx, batch, ids)
    const confirmed = await sayRevoked(tx, [...ends.keys()], said, now)
    const isProposed = (id: ClaimId): boolean => ends.has(id) && !confirmed.has(id)
    for (const id of confirmed) {
      if (ends.get(id) !== 'take_out') continue
      const refused = batch.advance(id, { news: 'taken_out', ordered: false }, CLAIM_BUDGET_MS)
      assert(refused === undefined, `${id} is not paid`)
    }
    await batch.save()
    const final = ids.flatMap((id) => (isProposed(id) ? [] : (batch.get(id) ?? [])))
    const receivables = await openReceivables(tx, parts, final, said)
    await receivables.save()
    await recordSaid(tx, parts, ends, confirmed, said)
    return ok(
      ids.map((claimId) => {
        if (isProposed(claimId)) return { claimId, outcome: 'proposed' }
        const receivable = receivables.ofClaim(claimId)
        const claim = batch.get(claimId)
        const isForfeited =
          ends.has(claimId) || claim?.vesting?.ending?.reason === 'vesting_forfeited'
        if (receivable?.state === 'paying' && isForfeited) {
          return { claimId, outcome: 'rest_forfeited' }
        }
        if (receivable && !isMoot(receivable)) return { claimId, outcome: receivable.state }
        return {
          claimId,
          outcome: claim?.reason === 'entitlement_ended' ? 'taken_out' : 'nothing_paid',
        }
      }),
    )
  })
}

/** What of the claims would end, in their order. */
async function findUnpaid(
  tx: Tx,
  batch: ClaimBatch,
  ids: readonly ClaimId[],
): Promise<ReadonlyMap<ClaimId, UnpaidEnd>> {
  const atGate = await readAtGate(
    tx,
    ids.flatMap((id) => batch.get(id) ?? []),
  )
  return new Map(
    ids.flatMap((id) => {
      const claim = batch.get(id)
      assert(claim !== undefined, `${id} is in the batch`)
      const vests = batch.standingOf(claim).rule.vesting !== undefined
      const end = unpaidEnd(claim, { atGate: atGate.has(id), vests })
      return end === undefined ? [] : [[id, end] as const]
    }),
  )
}

function recordSaid(
  tx: Tx,
  { context }: DistributorParts,
  ends: ReadonlyMap<ClaimId, UnpaidEnd>,
  confirmed: ReadonlySet<ClaimId>,
  { evidence, cause }: RevocationSaid,
): Promise<void> {
  const atMs = context.ports.clock.nowMs()
  return context.recordEvents(
    tx,
    [...ends.keys()].map((id) => ({
      event: confirmed.has(id) ? 'RevocationConfirmed' : 'RevocationProposed',
      atMs,
      ids: { claim: id },
      detail: { reason: cause, evidence },
    })),
  )
}

async function findClaims(
  tx: Pick<Tx, 'selectIn'>,
  key: 'claim_id' | 'receipt_id',
  keys: readonly string[],
): Promise<readonly ClaimId[]> {
  if (keys.length === 0) return []
  const rows = await tx.selectIn({ table: 'claim', columns: ['claim_id'], key, keys })
  return rows.map((row) => row.claim_id as ClaimId)
}

/** What a claim has in these states has left, or cannot be called back. */
const MAY_BE_PAID: ReadonlySet<ClaimState> = new Set(['reserved', 'settling', 'vesting', 'settled'])

/**
 * Opens receivables for what the claims were paid or are being paid, and ends what of them vests; one that is there stays as it is. Save the batch.
 */
export async function openReceivables(
  tx: Tx,
  parts: DistributorParts,
  claims: readonly Claim[],
  { evidence, cause }: Pick<RevocationSaid, 'evidence' | 'cause'>,
): Promise<ReceivableBatch> {
  await forfeitRests(tx, parts, claims, { evidence, cause })
  const batch = await loadReceivables(
    tx,
    parts,
    'claim_id',
    claims.map(({ claimId }) => claimId),
    claims.map(({ campaignId }) => campaignId),
  )
  const now = parts.context.ports.clock.nowMs()
  for (const claim of claims) {
    const { claimId, campaignId, state, transferVersion } = claim
    const isPaid = state === 'settled'
    const amount = paidMinor(claim)
    if (batch.ofClaim(claimId) || !MAY_BE_PAID.has(state) || (isPaid && amount === 0n)) continue
    const none = 0n as MinorUnits
    const fresh: Receivable = {
      transferId: transferIdOf(claimId, transferVersion),
      claimId,
      campaignId,
      cause,
      debtor: 'programme',
      evidence,
      state: 'paying',
      amount,
      taken: none,
      recovered: none,
      sinceMs: now,
      dueAtMs: undefined,
      decisionVersion: 0,
      decision: undefined,
      decidedAtMs: undefined,
      appealedAtMs: undefined,
      concern: undefined,
    }
    const rule = batch.ruleOf(fresh)
    // Without terms for it nobody may claim anything back.
    const debtor = rule.clawback === undefined ? 'programme' : bearerOf(rule, cause)
    const receivable = { ...fresh, debtor }
    batch.add(isPaid ? beginRecovery(receivable, now) : { receivable })
  }
  return batch
}

/** What has not fallen due of payments in parts is not paid any more, whoever bears the loss of what was (D6). */
async function forfeitRests(
  tx: Tx,
  parts: DistributorParts,
  claims: readonly Claim[],
  said: Pick<RevocationSaid, 'evidence' | 'cause'>,
): Promise<void> {
  const ids = claims.flatMap(({ claimId, state }) =>
    state === 'vesting' || state === 'reserved' ? [claimId] : [],
  )
  if (ids.length === 0) return
  const batch = await loadClaimBatch(tx, parts, ids, parts.context.ports.clock.nowMs())
  // Refused for what is paid at once: nothing of it is left to end.
  for (const id of ids) await forfeitVesting(tx, parts, batch, id, said)
  await batch.save()
}
