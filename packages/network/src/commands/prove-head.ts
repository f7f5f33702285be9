import {
  createInclusionProof,
  encodeBase64,
  type HeadProofAnswer,
  ok,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { EQUIVOCATIONS_PAGE_MAX } from '../limits.ts'
import type { NetworkDeps } from './network-deps.ts'
import { nodeReader } from './node-reader.ts'
import { noCheckpoint, readWitnessed, withCosignatures } from './read-checkpoint.ts'

/**
 * Proves what the log has of one publisher's (scope, seq), under its newest witnessed checkpoint: normally one entry; two are an
 * equivocation. Reason: not_found, also while the checkpoint does not cover it.
 */
export function proveHead(
  { context, config }: NetworkDeps,
  scope: string,
  seq: number,
  actor: string,
): Promise<Result<HeadProofAnswer, Reasoned>> {
  return context.ports.store.read('log-head', async (tx) => {
    const checkpoint = await readWitnessed(tx, config.witnesses)
    if (checkpoint === undefined) return noCheckpoint
    const { size, note } = await withCosignatures(tx, checkpoint)
    // The store takes no text that no scope and no actor can be.
    const asked = `${scope}${actor}`
    if (!asked.isWellFormed() || asked.includes('\0')) return refuse('not_found')
    const indices: number[] = []
    for (const table of ['log_head', 'log_equivocation']) {
      const row = await tx.get(
        `SELECT idx FROM ${table} WHERE scope = ? AND seq = ? AND actor = ? AND idx < ?`,
        [scope, seq, actor, size],
      )
      if (row !== undefined) indices.push(Number(row.idx))
    }
    if (indices.length === 0) return refuse('not_found', `not among the first ${size}`)
    const rows = await tx.selectIn({
      table: 'log_entry',
      columns: ['idx', 'leaf'],
      key: 'idx',
      keys: indices,
    })
    const entries: HeadProofAnswer['entries'][number][] = []
    for (const row of rows) {
      const index = Number(row.idx)
      const proof = await createInclusionProof(nodeReader(tx), index, size)
      entries.push({ entry: String(row.leaf), index, proof: proof.map(encodeBase64) })
    }
    return ok({ entries, checkpoint: note })
  })
}

/** Two leaves of one publisher, scope and seq with different bodies. Both are in the log; its checkpoints may not cover the second yet. */
export interface LoggedEquivocation {
  readonly scope: string
  readonly seq: number
  readonly actor: string
  /** Their indices. */
  readonly first: number
  readonly second: number
}

/** Returns the equivocations that the log has seen in the order in which it has, at most EQUIVOCATIONS_PAGE_MAX, those whose second index is after `after`. */
export function listEquivocations(
  { context }: NetworkDeps,
  after = -1,
): Promise<readonly LoggedEquivocation[]> {
  return context.ports.store.read('log-equivocations', async (tx) => {
    const rows = await tx.all(
      'SELECT scope, seq, actor, first_idx, idx FROM log_equivocation WHERE idx > ? ORDER BY idx LIMIT ?',
      [after, EQUIVOCATIONS_PAGE_MAX],
    )
    return rows.map((row) => ({
      scope: String(row.scope),
      seq: Number(row.seq),
      actor: String(row.actor),
      first: Number(row.first_idx),
      second: Number(row.idx),
    }))
  })
}
