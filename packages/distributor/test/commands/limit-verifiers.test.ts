import type { CampaignRule, PartyId } from '@evenkeel/kernel'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { batchRule } from '../support/window.ts'
import { fixedRule, makeClaim, openWorld, VERIFIER, type World } from '../support/world.ts'

const OTHER = 'verifier-b' as PartyId

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const limitedTo = (claimsMax: number, amountMinorMax: string): CampaignRule => ({
  ...fixedRule,
  verifiers: [VERIFIER, OTHER],
  limits: { perVerifier: { claimsMax, amountMinorMax } },
})
const outcomesOf = async (rule: CampaignRule, people: readonly string[], iss = VERIFIER) => {
  const claims = await Promise.all(
    people.map((person) =>
      makeClaim(world, {
        rule,
        person,
        visit: iss === VERIFIER ? 1 : 2,
        receipt: { iss },
        receiptSigner: world.signerOf(iss),
      }),
    ),
  )
  const answers = await Promise.all(claims.map((bytes) => world.distributor.submitClaim(bytes)))
  return answers.map((answer) => (answer.kind === 'ticket' ? 'ticket' : answer.reason))
}

it.each([
  ['claims', 2, '1000000'],
  ['value', 1_000, '299'],
])(
  'F6: no more is given on the word of one verifier than the rule’s limit in %s, at once and later; another one’s word still counts',
  async (_what, claimsMax, amountMinorMax) => {
    const rule = limitedTo(claimsMax, amountMinorMax)
    await world.openCampaign(rule)
    expect((await outcomesOf(rule, ['ada', 'bob', 'cleo'])).sort()).toEqual([
      'ticket',
      'ticket',
      'verifier_limit_reached',
    ])
    expect(await outcomesOf(rule, ['dan'])).toEqual(['verifier_limit_reached'])
    // The person has used up nothing.
    expect(await outcomesOf(rule, ['dan'], OTHER)).toEqual(['ticket'])
    expect(await outcomesOf(rule, ['ada'], OTHER)).toEqual(['already_claimed'])
  },
)

it('limits in a batch window are refused: whoever came first would get what they leave', async () => {
  const { limits } = limitedTo(1, '1')
  const rule = batchRule(undefined, limits === undefined ? {} : { limits })
  expect(await world.distributor.createCampaign(rule)).toMatchObject({
    error: { code: 'campaign_rule_inconsistent', detail: 'limits go with an instant window' },
  })
})
