import {
  type ClaimId,
  type EpochMs,
  type MinorUnits,
  minorFromBytes,
  minorToBytes,
  type ReadTx,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import { RELEASES_SHOWN_MAX } from '../limits.ts'

/** One payment of a claim that is paid in parts. */
export interface ClaimRelease {
  readonly number: number
  readonly amount: MinorUnits
  readonly railReceipt: string
  readonly paidAtMs: EpochMs
}

/** A payment of a claim as the ledger tells it. */
export interface ToldRelease {
  readonly claimId: ClaimId
  readonly number: number
  readonly amount: MinorUnits
  /** Undefined while its outcome is not known. */
  readonly railReceipt: string | undefined
}

/** The payments of some claims within one transaction: each is recorded once, whatever is told again. */
export interface Releases {
  /** Whether it is known to have arrived: not, with the same amount and receipt, or with others (D5). Not to know of one that has arrived is old. */
  find(told: ToldRelease): 'new' | 'same' | 'other'
  /** Records one that has arrived and that its claim took. */
  add(told: ToldRelease): void
  save(now: EpochMs): Promise<void>
}

/** Reads what is known of the payments that the messages are about. */
export async function openReleases(tx: Tx, told: readonly ToldRelease[]): Promise<Releases> {
  const rows = await tx.selectIn({
    table: 'claim_release',
    columns: ['release_key', 'amount', 'rail_receipt'],
    key: 'release_key',
    keys: [...new Set(told.map(keyOf))],
  })
  const known = new Map(
    rows.map((row) => [
      String(row.release_key),
      contentOf(minorFromBytes(row.amount as Uint8Array), String(row.rail_receipt)),
    ]),
  )
  const fresh: (readonly [ToldRelease, string])[] = []
  return {
    find(one) {
      const before = known.get(keyOf(one))
      if (before === undefined) return 'new'
      const { amount, railReceipt } = one
      return railReceipt === undefined || before === contentOf(amount, railReceipt)
        ? 'same'
        : 'other'
    },
    add(one) {
      if (one.railReceipt === undefined) return
      known.set(keyOf(one), contentOf(one.amount, one.railReceipt))
      fresh.push([one, one.railReceipt])
    },
    async save(now) {
      await tx.insertMany({
        table: 'claim_release',
        columns: ['release_key', 'amount', 'rail_receipt', 'paid_at'],
        rows: fresh.map(([one, railReceipt]): readonly SqlValue[] => [
          keyOf(one),
          minorToBytes(one.amount),
          railReceipt,
          now,
        ]),
        onConflict: 'fail',
      })
    },
  }
}

/** The payments of a claim in their order, at most RELEASES_SHOWN_MAX. */
export async function readReleases(tx: ReadTx, claimId: ClaimId): Promise<readonly ClaimRelease[]> {
  const rows = await tx.all(
    `SELECT release_key, amount, rail_receipt, paid_at FROM claim_release
     WHERE release_key >= ? AND release_key < ? ORDER BY release_key LIMIT ?`,
    [`${claimId}:`, `${claimId};`, RELEASES_SHOWN_MAX],
  )
  return rows.map((row) => ({
    number: Number(String(row.release_key).slice(claimId.length + 1)),
    amount: minorFromBytes(row.amount as Uint8Array),
    railReceipt: String(row.rail_receipt),
    paidAtMs: row.paid_at as EpochMs,
  }))
}

/** Numbers have one width, so that keys are in their order. */
function keyOf({ claimId, number }: Pick<ToldRelease, 'claimId' | 'number'>): string {
  return `${claimId}:${String(number).padStart(NUMBER_DIGITS, '0')}`
}

/** Digits of the largest safe integer. */
const NUMBER_DIGITS = 16

function contentOf(amount: MinorUnits, railReceipt: string): string {
  return `${amount}:${railReceipt}`
}
