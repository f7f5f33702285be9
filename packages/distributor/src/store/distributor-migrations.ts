import type { Migration } from '@evenkeel/kernel'

/** Tables of the distributor. Amounts are 16 bytes big-endian. */
export const distributorMigrations: readonly Migration[] = [
  {
    id: 'distributor/0001-campaigns-claims',
    statements: [
      `CREATE TABLE campaign (
        campaign_id TEXT NOT NULL PRIMARY KEY,
        rule TEXT NOT NULL,
        rule_hash TEXT NOT NULL,
        state TEXT NOT NULL,
        announced_at BIGINT NOT NULL,
        opens_at BIGINT NOT NULL,
        closes_at BIGINT NOT NULL,
        opened_at BIGINT,
        closed_at BIGINT
      )`,
      // What must be acknowledged before a campaign opens; reason is set if it was refused.
      `CREATE TABLE campaign_gate (
        handoff_id TEXT NOT NULL PRIMARY KEY,
        campaign_id TEXT NOT NULL,
        acknowledged_at BIGINT,
        reason TEXT
      )`,
      // Claims and amounts by state, written with every change, so that nobody has to count. The sum may exceed 16 bytes, hence text.
      `CREATE TABLE campaign_total (
        campaign_id TEXT NOT NULL,
        state TEXT NOT NULL,
        claims BIGINT NOT NULL,
        amount TEXT NOT NULL,
        PRIMARY KEY (campaign_id, state)
      ) CLUSTERED`,
      `CREATE TABLE allocation (
        campaign_id TEXT NOT NULL,
        position BIGINT NOT NULL,
        entry TEXT NOT NULL,
        amount BYTES NOT NULL,
        claim_id TEXT,
        PRIMARY KEY (campaign_id, position)
      ) CLUSTERED`,
      'CREATE UNIQUE INDEX allocation_entry ON allocation (campaign_id, entry)',
      // Who is loading the table of a campaign that does not exist yet.
      'CREATE TABLE allocation_load (campaign_id TEXT NOT NULL PRIMARY KEY, attempt TEXT NOT NULL)',
      'CREATE TABLE asset_scale (asset TEXT NOT NULL PRIMARY KEY, scale BIGINT NOT NULL) CLUSTERED',
      // D2. Rows stay for ever, also when the claim is refused later.
      `CREATE TABLE nullifier (
        campaign_id TEXT NOT NULL,
        period TEXT NOT NULL,
        nullifier TEXT NOT NULL,
        claim_id TEXT NOT NULL,
        PRIMARY KEY (campaign_id, period, nullifier)
      ) CLUSTERED`,
      // Not clustered: rows are long, and appending them keeps the pages of claims that are settled together together.
      `CREATE TABLE claim (
        claim_id TEXT NOT NULL PRIMARY KEY,
        campaign_id TEXT NOT NULL,
        receipt_id TEXT NOT NULL,
        handle TEXT NOT NULL,
        body_hash BYTES NOT NULL,
        ticket TEXT,
        payout BYTES,
        amount BYTES,
        state TEXT NOT NULL,
        reason TEXT,
        since BIGINT NOT NULL,
        due_at BIGINT,
        history TEXT NOT NULL,
        transfer_version BIGINT NOT NULL,
        reserved_version BIGINT NOT NULL,
        returned_version BIGINT NOT NULL,
        decision_version BIGINT NOT NULL,
        rail_receipt TEXT,
        concern TEXT
      )`,
      'CREATE INDEX claim_due ON claim (due_at, claim_id) WHERE due_at IS NOT NULL',
    ],
  },
  {
    id: 'distributor/0002-appeals',
    statements: ['ALTER TABLE claim ADD COLUMN decided_at BIGINT'],
  },
  {
    id: 'distributor/0003-appeals-by-claimants',
    statements: ['ALTER TABLE claim ADD COLUMN appeal TEXT'],
  },
]
