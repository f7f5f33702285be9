import {
  brandId,
  cosign,
  formatNote,
  formatSignatureLine,
  type HandoffId,
  type Note,
  ok,
  type ReadTx,
  type Reasoned,
  type Result,
  type Tx,
  verifyCheckpoint,
} from '@evenkeel/kernel'
import { decideCosigning, EMPTY_TREE, type Tree } from './decide-cosigning.ts'
import type { Offer } from './read-offer.ts'
import type { WitnessDeps, WitnessedLog } from './witness-deps.ts'

/** What a witness remembers of a log: the newest tree that it cosigned. */
export interface HeldTree extends Tree {
  /** The log's own note. */
  readonly note: string
  /** Of the newest cosignature, in seconds. */
  readonly timeS: number
  /** That cosignature as a note's line, without its newline; undefined while it is being made, and when a crash came in between. */
  readonly line: string | undefined
}

/**
 * Cosigns an offered checkpoint and returns the signature line, without its newline. The tree and the time become durable in the transaction
 * that compares them with what was cosigned last, and only then is anything signed: whatever crashes, and however many processes work on one
 * store, all that is ever cosigned of a log are beginnings of one tree. Reasons: those of `verifyCheckpoint` and `decideCosigning`.
 */
export async function cosignLog(
  deps: WitnessDeps,
  log: WitnessedLog,
  { oldSize, proof, note }: Offer,
): Promise<Result<string, Reasoned>> {
  const { context, witnessKey } = deps
  const { store, signer, clock } = context.ports
  const checkpoint = verifyCheckpoint(note, log.key)
  if (!checkpoint.ok) return checkpoint
  const { size, root } = checkpoint.value
  const text = logNote(note, log)
  const planned = await store.transact('plan-cosignature', async (tx) => {
    const held = await readHeld(tx, log)
    const decided = decideCosigning(held ?? EMPTY_TREE, { size, root, oldSize, proof })
    if (!decided.ok) return decided
    const timeS = Math.floor(clock.nowMs() / 1_000)
    // Whoever asks again within a second gets what there is.
    if (held?.note === text && held.timeS === timeS) return ok({ timeS, line: held.line })
    await tx.run('DELETE FROM witnessed_log WHERE origin = ?', [log.key.name])
    await tx.run(
      'INSERT INTO witnessed_log (origin, size, root, note, time_s) VALUES (?, ?, ?, ?, ?)',
      [log.key.name, size, root, text, timeS],
    )
    return ok({ timeS, line: undefined })
  })
  if (!planned.ok) return planned
  const { timeS } = planned.value
  if (planned.value.line !== undefined) return ok(planned.value.line)
  const signature = await cosign(note.text, { witness: witnessKey, timeS }, signer)
  const line = formatSignatureLine(signature).trimEnd()
  await store.transact('keep-cosignature', async (tx) => {
    await tx.run('UPDATE witnessed_log SET line = ? WHERE origin = ? AND note = ? AND time_s = ?', [
      line,
      log.key.name,
      text,
      timeS,
    ])
    await handOver(deps, tx, log, { size, timeS, line })
  })
  return ok(line)
}

/** Gives a cosignature to the party whose log it is. */
async function handOver(
  { context }: WitnessDeps,
  tx: Tx,
  { key, network }: WitnessedLog,
  { size, timeS, line }: { readonly size: number; readonly timeS: number; readonly line: string },
): Promise<void> {
  if (network === undefined) return
  await context.enqueue(tx, [
    {
      id: brandId<HandoffId>(`cosign:${network}:${size}:${timeS}`),
      to: network,
      kind: 'network.cosign',
      body: { origin: key.name, size, line },
    },
  ])
}

/** What is remembered of a log; undefined before the first cosignature. */
export async function readHeld(tx: ReadTx, { key }: WitnessedLog): Promise<HeldTree | undefined> {
  const row = await tx.get(
    'SELECT size, root, note, time_s, line FROM witnessed_log WHERE origin = ?',
    [key.name],
  )
  return (
    row && {
      size: Number(row.size),
      root: row.root as Uint8Array,
      note: String(row.note),
      timeS: Number(row.time_s),
      line: row.line === null ? undefined : String(row.line),
    }
  )
}

/** A note with nothing but the log's own signatures: others have no bound and prove nothing about the log. */
export function logNote({ text, signatures }: Note, { key }: WitnessedLog): string {
  const own = signatures.filter(({ name, keyHash }) => name === key.name && keyHash === key.keyHash)
  return formatNote({ text, signatures: own.slice(0, 1) })
}
