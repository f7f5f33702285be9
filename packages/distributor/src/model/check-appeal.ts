import {
  type CampaignRule,
  type EpochMs,
  epochMs,
  err,
  ok,
  type ReasonCode,
  type Result,
} from '@evenkeel/kernel'
import { type Claim, isEnded } from './claim.ts'

type Hold = CampaignRule['hold']

/**
 * Until when governance hears an appeal against its decision about the claim. It hears one, against its first decision; other refusals have
 * no case that could be appealed. Reasons: appeal_made_already, case_unknown, case_transition_not_allowed while there is nothing to appeal.
 */
export function appealUntil(claim: Claim, { appealMs }: Hold): Result<EpochMs, ReasonCode> {
  const { state, decidedAtMs, decisionVersion, history } = claim
  if (decisionVersion > 1) return err('appeal_made_already')
  if (isEnded(claim)) return err('case_unknown')
  const hasCase = history.some((entry) => entry.state === 'held')
  if (hasCase && state !== 'refused') return err('case_transition_not_allowed')
  // Governance may have taken no case of a claim that was held.
  return decidedAtMs === undefined ? err('case_unknown') : ok(epochMs(decidedAtMs + appealMs))
}

/** As `appealUntil`, for somebody who appeals now; undefined when they have done so before. Reasons: those, and appeal_window_over. */
export function checkAppeal(
  claim: Claim,
  hold: Hold,
  now: EpochMs,
): Result<EpochMs | undefined, ReasonCode> {
  if (claim.appeal !== undefined) return ok(undefined)
  const until = appealUntil(claim, hold)
  return until.ok && now >= until.value ? err('appeal_window_over') : until
}
