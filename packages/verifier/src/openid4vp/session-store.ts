import {
  createGroupCommit,
  type PartyContext,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import { EXPIRED_REMOVED_MAX, PRESENTATION_KEPT_MS } from '../limits.ts'
import type { Session, SessionRequest, SessionResult } from './session.ts'
import type { SessionKeys } from './session-keys.ts'

export interface NewSession {
  readonly id: string
  readonly expiresAtMs: number
  readonly request: SessionRequest
}

export interface SessionStore {
  /** Keeps a session; for one that is known, the expiry that it has. Reasons: queue_full, deadline_passed. */
  add(session: NewSession, deadlineMs: number): Promise<Result<{ expiresAtMs: number }, Reasoned>>
  find(id: string): Promise<Session | undefined>
  /** Writes the result into the caller's transaction; the first one stays. */
  answer(tx: Tx, id: string, answerHash: string, result: SessionResult): Promise<void>
  /** Counts an answer that did not count; whoever declined before is taken to have changed their mind. */
  countAttempt(id: string, reason: string): Promise<void>
  decline(id: string, error: string): Promise<void>
  /** Removes sessions that nobody may read any more. */
  removeExpired(): Promise<void>
}

/** Keeps presentation sessions, sealed, for their time and PRESENTATION_KEPT_MS longer. */
export function createSessionStore(
  { ports }: PartyContext,
  keys: SessionKeys,
  sessionsMax: number,
): SessionStore {
  const { store, clock } = ports
  /** Rows by this process's count; taken again when it says that there are too many, because other processes remove some. */
  let rows: number | undefined

  const additions = createGroupCommit<NewSession, Result<{ expiresAtMs: number }, Reasoned>>({
    store,
    name: 'add-presentation-sessions',
    clock,
    async apply(tx, sessions) {
      if (rows === undefined || rows + sessions.length > sessionsMax) {
        rows = Number((await tx.get('SELECT count(*) AS rows FROM presentation_session'))?.rows)
      }
      if (rows + sessions.length > sessionsMax) {
        return sessions.map(() => refuse('queue_full'))
      }
      const inserted = await tx.insertMany({
        table: 'presentation_session',
        columns: ['id', 'expires_at_ms', 'state', 'attempts', 'request'],
        rows: sessions.map(({ id, expiresAtMs, request }) => [
          id,
          expiresAtMs,
          'pending',
          0,
          keys.seal(id, 'request', request),
        ]),
        onConflict: 'ignore',
      })
      rows += inserted.length
      const known = await tx.selectIn({
        table: 'presentation_session',
        columns: ['id', 'expires_at_ms'],
        key: 'id',
        keys: sessions.map(({ id }) => id),
      })
      const expiry = new Map(known.map((row) => [row.id, Number(row.expires_at_ms)]))
      return sessions.map(({ id, expiresAtMs }) => ({
        ok: true,
        value: { expiresAtMs: expiry.get(id) ?? expiresAtMs },
      }))
    },
  })

  return {
    async add(session, deadlineMs) {
      const added = await additions.submit(session, { deadlineMs })
      return added.ok ? added.value : refuse(added.error.code)
    },
    async find(id) {
      const row = await store.read('find-presentation-session', (tx) =>
        tx.get(
          'SELECT id, expires_at_ms, state, attempts, last_reason, answer_hash, request, result FROM presentation_session WHERE id = ?',
          [id],
        ),
      )
      return row && readSession(row, keys)
    },
    async answer(tx, id, answerHash, result) {
      await tx.run(
        "UPDATE presentation_session SET state = 'answered', answer_hash = ?, result = ? WHERE id = ? AND state <> 'answered'",
        [answerHash, keys.seal(id, 'result', result), id],
      )
    },
    async countAttempt(id, reason) {
      await store.transact('count-presentation-attempt', (tx) =>
        tx.run(
          "UPDATE presentation_session SET state = 'pending', attempts = attempts + 1, last_reason = ? WHERE id = ? AND state <> 'answered'",
          [reason, id],
        ),
      )
    },
    async decline(id, error) {
      await store.transact('decline-presentation', (tx) =>
        tx.run(
          "UPDATE presentation_session SET state = 'declined', attempts = attempts + 1, last_reason = ? WHERE id = ? AND state <> 'answered'",
          [error, id],
        ),
      )
    },
    async removeExpired() {
      const removed = await store.transact('remove-presentation-sessions', (tx) =>
        tx.run(
          'DELETE FROM presentation_session WHERE id IN (SELECT id FROM presentation_session WHERE expires_at_ms < ? ORDER BY expires_at_ms, id LIMIT ?)',
          [clock.nowMs() - PRESENTATION_KEPT_MS, EXPIRED_REMOVED_MAX],
        ),
      )
      if (rows !== undefined) rows = Math.max(0, rows - removed)
    },
  }
}

function readSession(row: Row, keys: SessionKeys): Session {
  const id = String(row.id)
  return {
    id,
    expiresAtMs: Number(row.expires_at_ms),
    state: row.state as Session['state'],
    attempts: Number(row.attempts),
    ...(row.last_reason !== null && { lastReason: String(row.last_reason) }),
    ...(row.answer_hash !== null && { answerHash: String(row.answer_hash) }),
    request: keys.open(id, 'request', row.request as Uint8Array) as SessionRequest,
    ...(row.result !== null && {
      result: keys.open(id, 'result', row.result as Uint8Array) as SessionResult,
    }),
  }
}
