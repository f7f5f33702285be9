import {
  assert,
  type CredentialId,
  type EpochMs,
  type PartyContext,
  type PendingAct,
  type ReadTx,
  type Row,
  type Tx,
} from '@evenkeel/kernel'
import {
  type AnnouncedChange,
  type CredentialStatus,
  STATUS_VALUE,
  statusOfValue,
} from '../model/credential-status.ts'
import { writeEntries } from './status-bits.ts'

/** An announced change of one credential, as its list's heads tell of it. */
export interface StatusAct extends PendingAct, AnnouncedChange {
  readonly credentialId: CredentialId
  readonly reason: string
  readonly announcedAtMs: number
}

/** Past tense of each change, as events name it. */
export const CHANGE_EVENTS: Readonly<Record<CredentialStatus, string>> = {
  invalid: 'CredentialRevoked',
  suspended: 'CredentialSuspended',
  valid: 'CredentialReinstated',
}

export const ACT_COLUMNS: readonly string[] = [
  'id',
  'status_index',
  'credential',
  'value',
  'reason',
  'announced_at_ms',
  'effective_at_ms',
  'mode',
]

export function toStatusAct(row: Row): StatusAct {
  const value = Number(row.value)
  return {
    act: String(row.id),
    index: Number(row.status_index),
    value,
    to: statusOfValue(value),
    effectiveAtMs: Number(row.effective_at_ms),
    credentialId: String(row.credential) as CredentialId,
    reason: String(row.reason),
    announcedAtMs: Number(row.announced_at_ms),
    ...(row.mode === 'online' && { mode: 'online' }),
  }
}

/** The acts that a list announces, in the order of T. */
export function readPendingActs(tx: ReadTx, listNumber: number): Promise<readonly StatusAct[]> {
  return readActs(tx, 'list_number', listNumber)
}

/** The acts that are announced of one credential, in the order of T. */
export function readOwnActs(tx: ReadTx, credentialId: CredentialId): Promise<readonly StatusAct[]> {
  return readActs(tx, 'credential', credentialId)
}

async function readActs(
  tx: ReadTx,
  column: 'list_number' | 'credential',
  of: number | string,
): Promise<readonly StatusAct[]> {
  const rows = await tx.all(
    `SELECT ${ACT_COLUMNS.join(', ')} FROM status_act WHERE ${column} = ? AND state = 'pending' ORDER BY effective_at_ms, id`,
    [of],
  )
  return rows.map(toStatusAct)
}

/** Ends acts; returns how many were still pending. */
export async function endActs(
  tx: Tx,
  acts: readonly Pick<StatusAct, 'act'>[],
  state: 'done' | 'replaced' | 'cancelled',
): Promise<number> {
  const ended = await tx.runMany(
    "UPDATE status_act SET state = ? WHERE id = ? AND state = 'pending'",
    acts.map(({ act }) => [state, act]),
  )
  return ended.reduce((sum, count) => sum + count, 0)
}

/** Counts a change of what a list says, which has to be published; what was made ahead of its time does not say it. Returns the count. */
export async function countChange(tx: Tx, listNumber: number, now: EpochMs): Promise<number> {
  await tx.run('DELETE FROM status_publication WHERE number = ? AND release_ms > ?', [
    listNumber,
    now,
  ])
  await tx.run('UPDATE status_list SET change_seq = change_seq + 1 WHERE number = ?', [listNumber])
  const list = await tx.get('SELECT change_seq FROM status_list WHERE number = ?', [listNumber])
  assert(list !== undefined, `there is no status list ${listNumber}`)
  return Number(list.change_seq)
}

/** A change of one credential that is in the bits from now on. */
export interface EntryChange {
  readonly credentialId: CredentialId
  readonly index: number
  readonly to: CredentialStatus
  readonly reason: string
  readonly changedAtMs: number
  /** From then on nobody goes by anything else. */
  readonly effectiveByMs: number
}

/** Writes changes into the bits, the credentials' records and events, within the caller's transaction, so that no other change is lost. */
export async function changeEntries(
  context: PartyContext,
  tx: Tx,
  list: { readonly number: number; readonly changes: readonly EntryChange[] },
): Promise<void> {
  const { number, changes } = list
  const entries = changes.map(({ index, to }) => ({ index, value: STATUS_VALUE[to] }))
  await writeEntries(tx, number, entries)
  const now = context.ports.clock.nowMs()
  const changeSeq = await countChange(tx, number, now)
  await tx.runMany(
    'UPDATE issued_credential SET status = ?, reason = ?, changed_at_ms = ?, change_seq = ?, effective_by_ms = ? WHERE id = ?',
    changes.map((change) => [
      STATUS_VALUE[change.to],
      change.reason,
      change.changedAtMs,
      changeSeq,
      change.effectiveByMs,
      change.credentialId,
    ]),
  )
  await context.recordEvents(
    tx,
    changes.map(({ to, credentialId, reason }) => ({
      event: CHANGE_EVENTS[to],
      atMs: now,
      ids: { credential: credentialId },
      detail: { reason },
    })),
  )
}

/** Takes acts that are due into the bits: from then on no head announces them. */
export async function foldActs(
  context: PartyContext,
  tx: Tx,
  list: { readonly number: number; readonly due: readonly StatusAct[] },
): Promise<void> {
  const { number, due } = list
  if (due.length === 0) return
  await endActs(tx, due, 'done')
  const changes = due.map(({ credentialId, index, to, reason, effectiveAtMs }) => ({
    credentialId,
    index,
    to,
    reason,
    changedAtMs: effectiveAtMs,
    effectiveByMs: effectiveAtMs,
  }))
  await changeEntries(context, tx, { number, changes })
}
