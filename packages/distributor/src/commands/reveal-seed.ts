import {
  type CampaignId,
  type CampaignRule,
  hashWindowBody,
  ok,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { SeedValue } from '@evenkeel/kernel/allocation'
import type { DistributorParts } from '../distributor-parts.ts'
import { findCommitment, revealLeaf, revealsUntil, revealTerms } from '../model/draw.ts'
import { closingOf } from '../model/window-leaf.ts'
import { isLogged, logLeaf } from '../store/log-leaf.ts'
import { insertReveal, readReveals } from '../store/reveal-rows.ts'
import { closingGate, revealGate } from './allocate-window.ts'

export interface RevealSeed {
  readonly campaignId: CampaignId
  readonly value: SeedValue
  /** Who reveals: whom the caller's API key is labelled for. */
  readonly by: string
}

/**
 * Takes the value to which a party has committed for a draw, once the closing of the window is in the log and until the rule's deadline, and logs it.
 * Only the party itself may bring it: whoever commits under another's name cannot have the draw held. The same value again is taken as before, at any time. Reasons:
 * lottery_party_mismatch, campaign_unknown, lottery_seed_missing (nothing is revealed in this campaign, or not yet), lottery_reveal_invalid.
 */
export async function revealSeed(
  parts: DistributorParts,
  { campaignId, value, by }: RevealSeed,
): Promise<Result<undefined, Reasoned>> {
  const { ports, id: actor } = parts.context
  const { party } = value
  if (by !== party) return refuse('lottery_party_mismatch', `${by} does not speak for ${party}`)
  return ports.store.transact('reveal-seed', async (tx) => {
    const row = await tx.get('SELECT * FROM campaign WHERE campaign_id = ?', [campaignId])
    if (row === undefined) return refuse('campaign_unknown')
    const rule = JSON.parse(String(row.rule)) as CampaignRule
    const terms = revealTerms(rule)
    if (terms === undefined) {
      return refuse('lottery_seed_missing', 'nothing is revealed in this campaign')
    }
    const ruleHash = String(row.rule_hash)
    if (row.ticket_root === null || !(await isLogged(tx, closingGate(ruleHash)))) {
      return refuse('lottery_seed_missing', 'the closing of the window is not in the log yet')
    }
    const place = findCommitment(rule, terms, value)
    if (!place.ok) return place
    // What opens a commitment is what opened it before.
    const revealed = await readReveals(tx, campaignId)
    if (revealed.some((one) => one.party === party)) return ok(undefined)
    const now = ports.clock.nowMs()
    // Another process's clock may be behind: what the draw was made of does not change any more.
    if (row.allocated_at !== null || now > revealsUntil(terms, row)) {
      return refuse('lottery_reveal_invalid', 'the time to reveal is over')
    }
    await insertReveal(tx, campaignId, { ...value, revealedAtMs: now })
    const leaf = revealLeaf(rule, place.value, value, {
      actor,
      now,
      prev: hashWindowBody(closingOf(row)),
    })
    await logLeaf(tx, parts, revealGate(ruleHash, place.value), leaf)
    return ok(undefined)
  })
}
