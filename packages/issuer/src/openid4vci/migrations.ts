import type { Migration } from '@evenkeel/kernel'

/** What is kept of issuing to wallets. Codes and tokens are nowhere: they are derived from the offer's id under the issuer's secret. */
export const openid4vciMigrations: readonly Migration[] = [
  {
    id: 'issuer-openid4vci/0001-offers',
    statements: [
      // content is sealed: what to issue, then for a short time what was issued, then nothing. exchanges counts tokens given for the offer,
      // of which only the last holds. ends_ms is when the state's default fires, kept_until_ms when the row goes. An offer that replaces
      // a credential names it, the offer it came from, and when the old one ends at the latest. notified lists what its wallet has told.
      `CREATE TABLE vci_offer (
        id TEXT NOT NULL PRIMARY KEY,
        seq BIGINT NOT NULL,
        configuration TEXT NOT NULL,
        state TEXT NOT NULL,
        content BYTES,
        request_tag TEXT NOT NULL,
        subject_tag TEXT NOT NULL,
        batch_size BIGINT NOT NULL,
        deferred BIGINT NOT NULL,
        tx_code BIGINT NOT NULL,
        tx_code_attempts BIGINT NOT NULL,
        exchanges BIGINT NOT NULL,
        token_ends_ms BIGINT NOT NULL,
        holder_keys TEXT,
        reason TEXT,
        previous TEXT,
        replaces TEXT,
        old_ends_ms BIGINT,
        notified TEXT,
        created_ms BIGINT NOT NULL,
        ends_ms BIGINT,
        kept_until_ms BIGINT NOT NULL
      )`,
      'CREATE UNIQUE INDEX vci_offer_seq ON vci_offer (seq)',
      'CREATE INDEX vci_offer_ends ON vci_offer (ends_ms)',
      'CREATE INDEX vci_offer_kept ON vci_offer (kept_until_ms)',
      'CREATE INDEX vci_offer_old_ends ON vci_offer (old_ends_ms)',
      'CREATE INDEX vci_offer_previous ON vci_offer (previous)',
      'CREATE INDEX vci_offer_replaces ON vci_offer (replaces)',
      `CREATE TABLE vci_credential (
        id TEXT NOT NULL PRIMARY KEY,
        offer TEXT NOT NULL,
        position BIGINT NOT NULL
      )`,
      'CREATE INDEX vci_credential_offer ON vci_credential (offer, position)',
      'CREATE TABLE vci_nonce (nonce TEXT NOT NULL PRIMARY KEY, ends_ms BIGINT NOT NULL)',
      'CREATE INDEX vci_nonce_ends ON vci_nonce (ends_ms)',
    ],
  },
]
