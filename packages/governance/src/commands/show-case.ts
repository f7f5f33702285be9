import {
  type CaseId,
  isId,
  ok,
  type ReadTx,
  type Reasoned,
  type Result,
  refuse,
  type Store,
} from '@evenkeel/kernel'
import { CASE_PAGE_MAX } from '../limits.ts'
import type { CaseRecord, Decision } from '../model/case-record.ts'
import type { CaseAct, DeadlineName } from '../model/transition-table.ts'
import { type ActRecord, CASE_COLUMNS, readCase, toCase } from './case-store.ts'

/** A clock of a case, running or ended. */
export interface CaseClock {
  readonly name: DeadlineName
  readonly dueAtMs: number
  /** What happens when nobody acts. */
  readonly byDefault: CaseAct
  readonly outcome: 'running' | 'met' | 'fired'
  readonly endedAtMs: number | undefined
  /** Milliseconds until it ends, negative when it is overdue; undefined unless it is running. */
  readonly leftMs: number | undefined
}

/** A case with its history and its clocks, oldest first. */
export interface CaseView extends CaseRecord {
  readonly acts: readonly ActRecord[]
  readonly clocks: readonly CaseClock[]
}

/** Returns one case as it stands at `now`. Reason: case_unknown. */
export function showCase(
  store: Store,
  caseId: CaseId,
  now: number,
): Promise<Result<CaseView, Reasoned>> {
  return store.read('show-case', async (tx) => {
    const record = isId(caseId) ? await readCase(tx, caseId) : undefined
    if (record === undefined) return refuse('case_unknown')
    const acts = await readActs(tx, caseId)
    return ok({ ...record, acts, clocks: await readClocks(tx, caseId, now) })
  })
}

async function readActs(tx: ReadTx, caseId: CaseId): Promise<readonly ActRecord[]> {
  const rows = await tx.all(
    'SELECT version, act, actor, decision, reason, at FROM governance_act WHERE case_id = ? ORDER BY version',
    [caseId],
  )
  return rows.map((row) => ({
    version: Number(row.version),
    act: row.act as ActRecord['act'],
    actor: String(row.actor),
    decision: (row.decision ?? undefined) as Decision | undefined,
    reason: (row.reason ?? undefined) as string | undefined,
    atMs: Number(row.at),
  }))
}

async function readClocks(tx: ReadTx, caseId: CaseId, now: number): Promise<readonly CaseClock[]> {
  const rows = await tx.all(
    'SELECT name, due_at, default_act, outcome, ended_at FROM governance_deadline WHERE case_id = ? ORDER BY version',
    [caseId],
  )
  return rows.map((row) => ({
    name: row.name as DeadlineName,
    dueAtMs: Number(row.due_at),
    byDefault: row.default_act as CaseAct,
    outcome: (row.outcome ?? 'running') as CaseClock['outcome'],
    endedAtMs: row.ended_at === null ? undefined : Number(row.ended_at),
    leftMs: row.outcome === null ? Number(row.due_at) - now : undefined,
  }))
}

/** A case in the list, with its running clock. */
export interface CaseEntry extends CaseRecord {
  readonly dueAtMs: number
}

/** Where the next page begins. */
export interface CaseCursor {
  readonly dueAtMs: number
  readonly caseId: string
}

export interface CasePage {
  readonly cases: readonly CaseEntry[]
  /** Absent on the last page. */
  readonly next?: CaseCursor
}

/** Lists the cases that are not closed, least time left first, CASE_PAGE_MAX to a page. */
export function listCases(store: Store, after?: CaseCursor): Promise<CasePage> {
  return store.read('list-cases', async (tx) => {
    const from = after ?? { dueAtMs: -1, caseId: '' }
    const columns = CASE_COLUMNS.map((column) => `c.${column}`).join(', ')
    const rows = await tx.all(
      `SELECT ${columns}, d.due_at FROM governance_deadline d JOIN governance_case c ON c.case_id = d.case_id
        WHERE d.outcome IS NULL AND (d.due_at > ? OR (d.due_at = ? AND d.case_id > ?))
        ORDER BY d.due_at, d.case_id LIMIT ?`,
      [from.dueAtMs, from.dueAtMs, from.caseId, CASE_PAGE_MAX],
    )
    const cases = rows.map((row) => ({ ...toCase(row), dueAtMs: Number(row.due_at) }))
    const last = cases.at(-1)
    if (last === undefined || cases.length < CASE_PAGE_MAX) return { cases }
    return { cases, next: { dueAtMs: last.dueAtMs, caseId: last.opening.caseId } }
  })
}
