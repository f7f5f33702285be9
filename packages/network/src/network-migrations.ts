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
]
