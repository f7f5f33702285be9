import { isHeadLeaf, type LogLeaf, type Tx } from '@evenkeel/kernel'
import type { NetworkDeps } from './network-deps.ts'

/** A leaf with its place in the log. */
export interface PlacedLeaf {
  readonly index: number
  readonly leaf: LogLeaf
}

/**
 * Notes where the log has each published state of a scope, and that a publisher logged two of one seq: with other bodies they are an
 * equivocation (S8), which everybody may see; the log carries both. Of a third and later ones nothing more is noted.
 */
export async function indexHeads(
  { context }: NetworkDeps,
  tx: Tx,
  placed: readonly PlacedLeaf[],
): Promise<void> {
  const heads = placed.filter(({ leaf }) => isHeadLeaf(leaf))
  const inserted = await tx.insertMany({
    table: 'log_head',
    columns: ['scope', 'seq', 'actor', 'idx', 'body_hash'],
    rows: heads.map(({ index, leaf }) => [leaf.scope, leaf.seq, leaf.actor, index, leaf.bodyHash]),
    onConflict: 'ignore',
  })
  const isFirst = new Set(inserted)
  for (const head of heads.filter((_, position) => !isFirst.has(position))) {
    await noteSecond(context, tx, head)
  }
}

async function noteSecond(
  { recordEvents, ports }: NetworkDeps['context'],
  tx: Tx,
  { index, leaf }: PlacedLeaf,
): Promise<void> {
  const { scope, seq, actor, bodyHash } = leaf
  const first = await tx.get(
    'SELECT idx, body_hash FROM log_head WHERE scope = ? AND seq = ? AND actor = ?',
    [scope, seq, actor],
  )
  if (first?.body_hash === bodyHash) return
  const noted = await tx.insertMany({
    table: 'log_equivocation',
    columns: ['scope', 'seq', 'actor', 'idx', 'first_idx'],
    rows: [[scope, seq, actor, index, Number(first?.idx)]],
    onConflict: 'ignore',
  })
  if (noted.length === 0) return
  await recordEvents(tx, [
    {
      event: 'HeadEquivocated',
      atMs: ports.clock.nowMs(),
      ids: {},
      detail: { actor, seq, first: Number(first?.idx), second: index },
    },
  ])
}
