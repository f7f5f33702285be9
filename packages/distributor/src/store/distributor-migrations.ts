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
  {
    id: 'distributor/0004-lifecycle-and-windows',
    statements: [
      // Who proposed the rule's hash, and who confirmed it.
      'ALTER TABLE campaign ADD COLUMN proposed_by TEXT',
      'ALTER TABLE campaign ADD COLUMN confirmed_by TEXT',
      // Where a paused campaign goes back to, and when.
      'ALTER TABLE campaign ADD COLUMN resume_state TEXT',
      'ALTER TABLE campaign ADD COLUMN paused_until BIGINT',
      // Of a batch window: milliseconds from the closing to the allocation; NULL for an instant one.
      'ALTER TABLE campaign ADD COLUMN allocate_after BIGINT',
      'ALTER TABLE campaign ADD COLUMN tickets BIGINT',
      'ALTER TABLE campaign ADD COLUMN ticket_root TEXT',
      'ALTER TABLE campaign ADD COLUMN beacon TEXT',
      // From then on the entries that share are fixed.
      'ALTER TABLE campaign ADD COLUMN allocated_at BIGINT',
      'ALTER TABLE campaign ADD COLUMN tickets_shared BIGINT',
      'ALTER TABLE campaign ADD COLUMN allocation_root TEXT',
      'ALTER TABLE campaign ADD COLUMN settled_at BIGINT',
      "UPDATE campaign SET state = 'settling' WHERE state = 'closed'",
      `CREATE TABLE campaign_pause (
        campaign_id TEXT NOT NULL,
        from_at BIGINT NOT NULL,
        until_at BIGINT NOT NULL,
        paused_by TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (campaign_id, from_at)
      )`,
      // The claims of a batch window, by what they are allocated by. Outputs are what the receipt says.
      `CREATE TABLE window_entry (
        campaign_id TEXT NOT NULL,
        claim_id TEXT NOT NULL,
        entry TEXT NOT NULL,
        tier TEXT,
        weight TEXT,
        ticket_hash BYTES NOT NULL,
        taken_out BIGINT,
        share BYTES,
        PRIMARY KEY (campaign_id, claim_id)
      ) CLUSTERED`,
      // What was given on the word of each verifier, for campaigns that limit it. The sum may exceed 16 bytes, hence text.
      `CREATE TABLE verifier_use (
        campaign_id TEXT NOT NULL,
        verifier TEXT NOT NULL,
        claims BIGINT NOT NULL,
        amount TEXT NOT NULL,
        PRIMARY KEY (campaign_id, verifier)
      ) CLUSTERED`,
      // Claims whose payment is ordered once their campaign is not paused.
      `CREATE TABLE payment_wait (
        campaign_id TEXT NOT NULL,
        claim_id TEXT NOT NULL,
        PRIMARY KEY (campaign_id, claim_id)
      ) CLUSTERED`,
      // Refused claims whose amount the ledger may still hold.
      "CREATE INDEX claim_returning ON claim (campaign_id, claim_id) WHERE state = 'refused' AND amount IS NOT NULL AND returned_version < transfer_version",
      'CREATE INDEX claim_decided ON claim (campaign_id, decided_at) WHERE decided_at IS NOT NULL',
    ],
  },
]
