import type { CampaignRule, EpochMs } from '@evenkeel/kernel'
import { createReplayRule, type DropFacts } from '../replay/create-replay-rule.ts'
import { REPLAY_VERIFIER } from '../replay/replay-world.ts'

/** Type of the credential that says which account somebody has. */
export const ACCOUNT_TYPE = 'https://evenkeel.example/types/wallet-account'

/** Wait for the second look at a receipt before a payment, and for a person's decision where there is none, in milliseconds. */
const RECHECK_BUDGET_MS = 600_000
const HOLD_MS = 600_000

/**
 * The rule of the replayed drop, with the two things that a burst needs to end well: people are counted by their account, and every receipt is
 * looked at again before its payment leaves.
 */
export function flagshipRule(facts: DropFacts, nowMs: EpochMs): CampaignRule {
  const rule = createReplayRule(facts, REPLAY_VERIFIER, nowMs)
  return {
    ...rule,
    policy: {
      ...rule.policy,
      credentialTypes: [ACCOUNT_TYPE],
      subject: { kind: 'wallet_address' },
    },
    hold: { deadlineMs: HOLD_MS, byDefault: 'refuse', appealMs: HOLD_MS },
    settlementCheck: { verifier: REPLAY_VERIFIER, budgetMs: RECHECK_BUDGET_MS },
  }
}
