import type { Migration } from '@evenkeel/kernel'

/** Tables of the network: the transparency log, and the accreditations. */
export const networkMigrations: readonly Migration[] = [
  {
    id: 'network/0001-log',
    statements: [
      'CREATE TABLE log_pending (leaf_hash BYTES NOT NULL PRIMARY KEY, leaf TEXT NOT NULL, received_at BIGINT NOT NULL)',
      'CREATE INDEX log_pending_order ON log_pending (received_at, leaf_hash)',
      `CREATE TABLE log_entry (
        idx BIGINT NOT NULL PRIMARY KEY,
        leaf_hash BYTES NOT NULL UNIQUE,
        scope TEXT NOT NULL,
        leaf TEXT NOT NULL,
        received_at BIGINT NOT NULL
      )`,
      'CREATE INDEX log_entry_scope ON log_entry (scope, idx)',
      // Complete nodes only: they never change.
      'CREATE TABLE log_node (level BIGINT NOT NULL, idx BIGINT NOT NULL, hash BYTES NOT NULL, PRIMARY KEY (level, idx)) CLUSTERED',
      // The text is committed with the entries it counts; the note is that text with its signature, added afterwards.
      'CREATE TABLE log_checkpoint (size BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL, note TEXT)',
      // One row: whoever appends moves the size on from the value it read.
      'CREATE TABLE log_tree (one BIGINT NOT NULL PRIMARY KEY, size BIGINT NOT NULL)',
      'INSERT INTO log_tree (one, size) VALUES (1, 0)',
    ],
  },
  {
    id: 'network/0002-accreditations',
    statements: [
      `CREATE TABLE accreditation (
        subject TEXT NOT NULL,
        action TEXT NOT NULL,
        act_id TEXT NOT NULL,
        decided_at BIGINT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (subject, action)
      ) CLUSTERED`,
      // Every act for ever, also one that came after a newer act and changed nothing.
      `CREATE TABLE accreditation_act (
        act_id TEXT NOT NULL PRIMARY KEY,
        subject TEXT NOT NULL,
        decided_at BIGINT NOT NULL,
        act TEXT NOT NULL
      )`,
      'CREATE INDEX accreditation_act_subject ON accreditation_act (subject, decided_at, act_id)',
      // acts: how many acts the list knows. token: the payload signed, added after the payload and its exp are durable.
      `CREATE TABLE accreditation_list (
        seq BIGINT NOT NULL PRIMARY KEY,
        iat BIGINT NOT NULL,
        exp BIGINT NOT NULL,
        acts BIGINT NOT NULL,
        body_hash TEXT NOT NULL,
        payload TEXT NOT NULL,
        token TEXT
      )`,
    ],
  },
  {
    id: 'network/0003-witnesses',
    statements: [
      'ALTER TABLE log_checkpoint ADD COLUMN signed_at BIGINT',
      // The newest cosignature of each witness for a size; the line is the note's, without its newline.
      'CREATE TABLE log_cosignature (witness TEXT NOT NULL, size BIGINT NOT NULL, time_s BIGINT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (witness, size)) CLUSTERED',
      // The first leaf of each place, and the first of another body there.
      'CREATE TABLE log_head (scope TEXT NOT NULL, seq BIGINT NOT NULL, actor TEXT NOT NULL, idx BIGINT NOT NULL, body_hash TEXT NOT NULL, PRIMARY KEY (scope, seq, actor)) CLUSTERED',
      'CREATE TABLE log_equivocation (scope TEXT NOT NULL, seq BIGINT NOT NULL, actor TEXT NOT NULL, idx BIGINT NOT NULL UNIQUE, first_idx BIGINT NOT NULL, PRIMARY KEY (scope, seq, actor)) CLUSTERED',
    ],
  },
  {
    id: 'network/0004-announced-acts',
    statements: [
      // state: announced, until the act stands (in_force), or is void or cancelled. effective_at: T, or when an immediate act was recorded.
      // listed_until: when the last list that tells of it ends.
      "ALTER TABLE accreditation_act ADD COLUMN action TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE accreditation_act ADD COLUMN state TEXT NOT NULL DEFAULT 'in_force'",
      'ALTER TABLE accreditation_act ADD COLUMN effective_at BIGINT NOT NULL DEFAULT 0',
      'ALTER TABLE accreditation_act ADD COLUMN listed_until BIGINT NOT NULL DEFAULT 0',
      "CREATE INDEX accreditation_act_announced ON accreditation_act (effective_at) WHERE state = 'announced'",
    ],
  },
  {
    id: 'network/0005-relay',
    statements: [
      // The last heads that were handed out: never an older one again. fetched: how often. equivocated: 1 once another of the seq was seen.
      'CREATE TABLE relayed_head (scope TEXT NOT NULL, seq BIGINT NOT NULL, hash TEXT NOT NULL, exp BIGINT NOT NULL, fetched BIGINT NOT NULL, equivocated BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (scope, seq)) CLUSTERED',
    ],
  },
]
