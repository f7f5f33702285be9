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
  {
    id: 'distributor/0005-windows-under-load',
    statements: [
      // The hash of the newest dry run of its rule.
      'ALTER TABLE campaign ADD COLUMN dry_run TEXT',
      // Of a rule that waits for those for whom there was no room: how long it has to be quiet before it closes, when it closes nevertheless,
      // when somebody was refused last, and how long knocks count after the closing. Then the tickets are fixed.
      'ALTER TABLE campaign ADD COLUMN quiet_ms BIGINT',
      'ALTER TABLE campaign ADD COLUMN closes_by BIGINT',
      'ALTER TABLE campaign ADD COLUMN refused_at BIGINT',
      'ALTER TABLE campaign ADD COLUMN knocks_ms BIGINT',
      'ALTER TABLE campaign ADD COLUMN tickets_fixed_at BIGINT',
      'UPDATE campaign SET tickets_fixed_at = closed_at WHERE ticket_root IS NOT NULL',
      // What was given to claims that have something in common, for campaigns that limit it: the kind of limit, a space, and what it is.
      `CREATE TABLE limit_use (
        campaign_id TEXT NOT NULL,
        limit_key TEXT NOT NULL,
        claims BIGINT NOT NULL,
        amount TEXT NOT NULL,
        PRIMARY KEY (campaign_id, limit_key)
      ) CLUSTERED`,
      `INSERT INTO limit_use (campaign_id, limit_key, claims, amount)
       SELECT campaign_id, 'perVerifier ' || verifier, claims, amount FROM verifier_use`,
      'DROP TABLE verifier_use',
      // The same of a claim in a batch window, as JSON.
      'ALTER TABLE window_entry ADD COLUMN limit_keys TEXT',
      // Values that parties have revealed for a draw.
      `CREATE TABLE seed_reveal (
        campaign_id TEXT NOT NULL,
        party TEXT NOT NULL,
        salt TEXT NOT NULL,
        value TEXT NOT NULL,
        revealed_at BIGINT NOT NULL,
        PRIMARY KEY (campaign_id, party)
      ) CLUSTERED`,
    ],
  },
  {
    id: 'distributor/0006-payment-gate',
    statements: [
      'ALTER TABLE claim ADD COLUMN wait TEXT',
      // Who signed the receipt, when the claim came by this party's own clock, and the hash of what the receipt certifies.
      'ALTER TABLE claim ADD COLUMN verifier TEXT',
      'ALTER TABLE claim ADD COLUMN arrived_at BIGINT',
      'ALTER TABLE claim ADD COLUMN certified TEXT',
      // What rests on a verifier's word, in the order in which it came.
      'CREATE INDEX claim_verifier ON claim (verifier, arrived_at, claim_id) WHERE verifier IS NOT NULL',
      // When the gate looks at the claim again.
      'ALTER TABLE payment_wait ADD COLUMN look_at BIGINT NOT NULL DEFAULT 0',
      'CREATE INDEX payment_wait_due ON payment_wait (look_at, campaign_id, claim_id)',
      // When the entries of a batch window were handed to the gate.
      'ALTER TABLE campaign ADD COLUMN rechecked_at BIGINT',
      // Until when those who are not in the cohort wait; and when the cohort was through, or had failed.
      'ALTER TABLE campaign ADD COLUMN canary_until BIGINT',
      'ALTER TABLE campaign ADD COLUMN canary_done_at BIGINT',
      'CREATE TABLE canary_claim (claim_id TEXT NOT NULL PRIMARY KEY, campaign_id TEXT NOT NULL) CLUSTERED',
      'CREATE INDEX canary_campaign ON canary_claim (campaign_id, claim_id)',
      // The newest question about a claim's receipt to each verifier, and its answer.
      `CREATE TABLE claim_recheck (
        claim_id TEXT NOT NULL,
        verifier TEXT NOT NULL,
        certified TEXT NOT NULL,
        attempt BIGINT NOT NULL,
        holds BIGINT NOT NULL,
        until_at BIGINT NOT NULL,
        outcome TEXT,
        reason TEXT,
        seq BIGINT,
        answered_at BIGINT,
        PRIMARY KEY (claim_id, verifier)
      ) CLUSTERED`,
      'CREATE INDEX claim_recheck_certified ON claim_recheck (certified)',
      // Verifiers whose word does not count for a while: proposed by one person, in force when another has confirmed it.
      `CREATE TABLE verifier_hold (
        verifier TEXT NOT NULL,
        proposed_at BIGINT NOT NULL,
        since_at BIGINT NOT NULL,
        for_ms BIGINT NOT NULL,
        evidence TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        confirmed_by TEXT,
        confirmed_at BIGINT,
        until_at BIGINT,
        PRIMARY KEY (verifier, proposed_at, proposed_by)
      )`,
    ],
  },
  {
    id: 'distributor/0007-recovery',
    statements: [
      // What a payment became whose ground was revoked.
      `CREATE TABLE receivable (
        transfer_id TEXT NOT NULL PRIMARY KEY,
        claim_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        cause TEXT NOT NULL,
        debtor TEXT NOT NULL,
        evidence TEXT NOT NULL,
        state TEXT NOT NULL,
        amount BYTES NOT NULL,
        taken BYTES NOT NULL,
        recovered BYTES NOT NULL,
        since BIGINT NOT NULL,
        due_at BIGINT,
        decision_version BIGINT NOT NULL,
        decision TEXT,
        decided_at BIGINT,
        appealed_at BIGINT,
        concern TEXT
      ) CLUSTERED`,
      'CREATE UNIQUE INDEX receivable_claim ON receivable (claim_id)',
      'CREATE INDEX receivable_campaign ON receivable (campaign_id, transfer_id)',
      // What was revoked is named by receipts; their ids begin with the time, so that the index grows at its end.
      'CREATE INDEX claim_receipt ON claim (receipt_id)',
      'CREATE INDEX receivable_due ON receivable (due_at, transfer_id) WHERE due_at IS NOT NULL',
      "CREATE INDEX receivable_paying ON receivable (transfer_id) WHERE state = 'paying'",
      // Money that comes back. by_id: the later payment that it is withheld from, or the statement that shows it.
      `CREATE TABLE receivable_recovery (
        by_id TEXT NOT NULL,
        transfer_id TEXT NOT NULL,
        how TEXT NOT NULL,
        amount BYTES NOT NULL,
        state TEXT NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (by_id, transfer_id)
      ) CLUSTERED`,
      'CREATE INDEX receivable_recovery_of ON receivable_recovery (transfer_id)',
      // Who a claimant is in the earlier campaigns that the rule offsets against, as the receipt says.
      `CREATE TABLE claim_prior (
        claim_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        nullifier TEXT NOT NULL,
        PRIMARY KEY (claim_id, campaign_id)
      ) CLUSTERED`,
      `CREATE TABLE payout_change (
        claim_id TEXT NOT NULL,
        requested_at BIGINT NOT NULL,
        target BYTES NOT NULL,
        state TEXT NOT NULL,
        due_at BIGINT,
        look_at BIGINT,
        confirmed_by TEXT,
        second_by TEXT,
        PRIMARY KEY (claim_id, requested_at)
      ) CLUSTERED`,
      "CREATE UNIQUE INDEX payout_change_open ON payout_change (claim_id) WHERE state IN ('requested', 'confirmed')",
      // look_at: when the sweep looks at it; later than due_at while an open period has to end first.
      'CREATE INDEX payout_change_look ON payout_change (look_at, claim_id) WHERE look_at IS NOT NULL',
    ],
  },
  {
    id: 'distributor/0008-vesting',
    statements: [
      'ALTER TABLE claim ADD COLUMN vesting TEXT',
      // What was forfeited of vestings that ended early. A sum over claims may exceed 16 bytes, hence text.
      'ALTER TABLE campaign ADD COLUMN vesting_forfeited TEXT',
      // The payments of claims that are paid in parts, each with its one receipt (D5). The key is the claim's id and the payment's number.
      `CREATE TABLE claim_release (
        release_key TEXT NOT NULL PRIMARY KEY,
        amount BYTES NOT NULL,
        rail_receipt TEXT NOT NULL,
        paid_at BIGINT NOT NULL
      ) CLUSTERED`,
      // Vestings that one person proposes to end, and from when on it counts after another has confirmed it.
      `CREATE TABLE vesting_cancel (
        claim_id TEXT NOT NULL PRIMARY KEY,
        evidence TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        proposed_at BIGINT NOT NULL,
        confirmed_by TEXT,
        effective_at BIGINT,
        sent_at BIGINT
      )`,
      'CREATE INDEX vesting_cancel_due ON vesting_cancel (effective_at, claim_id) WHERE effective_at IS NOT NULL AND sent_at IS NULL',
    ],
  },
  {
    id: 'distributor/0009-revocations',
    statements: [
      // Who took the end of a vesting back; acts: how much was logged about it.
      'ALTER TABLE vesting_cancel ADD COLUMN withdrawn_by TEXT',
      'ALTER TABLE vesting_cancel ADD COLUMN acts BIGINT NOT NULL DEFAULT 0',
      // Why the ledger did not take a change of the payee.
      'ALTER TABLE payout_change ADD COLUMN reason TEXT',
      // What two people say about the ground of claims that are not paid, and upon which evidence.
      `CREATE TABLE revocation (
        claim_id TEXT NOT NULL,
        evidence TEXT NOT NULL,
        cause TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        proposed_at BIGINT NOT NULL,
        confirmed_by TEXT,
        confirmed_at BIGINT,
        PRIMARY KEY (claim_id, evidence)
      ) CLUSTERED`,
    ],
  },
  {
    id: 'distributor/0010-entry-root',
    statements: [
      // Of a batch window with limits in count: the root of all its entries, logged with its tickets.
      'ALTER TABLE campaign ADD COLUMN entry_root TEXT',
    ],
  },
]
