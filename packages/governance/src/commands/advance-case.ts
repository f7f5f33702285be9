import {
  type CaseDecision,
  type EpochMs,
  type LifecycleEvent,
  ok,
  type Reasoned,
  type Result,
  type Tx,
  unwrap,
} from '@evenkeel/kernel'
import { type CaseRecord, DEFAULT_DECIDER } from '../model/case-record.ts'
import { type CaseStep, deadlineOf, isCarriedOut, reduceCase } from '../model/reduce-case.ts'
import { endDeadline, insertAct, insertDeadline, updateCase } from './case-store.ts'
import {
  appendLeaves,
  caseScope,
  type GovernanceDeps,
  handDecision,
  hashBody,
} from './hand-over.ts'

/**
 * Applies one act in the caller's transaction: the case, the history, the clocks, and what follows from a decision are written together.
 * `outcome` says whether the running clock was met by an act or fired its default. Reasons: those of `reduceCase`, nothing is written then.
 */
export async function advanceCase(
  deps: GovernanceDeps,
  tx: Tx,
  before: CaseRecord,
  step: CaseStep,
  outcome: 'met' | 'fired',
): Promise<Result<CaseRecord, Reasoned>> {
  const now = deps.context.ports.clock.nowMs()
  const reduced = reduceCase(before, step, now)
  if (!reduced.ok) return reduced
  const decided = reduced.value.decisions > before.decisions
  const decision = decided ? decisionOf(reduced.value) : undefined
  const after = decision ? { ...reduced.value, bodyHash: hashBody(decision) } : reduced.value
  const { caseId, openedBy } = after.opening

  await updateCase(tx, after, before)
  await insertAct(tx, caseId, {
    version: after.version,
    act: step.act,
    actor: 'by' in step ? step.by : DEFAULT_DECIDER,
    decision: decision?.decision,
    reason: step.act === 'appeal' ? step.reason : undefined,
    atMs: now,
  })
  await endDeadline(tx, caseId, outcome, now)
  const deadline = deadlineOf(after, now)
  if (deadline !== undefined) await insertDeadline(tx, after, deadline)
  if (decision !== undefined) {
    await handDecision(deps, tx, openedBy, decision)
    await appendLeaves(deps, tx, [
      {
        v: 1,
        kind: 'case_decision',
        scope: caseScope(caseId),
        seq: decision.version,
        actor: deps.context.id,
        prev: before.bodyHash,
        bodyHash: after.bodyHash,
        decidedAtMs: now,
        effectiveAtMs: now,
      },
    ])
  }
  await deps.context.recordEvents(tx, [eventOf(after, step, outcome, now)])
  return ok(await closeIfCarriedOut(deps, tx, after))
}

/** Closes a final case whose decision the opener has answered. */
export async function closeIfCarriedOut(
  deps: GovernanceDeps,
  tx: Tx,
  record: CaseRecord,
): Promise<CaseRecord> {
  if (!isCarriedOut(record)) return record
  return unwrap(await advanceCase(deps, tx, record, { act: 'close' }, 'met'))
}

/** Fires the default of the case's running clock if it has ended, so that silence is decided at the deadline however late the sweep is. */
export async function fireIfDue(
  deps: GovernanceDeps,
  tx: Tx,
  record: CaseRecord,
): Promise<CaseRecord> {
  const running = await tx.get(
    'SELECT due_at, default_act FROM governance_deadline WHERE case_id = ? AND outcome IS NULL',
    [record.opening.caseId],
  )
  if (running === undefined || Number(running.due_at) > deps.context.ports.clock.nowMs()) {
    return record
  }
  const step = defaultStep(String(running.default_act))
  return unwrap(await advanceCase(deps, tx, record, step, 'fired'))
}

function defaultStep(act: string): CaseStep {
  if (act === 'lapse' || act === 'end_appeals' || act === 'escalate') return { act }
  throw new Error(`${act} cannot be a default: it needs somebody`)
}

function decisionOf(record: CaseRecord): CaseDecision {
  const { opening, decision, decidedBy, decidedAtMs, decisions } = record
  if (decision === undefined || decidedBy === undefined || decidedAtMs === undefined) {
    throw new Error(`case ${opening.caseId}: a decision without its parts`)
  }
  const { caseId, subject } = opening
  return { caseId, subject, decision, decidedBy, decidedAtMs, version: decisions }
}

const eventNames: Readonly<Record<CaseStep['act'], string>> = {
  decide: 'CaseDecided',
  lapse: 'CaseDecided',
  appeal: 'CaseAppealed',
  end_appeals: 'CaseAppealsEnded',
  escalate: 'CaseEscalated',
  close: 'CaseClosed',
}

/** Without the names of people (E5). */
function eventOf(
  record: CaseRecord,
  step: CaseStep,
  outcome: 'met' | 'fired',
  atMs: EpochMs,
): LifecycleEvent {
  const { caseId, subject } = record.opening
  const detail: Record<string, string | number | boolean> = { byDefault: outcome === 'fired' }
  if (record.decision !== undefined) detail.decision = record.decision
  if (record.decisions > 0) detail.version = record.decisions
  return { event: eventNames[step.act], atMs, ids: { case: caseId, subject }, detail }
}
