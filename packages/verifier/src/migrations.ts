import type { Migration } from '@evenkeel/kernel'

/** The verifier's schema: evidence that must not go back in time, what was used up, and what was decided. */
export const verifierMigrations: readonly Migration[] = [
  {
    id: 'verifier/0001-verdicts',
    statements: [
      // The newest document of each scope, as it was signed. seq never decreases (S6).
      `CREATE TABLE evidence_head (
        kind TEXT NOT NULL,
        scope TEXT NOT NULL,
        seq BIGINT NOT NULL,
        root TEXT NOT NULL,
        issued_at_ms BIGINT NOT NULL,
        document BYTES NOT NULL,
        observed_at_ms BIGINT NOT NULL,
        PRIMARY KEY (kind, scope)
      )`,
      'CREATE TABLE used_nonce (nonce TEXT NOT NULL PRIMARY KEY, until_ms BIGINT NOT NULL)',
      'CREATE INDEX used_nonce_until ON used_nonce (until_ms)',
      `CREATE TABLE campaign_rule (
        campaign_id TEXT NOT NULL PRIMARY KEY,
        distributor TEXT NOT NULL,
        rule TEXT NOT NULL
      )`,
      // The verdict carries declared outputs only, no other claim values.
      `CREATE TABLE receipt (
        id TEXT NOT NULL PRIMARY KEY,
        campaign_id TEXT NOT NULL,
        handle TEXT NOT NULL,
        verdict_hash TEXT NOT NULL,
        verdict TEXT NOT NULL,
        signed_at_ms BIGINT NOT NULL
      )`,
      'CREATE INDEX receipt_handle ON receipt (handle, id)',
    ],
  },
  {
    id: 'verifier/0002-evidence-bundles',
    statements: [
      // What a receipt's verdict was decided from, encrypted, without the rule and the documents.
      `CREATE TABLE evidence_bundle (
        receipt_id TEXT NOT NULL PRIMARY KEY,
        until_ms BIGINT NOT NULL,
        sealed BYTES NOT NULL
      )`,
      'CREATE INDEX evidence_bundle_until ON evidence_bundle (until_ms)',
      // Lists as they were retrieved, by SHA-256. until_ms is no earlier than that of any bundle that refers to the document.
      `CREATE TABLE evidence_document (
        hash TEXT NOT NULL PRIMARY KEY,
        until_ms BIGINT NOT NULL,
        document BYTES NOT NULL
      )`,
      'CREATE INDEX evidence_document_until ON evidence_document (until_ms)',
    ],
  },
  {
    id: 'verifier/0003-answers',
    statements: [
      // Verdict and receipt of a request over HTTP, encrypted: see `keep-answer.ts`.
      `CREATE TABLE verification_answer (
        request_id TEXT NOT NULL PRIMARY KEY,
        until_ms BIGINT NOT NULL,
        sealed BYTES NOT NULL
      )`,
      'CREATE INDEX verification_answer_until ON verification_answer (until_ms)',
    ],
  },
]
