import {
  type MinorUnits,
  minorToBytes,
  nextVesting,
  type Tx,
  type VestingSchedule,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import type { Payment } from '../ports.ts'
import { recordTransferEvents } from './answer-items.ts'

/** A settled amount that is held for its payee, by the journal entry that holds it. */
export interface NewVesting {
  readonly seq: number
  readonly payment: Payment
  readonly schedule: VestingSchedule
}

/** Keeps what is held with the time of its first release, which may have passed. */
export async function beginVestings(
  { context }: LedgerDeps,
  tx: Tx,
  vestings: readonly NewVesting[],
): Promise<void> {
  const none = 0n as MinorUnits
  await tx.insertMany({
    table: 'vesting',
    columns: [
      'seq',
      'transfer_id',
      'campaign_id',
      'payee',
      'amount',
      'released',
      'releases',
      'next_at',
    ],
    rows: vestings.map(({ seq, payment, schedule }) => [
      seq,
      payment.transferId,
      payment.campaignId,
      payment.payee,
      minorToBytes(payment.amount),
      minorToBytes(none),
      0,
      nextVesting(schedule, payment.amount, none)?.atMs ?? null,
    ]),
    onConflict: 'fail',
  })
  await recordTransferEvents(
    tx,
    context,
    'VestingBegan',
    vestings.map(({ payment }) => payment.transferId),
  )
}
