import type { PartyContext, PartyId } from '@evenkeel/kernel'

/** Whom a distributor works with, and its secret. */
export interface DistributorConfig {
  readonly ledger: PartyId
  readonly network: PartyId
  readonly governance: PartyId
  /** The longest publishing period and lease of the status lists that its verifiers read, P + L, in milliseconds. */
  readonly statusDelayMs: number
  /** 32 secret bytes: payout targets are sealed with it in the store. Losing it loses every payment not yet handed to the ledger. */
  readonly payoutKey: Uint8Array
}

/** What every command is given. */
export interface DistributorParts {
  readonly context: PartyContext
  readonly config: DistributorConfig
}
