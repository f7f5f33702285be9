import {
  type CampaignId,
  encodeHex,
  formatMinor,
  ok,
  type PartyContext,
  type ReadTx,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type TransferId,
} from '@evenkeel/kernel'
import {
  type AuditMovement,
  auditTransferName,
  type NewAuditLine,
  startAuditSection,
} from '@evenkeel/kernel/audit'
import { PAGE_ROWS_MAX } from '../limits.ts'
import {
  campaignAccount,
  campaignAccountNames,
  campaignOf,
  postedBalance,
} from '../model/account.ts'
import { readEntry } from '../model/journal-entry.ts'
import type { CampaignBook, Movement } from '../model/transfer.ts'
import { readAccounts, readCampaigns, readTransfers } from './read-books.ts'

/**
 * The ledger's section of a campaign's audit bundle, signed: every entry that moved the campaign's value up to the journal's end as it is now, and
 * what the accounts come to there. Lines in order, without line feeds; a page of the journal is held at a time. Names no payee. Reason:
 * campaign_unknown.
 */
export async function exportCampaignJournal(
  context: PartyContext,
  campaignId: CampaignId,
): Promise<Result<AsyncIterable<string>, Reasoned>> {
  const found = await context.ports.store.read('audit-book', (tx) => readBook(tx, campaignId))
  return found === undefined ? refuse('campaign_unknown') : ok(writeSection(context, found))
}

interface Book {
  readonly campaign: CampaignBook
  readonly head: { readonly seq: number; readonly hash: string }
  /** The entry that opened the campaign: none before it is about it. */
  readonly firstSeq: number
  readonly balances: NewAuditLine
}

/** Head and balances of one moment. Entries up to the head never change, so they are read later, in pages. */
async function readBook(tx: ReadTx, campaignId: CampaignId): Promise<Book | undefined> {
  const campaign = (await readCampaigns(tx, [campaignId])).get(campaignId)
  if (campaign === undefined) return undefined
  const opening = `${campaignId}/open` as TransferId
  const firstSeq = (await readTransfers(tx, [opening])).get(opening)?.seq ?? 1
  const head = await tx.get('SELECT seq, hash FROM ledger_journal ORDER BY seq DESC LIMIT 1')
  const ids = campaignAccountNames.map((name) => campaignAccount(campaignId, name))
  const accounts = [...(await readAccounts(tx, ids)).values()]
  const balances: NewAuditLine = {
    kind: 'balances',
    fundedMinor: formatMinor(campaign.funded),
    returnedMinor: formatMinor(campaign.returned),
    accounts: Object.fromEntries(
      accounts.map((account) => [
        nameOf(campaignId, account.id),
        {
          postedMinor: String(postedBalance(account)),
          reservedMinor: formatMinor(account.debitsPending),
        },
      ]),
    ),
  }
  const hash = encodeHex(head?.hash as Uint8Array)
  return { campaign, head: { seq: Number(head?.seq), hash }, firstSeq, balances }
}

async function* writeSection(
  { id: ledger, ports }: PartyContext,
  { campaign, head, firstSeq, balances }: Book,
): AsyncGenerator<string> {
  const { campaignId, asset, owner } = campaign
  const section = startAuditSection('ledger', campaignId)
  yield section.write({ kind: 'book', v: 1, campaignId, ledger, asset, owner, head })
  // An entry about the campaign has the name of one of its accounts; what else has it is left out by the account itself.
  const mark = `"${campaignId}:`
  for (let seq = firstSeq - 1; seq < head.seq; seq += PAGE_ROWS_MAX) {
    const rows = await ports.store.read('audit-journal', (tx) =>
      tx.all(
        'SELECT seq, hash, entry FROM ledger_journal WHERE seq > ? AND seq <= ? ORDER BY seq',
        [seq, Math.min(seq + PAGE_ROWS_MAX, head.seq)],
      ),
    )
    for (const row of rows) {
      const line = String(row.entry).includes(mark) ? postingLine(campaignId, row) : undefined
      if (line !== undefined) yield section.write(line)
    }
  }
  yield section.write(balances)
  yield await section.seal(ports.signer)
}

function postingLine(campaignId: CampaignId, row: Row): NewAuditLine | undefined {
  const { seq, transferId, movements } = readEntry(String(row.entry))
  const own = movements.filter(
    ({ debit, credit }) => campaignOf(debit) === campaignId || campaignOf(credit) === campaignId,
  )
  if (own.length === 0) return undefined
  return {
    kind: 'posting',
    seq,
    hash: encodeHex(row.hash as Uint8Array),
    transfer: auditTransferName(transferId),
    movements: own.map((movement) => movementOf(campaignId, movement)),
  }
}

function movementOf(
  campaignId: CampaignId,
  { kind, debit, credit, amount, refers }: Movement,
): AuditMovement {
  return {
    kind,
    debit: nameOf(campaignId, debit),
    credit: nameOf(campaignId, credit),
    amountMinor: formatMinor(amount),
    ...(refers !== undefined && { refers: auditTransferName(refers) }),
  }
}

/** An account of the campaign by its name; of one outside only its kind, as it may name a payee. */
function nameOf(campaignId: CampaignId, id: string): string {
  return id.startsWith(`${campaignId}:`) ? id.slice(campaignId.length + 1) : id.replace(/:.*$/s, '')
}
