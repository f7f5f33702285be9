import { encodeHex } from '../bytes/hex.ts'
import type { PartyId, StreamId } from '../ids.ts'
import type { Ports, Tx } from '../ports.ts'
import { STREAM_NAME_BYTES } from './limits.ts'

/** An item's number, and the numbering that it is a number of. */
interface StreamNumber {
  readonly stream: StreamId
  readonly seq: number
}

/** Takes the next number of each recipient's stream, in order, in the caller's transaction; the first begins a stream. */
export async function takeNumbers(
  tx: Tx,
  random: Ports['random'],
  recipients: readonly PartyId[],
): Promise<readonly StreamNumber[]> {
  const rows = await tx.selectIn({
    table: 'handoff_stream',
    columns: ['recipient', 'stream', 'next_seq'],
    key: 'recipient',
    keys: [...new Set(recipients)],
  })
  const next = new Map<PartyId, StreamNumber>(
    rows.map(({ recipient, stream, next_seq: seq }) => [
      recipient as PartyId,
      { stream: stream as StreamId, seq: Number(seq) },
    ]),
  )
  const known = new Set(next.keys())
  const numbers = recipients.map((to) => {
    const number = next.get(to) ?? { stream: nameStream(random), seq: 1 }
    next.set(to, { ...number, seq: number.seq + 1 })
    return number
  })
  await tx.runMany(
    'UPDATE handoff_stream SET next_seq = ? WHERE recipient = ?',
    [...next].flatMap(([to, { seq }]) => (known.has(to) ? [[seq, to]] : [])),
  )
  await tx.insertMany({
    table: 'handoff_stream',
    columns: ['recipient', 'stream', 'next_seq'],
    rows: [...next].flatMap(([to, { stream, seq }]) => (known.has(to) ? [] : [[to, stream, seq]])),
    onConflict: 'fail',
  })
  return numbers
}

/** Begins the numbering anew, unless another process already has left this stream. */
export async function leaveStream(
  tx: Tx,
  random: Ports['random'],
  to: PartyId,
  stream: StreamId,
): Promise<void> {
  await tx.run(
    'UPDATE handoff_stream SET stream = ?, next_seq = 1 WHERE recipient = ? AND stream = ?',
    [nameStream(random), to, stream],
  )
}

function nameStream(random: Ports['random']): StreamId {
  return encodeHex(random.bytes(STREAM_NAME_BYTES)) as StreamId
}
