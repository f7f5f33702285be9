import {
  assert,
  type CredentialId,
  type EpochMs,
  epochMs,
  isId,
  ok,
  type PartyContext,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  setStatus,
  type Tx,
} from '@evenkeel/kernel'
import { STATUS_ENTRY_BITS } from '../limits.ts'
import {
  type CredentialStatus,
  decideStatusChange,
  isStatusReason,
  STATUS_VALUE,
  SUPERSEDED,
  statusOfValue,
} from '../model/credential-status.ts'
import type { StatusPublisher } from './publish-status.ts'

export interface StatusChange {
  readonly credentialId: CredentialId
  readonly status: CredentialStatus
  readonly changedAtMs: EpochMs
  /** When the list with the change was being served. */
  readonly publishedAtMs: EpochMs
  /** From then on no verifier that keeps to leases answers from a list without the change: the end of the latest lease before it. */
  readonly effectiveEverywhereAtMs: EpochMs
}

export type ChangeStatus = (
  credentialId: CredentialId,
  to: CredentialStatus,
  reason: string,
) => Promise<Result<StatusChange, Reasoned>>

interface Changed {
  readonly listNumber: number
  readonly changedAtMs: EpochMs
  readonly effectiveByMs: EpochMs
}

const EVENTS: Readonly<Record<CredentialStatus, string>> = {
  invalid: 'CredentialRevoked',
  suspended: 'CredentialSuspended',
  valid: 'CredentialReinstated',
}

/**
 * Makes the command that changes a credential's status and publishes at once (mode *immediate*). The change is durable before it is
 * published: if the signer fails, the call rejects and the next sweep publishes. Repeating it changes nothing and tells the same times.
 * `reason` is a snake_case code. Reasons: not_found, credential_revoked (invalid is permanent), malformed_message.
 */
export function createChangeStatus(
  context: PartyContext,
  publisher: StatusPublisher,
): ChangeStatus {
  const { clock, store } = context.ports

  async function change(
    tx: Tx,
    credentialId: CredentialId,
    to: CredentialStatus,
    reason: string,
  ): Promise<Result<Changed, Reasoned>> {
    const row = await tx.get(
      'SELECT list_number, status_index, status, reason, issued_at_ms, changed_at_ms, effective_by_ms FROM issued_credential WHERE id = ?',
      [credentialId],
    )
    if (row === undefined) return refuse('not_found', credentialId)
    const decided = decideStatusChange(statusOfValue(Number(row.status)), to)
    if (!decided.ok) return decided
    const listNumber = Number(row.list_number)
    if (decided.value === 'unchanged') {
      // A word against the holder counts also when a re-issue has ended the credential before: it bars the re-issue.
      if (to === 'invalid' && row.reason === SUPERSEDED) {
        await tx.run('UPDATE issued_credential SET reason = ? WHERE id = ?', [reason, credentialId])
      }
      return ok(whenChanged(listNumber, row))
    }
    const now = clock.nowMs()
    const list = await setBits(tx, listNumber, { index: Number(row.status_index), status: to })
    // No token without this change can be signed any more: each takes its bits after this transaction.
    const effectiveByMs = epochMs(Math.max(list.expMax * 1_000, now))
    await tx.run(
      'UPDATE issued_credential SET status = ?, reason = ?, changed_at_ms = ?, change_seq = ?, effective_by_ms = ? WHERE id = ?',
      [STATUS_VALUE[to], reason, now, list.changeSeq, effectiveByMs, credentialId],
    )
    await context.recordEvents(tx, [
      { event: EVENTS[to], atMs: now, ids: { credential: credentialId }, detail: { reason } },
    ])
    return ok({ listNumber, changedAtMs: now, effectiveByMs })
  }

  return async (credentialId, to, reason) => {
    if (!isId(credentialId)) return refuse('not_found')
    if (!isStatusReason(reason)) return refuse('malformed_message', 'reason')
    const changed = await store.transact('change-status', (tx) =>
      change(tx, credentialId, to, reason),
    )
    if (!changed.ok) return changed
    const { listNumber, changedAtMs, effectiveByMs } = changed.value
    await publisher.publish(listNumber)
    return ok({
      credentialId,
      status: to,
      changedAtMs,
      publishedAtMs: clock.nowMs(),
      effectiveEverywhereAtMs: effectiveByMs,
    })
  }
}

/** Writes one entry within the caller's transaction, so that no other change of the list is lost. */
async function setBits(
  tx: Tx,
  listNumber: number,
  entry: { readonly index: number; readonly status: CredentialStatus },
): Promise<{ readonly changeSeq: number; readonly expMax: number }> {
  const stored = await tx.get('SELECT bits FROM status_bits WHERE number = ?', [listNumber])
  const list = await tx.get('SELECT change_seq, exp_max FROM status_list WHERE number = ?', [
    listNumber,
  ])
  assert(list !== undefined && stored?.bits instanceof Uint8Array, `no list ${listNumber}`)
  const bytes = stored.bits.slice()
  setStatus(
    { bits: STATUS_ENTRY_BITS, order: 'lsb', bytes },
    entry.index,
    STATUS_VALUE[entry.status],
  )
  await tx.run('UPDATE status_bits SET bits = ? WHERE number = ?', [bytes, listNumber])
  const changeSeq = Number(list.change_seq) + 1
  await tx.run('UPDATE status_list SET change_seq = ? WHERE number = ?', [changeSeq, listNumber])
  return { changeSeq, expMax: Number(list.exp_max) }
}

/** A credential that was never changed is as it was issued: valid since then, everywhere. */
function whenChanged(listNumber: number, row: Row): Changed {
  const issuedAtMs = Number(row.issued_at_ms)
  return {
    listNumber,
    changedAtMs: epochMs(Number(row.changed_at_ms ?? issuedAtMs)),
    effectiveByMs: epochMs(Number(row.effective_by_ms ?? issuedAtMs)),
  }
}
