import {
  type AnyNewItem,
  type CampaignId,
  type ClaimId,
  certifiedHash,
  epochMs,
  equalBytes,
  type LifecycleEvent,
  type ReadTx,
  type ReasonCode,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, ESCALATE_AFTER_MS } from '../limits.ts'
import type { Claim } from '../model/claim.ts'
import { caseIdOf, handoffIdOf } from '../model/claim-ids.ts'
import type { ClaimState } from '../model/claim-states.ts'
import type { ClaimDecision } from '../model/decide-claim.ts'
import { gateWaitMs, windowWaitMs } from '../model/window.ts'
import { collectTotalChanges } from '../store/campaign-totals.ts'
import { insertCohort, isInCohort } from '../store/canary-rows.ts'
import { claimEvent, reserveItem } from '../store/claim-batch.ts'
import { insertPriors, priorRows } from '../store/claim-priors.ts'
import { CHANGING_COLUMNS, changingValues } from '../store/claim-rows.ts'
import { type Candidate, type Entitlements, openEntitlements } from '../store/entitlements.ts'
import { type Arrival, isInWindow, type WindowState } from '../store/read-windows.ts'
import { readVerifierHolds } from '../store/verifier-holds.ts'
import { insertWindowEntries, windowEntry } from '../store/window-entries.ts'
import { closeDueWindows } from './close-due-windows.ts'

/** What a claimant gets. A refusal without a claim id left no trace. */
export type ClaimAnswer =
  | {
      readonly kind: 'ticket'
      /** Compact JWS, the same bytes however often the claim is sent. */
      readonly ticket: string
      readonly claimId: ClaimId
      /** Where the claim is now. */
      readonly state: ClaimState
      /** There when the claim was known before. */
      readonly repeated?: true
    }
  | {
      readonly kind: 'refused'
      readonly claimId?: ClaimId
      readonly reason: ReasonCode
      readonly detail?: string
      /** For refusals by lack of capacity: when to come again, in milliseconds. */
      readonly retryAfterMs?: number
      /** With it, if it is known for which campaign: proof of when the claim came. */
      readonly knock?: string
    }

interface EvaluatedBase extends Candidate, Arrival {
  readonly bodyHash: Uint8Array
}

export interface RefusedClaim extends EvaluatedBase {
  readonly decision: ClaimDecision & { readonly verdict: 'refuse' }
}

export interface AdmittedClaim extends EvaluatedBase {
  readonly decision: ClaimDecision & { readonly verdict: 'accept' | 'hold' }
  /** Signed before the commit, because signing may wait for a key elsewhere; nobody sees it unless the commit returns. */
  readonly ticket: string
  /** The sealed payout target. */
  readonly payout: Uint8Array
}

/** A claim whose signatures hold, with everything that its rows need. */
export type EvaluatedClaim = RefusedClaim | AdmittedClaim

/** What the store has of a claim that was sent before. */
export interface StoredClaim {
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly bodyHash: Uint8Array
  readonly ticket: string | undefined
  readonly state: ClaimState
  readonly reason: ReasonCode | undefined
}

/** The answers stored for these claims: one query. */
export async function readStoredClaims(
  tx: ReadTx,
  claimIds: readonly ClaimId[],
): Promise<ReadonlyMap<ClaimId, StoredClaim>> {
  const rows = await tx.selectIn({
    table: 'claim',
    columns: ['claim_id', 'campaign_id', 'body_hash', 'ticket', 'state', 'reason'],
    key: 'claim_id',
    keys: claimIds,
  })
  return new Map(
    rows.map((row) => [
      row.claim_id as ClaimId,
      {
        claimId: row.claim_id as ClaimId,
        campaignId: row.campaign_id as CampaignId,
        bodyHash: row.body_hash as Uint8Array,
        ticket: (row.ticket ?? undefined) as string | undefined,
        state: row.state as ClaimState,
        reason: (row.reason ?? undefined) as ReasonCode | undefined,
      },
    ]),
  )
}

/** The outcome stored under this key, for the same body; for another body the reason claim_conflict, for another campaign claim_campaign_mismatch. */
export function answerStored(
  stored: StoredClaim,
  bodyHash: Uint8Array,
  campaignId: CampaignId = stored.campaignId,
): ClaimAnswer {
  if (campaignId !== stored.campaignId)
    return { kind: 'refused', reason: 'claim_campaign_mismatch' }
  if (!equalBytes(stored.bodyHash, bodyHash)) return { kind: 'refused', reason: 'claim_conflict' }
  const answer = answerOf(stored)
  return answer.kind === 'ticket' ? { ...answer, repeated: true } : answer
}

function answerOf({ claimId, ticket, state, reason }: StoredClaim): ClaimAnswer {
  if (ticket !== undefined) return { kind: 'ticket', ticket, claimId, state }
  return { kind: 'refused', claimId, reason: reason ?? 'claim_unknown' }
}

/**
 * Decides uniqueness and amount, in order, and writes claims, nullifiers, tickets and what is handed over in the one transaction given.
 * Reasons beside those already decided: claim_conflict, verifier_on_hold, and those of `Entitlements`.
 */
export async function commitClaims(
  tx: Tx,
  parts: DistributorParts,
  items: readonly EvaluatedClaim[],
): Promise<readonly ClaimAnswer[]> {
  const known = new Map(
    await readStoredClaims(
      tx,
      items.map((item) => item.claimId),
    ),
  )
  const entitlements = await openEntitlements(tx, items)
  const windows = await closeDueWindows(tx, parts, items)
  const holds = await readVerifierHolds(tx, parts.context.ports.clock.nowMs())
  const rows: (readonly SqlValue[])[] = []
  const entries: (readonly SqlValue[])[] = []
  const priors: (readonly SqlValue[])[] = []
  const cohort: Claim[] = []
  const handoffs: AnyNewItem[] = []
  const events: LifecycleEvent[] = []
  const totals = collectTotalChanges()

  const answers = items.map((item): ClaimAnswer => {
    const { claimId, bodyHash } = item
    const stored = known.get(claimId)
    if (stored !== undefined) return answerStored(stored, bodyHash)
    // Of this nothing is kept, so that the person can come again. A stolen key writes any time: what comes while it is held does not count.
    if (holds.has(item.receipt.iss)) return { kind: 'refused', reason: 'verifier_on_hold' }
    const claim = enterClaim(item, windows, entitlements.take)
    const granted = 'ticket' in item && claim.state !== 'refused' ? item : undefined
    const ticket = granted?.ticket
    rows.push([
      claimId,
      claim.campaignId,
      claim.receiptId,
      claim.handle,
      bodyHash,
      ticket ?? null,
      granted?.payout ?? null,
      item.receipt.iss,
      item.arrivedAtMs,
      certifiedHash(item.receipt),
      ...changingValues(claim),
    ])
    if (granted) priors.push(...priorRows(granted))
    if (claim.amount !== undefined) handoffs.push(reserveItem(claim, parts.config.ledger))
    else if (granted) entries.push(windowEntry(granted))
    if (granted && isInCohort(item.rule, item.receipt.nullifier)) cohort.push(claim)
    if (claim.state === 'held') handoffs.push(openCaseItem(item, parts))
    events.push(claimEvent(claim))
    totals.move(claim.campaignId, undefined, claim)
    const { campaignId, state, reason } = claim
    const entry: StoredClaim = { claimId, campaignId, bodyHash, ticket, state, reason }
    known.set(claimId, entry)
    return answerOf(entry)
  })

  await tx.insertMany({ table: 'claim', columns: NEW_COLUMNS, rows, onConflict: 'fail' })
  await insertWindowEntries(tx, entries)
  await insertPriors(tx, priors)
  await insertCohort(tx, cohort)
  await entitlements.save(tx)
  await totals.save(tx)
  await parts.context.enqueue(tx, handoffs)
  await parts.context.recordEvents(tx, events)
  return answers
}

const NEW_COLUMNS: readonly string[] = [
  'claim_id',
  'campaign_id',
  'receipt_id',
  'handle',
  'body_hash',
  'ticket',
  'payout',
  'verifier',
  'arrived_at',
  'certified',
  ...CHANGING_COLUMNS,
]

/** What becomes of a claim at first: a refusal takes nothing, and whoever gets nothing is refused. */
function firstOutcome(
  item: EvaluatedClaim,
  windows: ReadonlyMap<CampaignId, WindowState>,
  take: Entitlements['take'],
): Pick<Claim, 'state' | 'reason' | 'amount'> {
  const { decision, rule } = item
  if (decision.verdict === 'refuse') {
    return { state: 'refused', reason: decision.reason, amount: undefined }
  }
  const window = windows.get(rule.id)
  if (window !== undefined && !isInWindow(window, item)) {
    return { state: 'refused', reason: 'campaign_closed', amount: undefined }
  }
  const taken = take(item)
  if (!taken.ok) return { state: 'refused', reason: taken.error, amount: undefined }
  const amount = taken.value
  if (decision.verdict === 'hold') return { state: 'held', reason: decision.reason, amount }
  return { state: amount === undefined ? 'entered' : 'accepted', reason: undefined, amount }
}

function enterClaim(
  item: EvaluatedClaim,
  windows: ReadonlyMap<CampaignId, WindowState>,
  take: Entitlements['take'],
): Claim {
  const { rule, receipt, arrivedAtMs } = item
  const { state, reason, amount } = firstOutcome(item, windows, take)
  const budgetMs =
    state === 'held'
      ? rule.hold.deadlineMs + ESCALATE_AFTER_MS
      : windowWaitMs(rule, arrivedAtMs) + gateWaitMs(rule) + CLAIM_BUDGET_MS
  return {
    claimId: item.claimId,
    campaignId: rule.id,
    receiptId: receipt.id,
    handle: receipt.handle,
    state,
    reason,
    amount,
    sinceMs: arrivedAtMs,
    dueAtMs: state === 'refused' ? undefined : epochMs(arrivedAtMs + budgetMs),
    history: [reason ? { state, atMs: arrivedAtMs, reason } : { state, atMs: arrivedAtMs }],
    transferVersion: 1,
    reservedVersion: 0,
    returnedVersion: 0,
    decisionVersion: 0,
    decidedAtMs: undefined,
    appeal: undefined,
    railReceipt: undefined,
    concern: undefined,
    wait: undefined,
  }
}

/** Asks governance to decide a held claim before the rule's deadline. */
function openCaseItem(
  { claimId, rule, receipt }: EvaluatedClaim,
  parts: DistributorParts,
): AnyNewItem {
  return {
    id: handoffIdOf('case', claimId),
    to: parts.config.governance,
    kind: 'governance.open-case',
    body: {
      caseId: caseIdOf(claimId),
      subject: claimId,
      power: 'release_hold',
      openedBy: parts.context.id,
      reason: receipt.reason ?? 'undetermined_held',
      evidenceHash: receipt.verdictHash,
      deadlineMs: rule.hold.deadlineMs,
      byDefault: rule.hold.byDefault,
      appealMs: rule.hold.appealMs,
    },
  }
}
