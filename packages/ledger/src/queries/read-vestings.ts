import {
  assert,
  type CampaignId,
  type MinorUnits,
  minorFromBytes,
  type ReadTx,
  type Row,
  type TransferId,
  type VestingSchedule,
} from '@evenkeel/kernel'
import type { CampaignBook } from '../model/transfer.ts'
import type { Vesting } from '../model/vesting.ts'
import { readCampaigns } from './read-books.ts'
import { readSchedules } from './read-schedules.ts'

/** A vesting transfer as it stands. */
export interface StoredVesting extends Vesting {
  /** The journal entry that began it. */
  readonly seq: number
  readonly transferId: TransferId
  readonly campaign: CampaignBook
  readonly payee: string
  /** Numbers of releases used up, whether or not they paid. */
  readonly releases: number
  /** What a cancellation rested on; undefined without one. */
  readonly cancelled: string | undefined
  readonly nextAtMs: number | undefined
  /** Nothing of it is released before then, whatever its campaign's releases do. */
  readonly pausedUntilMs: number
}

export const VESTING_COLUMNS: readonly string[] = [
  'seq',
  'transfer_id',
  'campaign_id',
  'payee',
  'amount',
  'released',
  'releases',
  'kept',
  'cancelled',
  'next_at',
  'paused_until',
]

/** Completes rows of `vesting` by what their campaigns say, in the order of the rows. */
export async function vestingsOf(
  tx: ReadTx,
  rows: readonly Row[],
): Promise<readonly StoredVesting[]> {
  const campaignIds = rows.map((row) => row.campaign_id as CampaignId)
  const campaigns = await readCampaigns(tx, [...new Set(campaignIds)])
  const schedules = await readSchedules(tx, campaignIds)
  return rows.map((row) => {
    const campaign = campaigns.get(row.campaign_id as CampaignId)
    const schedule: VestingSchedule | undefined = schedules.get(row.campaign_id as CampaignId)
    assert(campaign !== undefined && schedule !== undefined, 'a vesting has its campaign')
    return {
      seq: Number(row.seq),
      transferId: row.transfer_id as TransferId,
      campaign,
      schedule,
      payee: String(row.payee),
      amount: amountOf(row.amount),
      released: amountOf(row.released),
      releases: Number(row.releases),
      kept: row.kept === null ? undefined : amountOf(row.kept),
      cancelled: row.cancelled === null ? undefined : String(row.cancelled),
      nextAtMs: row.next_at === null ? undefined : Number(row.next_at),
      pausedUntilMs: Number(row.paused_until),
    }
  })
}

/** The vesting transfers that exist among the ids. */
export async function readVestings(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, StoredVesting>> {
  const rows = await tx.selectIn({
    table: 'vesting',
    columns: VESTING_COLUMNS,
    key: 'transfer_id',
    keys: [...new Set(ids)],
  })
  return new Map((await vestingsOf(tx, rows)).map((one) => [one.transferId, one]))
}

function amountOf(value: Row[string] | undefined): MinorUnits {
  return minorFromBytes(value as Uint8Array)
}
