import type { PartyContext, PartyId } from '@evenkeel/kernel'
import type { Rail } from './ports.ts'

export interface LedgerConfig {
  /** The parties that may open campaigns here. Funding is money from outside, so whoever opens a campaign makes the ledger owe it. */
  readonly distributors: readonly PartyId[]
  /** The rail over which every campaign pays; the ledger's own books if absent. */
  readonly rail?: Rail
}

/** What every command of the ledger works with. */
export interface LedgerDeps {
  readonly context: PartyContext
  readonly distributors: ReadonlySet<PartyId>
  readonly rail: Rail
}
