import type { Migration } from '@evenkeel/kernel'

/** The issuer's schema. Bits and tokens are apart from the counters, which every issue writes. */
export const issuerMigrations: readonly Migration[] = [
  {
    id: 'issuer/0001-credentials',
    statements: [
      // change_seq counts changes of the bits, published_seq is how many of them the served token has; last_iat and exp_max are of any
      // token that may have been signed, in seconds.
      `CREATE TABLE status_list (
        number BIGINT NOT NULL PRIMARY KEY,
        used BIGINT NOT NULL,
        change_seq BIGINT NOT NULL,
        published_seq BIGINT NOT NULL,
        last_iat BIGINT NOT NULL,
        exp_max BIGINT NOT NULL
      )`,
      'CREATE TABLE status_bits (number BIGINT NOT NULL PRIMARY KEY, bits BYTES NOT NULL)',
      `CREATE TABLE status_token (
        number BIGINT NOT NULL PRIMARY KEY,
        token TEXT NOT NULL,
        iat BIGINT NOT NULL,
        exp BIGINT NOT NULL
      )`,
      // seq numbers the credentials for ever. change_seq is the list's when the status last changed, effective_by_ms when that change has
      // reached everybody.
      `CREATE TABLE issued_credential (
        id TEXT NOT NULL PRIMARY KEY,
        seq BIGINT NOT NULL,
        list_number BIGINT NOT NULL,
        status_index BIGINT NOT NULL,
        vct TEXT NOT NULL,
        holder_key TEXT NOT NULL,
        issued_at_ms BIGINT NOT NULL,
        expires_at_ms BIGINT NOT NULL,
        status BIGINT NOT NULL,
        reason TEXT,
        changed_at_ms BIGINT,
        change_seq BIGINT,
        effective_by_ms BIGINT
      )`,
      'CREATE UNIQUE INDEX issued_credential_seq ON issued_credential (seq)',
      'CREATE UNIQUE INDEX issued_credential_slot ON issued_credential (list_number, status_index)',
      'CREATE INDEX issued_credential_change ON issued_credential (list_number, change_seq)',
    ],
  },
  {
    id: 'issuer/0002-content-tags',
    // Null in what was issued before.
    statements: ['ALTER TABLE issued_credential ADD COLUMN content_tag TEXT'],
  },
  {
    id: 'issuer/0003-heads',
    statements: [
      // What is or will be served: all forms of one state of the list. iat and the ends are seconds; before release_ms nobody gets it.
      `CREATE TABLE status_publication (
        number BIGINT NOT NULL,
        iat BIGINT NOT NULL,
        release_ms BIGINT NOT NULL,
        head_exp BIGINT NOT NULL,
        plain_exp BIGINT NOT NULL,
        head TEXT NOT NULL,
        token TEXT NOT NULL,
        revocation TEXT NOT NULL,
        suspension TEXT NOT NULL,
        PRIMARY KEY (number, iat)
      )`,
      'DROP TABLE status_token',
      // The seconds taken by publications that were signed ahead of one turn of the bits.
      'ALTER TABLE status_list ADD COLUMN ahead_first BIGINT NOT NULL DEFAULT 0',
      'ALTER TABLE status_list ADD COLUMN ahead_last BIGINT NOT NULL DEFAULT 0',
      // Announced changes. listed_exp_max is of any head that may tell of the act, in seconds; pending, done, replaced or cancelled.
      `CREATE TABLE status_act (
        id TEXT NOT NULL PRIMARY KEY,
        list_number BIGINT NOT NULL,
        status_index BIGINT NOT NULL,
        credential TEXT NOT NULL,
        value BIGINT NOT NULL,
        reason TEXT NOT NULL,
        announced_at_ms BIGINT NOT NULL,
        effective_at_ms BIGINT NOT NULL,
        listed_exp_max BIGINT NOT NULL,
        state TEXT NOT NULL
      )`,
      'CREATE INDEX status_act_list ON status_act (list_number, state, effective_at_ms, id)',
      'CREATE INDEX status_act_credential ON status_act (credential, state)',
    ],
  },
  {
    id: 'issuer/0004-act-modes',
    // `online`, or null for coordinated.
    statements: ['ALTER TABLE status_act ADD COLUMN mode TEXT'],
  },
  {
    id: 'issuer/0005-lists-apart',
    statements: [
      // A list as publications carry it, by its root: many of them, one after another, carry the same.
      `CREATE TABLE status_compressed (
        number BIGINT NOT NULL,
        root TEXT NOT NULL,
        list BYTES NOT NULL,
        revocation BYTES NOT NULL,
        suspension BYTES NOT NULL,
        PRIMARY KEY (number, root)
      )`,
      // Null in what was published before, whose forms are whole.
      'ALTER TABLE status_publication ADD COLUMN root TEXT',
    ],
  },
  {
    id: 'issuer/0006-bits-in-pages',
    statements: [
      `CREATE TABLE status_page (
        number BIGINT NOT NULL,
        page BIGINT NOT NULL,
        bits BYTES NOT NULL,
        PRIMARY KEY (number, page)
      )`,
      // Pages of 16,384 bytes, the last of a list shorter.
      `INSERT INTO status_page (number, page, bits)
        WITH RECURSIVE cut (number, page) AS (
          SELECT number, 0 FROM status_bits
          UNION ALL
          SELECT c.number, c.page + 1 FROM cut c JOIN status_bits b ON b.number = c.number
            WHERE (c.page + 1) * 16384 < octet_length(b.bits)
        )
        SELECT c.number, c.page, substr(b.bits, c.page * 16384 + 1, 16384)
          FROM cut c JOIN status_bits b ON b.number = c.number`,
      'DROP TABLE status_bits',
    ],
  },
]
