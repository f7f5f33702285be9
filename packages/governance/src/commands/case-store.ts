import {
  assert,
  type CaseId,
  type CaseOpening,
  canonicalJson,
  type EpochMs,
  type ReadTx,
  type ReasonCode,
  type Row,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import type { CaseRecord, Decision } from '../model/case-record.ts'
import type { CaseDeadline } from '../model/reduce-case.ts'
import type { CaseAct, CaseState } from '../model/transition-table.ts'

export const CASE_COLUMNS: readonly string[] = [
  'case_id',
  'subject',
  'power',
  'opening',
  'opened_at',
  'state',
  'version',
  'decisions',
  'decision',
  'decided_by',
  'decided_at',
  'appealed_by',
  'answered',
  'answer_reason',
  'body_hash',
]

/** One line of a case's history. */
export interface ActRecord {
  /** The case's version after the act. */
  readonly version: number
  readonly act: CaseAct | 'open'
  readonly actor: string
  readonly decision: Decision | undefined
  readonly reason: string | undefined
  readonly atMs: number
}

export async function readCase(tx: ReadTx, caseId: string): Promise<CaseRecord | undefined> {
  const row = await tx.get(
    `SELECT ${CASE_COLUMNS.join(', ')} FROM governance_case WHERE case_id = ?`,
    [caseId],
  )
  return row && toCase(row)
}

export function toCase(row: Row): CaseRecord {
  return {
    opening: JSON.parse(String(row.opening)) as CaseOpening,
    openedAtMs: row.opened_at as EpochMs,
    state: row.state as CaseState,
    version: Number(row.version),
    decisions: Number(row.decisions),
    decision: (row.decision ?? undefined) as Decision | undefined,
    decidedBy: (row.decided_by ?? undefined) as string | undefined,
    decidedAtMs: (row.decided_at ?? undefined) as EpochMs | undefined,
    appealedBy: (row.appealed_by ?? undefined) as string | undefined,
    answered: Number(row.answered),
    answerReason: (row.answer_reason ?? undefined) as ReasonCode | undefined,
    bodyHash: String(row.body_hash),
  }
}

/** Adds new cases, each with its opening act and its first deadline. */
export async function insertCases(
  tx: Tx,
  opened: readonly { readonly record: CaseRecord; readonly deadline: CaseDeadline }[],
): Promise<void> {
  await tx.insertMany({
    table: 'governance_case',
    columns: CASE_COLUMNS,
    rows: opened.map(({ record }) => caseValues(record)),
    onConflict: 'fail',
  })
  for (const { record, deadline } of opened) {
    const { openedBy, reason, caseId } = record.opening
    await insertAct(tx, caseId, {
      version: record.version,
      act: 'open',
      actor: openedBy,
      decision: undefined,
      reason,
      atMs: record.openedAtMs,
    })
    await insertDeadline(tx, record, deadline)
  }
}

/** Writes a case over the version that it followed from; throws when somebody else has written it since (G4). */
export async function updateCase(tx: Tx, after: CaseRecord, before: CaseRecord): Promise<void> {
  const columns = CASE_COLUMNS.slice(1)
  const [caseId, ...values] = caseValues(after)
  const changed = await tx.run(
    `UPDATE governance_case SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE case_id = ? AND version = ?`,
    [...values, caseId ?? null, before.version],
  )
  assert(changed === 1, `case ${caseId}: version ${before.version} is no longer there`)
}

function caseValues(record: CaseRecord): readonly SqlValue[] {
  return [
    record.opening.caseId,
    record.opening.subject,
    record.opening.power,
    canonicalJson(record.opening),
    record.openedAtMs,
    record.state,
    record.version,
    record.decisions,
    record.decision ?? null,
    record.decidedBy ?? null,
    record.decidedAtMs ?? null,
    record.appealedBy ?? null,
    record.answered,
    record.answerReason ?? null,
    record.bodyHash,
  ]
}

export async function insertAct(tx: Tx, caseId: CaseId, act: ActRecord): Promise<void> {
  await tx.run(
    'INSERT INTO governance_act (case_id, version, act, actor, decision, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [caseId, act.version, act.act, act.actor, act.decision ?? null, act.reason ?? null, act.atMs],
  )
}

/** Starts the clock that belongs to the case's state. */
export async function insertDeadline(
  tx: Tx,
  record: CaseRecord,
  deadline: CaseDeadline,
): Promise<void> {
  await tx.run(
    'INSERT INTO governance_deadline (case_id, version, name, due_at, default_act) VALUES (?, ?, ?, ?, ?)',
    [record.opening.caseId, record.version, deadline.name, deadline.dueAtMs, deadline.byDefault],
  )
}

/** Stops the running clock of a case; throws unless exactly one runs. */
export async function endDeadline(
  tx: Tx,
  caseId: CaseId,
  outcome: 'met' | 'fired',
  now: EpochMs,
): Promise<void> {
  const ended = await tx.run(
    'UPDATE governance_deadline SET outcome = ?, ended_at = ? WHERE case_id = ? AND outcome IS NULL',
    [outcome, now, caseId],
  )
  assert(ended === 1, `case ${caseId}: ${ended} clocks were running`)
}
