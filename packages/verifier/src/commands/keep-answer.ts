import {
  assert,
  decodeUtf8,
  deriveKey,
  encodeUtf8,
  openSealed,
  type PartyContext,
  sealBytes,
  type Tx,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import { ANSWER_KEPT_MS, EXPIRED_REMOVED_MAX } from '../limits.ts'
import type { KeptVerdict } from './verify-presentation.ts'

/**
 * What requests to verify were answered with, for a caller that an answer did not reach: a presentation is taken once, so asking again would
 * find its nonce used and the receipt lost.
 */
export interface AnswerKeeper {
  /** Keeps an answer, sealed, in the transaction that uses up the nonce. `requestId` is the same for every attempt of one request, and no other's. */
  keep(tx: Tx, requestId: string, answer: KeptVerdict): Promise<void>
  /** The answer to this request, for ANSWER_KEPT_MS and until the next sweep. */
  find(requestId: string): Promise<KeptVerdict | undefined>
}

/** Makes the keeper of one verifier's answers. */
export function createAnswerKeeper(
  { id, ports: { store, clock, random } }: PartyContext,
  { programmeKey }: Pick<Settings, 'programmeKey'>,
): AnswerKeeper {
  const key = deriveKey(programmeKey, ['answer', id])
  return {
    async keep(tx, requestId, answer) {
      const text = encodeUtf8(JSON.stringify(answer))
      await tx.insertMany({
        table: 'verification_answer',
        columns: ['request_id', 'until_ms', 'sealed'],
        rows: [
          [
            requestId,
            clock.nowMs() + ANSWER_KEPT_MS,
            sealBytes(key, random, encodeUtf8(requestId), text),
          ],
        ],
        onConflict: 'ignore',
      })
    },
    async find(requestId) {
      const row = await store.read('find-verification-answer', (tx) =>
        tx.get('SELECT sealed FROM verification_answer WHERE request_id = ?', [requestId]),
      )
      if (!(row?.sealed instanceof Uint8Array)) return undefined
      const text = openSealed(key, encodeUtf8(requestId), row.sealed)
      assert(text !== undefined, 'an answer was sealed here')
      return JSON.parse(decodeUtf8(text) ?? '') as KeptVerdict
    },
  }
}

/** Removes answers that nobody is expected to ask for any more. */
export async function removeExpiredAnswers(tx: Tx, nowMs: number): Promise<void> {
  await tx.run(
    'DELETE FROM verification_answer WHERE request_id IN (SELECT request_id FROM verification_answer WHERE until_ms < ? ORDER BY until_ms, request_id LIMIT ?)',
    [nowMs, EXPIRED_REMOVED_MAX],
  )
}
