import {
  assert,
  type NoteKey,
  ok,
  type ReadTx,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { WITNESS_ROUND_MS } from '../limits.ts'
import type { NetworkDeps, Witnesses } from './network-deps.ts'

/** A signed checkpoint of the log. */
export interface SignedCheckpoint {
  readonly size: number
  /** The C2SP signed note; where cosignatures are asked for, they follow the log's own signature. */
  readonly note: string
}

/** `newest`: what readers of the log go by. `witnessed`: what readers of proofs go by. `offered`: what witnesses are asked to cosign. */
export type CheckpointChoice = 'newest' | 'witnessed' | 'offered'

export const noCheckpoint: Result<never, Reasoned> = refuse(
  'not_found',
  'the log has no such checkpoint yet',
)

/** Returns a signed checkpoint, with what witnesses said of it. Reason: not_found before the first of its kind. */
export function showCheckpoint(
  { context, config }: NetworkDeps,
  choice: CheckpointChoice = 'newest',
): Promise<Result<SignedCheckpoint, Reasoned>> {
  const { store, clock } = context.ports
  return store.read('log-checkpoint', async (tx) => {
    const checkpoint = await {
      newest: () => readCheckpoint(tx),
      witnessed: () => readWitnessed(tx, config.witnesses),
      offered: () => readOffered(tx, clock.nowMs()),
    }[choice]()
    return checkpoint === undefined ? noCheckpoint : ok(await withCosignatures(tx, checkpoint))
  })
}

/** Returns the newest signed checkpoint, up to which readers see the log; undefined before the first. */
export async function readCheckpoint(tx: ReadTx): Promise<SignedCheckpoint | undefined> {
  const row = await tx.get(
    'SELECT size, note FROM log_checkpoint WHERE note IS NOT NULL ORDER BY size DESC LIMIT 1',
  )
  return row && { size: Number(row.size), note: String(row.note) }
}

/** Returns the newest size that enough of the witnesses have cosigned. */
export async function witnessedSize(
  tx: ReadTx,
  witnesses: Witnesses | undefined,
): Promise<number | undefined> {
  if (witnesses === undefined) return undefined
  const known = new Set(witnesses.keys.map(witnessId))
  const rows = await tx.all('SELECT size, witness FROM log_cosignature ORDER BY size DESC, witness')
  const counts = new Map<number, number>()
  for (const row of rows) {
    if (!known.has(String(row.witness))) continue
    const size = Number(row.size)
    const count = (counts.get(size) ?? 0) + 1
    if (count >= witnesses.quorum) return size
    counts.set(size, count)
  }
  return undefined
}

/** Returns the newest checkpoint that enough witnesses have cosigned, without their cosignatures; of a log without witnesses the newest. */
export async function readWitnessed(
  tx: ReadTx,
  witnesses: Witnesses | undefined,
): Promise<SignedCheckpoint | undefined> {
  if (witnesses === undefined) return readCheckpoint(tx)
  const size = await witnessedSize(tx, witnesses)
  if (size === undefined) return undefined
  const row = await tx.get('SELECT note FROM log_checkpoint WHERE size = ?', [size])
  assert(row !== undefined && row.note !== null, `the log has no checkpoint of ${size} any more`)
  return { size, note: String(row.note) }
}

/**
 * The checkpoint that witnesses are asked to cosign at `now`: all through a round the same, the newest that was signed before it, so that those
 * who look at different moments meet on one. Before the first round is over, the oldest.
 */
async function readOffered(tx: ReadTx, now: number): Promise<SignedCheckpoint | undefined> {
  const roundMs = now - (now % WITNESS_ROUND_MS)
  const row =
    (await tx.get(
      'SELECT size, note FROM log_checkpoint WHERE note IS NOT NULL AND coalesce(signed_at, 0) < ? ORDER BY size DESC LIMIT 1',
      [roundMs],
    )) ??
    (await tx.get(
      'SELECT size, note FROM log_checkpoint WHERE note IS NOT NULL ORDER BY size LIMIT 1',
    ))
  return row && { size: Number(row.size), note: String(row.note) }
}

/** Adds what witnesses said of a checkpoint below the log's own signature. */
export async function withCosignatures(
  tx: ReadTx,
  { size, note }: SignedCheckpoint,
): Promise<SignedCheckpoint> {
  const rows = await tx.all('SELECT line FROM log_cosignature WHERE size = ? ORDER BY witness', [
    size,
  ])
  return { size, note: note + rows.map((row) => `${row.line}\n`).join('') }
}

/** What a witness is stored under. */
export function witnessId({ name, keyHash }: NoteKey): string {
  return `${name}+${keyHash}`
}
