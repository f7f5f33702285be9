import type { Tx } from '../ports.ts'
import type { Envelope } from './envelope.ts'

/**
 * Takes the sender's word that it holds an answer to every lower number of this stream, and returns the highest number for which that holds:
 * envelopes overtake each other, and a watermark never falls.
 */
export async function raiseWatermark(
  tx: Tx,
  { from, stream, resolvedBelow }: Envelope,
): Promise<number> {
  const row = await tx.get(
    'SELECT resolved_below FROM handoff_watermark WHERE sender = ? AND stream = ?',
    [from, stream],
  )
  const known = row === undefined ? 0 : Number(row.resolved_below)
  if (known >= resolvedBelow) return known
  if (row === undefined) {
    await tx.insertMany({
      table: 'handoff_watermark',
      columns: ['sender', 'stream', 'resolved_below'],
      rows: [[from, stream, resolvedBelow]],
      onConflict: 'fail',
    })
  } else {
    await tx.run(
      'UPDATE handoff_watermark SET resolved_below = ? WHERE sender = ? AND stream = ?',
      [resolvedBelow, from, stream],
    )
  }
  return resolvedBelow
}
