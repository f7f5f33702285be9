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
  {
    id: 'verifier/0004-witnessed-heads',
    statements: [
      // Over all that the document says; none for plain lists, and for those from before this column.
      'ALTER TABLE evidence_head ADD COLUMN hash TEXT',
      // A time beyond our clock that a genuine document has shown (S12).
      'ALTER TABLE evidence_head ADD COLUMN ahead_ms BIGINT',
      // Of two contrary documents; until a later one settles it (S8).
      'ALTER TABLE evidence_head ADD COLUMN equivocated_seq BIGINT',
      // Heads that were used: those that the log still owes a proof, and of each scope the newest that it has shown.
      `CREATE TABLE head_proof (
        kind TEXT NOT NULL,
        scope TEXT NOT NULL,
        seq BIGINT NOT NULL,
        log_scope TEXT NOT NULL,
        actor TEXT NOT NULL,
        body_hash TEXT NOT NULL,
        issued_at_ms BIGINT NOT NULL,
        witnessed_at_ms BIGINT,
        reported BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (kind, scope, seq)
      )`,
      // The newest time that a quorum of a log's witnesses has shown.
      'CREATE TABLE witnessed_time (origin TEXT NOT NULL PRIMARY KEY, at_ms BIGINT NOT NULL)',
      // Two compact JWS of one state of a scope that cannot both be true: the portable proof.
      `CREATE TABLE equivocation (
        id TEXT NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        scope TEXT NOT NULL,
        seq BIGINT NOT NULL,
        detected_at_ms BIGINT NOT NULL,
        a BYTES NOT NULL,
        b BYTES NOT NULL
      )`,
      // What a receipt's decision would have been with a status from after it: the link between the two verdicts (S11).
      `CREATE TABLE reconciled_decision (
        receipt_id TEXT NOT NULL PRIMARY KEY,
        verdict_hash TEXT NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT,
        reconciled_at_ms BIGINT NOT NULL
      )`,
    ],
  },
  {
    id: 'verifier/0005-shared-bundles',
    statements: [
      // The bundle that the evidence is in, named by one of its receipts; the receipt's own for those from before this column.
      'ALTER TABLE receipt ADD COLUMN bundle_id TEXT',
    ],
  },
  {
    id: 'verifier/0006-rechecks',
    statements: [
      // Receipts that are to be looked at once more: here, or by another verifier that is handed the evidence; sealed is evidence handed over.
      `CREATE TABLE recheck (
        item_id TEXT NOT NULL,
        receipt_id TEXT NOT NULL,
        sent_by TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        distributor TEXT NOT NULL,
        attempt BIGINT NOT NULL,
        certified TEXT NOT NULL,
        looked_at_by TEXT NOT NULL,
        until_ms BIGINT NOT NULL,
        look_at_ms BIGINT NOT NULL,
        sealed BYTES,
        PRIMARY KEY (item_id, receipt_id)
      )`,
      'CREATE INDEX recheck_due ON recheck (look_at_ms, item_id, receipt_id)',
    ],
  },
]
