import {
  type ClaimId,
  type MinorUnits,
  minorFromBytes,
  minorToBytes,
  type ReadTx,
  type Row,
  type SqlValue,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { Receivable, ReceivableState } from '../model/receivable.ts'

export const RECEIVABLE_COLUMNS: readonly string[] = [
  'transfer_id',
  'claim_id',
  'campaign_id',
  'cause',
  'debtor',
  'evidence',
  'state',
  'amount',
  'taken',
  'recovered',
  'since',
  'due_at',
  'decision_version',
  'decision',
  'decided_at',
  'appealed_at',
  'concern',
]
/** From here on columns change. */
const CHANGING = 6

/** Reads the receivables of some claims, or of some payments. */
export async function readReceivables(
  tx: ReadTx,
  key: 'claim_id' | 'transfer_id',
  ids: readonly (ClaimId | TransferId)[],
): Promise<readonly Receivable[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectIn({
    table: 'receivable',
    columns: RECEIVABLE_COLUMNS,
    key,
    keys: [...new Set(ids)],
  })
  return rows.map(receivableFromRow)
}

/** Reads a row with RECEIVABLE_COLUMNS. */
export function receivableFromRow(row: Row): Receivable {
  return {
    transferId: row.transfer_id as TransferId,
    claimId: row.claim_id as ClaimId,
    campaignId: row.campaign_id as Receivable['campaignId'],
    cause: row.cause as Receivable['cause'],
    debtor: row.debtor as Receivable['debtor'],
    evidence: String(row.evidence),
    amount: amountOf(row.amount),
    state: row.state as ReceivableState,
    taken: amountOf(row.taken),
    recovered: amountOf(row.recovered),
    sinceMs: row.since as Receivable['sinceMs'],
    dueAtMs: (row.due_at ?? undefined) as Receivable['dueAtMs'],
    decisionVersion: Number(row.decision_version),
    decision: (row.decision ?? undefined) as Receivable['decision'],
    decidedAtMs: (row.decided_at ?? undefined) as Receivable['decidedAtMs'],
    appealedAtMs: (row.appealed_at ?? undefined) as Receivable['appealedAtMs'],
    concern: (row.concern ?? undefined) as Receivable['concern'],
  }
}

export async function insertReceivables(tx: Tx, added: readonly Receivable[]): Promise<void> {
  await tx.insertMany({
    table: 'receivable',
    columns: RECEIVABLE_COLUMNS,
    rows: added.map(valuesOf),
    onConflict: 'fail',
  })
}

const UPDATE = `UPDATE receivable SET ${RECEIVABLE_COLUMNS.slice(CHANGING)
  .map((column) => `${column} = ?`)
  .join(', ')} WHERE transfer_id = ?`

export async function updateReceivables(tx: Tx, changed: readonly Receivable[]): Promise<void> {
  await tx.runMany(
    UPDATE,
    changed.map((one) => [...valuesOf(one).slice(CHANGING), one.transferId]),
  )
}

function valuesOf(one: Receivable): readonly SqlValue[] {
  return [
    one.transferId,
    one.claimId,
    one.campaignId,
    one.cause,
    one.debtor,
    one.evidence,
    one.state,
    minorToBytes(one.amount),
    minorToBytes(one.taken),
    minorToBytes(one.recovered),
    one.sinceMs,
    one.dueAtMs ?? null,
    one.decisionVersion,
    one.decision ?? null,
    one.decidedAtMs ?? null,
    one.appealedAtMs ?? null,
    one.concern ?? null,
  ]
}

/** Money that comes back, or is on its way. */
export interface RecoveryRow {
  /** The later payment that it is withheld from, or the hash of the statement that shows it. */
  readonly byId: string
  /** Of the payment that is owed back. */
  readonly transferId: TransferId
  readonly how: 'offset' | 'repaid' | 'compensated'
  readonly amount: MinorUnits
  readonly state: 'ordered' | 'done' | 'refused'
}

const RECOVERY_COLUMNS = ['by_id', 'transfer_id', 'how', 'amount', 'state']

/** Reads the recoveries by what brings the money, or of what is owed, in the order of their ids. */
export async function readRecoveries(
  tx: ReadTx,
  key: 'by_id' | 'transfer_id',
  ids: readonly string[],
): Promise<readonly RecoveryRow[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectIn({
    table: 'receivable_recovery',
    columns: RECOVERY_COLUMNS,
    key,
    keys: [...new Set(ids)],
  })
  return rows
    .map((row) => ({
      byId: String(row.by_id),
      transferId: row.transfer_id as TransferId,
      how: row.how as RecoveryRow['how'],
      amount: amountOf(row.amount),
      state: row.state as RecoveryRow['state'],
    }))
    .sort((a, b) => (`${a.byId} ${a.transferId}` < `${b.byId} ${b.transferId}` ? -1 : 1))
}

export async function insertRecoveries(
  tx: Tx,
  added: readonly RecoveryRow[],
  now: number,
): Promise<void> {
  await tx.insertMany({
    table: 'receivable_recovery',
    columns: [...RECOVERY_COLUMNS, 'at'],
    rows: added.map((one) => [
      one.byId,
      one.transferId,
      one.how,
      minorToBytes(one.amount),
      one.state,
      now,
    ]),
    onConflict: 'fail',
  })
}

/** Ends recoveries that were ordered; what has ended stays. */
export async function endRecoveries(
  tx: Tx,
  ended: readonly RecoveryRow[],
  state: 'done' | 'refused',
): Promise<void> {
  await tx.runMany(
    "UPDATE receivable_recovery SET state = ? WHERE by_id = ? AND transfer_id = ? AND state = 'ordered'",
    ended.map(({ byId, transferId }) => [state, byId, transferId]),
  )
}

function amountOf(value: SqlValue | undefined): MinorUnits {
  return minorFromBytes(value as Uint8Array)
}
