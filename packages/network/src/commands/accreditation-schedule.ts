import {
  type AccreditationRecord,
  type AccreditingAct,
  type ActEffect,
  canonicalJson,
  type EpochMs,
  encodeUtf8,
  PENDING_RECORDS_MAX,
  type PendingRecord,
  type ReadTx,
  type Row,
  type Tx,
} from '@evenkeel/kernel'
import { ACCREDITATION_BYTES_MAX, ACCREDITATIONS_MAX } from '../limits.ts'
import type { AnnouncedAct, Schedule } from '../model/place-act.ts'

/** The acts about a record's subject and action that stand or will. */
export async function readSchedule(
  tx: ReadTx,
  { subject, action }: Pick<AccreditationRecord, 'subject' | 'action'>,
): Promise<Schedule> {
  const standing = await tx.get(
    'SELECT act_id, decided_at, record FROM accreditation WHERE subject = ? AND action = ?',
    [subject, action],
  )
  const announced = await tx.all(
    "SELECT act, effective_at FROM accreditation_act WHERE state = 'announced' AND subject = ? AND action = ? ORDER BY effective_at",
    [subject, action],
  )
  return {
    ...(standing && {
      standing: {
        actId: String(standing.act_id),
        decidedAtMs: Number(standing.decided_at),
        isEnding: (JSON.parse(String(standing.record)) as AccreditationRecord).status !== 'active',
      },
    }),
    announced: announced.map(toAnnounced),
  }
}

function toAnnounced(row: Row): AnnouncedAct {
  const { actId, decidedAtMs, record } = JSON.parse(String(row.act)) as AccreditingAct
  const effectiveAtMs = Number(row.effective_at)
  return { actId, decidedAtMs, isEnding: record.status !== 'active', effectiveAtMs }
}

/** What is announced, in the order of T and, of one T, of decision. */
export async function readPending(tx: ReadTx): Promise<readonly PendingRecord[]> {
  const rows = await tx.all(
    "SELECT act, effective_at FROM accreditation_act WHERE state = 'announced' ORDER BY effective_at, decided_at, act_id",
  )
  return rows.map((row) => ({
    effectiveAtMs: Number(row.effective_at),
    record: (JSON.parse(String(row.act)) as AccreditingAct).record,
  }))
}

/**
 * Lets the announced acts stand whose time has come on every clock. Until then a list tells of them as announced, so that its readers go over on
 * their own clocks, each act on its conservative side.
 */
export async function foldActs(tx: Tx, now: EpochMs, clockBoundMs: number): Promise<void> {
  const due = await tx.all(
    "SELECT act FROM accreditation_act WHERE state = 'announced' AND effective_at <= ? ORDER BY effective_at, decided_at, act_id",
    [now - clockBoundMs],
  )
  for (const row of due) {
    const act = JSON.parse(String(row.act)) as AccreditingAct
    await writeStanding(tx, act)
    await setState(tx, act.actId, 'in_force')
  }
}

/** Puts an act's record in the place of the one that stands. */
export async function writeStanding(
  tx: Tx,
  { actId, decidedAtMs, record }: AccreditingAct,
): Promise<void> {
  const { subject, action } = record
  await tx.run('DELETE FROM accreditation WHERE subject = ? AND action = ?', [subject, action])
  await tx.run(
    'INSERT INTO accreditation (subject, action, act_id, decided_at, record) VALUES (?, ?, ?, ?, ?)',
    [subject, action, actId, decidedAtMs, canonicalJson(record)],
  )
}

export async function setState(tx: Tx, actId: string, state: ActEffect['state']): Promise<void> {
  await tx.run('UPDATE accreditation_act SET state = ? WHERE act_id = ?', [state, actId])
}

/** When the last list that was prepared so far ends, signed or not: what is prepared from now on knows of this transaction (the drain). */
export async function readLeaseEndMs(tx: ReadTx): Promise<number> {
  const row = await tx.get('SELECT coalesce(max(exp), 0) AS exp FROM accreditation_list')
  return Number(row?.exp) * 1_000
}

/** Whether the list has no room for a further record, standing in the place of one or announced beside it. */
export async function isFull(
  tx: ReadTx,
  record: AccreditationRecord,
  place: 'announced' | 'in_force',
): Promise<boolean> {
  const { subject, action } = record
  const standing = await tx.get(
    'SELECT count(*) AS n, coalesce(sum(octet_length(record)), 0) AS bytes FROM accreditation',
  )
  const announced = await tx.get(
    "SELECT count(*) AS n, coalesce(sum(octet_length(act)), 0) AS bytes FROM accreditation_act WHERE state = 'announced'",
  )
  const own = await tx.get(
    'SELECT octet_length(record) AS bytes FROM accreditation WHERE subject = ? AND action = ?',
    [subject, action],
  )
  const replacedBytes = place === 'in_force' ? Number(own?.bytes ?? 0) : 0
  const bytes = encodeUtf8(canonicalJson(record)).length - replacedBytes
  return (
    Number(standing?.n) + Number(announced?.n) + (own === undefined ? 1 : 0) > ACCREDITATIONS_MAX ||
    Number(announced?.n) + (place === 'announced' ? 1 : 0) > PENDING_RECORDS_MAX ||
    Number(standing?.bytes) + Number(announced?.bytes) + bytes > ACCREDITATION_BYTES_MAX
  )
}
