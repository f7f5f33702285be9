import {
  type CredentialId,
  type EpochMs,
  epochMs,
  firstGridTimeMs,
  isId,
  ok,
  type PartyContext,
  PENDING_ACTS_MAX,
  type Reasoned,
  type Result,
  refuse,
  type StatusMode,
  type Tx,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { ACT_NOTICE_MS_MAX, CREDENTIAL_ACTS_MAX } from '../limits.ts'
import {
  type CredentialStatus,
  decideStatusChange,
  isStatusReason,
  SUPERSEDED,
  statusOfValue,
} from '../model/credential-status.ts'
import { DEFAULT_STATUS_MODES, modeFor } from '../model/status-modes.ts'
import { announceChange, makeOnline, type Order } from './announce-change.ts'
import type { StatusPublisher } from './publish-status.ts'
import { readSubject, type Subject } from './read-subject.ts'
import { changeEntries, endActs, type StatusAct } from './status-acts.ts'

export interface ChangeOptions {
  /** What the rule says of the reason, if absent. */
  readonly mode?: StatusMode
  /** Earliest time of a change that is announced; epoch milliseconds. */
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
   * Announced: T, at which every verifier goes over to it.
   */
  readonly effectiveEverywhereAtMs: EpochMs
  /**
   * Of a change announced online that ends a credential: from then on nothing is accepted that needs an online proof. That is the publication, a
   * period, because no online proof may be older, and 2ε.
   */
  readonly onlineByMs?: EpochMs
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
  readonly isOnline?: boolean
}

interface AskedChange extends ChangeOptions {
  readonly to: CredentialStatus
  readonly reason: string
}

/**
 * Makes the command that changes a credential's status, in one of the modes of DESIGN §5, and publishes the change or its announcement at once.
 * It is durable before it is published: if the signer fails, the call rejects and the next sweep publishes. Repeating it changes nothing and
 * tells the same times. `reason` is a snake_case code. Reasons: not_found, credential_revoked (invalid is permanent), malformed_message,
 * pending_acts_full, status_mode_not_allowed.
 */
export function createChangeStatus(
  context: PartyContext,
  config: IssuerConfig,
  publisher: StatusPublisher,
): ChangeStatus {
  const { clock, store } = context.ports
  const {
    leaseRule,
    statusModes = DEFAULT_STATUS_MODES,
    typeModes = {},
    statusObligations,
  } = config

  /** The mode that was asked for, or else the rule's: by the credential's type, then for all. */
  function modeOf(
    { row }: Subject,
    { mode, reason, notBeforeMs }: AskedChange,
  ): Result<StatusMode, Reasoned> {
    const vct = String(row.vct)
    const own = Object.hasOwn(typeModes, vct) ? typeModes[vct] : undefined
    const made = mode ?? modeFor([...(own ? [own] : []), statusModes], reason)
    if (notBeforeMs !== undefined && made === 'immediate') {
      return refuse('malformed_message', 'notBeforeMs')
    }
    const isAllowed = statusObligations?.modes.includes(made) ?? true
    return isAllowed ? ok(made) : refuse('status_mode_not_allowed', made)
  }

  async function change(
    tx: Tx,
    credentialId: CredentialId,
    asked: AskedChange,
  ): Promise<Result<Changed, Reasoned>> {
    const now = clock.nowMs()
    const subject = await readSubject(context, tx, {
      credentialId,
      now,
      clockBoundMs: leaseRule.clockBoundMs,
    })
    if (subject === undefined) return refuse('not_found', credentialId)
    const mode = modeOf(subject, asked)
    if (!mode.ok) return mode
    const { row, own, pendingCount } = subject
    const { to, notBeforeMs = 0 } = asked
    const order: Order = { to, reason: asked.reason, mode: mode.value }
    // The drain: nothing that was signed without the act lives until T, because whatever is signed from now on knows of it.
    const effectiveAtMs =
      order.mode === 'immediate'
        ? undefined
        : firstGridTimeMs(leaseRule.gridMs, subject.expMax * 1_000, now, notBeforeMs)
    const decided = decideStatusChange(statusOfValue(Number(row.status)), own, {
      to,
      ...(effectiveAtMs !== undefined && { effectiveAtMs }),
    })
    if (!decided.ok) return decided
    if (decided.value.kind === 'unchanged') {
      const { by } = decided.value
      await keepWord(tx, subject, { ...order, by })
      const told = by && (await makeOnline(context, tx, { ...order, subject, by }))
      return ok(whenChanged(subject, told))
    }
    const { replaces } = decided.value
    const isFull =
      own.length - replaces.length >= CREDENTIAL_ACTS_MAX ||
      pendingCount - replaces.length >= PENDING_ACTS_MAX
    if (effectiveAtMs !== undefined && isFull) {
      return refuse('pending_acts_full', `list ${subject.listNumber}`)
    }
    await endActs(tx, replaces, 'replaced')
    if (effectiveAtMs === undefined) return ok(await changeNow(tx, subject, { ...order, now }))
    const act = await announceChange(context, tx, { ...order, subject, now, effectiveAtMs })
    return ok(whenChanged(subject, act))
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

  return async (credentialId, to, options) => {
    const { reason, notBeforeMs = 0 } = options
    if (!isId(credentialId)) return refuse('not_found')
    if (!isStatusReason(reason)) return refuse('malformed_message', 'reason')
    const isTime =
      Number.isSafeInteger(notBeforeMs) &&
      notBeforeMs >= 0 &&
      notBeforeMs - clock.nowMs() <= ACT_NOTICE_MS_MAX
    if (!isTime) return refuse('malformed_message', 'notBeforeMs')
    const changed = await store.transact('change-status', (tx) =>
      change(tx, credentialId, { to, ...options }),
    )
    if (!changed.ok) return changed
    const { listNumber, changedAtMs, effectiveByMs, act, isOnline = false } = changed.value
    await publisher.publish(listNumber)
    const publishedAtMs = clock.nowMs()
    const onlineByMs = epochMs(publishedAtMs + leaseRule.periodMs + 2 * leaseRule.clockBoundMs)
    return ok({
      credentialId,
      status: to,
      changedAtMs,
      publishedAtMs,
      effectiveEverywhereAtMs: effectiveByMs,
      ...(act !== undefined && { act }),
      ...(isOnline && to !== 'valid' && { onlineByMs }),
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
    const { act, announcedAtMs, effectiveAtMs, mode } = by
    return {
      listNumber,
      changedAtMs: epochMs(announcedAtMs),
      effectiveByMs: epochMs(effectiveAtMs),
      act,
      isOnline: mode === 'online',
    }
  }
  const issuedAtMs = Number(row.issued_at_ms)
  return {
    listNumber,
    changedAtMs: epochMs(Number(row.changed_at_ms ?? issuedAtMs)),
    effectiveByMs: epochMs(Number(row.effective_by_ms ?? issuedAtMs)),
  }
}
