import {
  type AnyNewItem,
  assert,
  type CampaignId,
  type ClaimId,
  type EpochMs,
  type HandoffId,
  type LifecycleEvent,
  type PartyId,
  type ReasonCode,
  type SqlValue,
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
  /** How the campaign of a claim of the batch stands. */
  standingOf(claim: Claim): CampaignStanding
  /** Applies news to a claim of the batch. `budgetMs` is passed on to what follows. Returns why it was not taken, if so. */
  advance(claimId: ClaimId, news: ClaimNews, budgetMs: number): ReasonCode | undefined
  /** Orders the payment of a claim that waited for it while its campaign was paused, unless it was taken out meanwhile. */
  order(claimId: ClaimId, budgetMs: number): void
  save(): Promise<void>
}

/** What of a campaign's state decides what becomes of its claims. */
export interface CampaignStanding {
  /** Payments are not ordered meanwhile. */
  readonly paused: boolean
  /** The shares of its batch window are fixed. */
  readonly allocated: boolean
  /** Of a batch window: until its shares are worked out, in milliseconds from now; 0 for an instant one. */
  readonly windowMs: number
}

async function readStandings(
  tx: Tx,
  claims: readonly Claim[],
  now: EpochMs,
): Promise<ReadonlyMap<CampaignId, CampaignStanding>> {
  const rows = await tx.selectIn({
    table: 'campaign',
    columns: ['campaign_id', 'state', 'allocated_at', 'allocate_after', 'closes_at'],
    key: 'campaign_id',
    keys: [...new Set(claims.map((claim) => claim.campaignId))],
  })
  return new Map(
    rows.map((row) => {
      const closesInMs = Math.max(0, Number(row.closes_at) - now)
      const windowMs = row.allocate_after === null ? 0 : closesInMs + Number(row.allocate_after)
      const standing = {
        paused: row.state === 'paused',
        allocated: row.allocated_at !== null,
        windowMs,
      }
      return [row.campaign_id as CampaignId, standing]
    }),
  )
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
  const campaigns = await readStandings(tx, [...claims.values()], now)
  const changed = new Set<ClaimId>()
  const later: (readonly SqlValue[])[] = []
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

  function standingOf({ campaignId }: Claim): CampaignStanding {
    const standing = campaigns.get(campaignId)
    assert(standing !== undefined, `${campaignId} has claims`)
    return standing
  }

  return {
    get: (claimId) => claims.get(claimId),
    standingOf,
    advance(claimId, news, budgetMs) {
      const before = claims.get(claimId)
      assert(before !== undefined, `${claimId} is in the batch`)
      const advance = advanceClaim(before, news, now)
      if (!advance.ok) return advance.reason
      const after = advance.claim
      for (const followUp of advance.followUps) {
        if (followUp.kind === 'settle' && standingOf(after).paused) {
          later.push([after.campaignId, claimId])
        } else items.push(itemOf(after, followUp, budgetMs))
      }
      if (after === before) return undefined
      claims.set(claimId, after)
      changed.add(claimId)
      if (after.appeal?.state !== before.appeal?.state) events.push(...appealEvents(after, now))
      if (after.state !== before.state) {
        totals.move(after.campaignId, before, after)
        events.push(claimEvent(after))
      }
      return undefined
    },
    order(claimId, budgetMs) {
      const claim = claims.get(claimId)
      if (claim?.state !== 'reserved') return
      items.push(itemOf(claim, { kind: 'settle', version: claim.transferVersion }, budgetMs))
    },
    async save() {
      const lists = [...changed].map((id) => [...changingValues(claims.get(id) as Claim), id])
      await tx.runMany(UPDATE_CLAIM, lists)
      await totals.save(tx)
      await tx.insertMany({
        table: 'payment_wait',
        columns: ['campaign_id', 'claim_id'],
        rows: later,
        onConflict: 'ignore',
      })
      await parts.context.enqueue(tx, items)
      await parts.context.recordEvents(tx, events)
    },
  }
}

const UPDATE_CLAIM = `UPDATE claim SET ${CHANGING_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE claim_id = ?`

const EVENT_NAMES: Readonly<Record<ClaimState, string>> = {
  entered: 'ClaimEntered',
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
