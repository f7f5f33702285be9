import {
  err,
  type MinorUnits,
  ok,
  type PartyId,
  parseMinor,
  type ReasonCode,
  type Result,
  type SettleTransfer,
  type TransferId,
} from '@evenkeel/kernel'
import type { Payment } from '../ports.ts'
import { payeeAccount } from './account.ts'
import type { OpenReceivables } from './open-receivables.ts'
import { repaymentLegs } from './recovery.ts'
import type { SingleLeg } from './transfer.ts'

/** What is withheld from a payment for what its payee owes. */
export interface Withheld {
  readonly amount: MinorUnits
  readonly taken: readonly { readonly transferId: TransferId; readonly amount: MinorUnits }[]
  /** For each receivable the payee gives back over the rail what they are being paid: no leg leads from one campaign into another. */
  readonly legs: readonly SingleLeg[]
}

export interface WithholdContext {
  readonly owed: OpenReceivables
  readonly owner: PartyId
  readonly rail: string
  /** This very payment was planned before: its stored outcome counts, whatever is owed by now. */
  readonly repeated: boolean
}

/** Takes the offsets of a payment out of what its payee owes. Reasons: receivable_unknown, receivable_exceeded (nothing would be left to pay, too). */
export function withholdOffsets(
  { offsets = [] }: SettleTransfer,
  payment: Payment,
  { owed, owner, rail, repeated }: WithholdContext,
): Result<Withheld, ReasonCode> {
  const payee = payeeAccount(payment.asset, payment.payee)
  const taken: { transferId: TransferId; amount: MinorUnits }[] = []
  const legs: SingleLeg[] = []
  let sum = 0n
  for (const { transferId, amountMinor } of offsets) {
    const amount = parseMinor(amountMinor)
    if (!amount.ok) return err(amount.error.code)
    const receivable = owed.find(transferId, owner)
    if (receivable === undefined) return err('receivable_unknown')
    sum += amount.value
    if (sum >= payment.amount) return err('receivable_exceeded')
    const took = repeated ? ok(undefined) : owed.take(receivable, amount.value)
    if (!took.ok) return took
    taken.push({ transferId, amount: amount.value })
    legs.push(...repaymentLegs(receivable, [{ payee, amount: amount.value }], rail))
  }
  return ok({ amount: sum as MinorUnits, taken, legs })
}
