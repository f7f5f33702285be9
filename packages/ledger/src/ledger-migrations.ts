import type { Migration } from '@evenkeel/kernel'

/** The ledger's tables. The journal is the truth; accounts, campaigns and transfers are its projection. Amounts are 16 bytes big-endian. */
export const ledgerMigrations: readonly Migration[] = [
  {
    id: 'ledger/0001-journal',
    statements: [
      `CREATE TABLE ledger_journal (
        seq BIGINT NOT NULL PRIMARY KEY,
        prev BYTES NOT NULL,
        hash BYTES NOT NULL,
        entry TEXT NOT NULL
      ) CLUSTERED`,
      `CREATE TABLE ledger_batch (
        last_seq BIGINT NOT NULL PRIMARY KEY,
        totals TEXT NOT NULL
      ) CLUSTERED`,
      `CREATE TABLE ledger_account (
        id TEXT NOT NULL PRIMARY KEY,
        asset TEXT NOT NULL,
        may_overdraw BIGINT NOT NULL,
        debits_posted BYTES NOT NULL,
        credits_posted BYTES NOT NULL,
        debits_pending BYTES NOT NULL,
        credits_pending BYTES NOT NULL,
        last_seq BIGINT NOT NULL
      ) CLUSTERED`,
      `CREATE TABLE ledger_campaign (
        id TEXT NOT NULL PRIMARY KEY,
        asset TEXT NOT NULL,
        owner TEXT NOT NULL,
        funded BYTES NOT NULL,
        returned BYTES NOT NULL
      ) CLUSTERED`,
      // debit, credit, amount and expires_at only of a reserve: what phase two needs to know.
      `CREATE TABLE ledger_transfer (
        id TEXT NOT NULL PRIMARY KEY,
        content TEXT NOT NULL,
        seq BIGINT NOT NULL,
        state TEXT NOT NULL,
        refused TEXT,
        debit TEXT,
        credit TEXT,
        amount BYTES,
        expires_at BIGINT
      ) CLUSTERED`,
      `CREATE INDEX ledger_transfer_expiry ON ledger_transfer (expires_at, id) WHERE state = 'pending' AND expires_at IS NOT NULL`,
    ],
  },
  {
    id: 'ledger/0002-rail-payment',
    statements: [
      // state: prepared (not sent), submitted (may have arrived), unknown (asked, no answer), settled (with its one receipt, D5).
      // seq: the journal entry that posted the reserve, of which there is one per transfer for ever. Random keys would dirty a page each.
      // payment: what an outside rail is asked for; none where the rail is this ledger's own books.
      `CREATE TABLE rail_payment (
        seq BIGINT NOT NULL PRIMARY KEY,
        transfer_id TEXT NOT NULL,
        rail TEXT NOT NULL,
        payment_id TEXT NOT NULL,
        hash TEXT NOT NULL,
        payment TEXT,
        state TEXT NOT NULL,
        receipt TEXT,
        requested_by TEXT NOT NULL,
        look_at BIGINT NOT NULL,
        looks BIGINT NOT NULL,
        deadline_at BIGINT NOT NULL
      ) CLUSTERED`,
      `CREATE INDEX rail_payment_due ON rail_payment (look_at, seq) WHERE state <> 'settled'`,
    ],
  },
  {
    id: 'ledger/0003-recovery',
    statements: [
      // What is owed back for a payment, of which the account receivable keeps a campaign's sum. payee: the account that was paid.
      `CREATE TABLE ledger_receivable (
        transfer_id TEXT NOT NULL PRIMARY KEY,
        campaign_id TEXT NOT NULL,
        asset TEXT NOT NULL,
        payee TEXT NOT NULL,
        returns BIGINT NOT NULL,
        amount BYTES NOT NULL,
        open BYTES NOT NULL
      ) CLUSTERED`,
    ],
  },
  {
    id: 'ledger/0004-vesting',
    statements: [
      // What a campaign that pays in parts pays when; until paused_until nothing is released.
      `CREATE TABLE vesting_terms (
        campaign_id TEXT NOT NULL PRIMARY KEY,
        schedule TEXT NOT NULL,
        paused_until BIGINT NOT NULL
      ) CLUSTERED`,
      // Settled amounts that are held for their payees, by the journal entry that holds them: random keys would dirty a page each.
      // releases: numbers of releases used up. kept: what a cancellation left of the amount. next_at: NULL when nothing more will be released.
      `CREATE TABLE vesting (
        seq BIGINT NOT NULL PRIMARY KEY,
        transfer_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        payee TEXT NOT NULL,
        amount BYTES NOT NULL,
        released BYTES NOT NULL,
        releases BIGINT NOT NULL,
        kept BYTES,
        cancelled TEXT,
        next_at BIGINT
      ) CLUSTERED`,
      'CREATE UNIQUE INDEX vesting_transfer ON vesting (transfer_id)',
      'CREATE INDEX vesting_due ON vesting (next_at, seq) WHERE next_at IS NOT NULL',
    ],
  },
  {
    id: 'ledger/0005-payee-changes',
    // The number of the change by which the payee is who it is.
    statements: ['ALTER TABLE vesting ADD COLUMN payee_number BIGINT NOT NULL DEFAULT 0'],
  },
  {
    id: 'ledger/0006-paid-in-parts',
    // Of a payment in parts that went to several accounts: to each how much, the one that was paid last first, as JSON.
    statements: ['ALTER TABLE ledger_receivable ADD COLUMN paid_to TEXT'],
  },
  {
    id: 'ledger/0007-paused-vestings',
    // Until when nothing of one vesting is released, whatever its campaign's releases do.
    statements: ['ALTER TABLE vesting ADD COLUMN paused_until BIGINT NOT NULL DEFAULT 0'],
  },
]
