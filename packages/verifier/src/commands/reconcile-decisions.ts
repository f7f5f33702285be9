import {
  brandId,
  type CredentialHandle,
  type Outcome,
  type PartyContext,
  type ReceiptId,
  type Row,
  type Verdict,
} from '@evenkeel/kernel'
import type { AccreditationSource } from '../evidence/accreditation-evidence.ts'
import type { StatusSource } from '../evidence/status-evidence.ts'
import { RECONCILED_MAX } from '../limits.ts'
import { replayVerdict } from '../model/decide-verdict.ts'
import type { DecisionInput, StatusEvidence } from '../model/decision-input.ts'
import { isLeased } from '../model/lease.ts'
import { readPresentation } from '../model/read-presentation.ts'
import type { NotKept, ReadDecision } from './read-decision.ts'

/** Which decisions: those about one credential in a window that begins with `fromMs` and ends before `untilMs`. */
export interface DecisionWindow {
  readonly handle: CredentialHandle
  readonly fromMs: number
  readonly untilMs: number
  /** Goes on after this receipt. */
  readonly after?: ReceiptId
  /** On the monotonic clock: for a newer list. */
  readonly deadlineMs: number
}

/** An outcome, and the state of the status list that it was read from. */
export interface Reading {
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
 * has ended, verifiers may have answered *valid*. Every receipt in it is listed, and decided once more, at its own time, with the newest list. What
 * follows from it is not the verifier's to say.
 */
export function createReconcileDecisions(parts: ReconciliationParts): ReconcileDecisions {
  const { context, clockBoundMs, readDecision, accreditations, statuses } = parts
  const { clock, store } = context.ports

  /** The newest status of the credential, whoever holds it: a list that was published since is sought. */
  async function statusToday(
    { presentation }: DecisionInput,
    deadlineMs: number,
  ): Promise<StatusEvidence | undefined> {
    const read = readPresentation(presentation)
    const named = read.ok ? read.value.claims : undefined
    if (named?.status === undefined) return undefined
    const { gathered } = await accreditations.gather(named.iss, deadlineMs)
    const record = gathered.evidence?.record
    if (record === undefined) return undefined
    const { gathered: found } = await statuses.gather({
      issuer: named.iss,
      entry: named.status.status_list,
      record,
      ageMsMax: 0,
      deadlineMs,
    })
    const { evidence } = found
    const instant = { nowMs: clock.nowMs(), clockBoundMs }
    return evidence !== undefined && isLeased(evidence, instant) ? evidence : undefined
  }

  return async ({ handle, fromMs, untilMs, after = '', deadlineMs }) => {
    const rows = await store.read('find-decisions', (tx) =>
      tx.all(
        'SELECT id, verdict FROM receipt WHERE handle = ? AND id > ? AND signed_at_ms >= ? AND signed_at_ms < ? ORDER BY id LIMIT ?',
        [handle, after, fromMs, untilMs, RECONCILED_MAX],
      ),
    )
    // One credential, so one entry of one list.
    let today: StatusEvidence | undefined
    const decisions: ReconciledDecision[] = []
    for (const row of rows) {
      const { receiptId, recorded } = decisionOf(row)
      const kept = await readDecision(receiptId)
      const facts = { receiptId, decidedAtMs: recorded.decidedAtMs, decided: readingOf(recorded) }
      if (typeof kept === 'string') {
        decisions.push({ ...facts, because: kept })
        continue
      }
      today ??= await statusToday(kept.input, deadlineMs)
      decisions.push(
        today === undefined
          ? { ...facts, because: 'status_unavailable' }
          : { ...facts, today: readingOf(replayVerdict(withStatus(kept.input, today))) },
      )
    }
    const last = rows.length < RECONCILED_MAX ? undefined : decisions.at(-1)
    return { decisions, ...(last && { next: last.receiptId }) }
  }
}

/** The same decision at the same time, as if the list had just been signed then. */
function withStatus(input: DecisionInput, today: StatusEvidence): DecisionInput {
  const { nowMs } = input
  const leaseMs = today.expiresAtMs - today.issuedAtMs
  const times = { issuedAtMs: nowMs, expiresAtMs: nowMs + leaseMs, observedAtMs: nowMs }
  return { ...input, status: { evidence: { ...today, ...times } } }
}

function decisionOf(row: Row): { readonly receiptId: ReceiptId; readonly recorded: Verdict } {
  const recorded = JSON.parse(String(row.verdict)) as Verdict
  return { receiptId: brandId<ReceiptId>(String(row.id)), recorded }
}

function readingOf({ outcome, reason, checks }: Verdict): Reading {
  const statusSeq = checks.find(({ check }) => check === 'status')?.evidence?.seq
  return {
    outcome,
    ...(reason !== undefined && { reason }),
    ...(statusSeq !== undefined && { statusSeq }),
  }
}
