import type { Migration } from '@evenkeel/kernel'

/** The holder's schema. Seeds and credentials are as secret as the store is. */
export const holderMigrations: readonly Migration[] = [
  {
    id: 'holder/0001-wallet',
    statements: [
      `CREATE TABLE holder_key (
        key_id TEXT NOT NULL PRIMARY KEY,
        alg TEXT NOT NULL,
        seed BYTES NOT NULL
      )`,
      `CREATE TABLE held_credential (
        id TEXT NOT NULL PRIMARY KEY,
        key_id TEXT NOT NULL,
        vct TEXT NOT NULL,
        issuer TEXT NOT NULL,
        credential TEXT NOT NULL,
        stored_at_ms BIGINT NOT NULL
      )`,
    ],
  },
]
