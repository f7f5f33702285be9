import {
  type CredentialId,
  type EpochMs,
  encodeBase64url,
  type PartyContext,
  type StatusMode,
  type Tx,
} from '@evenkeel/kernel'
import { RANDOM_BYTES } from '../limits.ts'
import { type CredentialStatus, STATUS_VALUE } from '../model/credential-status.ts'
import type { Subject } from './read-subject.ts'
import { countChange, type StatusAct } from './status-acts.ts'

/** A change that is to be made, as it was ordered. */
export interface Order {
  readonly to: CredentialStatus
  readonly reason: string
  readonly mode: StatusMode
}

/** Announces a change for T, within the caller's transaction: every head that is prepared after it tells of it. */
export async function announceChange(
  context: PartyContext,
  tx: Tx,
  order: Order & {
    readonly subject: Subject
    readonly now: EpochMs
    readonly effectiveAtMs: number
  },
): Promise<StatusAct> {
  const { subject, to, reason, mode, now, effectiveAtMs } = order
  const { credentialId, listNumber, row } = subject
  const act: StatusAct = {
    act: `act-${encodeBase64url(context.ports.random.bytes(RANDOM_BYTES))}`,
    index: Number(row.status_index),
    value: STATUS_VALUE[to],
    to,
    effectiveAtMs,
    credentialId,
    reason,
    announcedAtMs: now,
    ...(mode === 'online' && { mode }),
  }
  await tx.run(
    "INSERT INTO status_act (id, list_number, status_index, credential, value, reason, announced_at_ms, effective_at_ms, mode, listed_exp_max, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 'pending')",
    [
      act.act,
      listNumber,
      act.index,
      credentialId,
      act.value,
      reason,
      now,
      effectiveAtMs,
      act.mode ?? null,
    ],
  )
  await countChange(tx, listNumber, now)
  await recordAnnounced(context, tx, credentialId, { to, reason, mode, effectiveAtMs })
  return act
}

/** What is announced already keeps its time, and is told online from now on if that is what is ordered. */
export async function makeOnline(
  context: PartyContext,
  tx: Tx,
  order: Order & { readonly subject: Subject; readonly by: StatusAct },
): Promise<StatusAct> {
  const { subject, by, to, reason, mode } = order
  if (mode !== 'online' || by.mode === 'online') return by
  await tx.run('UPDATE status_act SET mode = ? WHERE id = ?', [mode, by.act])
  await countChange(tx, subject.listNumber, context.ports.clock.nowMs())
  const { effectiveAtMs } = by
  await recordAnnounced(context, tx, subject.credentialId, { to, reason, mode, effectiveAtMs })
  return { ...by, mode }
}

function recordAnnounced(
  context: PartyContext,
  tx: Tx,
  credential: CredentialId,
  { to, ...announced }: Order & { readonly effectiveAtMs: number },
): Promise<void> {
  const detail = { status: to, ...announced }
  const atMs = context.ports.clock.nowMs()
  return context.recordEvents(tx, [
    { event: 'StatusChangeAnnounced', atMs, ids: { credential }, detail },
  ])
}
