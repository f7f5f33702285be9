import { assert } from '../assert.ts'
import type { Ports, ReadTx, Row, Store } from '../ports.ts'
import {
  ANSWERS_KEPT_MS,
  FORGET_ANSWERS_MAX,
  FORGET_EVERY_MS,
  FORGET_OUTCOMES_MAX,
  OUTCOMES_KEPT_MS,
  PUMP_ROUNDS_MAX,
} from './limits.ts'

/** How long what is over is remembered. Milliseconds; exactly once rests on watermarks, not on these. */
export interface HandoffRetention {
  /** By the receiver: until then a sender that is put back to an older backup hears the same words as before. */
  readonly outcomesMs: number
  /** By the sender, with the signed answer that proves it: for disputes, and for telling that an id was used before. */
  readonly answersMs: number
  /** Wait between two looks at what may be forgotten. */
  readonly everyMs: number
}

export const defaultHandoffRetention: HandoffRetention = {
  outcomesMs: OUTCOMES_KEPT_MS,
  answersMs: ANSWERS_KEPT_MS,
  everyMs: FORGET_EVERY_MS,
}

/** Returns what forgets the handoffs of one store that are over and old enough; called more often than it is due, it does nothing. */
export function createForgetting(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  retention: HandoffRetention,
): () => Promise<void> {
  assert(
    retention.answersMs >= retention.outcomesMs,
    'an id is known to its sender at least as long as to its receiver',
  )
  let dueAtMs = Number.NEGATIVE_INFINITY
  return async () => {
    if (clock.monotonicMs() < dueAtMs) return
    dueAtMs = clock.monotonicMs() + retention.everyMs
    const now = clock.nowMs()
    await forgetOutcomes(store, now - retention.outcomesMs)
    await forgetAnswers(store, now - retention.answersMs)
  }
}

/**
 * The receiving half. Forgets outcomes below their sender's watermark: that sender holds the answer to each, and whatever comes under such
 * a number later is not applied.
 */
async function forgetOutcomes(store: Store, untilMs: number): Promise<void> {
  const streams = await store.read('handoff-watermarks', (tx) =>
    tx.all('SELECT sender, stream, resolved_below FROM handoff_watermark ORDER BY sender, stream'),
  )
  for (const stream of streams) {
    for (let round = 0; round < PUMP_ROUNDS_MAX; round += 1) {
      const old = await store.read('handoff-old-outcomes', (tx) =>
        readOldOutcomes(tx, stream, untilMs),
      )
      if (old.length === 0) break
      await store.transact('handoff-forget-outcomes', (tx) =>
        tx.runMany(
          'DELETE FROM handoff_in WHERE sender = ? AND id = ?',
          old.map(({ id }) => [String(stream.sender), String(id)]),
        ),
      )
    }
  }
}

/** The lowest numbers are the oldest but for some; those that are not hold up the others no longer than they are kept themselves. */
async function readOldOutcomes(
  tx: ReadTx,
  { sender = '', stream = '', resolved_below: below = 0 }: Row,
  untilMs: number,
): Promise<readonly Row[]> {
  const rows = await tx.all(
    `SELECT id, received_at FROM handoff_in WHERE sender = ? AND stream = ? AND seq < ? ORDER BY seq, id LIMIT ${FORGET_OUTCOMES_MAX}`,
    [sender, stream, below],
  )
  return rows.filter((row) => Number(row.received_at) <= untilMs)
}

/** The sending half. Forgets answers, oldest first, together with the items that they prove. */
async function forgetAnswers(store: Store, untilMs: number): Promise<void> {
  for (let round = 0; round < PUMP_ROUNDS_MAX; round += 1) {
    const proofs = await store.read('handoff-old-answers', (tx) =>
      tx.all(
        `SELECT hash FROM handoff_proof WHERE stored_at <= ? ORDER BY stored_at, hash LIMIT ${FORGET_ANSWERS_MAX}`,
        [untilMs],
      ),
    )
    if (proofs.length === 0) return
    const hashes = proofs.flatMap(({ hash }) => (hash instanceof Uint8Array ? [hash] : []))
    await store.transact('handoff-forget-answers', async (tx) => {
      const ids: string[] = []
      for (const hash of hashes) {
        const rows = await tx.all(
          `SELECT id FROM handoff_out WHERE state <> 'open' AND proof = ? ORDER BY id`,
          [hash],
        )
        ids.push(...rows.map((row) => String(row.id)))
      }
      await tx.runMany(
        'DELETE FROM handoff_default WHERE id = ?',
        ids.map((id) => [id]),
      )
      await tx.runMany(
        `DELETE FROM handoff_out WHERE id = ? AND state <> 'open'`,
        ids.map((id) => [id]),
      )
      await tx.runMany(
        'DELETE FROM handoff_proof WHERE hash = ?',
        hashes.map((hash) => [hash]),
      )
    })
  }
}
