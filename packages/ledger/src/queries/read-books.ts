import {
  type AccountId,
  type CampaignId,
  epochMs,
  type MinorUnits,
  minorFromBytes,
  type PartyId,
  type ReadTx,
  type ReasonCode,
  type Row,
  type SqlValue,
  type TransferId,
} from '@evenkeel/kernel'
import { type Account, campaignOf } from '../model/account.ts'
import { type JournalEntry, readEntry } from '../model/journal-entry.ts'
import type {
  Books,
  CampaignBook,
  KnownTransfer,
  Transfer,
  TransferState,
} from '../model/transfer.ts'

export const ACCOUNT_COLUMNS = [
  'id',
  'asset',
  'may_overdraw',
  'debits_posted',
  'credits_posted',
  'debits_pending',
  'credits_pending',
  'last_seq',
] as const
export const CAMPAIGN_COLUMNS = ['id', 'asset', 'owner', 'funded', 'returned'] as const
export const TRANSFER_COLUMNS = [
  'id',
  'content',
  'seq',
  'state',
  'refused',
  'debit',
  'credit',
  'amount',
  'expires_at',
] as const

/** Reads everything that deciding the transfers can touch. */
export async function readBooks(tx: ReadTx, wanted: readonly Transfer[]): Promise<Books> {
  const legs = wanted.flatMap((transfer) => transfer.legs)
  const referred = legs.flatMap((leg) => ('refers' in leg ? [leg.refers] : []))
  const reversed = legs.flatMap((leg) => (leg.kind === 'reversal' ? [leg.refers] : []))
  const ids = [...wanted.map((transfer) => transfer.id), ...referred]
  const transfers = await withMovements(tx, await readTransfers(tx, ids), reversed)
  const accountIds = new Set<AccountId>()
  for (const leg of legs) {
    const known = 'refers' in leg ? transfers.get(leg.refers) : undefined
    const moves = 'amount' in leg ? [leg] : (known?.movements ?? [known?.reserve])
    for (const move of moves) {
      if (move !== undefined) accountIds.add(move.debit).add(move.credit)
    }
  }
  const opening = wanted.flatMap(({ opens }) => (opens === undefined ? [] : [opens.campaignId]))
  return readBooksOf(tx, transfers, accountIds, opening)
}

/** Reads everything that carrying out the entries can touch. */
export async function readReplayBooks(
  tx: ReadTx,
  entries: readonly JournalEntry[],
): Promise<Books> {
  const movements = entries.flatMap((entry) => entry.movements)
  const referred = movements.flatMap(({ refers }) => (refers === undefined ? [] : [refers]))
  const accountIds = new Set(movements.flatMap(({ debit, credit }) => [debit, credit]))
  return readBooksOf(tx, await readTransfers(tx, referred), accountIds, [])
}

async function readBooksOf(
  tx: ReadTx,
  transfers: ReadonlyMap<TransferId, KnownTransfer>,
  accountIds: ReadonlySet<AccountId>,
  opening: readonly CampaignId[],
): Promise<Books> {
  const campaigns = new Set(opening)
  for (const id of accountIds) {
    const campaign = campaignOf(id)
    if (campaign !== undefined) campaigns.add(campaign)
  }
  return {
    transfers,
    accounts: await readAccounts(tx, [...accountIds]),
    campaigns: await readCampaigns(tx, [...campaigns]),
  }
}

/** Reads the accounts that exist among the ids. */
export async function readAccounts(
  tx: ReadTx,
  ids: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Account>> {
  const rows = await tx.selectIn({
    table: 'ledger_account',
    columns: ACCOUNT_COLUMNS,
    key: 'id',
    keys: ids,
  })
  return new Map(rows.map((row) => [row.id as AccountId, accountOf(row)]))
}

/** Reads a row with ACCOUNT_COLUMNS. */
export function accountOf(row: Row): Account {
  return {
    id: row.id as AccountId,
    asset: String(row.asset),
    mayOverdraw: row.may_overdraw === 1,
    debitsPosted: amountOf(row.debits_posted),
    creditsPosted: amountOf(row.credits_posted),
    debitsPending: amountOf(row.debits_pending),
    creditsPending: amountOf(row.credits_pending),
    lastSeq: Number(row.last_seq),
  }
}

/** Reads the campaigns that are open among the ids. */
export async function readCampaigns(
  tx: ReadTx,
  ids: readonly CampaignId[],
): Promise<ReadonlyMap<CampaignId, CampaignBook>> {
  const rows = await tx.selectIn({
    table: 'ledger_campaign',
    columns: CAMPAIGN_COLUMNS,
    key: 'id',
    keys: ids,
  })
  return new Map(
    rows.map((row) => [
      row.id as CampaignId,
      {
        campaignId: row.id as CampaignId,
        asset: String(row.asset),
        owner: row.owner as PartyId,
        funded: amountOf(row.funded),
        returned: amountOf(row.returned),
      },
    ]),
  )
}

/** Reads the transfers that are known among the ids. */
export async function readTransfers(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, KnownTransfer>> {
  const rows = await tx.selectIn({
    table: 'ledger_transfer',
    columns: TRANSFER_COLUMNS,
    key: 'id',
    keys: ids,
  })
  return new Map(rows.map((row) => [row.id as TransferId, transferOf(row)]))
}

function transferOf(row: Row): KnownTransfer {
  const base = {
    id: row.id as TransferId,
    content: String(row.content),
    seq: Number(row.seq),
    state: row.state as TransferState,
  }
  if (row.refused !== null) return { ...base, refused: row.refused as ReasonCode }
  if (row.amount === null) return base
  const reserve = {
    debit: row.debit as AccountId,
    credit: row.credit as AccountId,
    amount: amountOf(row.amount),
    ...(row.expires_at === null ? {} : { expiresAtMs: epochMs(Number(row.expires_at)) }),
  }
  return { ...base, reserve }
}

async function withMovements(
  tx: ReadTx,
  transfers: ReadonlyMap<TransferId, KnownTransfer>,
  reversed: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, KnownTransfer>> {
  const seqs = reversed.flatMap((id) => transfers.get(id)?.seq ?? [])
  if (seqs.length === 0) return transfers
  const rows = await tx.selectIn({
    table: 'ledger_journal',
    columns: ['seq', 'entry'],
    key: 'seq',
    keys: seqs,
  })
  const filled = new Map(transfers)
  for (const row of rows) {
    const { transferId, movements } = readEntry(String(row.entry))
    const known = transfers.get(transferId)
    if (known !== undefined) filled.set(transferId, { ...known, movements })
  }
  return filled
}

function amountOf(value: SqlValue | undefined): MinorUnits {
  return minorFromBytes(value as Uint8Array)
}
