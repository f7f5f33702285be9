import {
  type AccountId,
  assert,
  type CampaignId,
  type EpochMs,
  err,
  type MinorUnits,
  minorUnits,
  ok,
  type ReasonCode,
  type Result,
  type TransferId,
} from '@evenkeel/kernel'
import { LEGS_PER_TRANSFER_MAX } from '../limits.ts'
import {
  type Account,
  campaignAccount,
  campaignAccountNames,
  campaignOf,
  emptyAccount,
  RESERVED_CAMPAIGN_ID,
} from './account.ts'
import { contentOf, type JournalEntry } from './journal-entry.ts'
import { moveValue } from './move-value.ts'
import { resolveLegs } from './resolve-legs.ts'
import type {
  Books,
  CampaignBook,
  CampaignOpening,
  KnownTransfer,
  Movement,
  Transfer,
  TransferOutcome,
  TransferState,
} from './transfer.ts'

export interface Applied {
  readonly books: Books
  /** One per transfer, in order. */
  readonly outcomes: readonly TransferOutcome[]
  /** One per transfer that was not there before. */
  readonly entries: readonly JournalEntry[]
}

interface Draft {
  readonly accounts: Map<AccountId, Account>
  readonly campaigns: Map<CampaignId, CampaignBook>
  readonly transfers: Map<TransferId, KnownTransfer>
}

/**
 * Decides the transfers in order at time `now` and returns the books after them; `books` stays as it is. A known id gets its stored
 * outcome, or transfer_conflict if it comes with another content. A new id is applied whole or refused whole, and either way entered in
 * the journal from `seqNext` on: an id that failed stays failed. Reasons: those of `resolveLegs` and `moveValue`, and account_conflict.
 */
export function applyTransfers(
  books: Books,
  transfers: readonly Transfer[],
  seqNext: number,
  now: EpochMs,
): Applied {
  const draft = draftOf(books)
  const outcomes: TransferOutcome[] = []
  const entries: JournalEntry[] = []
  for (const transfer of transfers) {
    assertTransfer(transfer)
    const content = contentOf(transfer)
    const known = draft.transfers.get(transfer.id)
    if (known !== undefined) {
      outcomes.push(storedOutcome(known, content))
      continue
    }
    const entry = decide(draft, transfer, content, seqNext + entries.length, now)
    entries.push(entry)
    outcomes.push(outcomeOf(entry.transferId, entry.seq, entry.refused, true))
  }
  return { books: draft, outcomes, entries }
}

/** Carries out what the journal says was decided; throws if it cannot have been. Returns the books after the entries. */
export function replayEntries(books: Books, entries: readonly JournalEntry[]): Books {
  const draft = draftOf(books)
  for (const entry of entries) {
    const error = enter(draft, entry)
    assert(error === undefined, `entry ${entry.seq} cannot be carried out: ${error}`)
  }
  return draft
}

function draftOf(books: Books): Draft {
  return {
    accounts: new Map(books.accounts),
    campaigns: new Map(books.campaigns),
    transfers: new Map(books.transfers),
  }
}

/** Throws on a transfer that no correct program builds; nothing else in a transfer makes `applyTransfers` throw. */
export function assertTransfer({ id, legs, opens }: Transfer): void {
  assert(legs.length > 0 || opens !== undefined, `${id} does nothing`)
  assert(legs.length <= LEGS_PER_TRANSFER_MAX, `${id} has ${legs.length} legs`)
  assert(
    legs.length === 1 || legs.every((leg) => leg.kind !== 'reserve'),
    `${id}: a reserve stands alone, so that its id names it`,
  )
  for (const leg of legs) if ('amount' in leg) minorUnits(leg.amount)
}

function decide(
  draft: Draft,
  transfer: Transfer,
  content: string,
  seq: number,
  now: EpochMs,
): JournalEntry {
  const { id, opens, evidence, legs } = transfer
  const [leg] = legs
  const base = { seq, atMs: now, transferId: id, content }
  const movements = resolveLegs(draft, transfer, now)
  let refused = movements.ok ? undefined : movements.error
  if (movements.ok) {
    const entry: JournalEntry = {
      ...base,
      ...(opens === undefined ? {} : { opens }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(leg?.kind === 'reserve' && leg.expiresAtMs !== undefined
        ? { expiresAtMs: leg.expiresAtMs }
        : {}),
      movements: movements.value,
    }
    refused = enter(draft, entry)
    if (refused === undefined) return entry
  }
  assert(refused !== undefined, 'a refusal has a reason')
  const refusal: JournalEntry = { ...base, refused, movements: [] }
  enter(draft, refusal)
  return refusal
}

/** Writes an entry into the draft, or leaves it untouched and returns why not. */
function enter(draft: Draft, entry: JournalEntry): ReasonCode | undefined {
  const opened = entry.opens === undefined ? ok(undefined) : openCampaign(draft, entry.opens)
  if (!opened.ok) return opened.error
  const before = opened.value === undefined ? draft.accounts : withAccounts(draft, opened.value)
  const changed = moveValue(before, entry.movements, entry.seq)
  if (!changed.ok) return changed.error

  if (entry.opens !== undefined) {
    const zero = 0n as MinorUnits
    draft.campaigns.set(entry.opens.campaignId, { ...entry.opens, funded: zero, returned: zero })
  }
  for (const account of [...(opened.value ?? []), ...changed.value.values()]) {
    draft.accounts.set(account.id, account)
  }
  for (const movement of entry.movements) {
    countFunding(draft, movement)
    if (movement.refers !== undefined) markReferred(draft, movement.refers, movement.kind)
  }
  draft.transfers.set(entry.transferId, knownOf(entry))
  return undefined
}

function openCampaign(
  draft: Draft,
  { campaignId, asset }: CampaignOpening,
): Result<readonly Account[], ReasonCode> {
  if (RESERVED_CAMPAIGN_ID.test(campaignId) || draft.campaigns.has(campaignId)) {
    return err('account_conflict')
  }
  return ok(
    campaignAccountNames.map((name) =>
      emptyAccount(campaignAccount(campaignId, name), asset, false),
    ),
  )
}

function withAccounts(draft: Draft, opened: readonly Account[]): ReadonlyMap<AccountId, Account> {
  return new Map([...draft.accounts, ...opened.map((account) => [account.id, account] as const)])
}

/** Keeps what a campaign got from outside apart from its balances: the left side of D1. */
function countFunding(draft: Draft, { kind, debit, credit, amount }: Movement): void {
  if (kind !== 'single' && kind !== 'reversal') return
  const [from, to] = [campaignOf(debit), campaignOf(credit)]
  if ((from === undefined) === (to === undefined)) return
  const campaign = draft.campaigns.get((from ?? to) as CampaignId)
  assert(campaign !== undefined, `${from ?? to} has accounts and is not open`)
  const after =
    from === undefined
      ? { ...campaign, funded: (campaign.funded + amount) as MinorUnits }
      : { ...campaign, returned: (campaign.returned + amount) as MinorUnits }
  draft.campaigns.set(campaign.campaignId, after)
}

const REFERRED_STATES: Readonly<Partial<Record<Movement['kind'], TransferState>>> = {
  post: 'posted',
  void: 'voided',
  expire: 'expired',
  reversal: 'reversed',
}

function markReferred(draft: Draft, id: TransferId, kind: Movement['kind']): void {
  const referred = draft.transfers.get(id)
  const state = REFERRED_STATES[kind]
  assert(referred !== undefined && state !== undefined, `${kind} of the unknown transfer ${id}`)
  draft.transfers.set(id, { ...referred, state })
}

function knownOf(entry: JournalEntry): KnownTransfer {
  const { transferId: id, content, seq, movements, expiresAtMs, refused } = entry
  if (refused !== undefined) return { id, content, seq, state: 'refused', refused }
  const [first] = movements
  if (first?.kind !== 'reserve') return { id, content, seq, state: 'applied', movements }
  const { debit, credit, amount } = first
  const reserve = { debit, credit, amount, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) }
  return { id, content, seq, state: 'pending', reserve }
}

function storedOutcome(known: KnownTransfer, content: string): TransferOutcome {
  if (known.content !== content) {
    return { id: known.id, fresh: false, outcome: 'refused', reason: 'transfer_conflict' }
  }
  return outcomeOf(known.id, known.seq, known.refused, false)
}

function outcomeOf(
  id: TransferId,
  seq: number,
  refused: ReasonCode | undefined,
  fresh: boolean,
): TransferOutcome {
  return refused === undefined
    ? { id, fresh, outcome: 'applied', seq }
    : { id, fresh, outcome: 'refused', reason: refused }
}
