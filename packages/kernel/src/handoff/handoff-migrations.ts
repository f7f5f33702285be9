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
  {
    id: 'handoff/0002-streams',
    statements: [
      // What is numbered here was handed over before there were numbers; every other stream has a random name.
      `ALTER TABLE handoff_out ADD COLUMN stream TEXT NOT NULL DEFAULT 'unnumbered'`,
      'ALTER TABLE handoff_out ADD COLUMN seq BIGINT NOT NULL DEFAULT 0',
      `UPDATE handoff_out SET seq = numbered.seq FROM (
        SELECT id, row_number() OVER (PARTITION BY recipient ORDER BY created_at, id) AS seq FROM handoff_out WHERE state = 'open'
      ) AS numbered WHERE handoff_out.id = numbered.id`,
      `CREATE INDEX handoff_out_lowest ON handoff_out (recipient, stream, seq) WHERE state = 'open'`,
      `CREATE INDEX handoff_out_proof ON handoff_out (proof) WHERE state <> 'open'`,
      // The numbering in use for each recipient.
      'CREATE TABLE handoff_stream (recipient TEXT NOT NULL PRIMARY KEY, stream TEXT NOT NULL, next_seq BIGINT NOT NULL) CLUSTERED',
      `INSERT INTO handoff_stream (recipient, stream, next_seq)
        SELECT recipient, 'unnumbered', max(seq) + 1 FROM handoff_out WHERE state = 'open' GROUP BY recipient`,
      'ALTER TABLE handoff_proof ADD COLUMN stored_at BIGINT NOT NULL DEFAULT 0',
      `UPDATE handoff_proof SET stored_at = COALESCE(
        (SELECT max(resolved_at) FROM handoff_out WHERE state <> 'open' AND proof = handoff_proof.hash), 0)`,
      'CREATE INDEX handoff_proof_age ON handoff_proof (stored_at, hash)',
      // Without a number: outcomes from before there were numbers. They are kept, because no watermark covers them.
      'ALTER TABLE handoff_in ADD COLUMN stream TEXT',
      'ALTER TABLE handoff_in ADD COLUMN seq BIGINT',
      'CREATE INDEX handoff_in_number ON handoff_in (sender, stream, seq) WHERE seq IS NOT NULL',
      'CREATE TABLE handoff_watermark (sender TEXT NOT NULL, stream TEXT NOT NULL, resolved_below BIGINT NOT NULL, PRIMARY KEY (sender, stream)) CLUSTERED',
    ],
  },
]
