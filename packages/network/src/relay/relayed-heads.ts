import { ok, type Reasoned, type Result, refuse, type Store, type Tx } from '@evenkeel/kernel'
import type { NetworkDeps } from '../commands/network-deps.ts'
import { RELAY_SCOPES_MAX, RELAY_SCOPES_PER_PUBLISHER_MAX, RELAY_SEQS_MAX } from '../limits.ts'

/** A head that a relay is about to hand out for the first time. */
export interface NewHead {
  readonly scope: string
  /** What the scopes of its publisher begin with, and no other's. */
  readonly publisher: string
  readonly seq: number
  /** SHA-256 over what it says, hex. */
  readonly hash: string
  /** Seconds. */
  readonly exp: number
}

/** How often a relay handed a head out: a number, and nothing about to whom. */
export interface RelayCount {
  readonly seq: number
  readonly fetched: number
}

/**
 * Makes durable that a head may be handed out. Reasons: status_rolled_back for one older than what was handed out before; status_equivocation
 * for another one of the same seq, of which the observer is told once; queue_full when there are RELAY_SCOPES_MAX scopes with living heads, or
 * RELAY_SCOPES_PER_PUBLISHER_MAX of this publisher.
 */
export async function admitHead(
  { context }: NetworkDeps,
  head: NewHead,
): Promise<Result<void, Reasoned>> {
  const { store, clock } = context.ports
  return store.transact('relay-head', async (tx) => {
    const newest = await newestOf(tx, head.scope)
    if (newest !== undefined && head.seq < newest.seq) return refuse('status_rolled_back')
    if (newest?.seq === head.seq) {
      if (newest.hash === head.hash) return ok(undefined)
      const noted = await tx.run(
        'UPDATE relayed_head SET equivocated = 1 WHERE scope = ? AND seq = ? AND equivocated = 0',
        [head.scope, head.seq],
      )
      const detail = { seq: head.seq, held: newest.hash, offered: head.hash }
      const atMs = clock.nowMs()
      if (noted === 1) {
        await context.recordEvents(tx, [{ event: 'HeadEquivocated', atMs, ids: {}, detail }])
      }
      return refuse('status_equivocation')
    }
    if (newest === undefined && (await isFull(tx, head, clock.nowMs()))) {
      return refuse('queue_full')
    }
    await tx.run(
      'INSERT INTO relayed_head (scope, seq, hash, exp, fetched) VALUES (?, ?, ?, ?, 0)',
      [head.scope, head.seq, head.hash, head.exp],
    )
    await tx.run(
      'DELETE FROM relayed_head WHERE scope = ? AND seq <= (SELECT seq FROM relayed_head WHERE scope = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)',
      [head.scope, head.scope, RELAY_SEQS_MAX],
    )
    return ok(undefined)
  })
}

/** The newest head of a scope that was ever handed out, also by another process. */
export function readNewest(
  store: Store,
  scope: string,
): Promise<{ readonly seq: number; readonly hash: string } | undefined> {
  return store.read('relay-newest', (tx) => newestOf(tx, scope))
}

async function newestOf(tx: Pick<Tx, 'get'>, scope: string) {
  const row = await tx.get(
    'SELECT seq, hash FROM relayed_head WHERE scope = ? ORDER BY seq DESC LIMIT 1',
    [scope],
  )
  return row && { seq: Number(row.seq), hash: String(row.hash) }
}

/** Counts scopes; those of which nothing lives any more make room, as no reader can use what came before. */
async function isFull(tx: Tx, { publisher }: NewHead, nowMs: number): Promise<boolean> {
  const isOver = async (): Promise<boolean> => {
    const all = await tx.get('SELECT count(DISTINCT scope) AS n FROM relayed_head')
    const own = await tx.get(
      'SELECT count(DISTINCT scope) AS n FROM relayed_head WHERE substr(scope, 1, ?) = ?',
      [[...publisher].length, publisher],
    )
    return Number(all?.n) >= RELAY_SCOPES_MAX || Number(own?.n) >= RELAY_SCOPES_PER_PUBLISHER_MAX
  }
  if (!(await isOver())) return false
  await tx.run('DELETE FROM relayed_head WHERE exp < ?', [Math.floor(nowMs / 1_000)])
  return isOver()
}

/** Adds to the counts of heads; those that are not kept any more are left out. */
export async function addCounts(
  store: Store,
  counts: readonly (RelayCount & { readonly scope: string })[],
): Promise<void> {
  if (counts.length === 0) return
  await store.transact('relay-counts', (tx) =>
    tx.runMany(
      'UPDATE relayed_head SET fetched = fetched + ? WHERE scope = ? AND seq = ?',
      counts.map(({ scope, seq, fetched }) => [fetched, scope, seq]),
    ),
  )
}

/** Returns how often the last heads of a scope were handed out, newest first, at most RELAY_SEQS_MAX. */
export function listCounts(store: Store, scope: string): Promise<readonly RelayCount[]> {
  return store.read('relay-counts', async (tx) => {
    const rows = await tx.all(
      'SELECT seq, fetched FROM relayed_head WHERE scope = ? ORDER BY seq DESC',
      [scope],
    )
    return rows.map((row) => ({ seq: Number(row.seq), fetched: Number(row.fetched) }))
  })
}
