import {
  type CampaignId,
  createGroupCommit,
  type GroupCommit,
  type LifecycleEvent,
  type PartyContext,
  type ReceiptId,
  type Tx,
  type Verdict,
} from '@evenkeel/kernel'
import {
  keepEvidence,
  type ReceiptEvidence,
  removeExpiredEvidence,
} from '../evidence/keep-evidence.ts'
import type { UsedHead } from '../evidence/leased-documents.ts'
import { sealBundle } from '../evidence/seal-bundle.ts'
import { EXPIRED_REMOVED_MAX, HEAD_REMEMBERED_MS } from '../limits.ts'
import { isPlaceUnchecked, PLACE_UNCHECKED } from '../model/checks/check-overlays.ts'
import type { Unrecorded } from '../model/decision-input.ts'
import { outageOrThrow } from '../model/outage.ts'
import { removeExpiredAnswers } from './keep-answer.ts'

/** What a decision leaves behind. */
export interface VerdictRecord {
  readonly verdict: Verdict
  /** What it rests on: it counts only while the store knows nothing newer (S6). */
  readonly heads: readonly UsedHead[]
  /** Used up by this decision; until when a copy of the presentation would pass the other checks. */
  readonly nonce?: { readonly value: string; readonly untilMs: number }
  readonly receipt?: {
    readonly id: ReceiptId
    readonly campaignId: CampaignId
    readonly verdictText: string
    readonly verdictHash: string
    readonly evidence: ReceiptEvidence
  }
  /** Runs in the same transaction when the decision is recorded. */
  readonly keep?: (tx: Tx) => Promise<void>
}

type Recorded = 'recorded' | 'replayed' | 'status_rolled_back'

export interface VerdictRecorder {
  /**
   * Makes a decision durable. `replayed`: its nonce was used before, and nothing was recorded. Any other: nothing was recorded, because too
   * many wait, the deadline (on the monotonic clock) has passed, the store cannot be used, or it has newer evidence.
   */
  record(record: VerdictRecord, deadlineMs: number): Promise<Recorded | Unrecorded>
  /**
   * Forgets nonces whose presentations have become too old, evidence and answers beyond their time, and heads of scopes that have shown nothing
   * new for HEAD_REMEMBERED_MS.
   */
  removeExpired(): Promise<void>
}

/**
 * Records verdicts in groups: nonce, receipt, evidence and event of one decision stand or fall together. `evidenceKey` seals the evidence: 32
 * bytes.
 */
export function createVerdictRecorder(
  context: PartyContext,
  evidenceKey: Uint8Array,
): VerdictRecorder {
  const { clock, random, store } = context.ports
  const commits: GroupCommit<VerdictRecord, Recorded> = createGroupCommit({
    store,
    name: 'record-verdicts',
    clock,
    apply,
  })

  async function apply(tx: Tx, records: readonly VerdictRecord[]): Promise<readonly Recorded[]> {
    const current = await currentOf(tx, records)
    const fresh = await useNonces(tx, [...current])
    const recorded = [...current].filter((record) => fresh.has(record))
    await keepReceipts(tx, recorded)
    for (const { keep } of recorded) await keep?.(tx)
    await context.recordEvents(tx, recorded.map(toEvent))
    return records.map((record) => {
      if (!current.has(record)) return 'status_rolled_back'
      return fresh.has(record) ? 'recorded' : 'replayed'
    })
  }

  async function keepReceipts(tx: Tx, recorded: readonly VerdictRecord[]): Promise<void> {
    const signed = recorded.flatMap(({ verdict, receipt }) =>
      receipt ? [{ verdict, receipt }] : [],
    )
    if (signed.length === 0) return
    const bundleOf = await keepEvidence(
      tx,
      signed.map(({ receipt }) => ({ receiptId: receipt.id, ...receipt.evidence })),
      (bundle) => sealBundle(evidenceKey, random, bundle),
    )
    await tx.insertMany({
      table: 'receipt',
      columns: [
        'id',
        'campaign_id',
        'handle',
        'verdict_hash',
        'verdict',
        'signed_at_ms',
        'bundle_id',
      ],
      rows: signed.map(({ verdict, receipt }) => [
        receipt.id,
        receipt.campaignId,
        verdict.handle ?? '',
        receipt.verdictHash,
        receipt.verdictText,
        verdict.decidedAtMs,
        bundleOf.get(receipt.id) ?? null,
      ]),
      onConflict: 'fail',
    })
  }

  return {
    async record(record, deadlineMs) {
      const submitted = await commits.submit(record, { deadlineMs }).catch(outageOrThrow)
      if (typeof submitted === 'string') return submitted
      return submitted.ok ? submitted.value : submitted.error.code
    },
    removeExpired: () =>
      store.transact('remove-expired', async (tx) => {
        const nowMs = clock.nowMs()
        await tx.run(
          'DELETE FROM used_nonce WHERE nonce IN (SELECT nonce FROM used_nonce WHERE until_ms < ? ORDER BY until_ms, nonce LIMIT ?)',
          [nowMs, EXPIRED_REMOVED_MAX],
        )
        await removeExpiredEvidence(tx, nowMs)
        await removeExpiredAnswers(tx, nowMs)
        await tx.run('DELETE FROM evidence_head WHERE observed_at_ms < ?', [
          nowMs - HEAD_REMEMBERED_MS,
        ])
      }),
  }
}

/**
 * The records that rest on the newest heads the store has, of which no contrary ones were seen: another process of this verifier may have put newer
 * ones there, or have been shown other ones.
 */
async function currentOf(
  tx: Tx,
  records: readonly VerdictRecord[],
): Promise<ReadonlySet<VerdictRecord>> {
  const scopes = new Set(records.flatMap(({ heads }) => heads.map(({ scope }) => scope)))
  const rows = await tx.selectIn({
    table: 'evidence_head',
    columns: ['scope', 'seq', 'equivocated_seq'],
    key: 'scope',
    keys: [...scopes],
  })
  const stored = new Map(rows.map((row) => [row.scope, row]))
  const isCurrent = ({ scope, seq }: UsedHead) => {
    const row = stored.get(scope)
    // No `seq` is below 0.
    return row === undefined || (seq >= Number(row.seq) && seq > Number(row.equivocated_seq ?? -1))
  }
  return new Set(records.filter(({ heads }) => heads.every(isCurrent)))
}

/** Uses up the nonces and returns the records whose nonce was not used before, or that have none. */
async function useNonces(
  tx: Tx,
  records: readonly VerdictRecord[],
): Promise<ReadonlySet<VerdictRecord>> {
  const uses = records.flatMap((record) => (record.nonce ? [{ record, nonce: record.nonce }] : []))
  const inserted = await tx.insertMany({
    table: 'used_nonce',
    columns: ['nonce', 'until_ms'],
    rows: uses.map(({ nonce }) => [nonce.value, nonce.untilMs]),
    onConflict: 'ignore',
  })
  const used = inserted.flatMap((position) => uses[position]?.record ?? [])
  return new Set([...used, ...records.filter(({ nonce }) => nonce === undefined)])
}

/** No claim values, no nullifier: ids, codes and the horizon by which two verdicts can be compared (E2, E5). */
function toEvent({ verdict, receipt }: VerdictRecord): LifecycleEvent {
  const status = verdict.checks.find(({ check }) => check === 'status')?.evidence
  const accreditation = verdict.checks.find(({ check }) => check === 'accreditation')?.evidence
  return {
    event: 'VerdictReached',
    atMs: verdict.decidedAtMs,
    ids: {
      ...(verdict.handle && { credential: verdict.handle }),
      ...(receipt && { receipt: receipt.id }),
    },
    detail: {
      outcome: verdict.outcome,
      ...(verdict.reason && { reason: verdict.reason }),
      policy: verdict.policyId,
      ...(status?.seq !== undefined && { statusSeq: status.seq }),
      ...(accreditation?.seq !== undefined && { accreditationSeq: accreditation.seq }),
      ...(isPlaceUnchecked(verdict.checks) && { without: PLACE_UNCHECKED }),
    },
  }
}
