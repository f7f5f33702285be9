import {
  assert,
  type CredentialId,
  type EpochMs,
  encodeBase64url,
  epochMs,
  firstGridTimeMs,
  isId,
  ok,
  type PartyContext,
  PENDING_ACTS_MAX,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { ACT_NOTICE_MS_MAX, CREDENTIAL_ACTS_MAX, RANDOM_BYTES } from '../limits.ts'
import { dueActs } from '../model/act-turns.ts'
import {
  type CredentialStatus,
  decideStatusChange,
  isStatusReason,
  STATUS_VALUE,
  SUPERSEDED,
  statusOfValue,
} from '../model/credential-status.ts'
import { DEFAULT_STATUS_MODES, modeFor, type StatusMode } from '../model/status-modes.ts'
import type { StatusPublisher } from './publish-status.ts'
import {
  changeEntries,
  countChange,
  endActs,
  foldActs,
  readPendingActs,
  type StatusAct,
} from './status-acts.ts'

export interface ChangeOptions {
  /** What the rule says of the reason, if absent. */
  readonly mode?: StatusMode
  /** Earliest time of a coordinated change; epoch milliseconds. */
  readonly notBeforeMs?: number
}

export interface StatusChange {
  readonly credentialId: CredentialId
  /** From `effectiveEverywhereAtMs` on. */
  readonly status: CredentialStatus
  /** When it was ordered, or, if a coordinated change is over, when it counted. */
  readonly changedAtMs: EpochMs
  /** When the list with the change, or with its announcement, was being served. */
  readonly publishedAtMs: EpochMs
  /**
   * Immediate: from then on no verifier that keeps to leases answers from a list without the change: the end of the latest lease before it.
   * Coordinated: T, at which every verifier goes over to it.
   */
  readonly effectiveEverywhereAtMs: EpochMs
  /** Of a change that is announced: it can be cancelled by this id for as long as no head that tells of it outlives T. */
  readonly act?: string
}

export type ChangeStatus = (
  credentialId: CredentialId,
  to: CredentialStatus,
  change: ChangeOptions & { readonly reason: string },
) => Promise<Result<StatusChange, Reasoned>>

interface Changed {
  readonly listNumber: number
  readonly changedAtMs: EpochMs
  readonly effectiveByMs: EpochMs
  readonly act?: string
}

interface Subject {
  readonly row: Row
  readonly credentialId: CredentialId
  readonly listNumber: number
  /** Of the list; this credential's are among them. */
  readonly pending: readonly StatusAct[]
  /** Seconds: no publication that may exist lives longer. */
  readonly expMax: number
}

interface Order {
  readonly to: CredentialStatus
  readonly reason: string
  readonly mode: StatusMode
  readonly notBeforeMs: number
}

/**
 * Makes the command that changes a credential's status, in one of the modes of DESIGN §5, and publishes the change or its announcement at once.
 * It is durable before it is published: if the signer fails, the call rejects and the next sweep publishes. Repeating it changes nothing and
 * tells the same times. `reason` is a snake_case code. Reasons: not_found, credential_revoked (invalid is permanent), malformed_message,
 * pending_acts_full.
 */
export function createChangeStatus(
  context: PartyContext,
  config: IssuerConfig,
  publisher: StatusPublisher,
): ChangeStatus {
  const { clock, random, store } = context.ports
  const { leaseRule, statusModes = DEFAULT_STATUS_MODES } = config

  async function readSubject(
    tx: Tx,
    credentialId: CredentialId,
    now: EpochMs,
  ): Promise<Subject | undefined> {
    const known = await tx.get('SELECT list_number FROM issued_credential WHERE id = ?', [
      credentialId,
    ])
    if (known === undefined) return undefined
    const listNumber = Number(known.list_number)
    // What has come due counts, whether it was published since or not.
    const acts = await readPendingActs(tx, listNumber)
    const due = dueActs(acts, now, leaseRule.clockBoundMs)
    await foldActs(context, tx, { number: listNumber, due })
    const row = await tx.get(
      'SELECT status_index, status, reason, issued_at_ms, changed_at_ms, effective_by_ms FROM issued_credential WHERE id = ?',
      [credentialId],
    )
    const list = await tx.get('SELECT exp_max FROM status_list WHERE number = ?', [listNumber])
    assert(row !== undefined && list !== undefined, `no list ${listNumber}`)
    return {
      row,
      credentialId,
      listNumber,
      pending: acts.filter((act) => !due.includes(act)),
      expMax: Number(list.exp_max),
    }
  }

  async function change(
    tx: Tx,
    credentialId: CredentialId,
    order: Order,
  ): Promise<Result<Changed, Reasoned>> {
    const now = clock.nowMs()
    const subject = await readSubject(tx, credentialId, now)
    if (subject === undefined) return refuse('not_found', credentialId)
    const { row, pending } = subject
    const { to, mode, notBeforeMs } = order
    // The drain: nothing that was signed without the act lives until T, because whatever is signed from now on knows of it.
    const effectiveAtMs =
      mode === 'immediate'
        ? undefined
        : firstGridTimeMs(leaseRule.gridMs, subject.expMax * 1_000, now, notBeforeMs)
    const own = pending.filter((act) => act.credentialId === credentialId)
    const decided = decideStatusChange(statusOfValue(Number(row.status)), own, {
      to,
      ...(effectiveAtMs !== undefined && { effectiveAtMs }),
    })
    if (!decided.ok) return decided
    if (decided.value.kind === 'unchanged') {
      await keepWord(tx, subject, { ...order, by: decided.value.by })
      return ok(whenChanged(subject, decided.value.by))
    }
    const { replaces } = decided.value
    const isFull =
      own.length - replaces.length >= CREDENTIAL_ACTS_MAX ||
      pending.length - replaces.length >= PENDING_ACTS_MAX
    if (effectiveAtMs !== undefined && isFull) {
      return refuse('pending_acts_full', `list ${subject.listNumber}`)
    }
    await endActs(tx, replaces, 'replaced')
    return ok(
      effectiveAtMs === undefined
        ? await changeNow(tx, subject, { ...order, now })
        : await announce(tx, subject, { ...order, now, effectiveAtMs }),
    )
  }

  async function changeNow(
    tx: Tx,
    { credentialId, listNumber, row, expMax }: Subject,
    { to, reason, now }: Order & { readonly now: EpochMs },
  ): Promise<Changed> {
    // No token without this change can be signed any more: each takes its bits after this transaction.
    const effectiveByMs = epochMs(Math.max(expMax * 1_000, now))
    const index = Number(row.status_index)
    const entry = { credentialId, index, to, reason, changedAtMs: now, effectiveByMs }
    await changeEntries(context, tx, { number: listNumber, changes: [entry] })
    return { listNumber, changedAtMs: now, effectiveByMs }
  }

  async function announce(
    tx: Tx,
    { credentialId, listNumber, row }: Subject,
    order: Order & { readonly now: EpochMs; readonly effectiveAtMs: number },
  ): Promise<Changed> {
    const { to, reason, now, effectiveAtMs } = order
    const act = `act-${encodeBase64url(random.bytes(RANDOM_BYTES))}`
    await tx.run(
      "INSERT INTO status_act (id, list_number, status_index, credential, value, reason, announced_at_ms, effective_at_ms, listed_exp_max, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 'pending')",
      [
        act,
        listNumber,
        Number(row.status_index),
        credentialId,
        STATUS_VALUE[to],
        reason,
        now,
        effectiveAtMs,
      ],
    )
    await countChange(tx, listNumber, now)
    await context.recordEvents(tx, [
      {
        event: 'StatusChangeAnnounced',
        atMs: now,
        ids: { credential: credentialId },
        detail: { status: to, reason, effectiveAtMs },
      },
    ])
    return { listNumber, changedAtMs: now, effectiveByMs: epochMs(effectiveAtMs), act }
  }

  return async (credentialId, to, { reason, mode = modeFor(statusModes, reason), notBeforeMs }) => {
    if (!isId(credentialId)) return refuse('not_found')
    if (!isStatusReason(reason)) return refuse('malformed_message', 'reason')
    if (notBeforeMs !== undefined) {
      const isUsable =
        mode === 'coordinated' &&
        Number.isSafeInteger(notBeforeMs) &&
        notBeforeMs >= 0 &&
        notBeforeMs - clock.nowMs() <= ACT_NOTICE_MS_MAX
      if (!isUsable) return refuse('malformed_message', 'notBeforeMs')
    }
    const order = { to, reason, mode, notBeforeMs: notBeforeMs ?? 0 }
    const changed = await store.transact('change-status', (tx) => change(tx, credentialId, order))
    if (!changed.ok) return changed
    const { listNumber, changedAtMs, effectiveByMs, act } = changed.value
    await publisher.publish(listNumber)
    return ok({
      credentialId,
      status: to,
      changedAtMs,
      publishedAtMs: clock.nowMs(),
      effectiveEverywhereAtMs: effectiveByMs,
      ...(act !== undefined && { act }),
    })
  }
}

/** A word against the holder counts also when a re-issue has ended the credential before, or will: it bars the re-issue. */
async function keepWord(
  tx: Tx,
  { row, credentialId }: Subject,
  { to, reason, by }: Order & { readonly by: StatusAct | undefined },
): Promise<void> {
  if (to !== 'invalid') return
  if (by?.reason === SUPERSEDED) {
    await tx.run('UPDATE status_act SET reason = ? WHERE id = ?', [reason, by.act])
  } else if (by === undefined && row.reason === SUPERSEDED) {
    await tx.run('UPDATE issued_credential SET reason = ? WHERE id = ?', [reason, credentialId])
  }
}

/** A credential that was never changed is as it was issued: valid since then, everywhere. */
function whenChanged({ row, listNumber }: Subject, by: StatusAct | undefined): Changed {
  if (by !== undefined) {
    const { act, announcedAtMs, effectiveAtMs } = by
    const changedAtMs = epochMs(announcedAtMs)
    return { listNumber, changedAtMs, effectiveByMs: epochMs(effectiveAtMs), act }
  }
  const issuedAtMs = Number(row.issued_at_ms)
  return {
    listNumber,
    changedAtMs: epochMs(Number(row.changed_at_ms ?? issuedAtMs)),
    effectiveByMs: epochMs(Number(row.effective_by_ms ?? issuedAtMs)),
  }
}
