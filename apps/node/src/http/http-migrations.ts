import type { Migration } from '@evenkeel/kernel'

/** What the HTTP server keeps in the store of each party that it serves. */
export const httpMigrations: readonly Migration[] = [
  {
    id: 'node/0001-http',
    statements: [
      `CREATE TABLE api_key (
        key_hash BYTES NOT NULL,
        key_id TEXT NOT NULL,
        label TEXT NOT NULL,
        scopes TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        revoked_at BIGINT,
        PRIMARY KEY (key_hash)
      ) CLUSTERED`,
      'CREATE UNIQUE INDEX api_key_by_id ON api_key (key_id)',
      // `answer` is sealed under what only the caller has; absent until the request was decided.
      `CREATE TABLE http_request (
        request_id TEXT NOT NULL,
        content_hash BYTES NOT NULL,
        answer BYTES,
        kept_until BIGINT NOT NULL,
        PRIMARY KEY (request_id)
      )`,
      'CREATE INDEX http_request_by_end ON http_request (kept_until)',
    ],
  },
]
