import { encodeHex, encodeUtf8, type ReasonCode, type Store, sha256 } from '@evenkeel/kernel'
import { FORKS_MAX, FORKS_PER_LOG_MAX } from './limits.ts'
import type { WitnessDeps } from './witness-deps.ts'

/**
 * Two notes that one log signed and that do not go together. `log_forked`: two trees of one size, or the log could not prove that the greater
 * one grew out of the other: anybody who has both notes can ask it again. `log_rolled_back`: it shows a smaller one that it cannot prove a
 * beginning of what it showed before.
 */
export interface LogFork {
  readonly origin: string
  readonly reason: ReasonCode
  /** The note that was cosigned. */
  readonly held: string
  readonly offered: string
  readonly foundAtMs: number
}

/** Keeps a proof against a log, once, and tells of it. Beyond FORKS_PER_LOG_MAX of one log, or FORKS_MAX, nothing is kept. */
export async function keepFork(
  { context }: WitnessDeps,
  { origin, reason, held, offered }: Omit<LogFork, 'foundAtMs'>,
): Promise<void> {
  const { store, clock } = context.ports
  const atMs = clock.nowMs()
  await store.transact('keep-fork', async (tx) => {
    const all = await tx.get('SELECT count(*) AS n FROM log_fork')
    const own = await tx.get('SELECT count(*) AS n FROM log_fork WHERE origin = ?', [origin])
    if (Number(all?.n) >= FORKS_MAX || Number(own?.n) >= FORKS_PER_LOG_MAX) return
    const id = encodeHex(sha256(encodeUtf8(`${reason}\n${held}\n${offered}`)))
    const inserted = await tx.insertMany({
      table: 'log_fork',
      columns: ['id', 'origin', 'reason', 'held', 'offered', 'found_at'],
      rows: [[id, origin, reason, held, offered, atMs]],
      onConflict: 'ignore',
    })
    if (inserted.length === 0) return
    const detail = { origin: origin.slice(0, 256), reason }
    await context.recordEvents(tx, [{ event: 'LogForked', atMs, ids: {}, detail }])
  })
}

/** Returns the proofs that are kept, oldest first. */
export function listForks(store: Store): Promise<readonly LogFork[]> {
  return store.read('log-forks', async (tx) => {
    const rows = await tx.all(
      'SELECT origin, reason, held, offered, found_at FROM log_fork ORDER BY found_at, id',
    )
    return rows.map((row) => ({
      origin: String(row.origin),
      reason: String(row.reason) as ReasonCode,
      held: String(row.held),
      offered: String(row.offered),
      foundAtMs: Number(row.found_at),
    }))
  })
}
