import { encodeUtf8, hmacSha256, type PartyContext, type PartyId } from '@evenkeel/kernel'
import { createRefusalNotes, type RefusalNotes } from './refusal-notes.ts'

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
  readonly refusals: RefusalNotes
  /** Proves that a knock is ours. */
  readonly knockKey: Uint8Array
  /** Names payout targets by which limits go. */
  readonly targetKey: Uint8Array
}

/** Puts together what commands are given. */
export function createDistributorParts(
  context: PartyContext,
  config: DistributorConfig,
): DistributorParts {
  const keyFor = (use: string): Uint8Array => hmacSha256(config.payoutKey, encodeUtf8(use))
  return {
    context,
    config,
    refusals: createRefusalNotes(context.ports.clock),
    knockKey: keyFor('evenkeel/knock-key'),
    targetKey: keyFor('evenkeel/payout-target-key'),
  }
}
