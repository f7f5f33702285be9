import type { Migration } from '@evenkeel/kernel'

/** The schema of presentation sessions, beside the verifier's own. */
export const openid4vpMigrations: readonly Migration[] = [
  {
    id: 'verifier/openid4vp-0001-sessions',
    statements: [
      // id is what the wallet's URLs carry; the session id, which reads the result, is not kept. What is personal is sealed.
      `CREATE TABLE presentation_session (
        id TEXT NOT NULL PRIMARY KEY,
        expires_at_ms BIGINT NOT NULL,
        state TEXT NOT NULL,
        attempts BIGINT NOT NULL,
        last_reason TEXT,
        answer_hash TEXT,
        request BYTES NOT NULL,
        result BYTES
      )`,
      'CREATE INDEX presentation_session_expires ON presentation_session (expires_at_ms)',
    ],
  },
]
