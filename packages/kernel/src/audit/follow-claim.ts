import type { CampaignRule } from '../messages/campaign-rule.ts'
import type { AuditMovement } from './audit-line.ts'
import { type AuditDifference, differs } from './audit-report.ts'
import type { AuditedClaim } from './campaign-section.ts'

/** What the ledger did with the transfers of one claim. */
export interface ClaimPaid {
  /** Ever posted out of what was set aside. */
  posted: bigint
  /** Set aside, and neither posted nor given back. */
  reserved: bigint
  /** Out of the pool, and neither settled nor forfeited: in flight or held. */
  underWay: bigint
  /** Ever settled. That some of it is owed back, or came back, changes nothing here. */
  settled: bigint
  forfeited: bigint
  /** How often something was settled. */
  payments: number
}

export const NOTHING_PAID: Readonly<ClaimPaid> = {
  posted: 0n,
  reserved: 0n,
  underWay: 0n,
  settled: 0n,
  forfeited: 0n,
  payments: 0,
}

/** Where value of a campaign is that is neither in its pool nor at an end. */
const UNDER_WAY: readonly string[] = ['in_flight', 'held']

/** Counts a movement of a claim's transfer. */
export function followClaim(
  { kind, debit, credit, amountMinor }: AuditMovement,
  of: ClaimPaid,
): void {
  const amount = BigInt(amountMinor)
  if (kind === 'reserve') of.reserved += amount
  if (kind === 'post' || kind === 'void' || kind === 'expire') of.reserved -= amount
  if (kind === 'post') of.posted += amount
  if (kind === 'reserve' || kind === 'void' || kind === 'expire') return
  if (UNDER_WAY.includes(debit)) of.underWay -= amount
  if (UNDER_WAY.includes(credit)) of.underWay += amount
  if (debit === 'forfeited') of.forfeited -= amount
  if (credit === 'forfeited') of.forfeited += amount
  if (debit === 'receivable' || credit === 'receivable') return
  if (debit === 'settled') of.settled -= amount
  if (credit === 'settled') {
    of.settled += amount
    of.payments += 1
  }
}

/** Checks a claim at its end: what is settled was paid once and in full, and what is refused not at all (D5, D6). */
export function checkPaid(
  rule: CampaignRule,
  { line, state, amountMinor = '0' }: AuditedClaim,
  { posted, reserved, underWay, settled, forfeited, payments }: Readonly<ClaimPaid>,
): AuditDifference | undefined {
  const due = state === 'settled' ? BigInt(amountMinor) : 0n
  const found = `${settled} settled, ${forfeited} forfeited, ${reserved + underWay} under way`
  if (reserved !== 0n || underWay !== 0n) {
    return differs(line, 'paid', 'nothing under way at the end', found)
  }
  if (rule.vesting !== undefined) {
    // What is not due of a vesting that ended early is forfeited or in the pool again; how much that is, is not recomputed.
    const whole = posted > 0n ? posted : BigInt(amountMinor)
    return settled === due && settled + forfeited <= whole
      ? undefined
      : differs(line, 'paid', `${due} settled, of ${whole}`, found)
  }
  const isForfeited = state === 'refused' && forfeited === BigInt(amountMinor)
  if (settled !== due || (forfeited !== 0n && !isForfeited)) {
    return differs(line, 'paid', `${due} settled`, found)
  }
  // A payment of which something is withheld may be settled in two steps.
  const once = due === 0n ? 0 : 1
  return payments === once || (rule.offsets !== undefined && payments === 2)
    ? undefined
    : differs(line, 'paid', 'one payment', String(payments))
}
