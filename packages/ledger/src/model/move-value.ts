import {
  type AccountId,
  assert,
  err,
  MINOR_MAX,
  type MinorUnits,
  ok,
  type ReasonCode,
  type Result,
} from '@evenkeel/kernel'
import { type Account, availableBalance, mayFlow, openOutsideAccount } from './account.ts'
import type { Movement } from './transfer.ts'

interface Effect {
  readonly posted: bigint
  readonly pending: bigint
  /** Whether the debited account must have the amount available. */
  readonly takes: boolean
}

/** How often a movement's amount is added to the posted and to the pending sum, of the debits on one side and the credits on the other. */
const EFFECTS: Readonly<Record<Movement['kind'], Effect>> = {
  single: { posted: 1n, pending: 0n, takes: true },
  reversal: { posted: 1n, pending: 0n, takes: true },
  reserve: { posted: 0n, pending: 1n, takes: true },
  post: { posted: 1n, pending: -1n, takes: false },
  void: { posted: 0n, pending: -1n, takes: false },
  expire: { posted: 0n, pending: -1n, takes: false },
}

/**
 * Carries out the movements in order and returns the accounts that changed; the given ones stay as they are. Reasons: account_unknown,
 * transfer_currency_mismatch, transfer_not_allowed, insufficient_funds (the overdraft guard), amount_overflow (a sum beyond 2^128 - 1).
 */
export function moveValue(
  accounts: ReadonlyMap<AccountId, Account>,
  movements: readonly Movement[],
  seq: number,
): Result<ReadonlyMap<AccountId, Account>, ReasonCode> {
  const changed = new Map<AccountId, Account>()
  const find = (id: AccountId): Account | undefined =>
    changed.get(id) ?? accounts.get(id) ?? openOutsideAccount(id)

  for (const { kind, debit, credit, amount } of movements) {
    const from = find(debit)
    const to = find(credit)
    if (from === undefined || to === undefined) return err('account_unknown')
    if (from.asset !== to.asset) return err('transfer_currency_mismatch')
    if (!mayFlow(debit, credit)) return err('transfer_not_allowed')
    const { posted, pending, takes } = EFFECTS[kind]
    if (takes && !from.mayOverdraw && availableBalance(from) < amount) {
      return err('insufficient_funds')
    }
    const debitsPosted = (from.debitsPosted + posted * amount) as MinorUnits
    const debitsPending = (from.debitsPending + pending * amount) as MinorUnits
    const creditsPosted = (to.creditsPosted + posted * amount) as MinorUnits
    const creditsPending = (to.creditsPending + pending * amount) as MinorUnits
    // Posted and pending together, so that a reserve once taken can always be posted.
    if (debitsPosted + debitsPending > MINOR_MAX || creditsPosted + creditsPending > MINOR_MAX) {
      return err('amount_overflow')
    }
    assert(debitsPending >= 0n && creditsPending >= 0n, `${kind} of more than is pending`)
    assert(to.lastSeq <= seq && from.lastSeq <= seq, 'an account moved back in the journal')
    changed.set(debit, { ...from, debitsPosted, debitsPending, lastSeq: seq })
    changed.set(credit, { ...to, creditsPosted, creditsPending, lastSeq: seq })
  }
  return ok(changed)
}
