import type { Migration } from '@evenkeel/kernel'

/** Tables of a witness. */
export const witnessMigrations: readonly Migration[] = [
  {
    id: 'witness/0001-logs',
    statements: [
      // The newest tree that was cosigned, or is about to be: durable before the signature. line: the signature, once it is there.
      `CREATE TABLE witnessed_log (
        origin TEXT NOT NULL PRIMARY KEY,
        size BIGINT NOT NULL,
        root BYTES NOT NULL,
        note TEXT NOT NULL,
        time_s BIGINT NOT NULL,
        line TEXT
      )`,
      // Two notes by one log that do not go together.
      `CREATE TABLE log_fork (
        id TEXT NOT NULL PRIMARY KEY,
        origin TEXT NOT NULL,
        reason TEXT NOT NULL,
        held TEXT NOT NULL,
        offered TEXT NOT NULL,
        found_at BIGINT NOT NULL
      )`,
      'CREATE INDEX log_fork_order ON log_fork (found_at, id)',
    ],
  },
]
