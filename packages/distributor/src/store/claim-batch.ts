import {
  type AnyNewItem,
  assert,
  type ClaimId,
  type EpochMs,
  type HandoffId,
  type LifecycleEvent,
  type PartyId,
  type ReasonCode,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { advanceClaim, type ClaimNews, type FollowUp } from '../model/advance-claim.ts'
import type { Claim } from '../model/claim.ts'
import { caseIdOf, handoffIdOf, transferIdOf } from '../model/claim-ids.ts'
import type { ClaimState } from '../model/claim-states.ts'
import { openPayout } from '../seal-payout.ts'
import { collectTotalChanges } from './campaign-totals.ts'
import {
  amountText,
  CHANGING_COLUMNS,
  CLAIM_COLUMNS,
  changingValues,
  claimFromRow,
} from './claim-rows.ts'

/** Some claims within one transaction: news is applied in memory, and `save` writes each claim once with all that follows from it. */
export interface ClaimBatch {
  get(claimId: ClaimId): Claim | undefined
  /** Applies news to a claim of the batch. `budgetMs` is passed on to what follows. Returns why it was not taken, if so. */
  advance(claimId: ClaimId, news: ClaimNews, budgetMs: number): ReasonCode | undefined
  save(): Promise<void>
}

/** Loads the claims that exist among the ids. */
export async function loadClaimBatch(
  tx: Tx,
  parts: DistributorParts,
  claimIds: readonly ClaimId[],
  now: EpochMs,
): Promise<ClaimBatch> {
  const rows = await tx.selectIn({
    table: 'claim',
    columns: [...CLAIM_COLUMNS, 'payout'],
    key: 'claim_id',
    keys: [...new Set(claimIds)],
  })
  const claims = new Map(rows.map((row) => [row.claim_id as ClaimId, claimFromRow(row)]))
  const payouts = new Map(rows.map((row) => [row.claim_id as ClaimId, row.payout]))
  const changed = new Set<ClaimId>()
  const totals = collectTotalChanges()
  const events: LifecycleEvent[] = []
  const items: AnyNewItem[] = []

  function itemOf(claim: Claim, followUp: FollowUp, budgetMs: number): AnyNewItem {
    const transferId = transferIdOf(claim.claimId, followUp.version)
    const id = transferItemId(followUp.kind, claim, transferId)
    const to = parts.config.ledger
    if (followUp.kind === 'reserve') return { ...reserveItem(claim, to), budgetMs }
    if (followUp.kind === 'void') {
      const reason = followUp.reason ?? 'handoff_recalled'
      return { id, to, kind: 'ledger.void', body: { transferId, reason }, budgetMs }
    }
    const sealed = payouts.get(claim.claimId)
    assert(sealed instanceof Uint8Array, 'a claim to be settled has a payout target')
    const payee = openPayout(parts.config.payoutKey, claim.claimId, sealed)
    return { id, to, kind: 'ledger.settle', body: { transferId, payee }, budgetMs }
  }

  return {
    get: (claimId) => claims.get(claimId),
    advance(claimId, news, budgetMs) {
      const before = claims.get(claimId)
      assert(before !== undefined, `${claimId} is in the batch`)
      const advance = advanceClaim(before, news, now)
      if (!advance.ok) return advance.reason
      const after = advance.claim
      for (const followUp of advance.followUps) items.push(itemOf(after, followUp, budgetMs))
      if (after === before) return undefined
      claims.set(claimId, after)
      changed.add(claimId)
      if (after.appeal?.state !== before.appeal?.state) events.push(...appealEvents(after, now))
      if (after.state !== before.state) {
        totals.move(after.campaignId, before.state, after.state, after.amount)
        events.push(claimEvent(after))
      }
      return undefined
    },
    async save() {
      const lists = [...changed].map((id) => [...changingValues(claims.get(id) as Claim), id])
      await tx.runMany(UPDATE_CLAIM, lists)
      await totals.save(tx)
      await parts.context.enqueue(tx, items)
      await parts.context.recordEvents(tx, events)
    },
  }
}

const UPDATE_CLAIM = `UPDATE claim SET ${CHANGING_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE claim_id = ?`

const EVENT_NAMES: Readonly<Record<ClaimState, string>> = {
  accepted: 'ClaimAccepted',
  held: 'ClaimHeld',
  reserved: 'ClaimReserved',
  settling: 'ClaimSettling',
  settled: 'ClaimSettled',
  refused: 'ClaimRefused',
}

/** The event of a claim's latest transition. Without an entitlement it has no transfer; without a hold no case. */
export function claimEvent(claim: Claim): LifecycleEvent {
  const latest = claim.history.at(-1)
  assert(latest !== undefined, 'a claim has a history')
  const transfer =
    claim.amount === undefined
      ? {}
      : { transfer: transferIdOf(claim.claimId, claim.transferVersion) }
  const held = claim.history.some((entry) => entry.state === 'held')
  return {
    event: EVENT_NAMES[latest.state],
    atMs: latest.atMs,
    ids: {
      claim: claim.claimId,
      receipt: claim.receiptId,
      credential: claim.handle,
      ...transfer,
      ...(held ? { case: caseIdOf(claim.claimId) } : {}),
    },
    detail: latest.reason === undefined ? {} : { reason: latest.reason },
  }
}

/** The event of an appeal that was sent, or not heard; that it is under way and decided is governance's to tell. */
function appealEvents({ claimId, appeal }: Claim, atMs: EpochMs): readonly LifecycleEvent[] {
  const ids = { claim: claimId, case: caseIdOf(claimId) }
  switch (appeal?.state) {
    case 'sent':
      return [{ event: 'ClaimAppealed', atMs, ids, detail: {} }]
    case 'not_taken':
      return [{ event: 'ClaimAppealRefused', atMs, ids, detail: { reason: String(appeal.reason) } }]
    default:
      return []
  }
}

/**
 * Id of an item about a claim's transfer. It begins with the time of the claim's arrival, because random keys would dirty a page each in the
 * stores of both sides.
 */
function transferItemId(effect: string, { history }: Claim, transferId: TransferId): HandoffId {
  const arrivedAtMs = String(history[0]?.atMs ?? 0).padStart(INSTANT_DIGITS, '0')
  return handoffIdOf(effect, `${arrivedAtMs}:${transferId}`)
}

/** Digits of the last instant that a message can carry. */
const INSTANT_DIGITS = 15

/** Asks the ledger to set the claim's amount aside, under its present version. */
export function reserveItem(
  claim: Claim,
  ledger: PartyId,
): AnyNewItem & { readonly kind: 'ledger.reserve' } {
  const transferId = transferIdOf(claim.claimId, claim.transferVersion)
  return {
    id: transferItemId('reserve', claim, transferId),
    to: ledger,
    kind: 'ledger.reserve',
    body: { transferId, campaignId: claim.campaignId, amountMinor: amountText(claim.amount) },
  }
}
