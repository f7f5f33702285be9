import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { worldParties } from '@evenkeel/node'

/**
 * Everything in a world that a command may change, read behind its back: the rows of every role. Status lists and accreditation lists are
 * left out, because time alone renews their leases, and so are their log entries and cosignatures.
 */
export function describeWorld(directory: string): Readonly<Record<string, unknown>> {
  return {
    campaigns: rows(directory, 'distributor', 'SELECT campaign_id, rule_hash, state FROM campaign'),
    totals: rows(
      directory,
      'distributor',
      'SELECT campaign_id, state, claims, amount FROM campaign_total',
    ),
    allocations: rows(directory, 'distributor', 'SELECT count(*) AS n FROM allocation'),
    accounts: rows(directory, 'ledger', 'SELECT * FROM ledger_account'),
    journal: rows(directory, 'ledger', 'SELECT count(*) AS n FROM ledger_journal'),
    issued: ['issuer-strict', 'issuer-sloppy'].map((issuer) =>
      rows(directory, issuer, 'SELECT id, status, reason FROM issued_credential'),
    ),
    accreditations: rows(directory, 'network', 'SELECT act, state FROM accreditation_act'),
    held: rows(directory, 'holder', 'SELECT id FROM held_credential'),
    custody: worldParties.map(({ id }) =>
      rows(
        directory,
        id,
        `SELECT count(*) AS n FROM handoff_out WHERE kind NOT IN ('network.append', 'network.cosign', 'observer.record')`,
      ),
    ),
    log: rows(
      directory,
      'network',
      `SELECT leaf FROM log_entry WHERE scope <> 'accreditations' AND scope NOT LIKE 'https:%' ORDER BY idx`,
    ),
  }
}

function rows(directory: string, party: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(directory, `${party}.db`), { readOnly: true })
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}
