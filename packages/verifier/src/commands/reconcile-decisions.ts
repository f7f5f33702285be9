import {
  brandId,
  type CredentialHandle,
  type Outcome,
  type PartyContext,
  type ReceiptId,
  recordAt,
  type Verdict,
} from '@evenkeel/kernel'
import type { AccreditationSource } from '../evidence/accreditation-evidence.ts'
import type { StatusSource } from '../evidence/status-evidence.ts'
import { RECONCILED_MAX } from '../limits.ts'
import { hashOf, replayVerdict } from '../model/decide-verdict.ts'
import type {
  AccreditationEvidence,
  DecisionInput,
  StatusEvidence,
} from '../model/decision-input.ts'
import { isLeased } from '../model/lease.ts'
import { readPresentation } from '../model/read-presentation.ts'
import type { NotKept, ReadDecision } from './read-decision.ts'

/**
 * Which decisions: those about one credential in a window that begins with `fromMs` and ends before `untilMs`, by this verifier's clock. Whoever
 * has the window from another clock begins it earlier and ends it later by as much as two clocks may differ.
 */
export interface DecisionWindow {
  readonly handle: CredentialHandle
  readonly fromMs: number
  readonly untilMs: number
  /** Goes on after this receipt. */
  readonly after?: ReceiptId
  /** On the monotonic clock: for a newer list. */
  readonly deadlineMs: number
}

/** A verdict in short, and the state of the status list that it was read from. */
export interface Reading {
  readonly verdictHash: string
  readonly outcome: Outcome
  readonly reason?: string
  readonly statusSeq?: number
}

export interface ReconciledDecision {
  readonly receiptId: ReceiptId
  readonly decidedAtMs: number
  readonly decided: Reading
  /** What it would have been, had the list that is known now been known then. */
  readonly today?: Reading
  /** Why nobody can say. */
  readonly because?: NotKept | 'status_unavailable'
}

export interface Reconciliation {
  /** By receipt; at most RECONCILED_MAX. */
  readonly decisions: readonly ReconciledDecision[]
  /** How many of them nobody can decide once more. */
  readonly notReplayable: number
  /** There when there may be more: the `after` to go on with. */
  readonly next?: ReceiptId
}

export type ReconcileDecisions = (window: DecisionWindow) => Promise<Reconciliation>

export interface ReconciliationParts {
  readonly context: PartyContext
  readonly clockBoundMs: number
  readonly readDecision: ReadDecision
  readonly accreditations: AccreditationSource
  readonly statuses: StatusSource
}

/**
 * Makes the command that finds what was decided in the window of an immediate revocation (S11): from its publication until the last older lease
 * has ended, verifiers may have answered *valid*. Every receipt in it is listed, decided once more, at its own time, with the newest list, and
 * linked with what that gives: by a row, and an event when it is new or another than last time. What follows is not the verifier's to say.
 */
export function createReconcileDecisions(parts: ReconciliationParts): ReconcileDecisions {
  const { context, clockBoundMs, readDecision, accreditations, statuses } = parts
  const { clock, store } = context.ports

  /** The newest status of the credential, whoever holds it, and whose list it is: one that was published since is sought. */
  async function evidenceToday(
    { presentation }: DecisionInput,
    { fromMs, deadlineMs }: DecisionWindow,
  ): Promise<EvidenceToday | undefined> {
    const read = readPresentation(presentation)
    const named = read.ok ? read.value.claims : undefined
    if (named?.status === undefined) return undefined
    const { gathered } = await accreditations.gather(named.iss, deadlineMs)
    const now = { nowMs: clock.nowMs(), clockBoundMs }
    const accreditation = gathered.evidence
    if (accreditation === undefined) return undefined
    const record = recordAt(accreditation, now)
    if (record === undefined) return undefined
    const { gathered: found } = await statuses.gather({
      issuer: named.iss,
      entry: named.status.status_list,
      record,
      ageMsMax: 0,
      deadlineMs,
    })
    const { evidence, failure } = found
    const instant = { nowMs: clock.nowMs(), clockBoundMs }
    if (evidence === undefined || !isLeased(evidence, instant)) return undefined
    // One from before the window knows nothing of what it is about.
    const isNew = failure === undefined || evidence.issuedAtMs >= fromMs
    return isNew ? { status: evidence, accreditation } : undefined
  }

  /** Once per outcome, however often it is asked. */
  async function link(handle: CredentialHandle, found: readonly ReconciledDecision[]) {
    const ids = found.flatMap(({ receiptId, today }) => (today === undefined ? [] : [receiptId]))
    if (ids.length === 0) return
    await store.transact('link-decisions', async (tx) => {
      const rows = await tx.selectIn({
        table: 'reconciled_decision',
        columns: ['receipt_id', 'outcome', 'reason'],
        key: 'receipt_id',
        keys: ids,
      })
      const known = new Map(rows.map((row) => [row.receipt_id, `${row.outcome} ${row.reason}`]))
      const news = found.flatMap(({ receiptId, decided, today }) =>
        today && known.get(receiptId) !== `${today.outcome} ${today.reason ?? null}`
          ? [{ receiptId, decided, today }]
          : [],
      )
      const atMs = clock.nowMs()
      for (const { receiptId } of news) {
        await tx.run('DELETE FROM reconciled_decision WHERE receipt_id = ?', [receiptId])
      }
      await tx.insertMany({
        table: 'reconciled_decision',
        columns: ['receipt_id', 'verdict_hash', 'outcome', 'reason', 'reconciled_at_ms'],
        rows: news.map(({ receiptId, today: { verdictHash, outcome, reason } }) => [
          receiptId,
          verdictHash,
          outcome,
          reason ?? null,
          atMs,
        ]),
        onConflict: 'fail',
      })
      await context.recordEvents(
        tx,
        news.map(({ receiptId, decided, today }) => ({
          event: 'DecisionReconciled',
          atMs,
          ids: { credential: handle, receipt: receiptId },
          detail: {
            decided: decided.verdictHash,
            today: today.verdictHash,
            outcome: today.outcome,
            ...(today.reason !== undefined && { reason: today.reason }),
          },
        })),
      )
    })
  }

  return async (window) => {
    const { handle, fromMs, untilMs, after = '' } = window
    const rows = await store.read('find-decisions', (tx) =>
      tx.all(
        'SELECT id, verdict_hash, verdict FROM receipt WHERE handle = ? AND id > ? AND signed_at_ms >= ? AND signed_at_ms < ? ORDER BY id LIMIT ?',
        [handle, after, fromMs, untilMs, RECONCILED_MAX],
      ),
    )
    // One credential, so one entry of one list.
    let today: EvidenceToday | undefined
    const decisions: ReconciledDecision[] = []
    for (const row of rows) {
      const receiptId = brandId<ReceiptId>(String(row.id))
      const recorded = JSON.parse(String(row.verdict)) as Verdict
      const kept = await readDecision(receiptId)
      const decided = readingOf(recorded, String(row.verdict_hash))
      const facts = { receiptId, decidedAtMs: recorded.decidedAtMs, decided }
      if (typeof kept === 'string') {
        decisions.push({ ...facts, because: kept })
        continue
      }
      today ??= await evidenceToday(kept.input, window)
      decisions.push(
        today === undefined
          ? { ...facts, because: 'status_unavailable' }
          : { ...facts, today: readingOf(replayVerdict(withEvidence(kept.input, today))) },
      )
    }
    await link(handle, decisions)
    const notReplayable = decisions.filter((decision) => decision.today === undefined).length
    const last = rows.length < RECONCILED_MAX ? undefined : decisions.at(-1)
    return { decisions, notReplayable, ...(last && { next: last.receiptId }) }
  }
}

interface EvidenceToday {
  readonly status: StatusEvidence
  readonly accreditation: AccreditationEvidence
}

/**
 * The same decision at the same time, as if the list had just been signed then. Whose list it is, is taken from then as long as that was known
 * then.
 */
function withEvidence(input: DecisionInput, today: EvidenceToday): DecisionInput {
  const then = input.accreditation
  const wasKnown =
    then.evidence !== undefined && then.failure !== 'clock_unsafe' && isLeased(then.evidence, input)
  return {
    ...input,
    status: { evidence: asIfSigned(today.status, input) },
    ...(wasKnown ? {} : { accreditation: { evidence: asIfSigned(today.accreditation, input) } }),
  }
}

function asIfSigned<E extends StatusEvidence | AccreditationEvidence>(
  { witnessedAtMs: _, unprovenSinceMs: __, ...evidence }: E,
  { nowMs }: DecisionInput,
) {
  const leaseMs = evidence.expiresAtMs - evidence.issuedAtMs
  const times = { issuedAtMs: nowMs, expiresAtMs: nowMs + leaseMs, observedAtMs: nowMs }
  return { ...evidence, ...times }
}

function readingOf(verdict: Verdict, verdictHash: string = hashOf(verdict)): Reading {
  const { outcome, reason, checks } = verdict
  const statusSeq = checks.find(({ check }) => check === 'status')?.evidence?.seq
  return {
    verdictHash,
    outcome,
    ...(reason !== undefined && { reason }),
    ...(statusSeq !== undefined && { statusSeq }),
  }
}
