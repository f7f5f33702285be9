import {
  type AnyNewItem,
  assert,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  canonicalJson,
  type EpochMs,
  epochMs,
  type HandoffId,
  type LifecycleEvent,
  type PartyId,
  type ReasonCode,
  type SqlValue,
  sha256Text,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { ESCALATE_AFTER_MS } from '../limits.ts'
import { advanceClaim, type ClaimNews } from '../model/advance-claim.ts'
import { type Claim, holdsOf } from '../model/claim.ts'
import { caseIdOf, handoffIdOf, holdName, transferIdOf } from '../model/claim-ids.ts'
import type { ClaimState } from '../model/claim-states.ts'
import type { FollowUp } from '../model/enter-state.ts'
import { openPayout } from '../seal-payout.ts'
import { collectTotalChanges } from './campaign-totals.ts'
import {
  amountText,
  CHANGING_COLUMNS,
  CLAIM_COLUMNS,
  changingValues,
  claimFromRow,
} from './claim-rows.ts'
import { LOOK_AT_PARTS } from './gate-rows.ts'
import { offsetPayments } from './offset-payments.ts'
import { readVerifierHolds } from './verifier-holds.ts'

/** Some claims within one transaction: news is applied in memory, and `save` writes each claim once with all that follows from it. */
export interface ClaimBatch {
  get(claimId: ClaimId): Claim | undefined
  /** How the campaign of a claim of the batch stands. */
  standingOf(claim: Claim): CampaignStanding
  /** Applies news to a claim of the batch. `budgetMs` is passed on to what follows. Returns why it was not taken, if so. */
  advance(claimId: ClaimId, news: ClaimNews, budgetMs: number): ReasonCode | undefined
  /** What the gate goes by of the receipt. */
  receiptOf(claimId: ClaimId): ReceiptFacts
  /** Lets a claim through the gate: its payment is ordered if that is what it waited for. */
  pass(claimId: ClaimId, budgetMs: number): void
  /** Holds a claim at the gate, with a case. `evidence` is what speaks for that. */
  hold(claimId: ClaimId, reason: ReasonCode, evidence: object): void
  save(): Promise<void>
}

/** What was kept of a claim's receipt beside its ids; nothing of one from before there was a gate. */
export interface ReceiptFacts {
  readonly verifier: PartyId | undefined
  readonly arrivedAtMs: number | undefined
  readonly certified: string | undefined
}

/** What of a campaign's state decides what becomes of its claims. */
export interface CampaignStanding {
  readonly rule: CampaignRule
  /** Until when payments are not ordered, while it is paused. */
  readonly pausedUntilMs: EpochMs | undefined
  /** Of a canary that has begun: until when those who are not in its cohort wait at most. */
  readonly canaryUntilMs: EpochMs | undefined
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
    columns: [
      'campaign_id',
      'rule',
      'state',
      'paused_until',
      'canary_until',
      'allocated_at',
      'allocate_after',
      'closes_at',
    ],
    key: 'campaign_id',
    keys: [...new Set(claims.map((claim) => claim.campaignId))],
  })
  return new Map(
    rows.map((row) => {
      const closesInMs = Math.max(0, Number(row.closes_at) - now)
      const windowMs = row.allocate_after === null ? 0 : closesInMs + Number(row.allocate_after)
      const standing = {
        rule: JSON.parse(String(row.rule)) as CampaignRule,
        pausedUntilMs: row.state === 'paused' ? (row.paused_until as EpochMs) : undefined,
        canaryUntilMs: (row.canary_until ?? undefined) as EpochMs | undefined,
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
    columns: [...CLAIM_COLUMNS, 'payout', 'verifier', 'arrived_at', 'certified'],
    key: 'claim_id',
    keys: [...new Set(claimIds)],
  })
  const claims = new Map(rows.map((row) => [row.claim_id as ClaimId, claimFromRow(row)]))
  const stored = new Map(rows.map((row) => [row.claim_id as ClaimId, row]))
  const holds = await readVerifierHolds(tx, now)
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
    if (followUp.kind === 'cancel') {
      const { kind: _, version: __, ...ending } = followUp
      const body = { transferId, ...ending }
      return { id, to, kind: 'ledger.cancel-vesting', body, budgetMs }
    }
    if (followUp.kind === 'void') {
      const reason = followUp.reason ?? 'handoff_recalled'
      // What somebody had and lost is not shared out again (D6).
      const forfeits = reason === 'entitlement_ended' ? ({ forfeits: true } as const) : {}
      return { id, to, kind: 'ledger.void', body: { transferId, reason, ...forfeits }, budgetMs }
    }
    const sealed = stored.get(claim.claimId)?.payout
    assert(sealed instanceof Uint8Array, 'a claim to be settled has a payout target')
    const payee = openPayout(parts.config.payoutKey, claim.claimId, sealed)
    return { id, to, kind: 'ledger.settle', body: { transferId, payee }, budgetMs }
  }

  function standingOf({ campaignId }: Claim): CampaignStanding {
    const standing = campaigns.get(campaignId)
    assert(standing !== undefined, `${campaignId} has claims`)
    return standing
  }

  /** Whether the gate may have something against a payment; without anything it is ordered at once. */
  function isGated(claim: Claim): boolean {
    const { rule, pausedUntilMs } = standingOf(claim)
    const hasTerms = rule.canary !== undefined || rule.settlementCheck !== undefined
    return hasTerms || holds.size > 0 || pausedUntilMs !== undefined
  }

  const batch: ClaimBatch = {
    get: (claimId) => claims.get(claimId),
    standingOf,
    receiptOf(claimId) {
      const row = stored.get(claimId)
      return {
        verifier: (row?.verifier ?? undefined) as PartyId | undefined,
        arrivedAtMs: (row?.arrived_at ?? undefined) as number | undefined,
        certified: (row?.certified ?? undefined) as string | undefined,
      }
    },
    advance(claimId, news, budgetMs) {
      const before = claims.get(claimId)
      assert(before !== undefined, `${claimId} is in the batch`)
      const advance = advanceClaim(before, news, now)
      if (!advance.ok) return advance.reason
      const after = advance.claim
      for (const followUp of advance.followUps) {
        if (followUp.kind === 'settle' && isGated(after)) {
          // Who came first is looked at first: their receipts are likely to be kept together.
          const { arrivedAtMs = 0 } = batch.receiptOf(claimId)
          later.push([after.campaignId, claimId, Math.min(arrivedAtMs, now)])
        } else items.push(itemOf(after, followUp, budgetMs))
      }
      if (after === before) return undefined
      claims.set(claimId, after)
      changed.add(claimId)
      if (after.appeal?.state !== before.appeal?.state) events.push(...appealEvents(after, now))
      if (after.state !== before.state) {
        totals.move(after.campaignId, before, after)
        events.push(claimEvent(after))
        const { verifier } = batch.receiptOf(claimId)
        // Ordered before its verifier was held: the gate lets its parts wait.
        if (after.state === 'vesting' && verifier !== undefined && holds.has(verifier)) {
          later.push([after.campaignId, claimId, LOOK_AT_PARTS])
        }
      }
      return undefined
    },
    pass(claimId, budgetMs) {
      batch.advance(claimId, { news: 'gate_waits', wait: undefined }, budgetMs)
      const claim = claims.get(claimId)
      if (claim?.state !== 'reserved') return
      items.push(itemOf(claim, { kind: 'settle', version: claim.transferVersion }, budgetMs))
    },
    hold(claimId, reason, evidence) {
      const before = claims.get(claimId)
      assert(before !== undefined, `${claimId} is in the batch`)
      const { hold } = standingOf(before).rule
      const dueAtMs = epochMs(now + hold.deadlineMs + ESCALATE_AFTER_MS)
      batch.advance(claimId, { news: 'gate_holds', reason, dueAtMs }, hold.deadlineMs)
      const claim = claims.get(claimId)
      if (claim?.state === 'held' && before.state !== 'held') {
        items.push(paymentCaseItem(parts, claim, hold, sha256Text(canonicalJson(evidence), 'hex')))
      }
    },
    async save() {
      const lists = [...changed].map((id) => [...changingValues(claims.get(id) as Claim), id])
      await tx.runMany(UPDATE_CLAIM, lists)
      await totals.save(tx)
      await tx.insertMany({
        table: 'payment_wait',
        columns: ['campaign_id', 'claim_id', 'look_at'],
        rows: later,
        onConflict: 'ignore',
      })
      const ordered = await offsetPayments(tx, parts, items, {
        ruleOf: (claimId) => standingOf(claims.get(claimId) as Claim).rule,
        amountOf: (claimId) => claims.get(claimId)?.amount,
        now,
      })
      await parts.context.enqueue(tx, ordered)
      await parts.context.recordEvents(tx, events)
    },
  }
  return batch
}

/** Asks governance to decide about a payment that the gate holds. */
function paymentCaseItem(
  { context, config }: DistributorParts,
  claim: Claim,
  { deadlineMs, byDefault, appealMs }: CampaignRule['hold'],
  evidenceHash: string,
): AnyNewItem {
  const { claimId, reason = 'undetermined_held' } = claim
  const hold = holdsOf(claim)
  return {
    id: handoffIdOf('case', holdName(claimId, hold)),
    to: config.governance,
    kind: 'governance.open-case',
    body: {
      caseId: caseIdOf(claimId, hold),
      subject: claimId,
      power: 'release_payment',
      openedBy: context.id,
      reason,
      evidenceHash,
      deadlineMs,
      byDefault,
      appealMs,
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
  vesting: 'ClaimVesting',
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
  const held = holdsOf(claim)
  return {
    event: EVENT_NAMES[latest.state],
    atMs: latest.atMs,
    ids: {
      claim: claim.claimId,
      receipt: claim.receiptId,
      credential: claim.handle,
      ...transfer,
      ...(held > 0 ? { case: caseIdOf(claim.claimId, held) } : {}),
    },
    detail: latest.reason === undefined ? {} : { reason: latest.reason },
  }
}

/** The event of an appeal that was sent, or not heard; that it is under way and decided is governance's to tell. */
function appealEvents(claim: Claim, atMs: EpochMs): readonly LifecycleEvent[] {
  const { claimId, appeal } = claim
  const ids = { claim: claimId, case: caseIdOf(claimId, holdsOf(claim)) }
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
