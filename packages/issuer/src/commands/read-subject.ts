import {
  assert,
  type CredentialId,
  type EpochMs,
  type PartyContext,
  type Row,
  type Tx,
} from '@evenkeel/kernel'
import { dueActs } from '../model/act-turns.ts'
import { foldActs, readOwnActs, readPendingActs, type StatusAct } from './status-acts.ts'

/** A credential whose status is to change, as it stands now. */
export interface Subject {
  readonly row: Row
  readonly credentialId: CredentialId
  readonly listNumber: number
  /** What is announced of it, in the order of T. */
  readonly own: readonly StatusAct[]
  /** Acts that its list announces. */
  readonly pendingCount: number
  /** Seconds: no publication that may exist lives longer. */
  readonly expMax: number
}

/** Reads a credential with what is announced of it, once what has come due is in its list's bits. Undefined if there is none. */
export async function readSubject(
  context: PartyContext,
  tx: Tx,
  at: { readonly credentialId: CredentialId; readonly now: EpochMs; readonly clockBoundMs: number },
): Promise<Subject | undefined> {
  const { credentialId } = at
  const known = await tx.get('SELECT list_number FROM issued_credential WHERE id = ?', [
    credentialId,
  ])
  if (known === undefined) return undefined
  const listNumber = Number(known.list_number)
  const pendingCount = await foldDue(context, tx, { ...at, listNumber })
  const row = await tx.get(
    'SELECT vct, status_index, status, reason, issued_at_ms, changed_at_ms, effective_by_ms FROM issued_credential WHERE id = ?',
    [credentialId],
  )
  const list = await tx.get('SELECT exp_max FROM status_list WHERE number = ?', [listNumber])
  assert(row !== undefined && list !== undefined, `no list ${listNumber}`)
  const own = await readOwnActs(tx, credentialId)
  return { row, credentialId, listNumber, own, pendingCount, expMax: Number(list.exp_max) }
}

/** What has come due counts, whether it was published since or not. Returns how many acts the list still announces. */
async function foldDue(
  context: PartyContext,
  tx: Tx,
  {
    listNumber,
    now,
    clockBoundMs,
  }: { readonly listNumber: number; readonly now: EpochMs; readonly clockBoundMs: number },
): Promise<number> {
  // Counted and not read: one of thousands is changed at a time when all of them are.
  const announced = await tx.get(
    "SELECT count(*) AS count, min(effective_at_ms) AS first FROM status_act WHERE list_number = ? AND state = 'pending'",
    [listNumber],
  )
  assert(announced !== undefined, 'a count is always there')
  const count = Number(announced.count)
  if (count === 0 || Number(announced.first) > now) return count
  const due = dueActs(await readPendingActs(tx, listNumber), now, clockBoundMs)
  await foldActs(context, tx, { number: listNumber, due })
  return count - due.length
}
