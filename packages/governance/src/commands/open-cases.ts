import {
  acknowledged,
  assert,
  BUDGET_MS_MAX,
  type CaseOpening,
  canonicalJson,
  type HandlerAnswer,
  type LogLeaf,
  type PartyId,
  parseCaseOpening,
  type ReceivedItem,
  type ReceiveHandler,
  type Row,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import { SUBJECT_CHARS_MAX } from '../limits.ts'
import type { CaseRecord } from '../model/case-record.ts'
import { isText } from '../model/check-actor.ts'
import { type CaseDeadline, deadlineOf } from '../model/reduce-case.ts'
import { insertCases } from './case-store.ts'
import { appendLeaves, caseScope, type GovernanceDeps, hashBody } from './hand-over.ts'

/**
 * Takes openings of cases. The same opening again is acknowledged without a second effect. Reasons: case_actor_not_allowed when the sender is
 * not the opener, malformed_message when a clock would run longer than BUDGET_MS_MAX or the subject is no line of
 * text, case_conflict when the id is another case's or a case about the subject is open (G4). While the opener's own one is decided and may be
 * appealed, the next one waits with its sender.
 */
export function openCasesHandler(deps: GovernanceDeps): ReceiveHandler<'governance.open-case'> {
  return {
    kind: 'governance.open-case',
    parse: parseCaseOpening,
    apply: (tx, items) => openCases(deps, tx, items),
  }
}

async function openCases(
  deps: GovernanceDeps,
  tx: Tx,
  items: readonly ReceivedItem<'governance.open-case'>[],
): Promise<readonly HandlerAnswer[]> {
  const known = await tx.selectIn({
    table: 'governance_case',
    columns: ['case_id', 'opening'],
    key: 'case_id',
    keys: items.map((item) => item.body.caseId),
  })
  const openingById = new Map(known.map((row) => [String(row.case_id), String(row.opening)]))
  const live = await tx.selectIn({
    table: 'governance_case',
    columns: ['subject', 'power', 'state', 'opening'],
    key: 'subject',
    keys: items
      .map((item) => item.body.subject)
      .filter((subject) => isText(subject, SUBJECT_CHARS_MAX)),
  })
  const unclosed = live.filter((row) => row.state !== 'closed')
  const busy = new Map(unclosed.map((row) => [`${row.power} ${row.subject}`, row]))
  const opened: { readonly record: CaseRecord; readonly deadline: CaseDeadline }[] = []
  const answers = items.map(({ body, from, atMs }): HandlerAnswer => {
    if (body.openedBy !== from) return refused('case_actor_not_allowed')
    const endsInTime = Math.max(body.deadlineMs, body.appealMs) <= BUDGET_MS_MAX
    if (!endsInTime || !isText(body.subject, SUBJECT_CHARS_MAX)) return refused('malformed_message')
    const text = canonicalJson(body)
    const same = openingById.get(body.caseId)
    if (same !== undefined) return same === text ? acknowledged : refused('case_conflict')
    const power = `${body.power} ${body.subject}`
    const before = busy.get(power)
    // Its opener asks anew about what it was told: that waits, with its sender, for the time to appeal to end, and is not lost.
    if (isAnswered(before, from)) return { outcome: 'postponed' }
    if (before !== undefined) return refused('case_conflict')
    busy.set(power, undecided)
    openingById.set(body.caseId, text)
    const record = newCase(body, atMs)
    const deadline = deadlineOf(record, atMs)
    assert(deadline !== undefined, 'an opened case has a clock')
    opened.push({ record, deadline })
    return acknowledged
  })
  await insertCases(tx, opened)
  await appendLeaves(
    deps,
    tx,
    opened.map(({ record }) => leafOf(deps, record)),
  )
  await deps.context.recordEvents(
    tx,
    opened.map(({ record: { opening, openedAtMs } }) => ({
      event: 'CaseOpened',
      atMs: openedAtMs,
      ids: { case: opening.caseId, subject: opening.subject },
      detail: { reason: opening.reason, byDefault: opening.byDefault },
    })),
  )
  return answers
}

const undecided: Row = { state: 'opened' }

/** Whether a case that is not closed was decided for its opener already. */
function isAnswered(row: Row | undefined, opener: PartyId): boolean {
  if (row === undefined || row.state === 'opened') return false
  return (JSON.parse(String(row.opening)) as CaseOpening).openedBy === opener
}

function newCase(opening: CaseOpening, now: CaseRecord['openedAtMs']): CaseRecord {
  return {
    opening,
    openedAtMs: now,
    state: 'opened',
    version: 1,
    decisions: 0,
    decision: undefined,
    decidedBy: undefined,
    decidedAtMs: undefined,
    appealedBy: undefined,
    answered: 0,
    answerReason: undefined,
    bodyHash: hashBody(opening),
  }
}

function leafOf({ context }: GovernanceDeps, record: CaseRecord): LogLeaf {
  return {
    v: 1,
    kind: 'case_opening',
    scope: caseScope(record.opening.caseId),
    seq: 0,
    actor: context.id,
    bodyHash: record.bodyHash,
    decidedAtMs: record.openedAtMs,
    effectiveAtMs: record.openedAtMs,
  }
}
