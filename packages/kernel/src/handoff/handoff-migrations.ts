import type { Migration } from '../ports.ts'

/** Tables of the outbox, the inbox and the defaults that fired; every party has them. */
export const handoffMigrations: readonly Migration[] = [
  {
    id: 'handoff/0001-outbox-inbox',
    statements: [
      // state: open, acknowledged, refused. mode: send, hold (do not send), recall (ask for a tombstone instead).
      `CREATE TABLE handoff_out (
        id TEXT NOT NULL PRIMARY KEY,
        recipient TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        body_hash BYTES,
        state TEXT NOT NULL,
        mode TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        journey_deadline_at BIGINT NOT NULL,
        deadline_at BIGINT NOT NULL,
        defaults_fired BIGINT NOT NULL,
        attempts BIGINT NOT NULL,
        send_after BIGINT NOT NULL,
        resolved_at BIGINT,
        reason TEXT,
        proof BYTES
      ) CLUSTERED`,
      `CREATE INDEX handoff_out_due ON handoff_out (recipient, send_after, id) WHERE state = 'open' AND mode <> 'hold'`,
      `CREATE INDEX handoff_out_deadline ON handoff_out (deadline_at, id) WHERE state = 'open'`,
      // One row per signed acknowledgement; many items point at it: the proof that custody passed.
      `CREATE TABLE handoff_proof (hash BYTES NOT NULL PRIMARY KEY, message BYTES NOT NULL) CLUSTERED`,
      `CREATE TABLE handoff_default (
        id TEXT NOT NULL,
        step BIGINT NOT NULL,
        act TEXT NOT NULL,
        fired_at BIGINT NOT NULL,
        PRIMARY KEY (id, step)
      ) CLUSTERED`,
      `CREATE TABLE handoff_in (
        sender TEXT NOT NULL,
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        body_hash BYTES,
        outcome TEXT NOT NULL,
        reason TEXT,
        received_at BIGINT NOT NULL,
        PRIMARY KEY (sender, id)
      ) CLUSTERED`,
    ],
  },
]
