import {
  type CampaignId,
  canonicalJson,
  createGroupCommit,
  type GroupCommit,
  type LifecycleEvent,
  type PartyContext,
  type ReceiptId,
  type Tx,
  type Verdict,
} from '@evenkeel/kernel'
import { NONCES_REMOVED_MAX } from '../limits.ts'
import { hashOf } from '../model/decide-verdict.ts'

/** What a decision leaves behind. */
export interface VerdictRecord {
  readonly verdict: Verdict
  /** Used up by this decision; until when a copy of the presentation would pass the other checks. */
  readonly nonce?: { readonly value: string; readonly untilMs: number }
  readonly receipt?: { readonly id: ReceiptId; readonly campaignId: CampaignId }
}

export interface VerdictRecorder {
  /**
   * Makes a decision durable. `replayed`: its nonce was used before, and nothing was recorded. `queue_full`: nothing was recorded, because
   * too many wait.
   */
  record(record: VerdictRecord): Promise<'recorded' | 'replayed' | 'queue_full'>
  /** Forgets nonces whose presentations have become too old. */
  removeExpired(): Promise<void>
}

/** Records verdicts in groups: nonce, receipt and event of one decision stand or fall together. */
export function createVerdictRecorder(context: PartyContext): VerdictRecorder {
  const { clock, store } = context.ports
  const commits: GroupCommit<VerdictRecord, boolean> = createGroupCommit({
    store,
    name: 'record-verdicts',
    clock,
    apply,
  })

  async function apply(tx: Tx, records: readonly VerdictRecord[]): Promise<readonly boolean[]> {
    const isRecorded = await useNonces(tx, records)
    const recorded = records.filter((_, position) => isRecorded[position])
    await tx.insertMany({
      table: 'receipt',
      columns: ['id', 'campaign_id', 'handle', 'verdict_hash', 'verdict', 'signed_at_ms'],
      rows: recorded.flatMap(({ verdict, receipt }) =>
        receipt === undefined
          ? []
          : [
              [
                receipt.id,
                receipt.campaignId,
                verdict.handle ?? '',
                hashOf(verdict),
                canonicalJson(verdict),
                verdict.decidedAtMs,
              ],
            ],
      ),
      onConflict: 'fail',
    })
    await context.recordEvents(tx, recorded.map(toEvent))
    return isRecorded
  }

  return {
    async record(record) {
      const submitted = await commits.submit(record)
      if (!submitted.ok) return 'queue_full'
      return submitted.value ? 'recorded' : 'replayed'
    },
    async removeExpired() {
      await store.transact('remove-nonces', (tx) =>
        tx.run(
          'DELETE FROM used_nonce WHERE nonce IN (SELECT nonce FROM used_nonce WHERE until_ms < ? ORDER BY until_ms, nonce LIMIT ?)',
          [clock.nowMs(), NONCES_REMOVED_MAX],
        ),
      )
    },
  }
}

async function useNonces(tx: Tx, records: readonly VerdictRecord[]): Promise<readonly boolean[]> {
  const positions = records.flatMap((record, position) => (record.nonce ? [position] : []))
  const inserted = await tx.insertMany({
    table: 'used_nonce',
    columns: ['nonce', 'until_ms'],
    rows: positions.map((position) => {
      const nonce = records[position]?.nonce
      return [nonce?.value ?? '', nonce?.untilMs ?? 0]
    }),
    onConflict: 'ignore',
  })
  const fresh = new Set(inserted.map((row) => positions[row]))
  return records.map((record, position) => record.nonce === undefined || fresh.has(position))
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
    },
  }
}
