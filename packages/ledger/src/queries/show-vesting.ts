import {
  type EpochMs,
  type MinorUnits,
  ok,
  type ReadTx,
  type Reasoned,
  type Result,
  refuse,
  type TransferId,
} from '@evenkeel/kernel'
import { readEntry } from '../model/journal-entry.ts'
import { payableMinor, releaseId } from '../model/vesting.ts'
import { readTransfers } from './read-books.ts'
import { readVestings } from './read-vestings.ts'
import type { PaymentStory } from './show-transfer.ts'

/** How a vesting transfer stands. Amounts are in minor units. */
export interface VestingStory {
  readonly transferId: TransferId
  readonly amount: MinorUnits
  /** Payable by now, paid or not. */
  readonly vested: MinorUnits
  /** What has left for the payee; the rest of `vested` goes with the next sweep, or after the pause. */
  readonly released: MinorUnits
  /** What a cancellation took back; undefined without one. */
  readonly withheld: MinorUnits | undefined
  readonly nextAtMs: number | undefined
  readonly pausedUntilMs: number | undefined
  /** In their order, each with its one receipt once it is settled (D5). */
  readonly releases: readonly ReleaseStory[]
}

export interface ReleaseStory extends Omit<PaymentStory, 'rail'> {
  readonly number: number
  readonly atMs: EpochMs
  readonly amount: MinorUnits
}

/** Tells a vesting's story at `now`. Reason: transfer_unknown. */
export async function showVesting(
  tx: ReadTx,
  id: TransferId,
  now: EpochMs,
): Promise<Result<VestingStory, Reasoned>> {
  const vesting = (await readVestings(tx, [id])).get(id)
  if (vesting === undefined) return refuse('transfer_unknown')
  const { amount, released, kept, nextAtMs, campaign } = vesting
  const terms = await tx.get('SELECT paused_until FROM vesting_terms WHERE campaign_id = ?', [
    campaign.campaignId,
  ])
  const pausedUntil = Math.max(Number(terms?.paused_until), vesting.pausedUntilMs)
  return ok({
    transferId: id,
    amount,
    vested: payableMinor(vesting, now),
    released,
    withheld: kept === undefined ? undefined : ((amount - kept) as MinorUnits),
    nextAtMs,
    pausedUntilMs: pausedUntil > now ? pausedUntil : undefined,
    releases: await readReleases(tx, id, vesting.releases),
  })
}

async function readReleases(
  tx: ReadTx,
  id: TransferId,
  count: number,
): Promise<readonly ReleaseStory[]> {
  const ids = Array.from({ length: count }, (_, i) => releaseId(id, i + 1))
  const known = await readTransfers(tx, ids)
  const seqs = ids.flatMap((one) => known.get(one)?.seq ?? [])
  const columns = (table: string, names: readonly string[]) =>
    tx.selectIn({ table, columns: ['seq', ...names], key: 'seq', keys: seqs })
  const payments = await columns('rail_payment', ['state', 'receipt'])
  const paymentOf = new Map(payments.map((row) => [row.seq, row]))
  const entries = await columns('ledger_journal', ['entry'])
  const entryOf = new Map(entries.map((row) => [row.seq, readEntry(String(row.entry))]))
  return ids.flatMap((one, i) => {
    const seq = known.get(one)?.seq ?? 0
    const [payment, entry] = [paymentOf.get(seq), entryOf.get(seq)]
    const amount = entry?.movements[0]?.amount
    if (payment === undefined || entry === undefined || amount === undefined) return []
    return {
      number: i + 1,
      atMs: entry.atMs,
      amount,
      state: payment.state as ReleaseStory['state'],
      ...(payment.receipt === null ? {} : { receipt: String(payment.receipt) }),
    }
  })
}
