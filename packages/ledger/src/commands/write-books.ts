import { assert, minorToBytes, type SqlValue, type Tx } from '@evenkeel/kernel'
import type { Account } from '../model/account.ts'
import type { Books, CampaignBook, KnownTransfer } from '../model/transfer.ts'
import { ACCOUNT_COLUMNS, CAMPAIGN_COLUMNS, TRANSFER_COLUMNS } from '../queries/read-books.ts'

/**
 * Writes what differs between the books as read and as decided: each account, campaign and transfer once, in the order of their ids, which
 * is also the order of locks. Throws if another transaction changed an account meanwhile (L6).
 */
export async function writeBooks(tx: Tx, before: Books, after: Books): Promise<void> {
  const accounts = difference(before.accounts, after.accounts)
  await insert(tx, 'ledger_account', ACCOUNT_COLUMNS, accounts.added.map(accountRow))
  const changed = await tx.runMany(
    `UPDATE ledger_account SET debits_posted = ?, credits_posted = ?, debits_pending = ?, credits_pending = ?, last_seq = ?
     WHERE id = ? AND last_seq = ?`,
    accounts.changed.map((account) => [
      ...accountRow(account).slice(3),
      account.id,
      before.accounts.get(account.id)?.lastSeq ?? 0,
    ]),
  )
  assert(
    changed.every((count) => count === 1),
    'an account was changed by another transaction',
  )

  const campaigns = difference(before.campaigns, after.campaigns)
  await insert(tx, 'ledger_campaign', CAMPAIGN_COLUMNS, campaigns.added.map(campaignRow))
  await tx.runMany(
    'UPDATE ledger_campaign SET funded = ?, returned = ? WHERE id = ?',
    campaigns.changed.map((campaign) => [
      minorToBytes(campaign.funded),
      minorToBytes(campaign.returned),
      campaign.campaignId,
    ]),
  )

  const transfers = difference(before.transfers, after.transfers)
  await insert(tx, 'ledger_transfer', TRANSFER_COLUMNS, transfers.added.map(transferRow))
  await tx.runMany(
    'UPDATE ledger_transfer SET state = ? WHERE id = ?',
    transfers.changed.map((transfer) => [transfer.state, transfer.id]),
  )
}

interface Difference<T> {
  readonly added: readonly T[]
  readonly changed: readonly T[]
}

/** Values are replaced, never modified, so another object is another value. */
function difference<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): Difference<T> {
  const added: T[] = []
  const changed: T[] = []
  for (const [id, value] of [...after].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const old = before.get(id)
    if (old === undefined) added.push(value)
    else if (old !== value) changed.push(value)
  }
  return { added, changed }
}

async function insert(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  if (rows.length > 0) await tx.insertMany({ table, columns, rows, onConflict: 'fail' })
}

function accountRow(account: Account): readonly SqlValue[] {
  return [
    account.id,
    account.asset,
    account.mayOverdraw ? 1 : 0,
    minorToBytes(account.debitsPosted),
    minorToBytes(account.creditsPosted),
    minorToBytes(account.debitsPending),
    minorToBytes(account.creditsPending),
    account.lastSeq,
  ]
}

function campaignRow(campaign: CampaignBook): readonly SqlValue[] {
  const { campaignId, asset, owner, funded, returned } = campaign
  return [campaignId, asset, owner, minorToBytes(funded), minorToBytes(returned)]
}

function transferRow(transfer: KnownTransfer): readonly SqlValue[] {
  const { id, content, seq, state, refused = null, reserve } = transfer
  const { debit = null, credit = null, expiresAtMs = null } = reserve ?? {}
  const amount = reserve === undefined ? null : minorToBytes(reserve.amount)
  return [id, content, seq, state, refused, debit, credit, amount, expiresAtMs]
}
