import {
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  encodeHex,
  formatMinor,
  type LimitKeys,
  minorFromBytes,
  type Nullifier,
  type ReadTx,
  type Row,
  type Store,
  sha256,
} from '@evenkeel/kernel'
import { auditTransferName, type NewAuditLine } from '@evenkeel/kernel/audit'
import { TABLE_BATCH_ROWS } from '../limits.ts'
import { transferIdOf } from '../model/claim-ids.ts'
import { amountText, CLAIM_COLUMNS, claimFromRow } from './claim-rows.ts'

type NewClaimLine = Extract<NewAuditLine, { readonly kind: 'claim' }>
type NewRowLine = Extract<NewAuditLine, { readonly kind: 'row' }>

/** The claims of a campaign that got a ticket, in the order of their nullifiers, a page at a time. For a campaign that has come to its end. */
export async function* readClaimLines(
  store: Store,
  rule: CampaignRule,
): AsyncGenerator<NewClaimLine> {
  let after = { period: '', nullifier: '' }
  for (;;) {
    const page = await store.read('audit-claims', (tx) => readPage(tx, rule, after))
    yield* page.lines
    if (page.last === undefined) return
    after = page.last
  }
}

interface Page {
  readonly lines: readonly NewClaimLine[]
  readonly last?: { readonly period: string; readonly nullifier: string }
}

/** A campaign has one period, so its nullifiers are in one order. */
async function readPage(
  tx: ReadTx,
  rule: CampaignRule,
  after: { readonly period: string; readonly nullifier: string },
): Promise<Page> {
  const taken = await tx.all(
    `SELECT period, nullifier, claim_id FROM nullifier
     WHERE campaign_id = ? AND (period > ? OR (period = ? AND nullifier > ?))
     ORDER BY period, nullifier LIMIT ?`,
    [rule.id, after.period, after.period, after.nullifier, TABLE_BATCH_ROWS],
  )
  const keys = taken.map((row) => String(row.claim_id))
  const byClaim = async (table: string, columns: readonly string[]) => {
    const where = { campaign_id: rule.id }
    const rows = await tx.selectIn({ table, columns, key: 'claim_id', keys, where })
    return new Map(rows.map((row) => [String(row.claim_id), row]))
  }
  const claims = await byClaim('claim', [...CLAIM_COLUMNS, 'ticket', 'verifier'])
  const entries = await byClaim('window_entry', [
    'claim_id',
    'tier',
    'weight',
    'share',
    'limit_keys',
  ])
  const lines = taken.map(({ nullifier, claim_id }) => {
    const claimId = String(claim_id)
    const row = claims.get(claimId) as Row
    const entry = entries.get(claimId)
    const limitKeys = entry === undefined ? keysOfInstant(rule, row) : keysOfEntry(entry)
    return { ...claimLine(nullifier as Nullifier, row, entry), ...(limitKeys && { limitKeys }) }
  })
  const last = taken.at(-1)
  const end = last && { period: String(last.period), nullifier: String(last.nullifier) }
  return { lines, ...(end && { last: end }) }
}

function claimLine(nullifier: Nullifier, row: Row, entry: Row | undefined): NewClaimLine {
  const claim = claimFromRow(row)
  const { state, amount, reason, transferVersion } = claim
  const share = entry?.share ?? null
  const { tier = null, weight = null } = entry ?? {}
  return {
    kind: 'claim',
    nullifier,
    ticket: encodeHex(sha256(String(row.ticket))),
    transfers: amount === undefined ? [] : transferNames(claim.claimId, transferVersion),
    // The campaign is over, so every claim is.
    state: state as NewClaimLine['state'],
    ...(reason !== undefined && { reason }),
    ...(amount !== undefined && { amountMinor: amountText(amount) }),
    ...(share !== null && { shareMinor: formatMinor(minorFromBytes(share as Uint8Array)) }),
    ...(tier !== null && { tier: String(tier) }),
    ...(weight !== null && { weight: String(weight) }),
  }
}

function keysOfEntry({ limit_keys }: Row): LimitKeys | undefined {
  return limit_keys === null ? undefined : (JSON.parse(String(limit_keys)) as LimitKeys)
}

/** What an instant window keeps of a claim that its limits go by. */
function keysOfInstant(
  { limits, uniqueness }: CampaignRule,
  { verifier }: Row,
): LimitKeys | undefined {
  if (limits?.perVerifier === undefined && limits?.perPeriod === undefined) return undefined
  return {
    ...(limits.perVerifier && { perVerifier: String(verifier) }),
    ...(limits.perPeriod && { perPeriod: uniqueness.period }),
  }
}

function transferNames(claimId: ClaimId, versions: number): readonly string[] {
  return Array.from({ length: versions }, (_, i) => auditTransferName(transferIdOf(claimId, i + 1)))
}

/** The rows of a campaign's table in its order, a page at a time. */
export async function* readRowLines(
  store: Store,
  campaignId: CampaignId,
): AsyncGenerator<NewRowLine> {
  let next = 0
  for (;;) {
    const rows = await store.read('audit-table', (tx) =>
      tx.all(
        'SELECT position, entry, amount, claim_id FROM allocation WHERE campaign_id = ? AND position >= ? ORDER BY position LIMIT ?',
        [campaignId, next, TABLE_BATCH_ROWS],
      ),
    )
    for (const { entry, amount, claim_id } of rows) {
      yield {
        kind: 'row',
        entry: String(entry),
        amountMinor: formatMinor(minorFromBytes(amount as Uint8Array)),
        ...(claim_id !== null && { transfer: auditTransferName(String(claim_id)) }),
      }
    }
    const last = rows.at(-1)
    if (last === undefined) return
    next = Number(last.position) + 1
  }
}
