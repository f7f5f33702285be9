import {
  acknowledged,
  type HandlerAnswer,
  type LogCosignature,
  parseLogCosignature,
  parseSignatureLine,
  type ReceiveHandler,
  refused,
  type Tx,
  verifyCosignatures,
} from '@evenkeel/kernel'
import { COSIGNED_SIZES_MAX } from '../limits.ts'
import type { NetworkDeps } from './network-deps.ts'
import { witnessedSize, witnessId } from './read-checkpoint.ts'

/**
 * Takes a witness's cosignature of one of this log's checkpoints: acknowledged means that it is served with it, until newer ones are enough.
 * Reasons: log_origin_mismatch, not_found (no checkpoint of that size), log_note_malformed, log_key_unknown, log_signature_invalid.
 */
export function cosignCheckpointHandler(deps: NetworkDeps): ReceiveHandler<'network.cosign'> {
  return {
    kind: 'network.cosign',
    parse: parseLogCosignature,
    async apply(tx, items) {
      const answers: HandlerAnswer[] = []
      for (const { body } of items) answers.push(await takeCosignature(deps, tx, body))
      return answers
    },
  }
}

async function takeCosignature(
  { config }: NetworkDeps,
  tx: Tx,
  { origin, size, line }: LogCosignature,
): Promise<HandlerAnswer> {
  if (origin !== config.logOrigin) return refused('log_origin_mismatch')
  const signature = parseSignatureLine(line)
  if (signature === undefined) return refused('log_note_malformed')
  const checkpoint = await tx.get(
    'SELECT text FROM log_checkpoint WHERE size = ? AND note IS NOT NULL',
    [size],
  )
  if (checkpoint === undefined) return refused('not_found')
  const note = { text: String(checkpoint.text), signatures: [signature] }
  const verified = verifyCosignatures(note, config.witnesses?.keys ?? [])
  if (!verified.ok) return refused(verified.error.code)
  const [cosignature] = verified.value
  if (cosignature === undefined) return refused('log_key_unknown')
  const witness = witnessId(cosignature.witness)
  const { timeS } = cosignature
  // Items come in any order.
  const newer = await tx.get(
    'SELECT size FROM log_cosignature WHERE witness = ? AND size = ? AND time_s >= ?',
    [witness, size, timeS],
  )
  if (newer !== undefined) return acknowledged
  await tx.run('DELETE FROM log_cosignature WHERE witness = ? AND size = ?', [witness, size])
  await tx.run('INSERT INTO log_cosignature (witness, size, time_s, line) VALUES (?, ?, ?, ?)', [
    witness,
    size,
    timeS,
    line,
  ])
  await forgetOlder(tx, witness, (await witnessedSize(tx, config.witnesses)) ?? 0)
  return acknowledged
}

/** Below the newest witnessed checkpoint no cosignature is needed, and above it no more than some of each witness. */
async function forgetOlder(tx: Tx, witness: string, witnessed: number): Promise<void> {
  await tx.run('DELETE FROM log_cosignature WHERE size < ?', [witnessed])
  await tx.run(
    'DELETE FROM log_cosignature WHERE witness = ? AND size > ? AND size <= (SELECT size FROM log_cosignature WHERE witness = ? ORDER BY size DESC LIMIT 1 OFFSET ?)',
    [witness, witnessed, witness, COSIGNED_SIZES_MAX],
  )
}
