import type { ReadTx } from '@evenkeel/kernel'
import { PAGE_ROWS_MAX } from '../limits.ts'
import { ACCOUNT_COLUMNS, accountOf } from './read-books.ts'

/** All accounts of one asset added up. In balance when both differences are zero (L1). The sums may exceed 2^128 - 1. */
export interface TrialBalance {
  readonly asset: string
  readonly accounts: number
  readonly debitsPosted: bigint
  readonly creditsPosted: bigint
  readonly debitsPending: bigint
  readonly creditsPending: bigint
}

/** Adds up all accounts, per asset in the order of asset codes. */
export async function projectTrialBalance(tx: ReadTx): Promise<readonly TrialBalance[]> {
  const sums = new Map<string, TrialBalance>()
  let after = ''
  for (;;) {
    const rows = await tx.all(
      `SELECT ${ACCOUNT_COLUMNS.join(', ')} FROM ledger_account WHERE id > ? ORDER BY id LIMIT ?`,
      [after, PAGE_ROWS_MAX],
    )
    for (const account of rows.map(accountOf)) {
      const { asset } = account
      const sum = sums.get(asset)
      sums.set(asset, {
        asset,
        accounts: (sum?.accounts ?? 0) + 1,
        debitsPosted: (sum?.debitsPosted ?? 0n) + account.debitsPosted,
        creditsPosted: (sum?.creditsPosted ?? 0n) + account.creditsPosted,
        debitsPending: (sum?.debitsPending ?? 0n) + account.debitsPending,
        creditsPending: (sum?.creditsPending ?? 0n) + account.creditsPending,
      })
      after = account.id
    }
    if (rows.length < PAGE_ROWS_MAX) break
  }
  return [...sums.values()].sort((a, b) => (a.asset < b.asset ? -1 : 1))
}

/** Says whether everything that was debited was credited, posted and pending (L1). */
export function isBalanced(balance: TrialBalance): boolean {
  return (
    balance.debitsPosted === balance.creditsPosted &&
    balance.debitsPending === balance.creditsPending
  )
}
