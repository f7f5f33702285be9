import { type ClaimState, readTransferId } from '@evenkeel/distributor'
import {
  type ClaimId,
  minorFromBytes,
  type Row,
  type SqlValue,
  type TransferId,
} from '@evenkeel/kernel'
import type { Simulation } from '../../../simulation.ts'
import { DISTRIBUTOR, GOVERNANCE, LEDGER } from '../parties.ts'

/** A claim as its row has it. */
export interface ClaimRow {
  readonly claimId: ClaimId
  readonly campaign: string
  /** `campaign-number`, as the receipt's handle has it. */
  readonly person: string
  readonly state: ClaimState
  readonly reason: string | undefined
  /** Every reason that it ever had. */
  readonly reasons: readonly string[]
  readonly amount: bigint | undefined
  readonly ticket: string | undefined
  /** How often. */
  readonly holds: number
  readonly row: Row
}

export interface EntryRow {
  readonly claimId: ClaimId
  readonly campaign: string
  /** The person's nullifier. */
  readonly entry: string
  readonly weight: bigint
  readonly isTakenOut: boolean
  readonly share: bigint | undefined
}

/** A payment that the ledger owes or has made. */
export interface PaymentRow {
  readonly claimId: string | undefined
  readonly paymentId: string
  readonly state: string
  readonly receipt: string | undefined
}

/** An entry of the ledger's journal, as it is kept. */
export interface JournalRow {
  readonly transferId: string
  readonly refused?: string
  readonly evidence?: string
  readonly movements: readonly {
    readonly kind: string
    readonly debit: string
    readonly credit: string
    readonly amount: string
  }[]
}

/** What the parties have committed, at one moment at rest. */
export interface Rows {
  readonly claims: readonly ClaimRow[]
  readonly campaigns: readonly Row[]
  readonly entries: readonly EntryRow[]
  readonly payments: readonly PaymentRow[]
  readonly accounts: ReadonlyMap<string, bigint>
  /** The entries of the journal, in order, as they are kept. */
  readonly journal: readonly string[]
  readonly cases: readonly Row[]
  readonly rechecks: readonly { readonly claimId: ClaimId; readonly outcome: string | undefined }[]
  readonly receivables: readonly { readonly claimId: ClaimId; readonly state: string }[]
}

/** Reads what is durable, as an auditor with access to all stores would. */
export async function readRows(simulation: Simulation): Promise<Rows> {
  const distributor = await simulation.durable(DISTRIBUTOR, async (tx) => ({
    claims: await tx.all('SELECT * FROM claim ORDER BY claim_id'),
    campaigns: await tx.all('SELECT * FROM campaign ORDER BY campaign_id'),
    entries: await tx.all('SELECT * FROM window_entry ORDER BY campaign_id, claim_id'),
    rechecks: await tx.all('SELECT * FROM claim_recheck ORDER BY claim_id, verifier'),
    receivables: await tx.all('SELECT * FROM receivable ORDER BY transfer_id'),
  }))
  const ledger = await simulation.durable(LEDGER, async (tx) => ({
    payments: await tx.all('SELECT * FROM rail_payment ORDER BY seq'),
    accounts: await tx.all('SELECT * FROM ledger_account ORDER BY id'),
    journal: await tx.all('SELECT entry FROM ledger_journal ORDER BY seq'),
  }))
  const cases = await simulation.durable(GOVERNANCE, (tx) =>
    tx.all('SELECT subject, opening, state FROM governance_case ORDER BY case_id'),
  )
  return {
    claims: distributor.claims.map(toClaim),
    campaigns: distributor.campaigns,
    entries: distributor.entries.map(toEntry),
    payments: ledger.payments.map(toPayment),
    accounts: new Map(
      ledger.accounts.map((row) => [
        String(row.id),
        amountOf(row.credits_posted) - amountOf(row.debits_posted),
      ]),
    ),
    journal: ledger.journal.map(({ entry }) => String(entry)),
    cases,
    rechecks: distributor.rechecks.map((row) => ({
      claimId: row.claim_id as ClaimId,
      outcome: textOf(row.outcome),
    })),
    receivables: distributor.receivables.map((row) => ({
      claimId: row.claim_id as ClaimId,
      state: String(row.state),
    })),
  }
}

function toClaim(row: Row): ClaimRow {
  return {
    claimId: row.claim_id as ClaimId,
    campaign: String(row.campaign_id),
    person: String(row.handle).slice('handle-'.length),
    state: row.state as ClaimState,
    reason: textOf(row.reason),
    reasons: [row.reason, ...historyOf(row).map(({ reason }) => reason)].flatMap(
      (reason) => textOf(reason) ?? [],
    ),
    amount: row.amount instanceof Uint8Array ? minorFromBytes(row.amount) : undefined,
    ticket: textOf(row.ticket),
    holds: historyOf(row).filter(({ state }) => state === 'held').length,
    row,
  }
}

function toEntry(row: Row): EntryRow {
  return {
    claimId: row.claim_id as ClaimId,
    campaign: String(row.campaign_id),
    entry: String(row.entry),
    weight: row.weight === null ? 1n : BigInt(String(row.weight)),
    isTakenOut: row.taken_out !== null,
    share: row.share instanceof Uint8Array ? minorFromBytes(row.share) : undefined,
  }
}

function toPayment(row: Row): PaymentRow {
  return {
    claimId: readTransferId(String(row.transfer_id) as TransferId)?.claimId,
    paymentId: String(row.payment_id),
    state: String(row.state),
    receipt: textOf(row.receipt),
  }
}

function historyOf(row: Row): readonly { readonly state: string; readonly reason?: string }[] {
  return JSON.parse(String(row.history))
}

function textOf(value: SqlValue | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value)
}

function amountOf(value: SqlValue | undefined): bigint {
  return value instanceof Uint8Array ? minorFromBytes(value) : 0n
}
