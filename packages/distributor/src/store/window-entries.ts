import {
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  type LimitKeys,
  type Receipt,
  type SqlValue,
  type Store,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import type { AllocationEntry } from '@evenkeel/kernel/allocation'
import { TABLE_BATCH_ROWS } from '../limits.ts'
import { allocatedBy } from '../model/window.ts'

/** A claim that gets a place in a batch window. */
interface Entrant {
  readonly claimId: ClaimId
  readonly rule: CampaignRule
  readonly receipt: Receipt
  readonly limitKeys: LimitKeys
  readonly ticket: string
}

/**
 * The row of a claim's place. Its entry in the allocation is the person's nullifier: unlike the claim's id it is the same whichever of their
 * receipts somebody came with, so nobody improves a draw or a rounding by fetching another one.
 */
export function windowEntry({
  claimId,
  rule,
  receipt,
  limitKeys,
  ticket,
}: Entrant): readonly SqlValue[] {
  const { entry, tier, weight } = allocatedBy(rule, receipt.nullifier, receipt.outputs)
  const keys = rule.limits === undefined ? null : JSON.stringify(limitKeys)
  return [rule.id, claimId, entry, tier ?? null, weight ?? null, sha256(ticket), keys]
}

/** Writes places, in the transaction that writes their claims. */
export async function insertWindowEntries(
  tx: Tx,
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  await tx.insertMany({
    table: 'window_entry',
    columns: ['campaign_id', 'claim_id', 'entry', 'tier', 'weight', 'ticket_hash', 'limit_keys'],
    rows,
    onConflict: 'fail',
  })
}

/** The hashes of all tickets of a closed window, and the entries that got them, in no particular order. */
export async function readTickets(
  store: Store,
  campaignId: CampaignId,
): Promise<{ readonly hashes: readonly Uint8Array[]; readonly entries: readonly string[] }> {
  const hashes: Uint8Array[] = []
  const entries: string[] = []
  for await (const row of pageEntries(store, campaignId)) {
    hashes.push(row.ticket_hash as Uint8Array)
    entries.push(String(row.entry))
  }
  return { hashes, entries }
}

/** An entry as `allocate` takes it, with the claim that gets the share. */
export interface WindowEntry {
  readonly claimId: ClaimId
  readonly allocatedBy: AllocationEntry
}

/** The entries that share, once they are fixed. */
export async function readSharers(
  store: Store,
  campaignId: CampaignId,
): Promise<readonly WindowEntry[]> {
  const entries: WindowEntry[] = []
  for await (const row of pageEntries(store, campaignId)) {
    if (row.taken_out !== null) continue
    entries.push({
      claimId: row.claim_id as ClaimId,
      allocatedBy: {
        entry: String(row.entry),
        ...(row.tier === null ? {} : { tier: String(row.tier) }),
        ...(row.weight === null ? {} : { weight: String(row.weight) }),
        ...(row.limit_keys === null
          ? {}
          : { limitKeys: JSON.parse(String(row.limit_keys)) as LimitKeys }),
      },
    })
  }
  return entries
}

/** All rows of a window that takes no more, a page at a time. */
async function* pageEntries(store: Store, campaignId: CampaignId) {
  let after = ''
  for (;;) {
    const rows = await store.read('window-entries', (tx) =>
      tx.all(
        'SELECT * FROM window_entry WHERE campaign_id = ? AND claim_id > ? ORDER BY claim_id LIMIT ?',
        [campaignId, after, TABLE_BATCH_ROWS],
      ),
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = String(last.claim_id)
  }
}
