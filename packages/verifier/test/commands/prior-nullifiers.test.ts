import {
  brandId,
  type CampaignId,
  type CampaignRule,
  MESSAGE_LIMITS,
  parseJws,
  parseReceipt,
  type Receipt,
  unwrap,
} from '@evenkeel/kernel'
import { expect, test } from 'vitest'
import { hand, rule } from '../support/campaign.ts'
import { issue, openWorld, payoutData, present, type TestWorld } from '../support/test-world.ts'

const earlier: CampaignRule = { ...rule, id: brandId<CampaignId>('earlier-grant') }
const offsetting: CampaignRule = {
  ...rule,
  id: brandId<CampaignId>('later-grant'),
  offsets: { campaigns: [earlier.id], sharePermilleMax: 250 },
}

/** The receipt that one and the same credential gets for a campaign. */
async function receiptFor(world: TestWorld, { id: campaignId }: CampaignRule): Promise<Receipt> {
  const nonce = world.verifier.createNonce()
  const transactionData = payoutData(campaignId)
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const credential = await issue()
  const presentation = await present({ credential, nonce, transactionData, issuedAtS })
  const deadlineMs = world.time.clock.monotonicMs() + 1_000
  const { receipt } = unwrap(
    await world.verifier.verifyForCampaign({
      campaignId,
      presentation,
      nonce,
      transactionData,
      deadlineMs,
    }),
  )
  return unwrap(parseReceipt(unwrap(parseJws(receipt?.compact ?? '', MESSAGE_LIMITS)).payload))
}

test('a receipt says who the person was in the campaigns that the rule offsets against, and in no other', async () => {
  const world = await openWorld()
  for (const one of [rule, earlier, offsetting]) await hand(world, one)
  const before = await receiptFor(world, earlier)
  const after = await receiptFor(world, offsetting)
  expect(before.priorNullifiers).toBeUndefined()
  expect(after.priorNullifiers).toEqual({ [earlier.id]: before.nullifier })
  expect(after.nullifier).not.toBe(before.nullifier)
})

test('a rule that offsets is refused by a verifier that does not know the earlier campaign, or knows people there by something else', async () => {
  const world = await openWorld()
  expect(await hand(world, offsetting)).toMatchObject([
    { outcome: 'refused', reason: 'campaign_unknown' },
  ])
  await hand(world, { ...earlier, policy: { ...rule.policy, subjectClaim: 'other_claim' } })
  expect(await hand(world, offsetting)).toMatchObject([
    { outcome: 'refused', reason: 'nullifier_key_mismatch' },
  ])
})
