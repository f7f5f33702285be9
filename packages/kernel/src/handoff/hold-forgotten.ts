import type { HandoffId, PartyId, StreamId } from '../ids.ts'
import type { Ports, Row, Tx } from '../ports.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import { leaveStream, takeNumbers } from './number-items.ts'
import type { Sender } from './outbox-rows.ts'

/** Marks an open item that its receiver has forgotten. */
const FORGOTTEN: ReasonCode = 'handoff_forgotten'

/**
 * Puts items on hold whose receiver says that their numbers were resolved long ago: this store went back in time, and only people can know
 * whether their effects happened. Later items get numbers of a new stream.
 */
export async function holdForgotten(sender: Sender, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const { ports, recordEvents } = sender
  await ports.store.transact('handoff-forgotten', async (tx) => {
    const changed = await tx.runMany(
      `UPDATE handoff_out SET mode = 'hold', reason = ? WHERE id = ? AND state = 'open' AND stream = ? AND seq = ?`,
      rows.map(({ id, stream, seq }) => [FORGOTTEN, String(id), String(stream), Number(seq)]),
    )
    // Another process may have heard the answer meanwhile: then an old copy was forgotten, as it should be.
    const held = rows.filter((_, position) => changed[position] === 1)
    const [first] = held
    if (first === undefined) return
    await leaveStream(tx, ports.random, first.recipient as PartyId, first.stream as StreamId)
    await recordEvents(
      tx,
      held.map(({ id, kind, recipient }) => ({
        event: 'HandoffForgotten',
        atMs: ports.clock.nowMs(),
        ids: { handoff: String(id) },
        detail: { kind: String(kind), to: String(recipient), reason: FORGOTTEN },
      })),
    )
  })
}

/** Gives an item that was held for that reason a number of the present stream. */
export async function renumberForgotten(
  tx: Tx,
  random: Ports['random'],
  id: HandoffId,
): Promise<void> {
  const row = await tx.get('SELECT recipient FROM handoff_out WHERE id = ? AND reason = ?', [
    id,
    FORGOTTEN,
  ])
  if (row === undefined) return
  const [number] = await takeNumbers(tx, random, [row.recipient as PartyId])
  await tx.run('UPDATE handoff_out SET stream = ?, seq = ?, reason = NULL WHERE id = ?', [
    number?.stream ?? null,
    number?.seq ?? null,
    id,
  ])
}
