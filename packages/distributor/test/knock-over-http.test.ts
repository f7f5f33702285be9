import { type CampaignRule, type Route, unwrap } from '@evenkeel/kernel'
import { callRoute } from '@evenkeel/kernel/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { distributorRoutes } from '../src/index.ts'
import { CLAIM_HEADER, KNOCK_HEADER } from '../src/model/claim-knock.ts'
import { keySubmission } from '../src/model/read-submission.ts'
import { batchRule } from './support/window.ts'
import { makeClaim, NOW, openWorld, type World } from './support/world.ts'

const CLOSES_MS = 60_000
const intake = { quietMs: 5_000, extendMsMax: 20_000 }
const rule: CampaignRule = batchRule(undefined, { intake })
const params = { campaignId: rule.id }

let world: World
let routes: readonly Route[]
beforeEach(async () => {
  world = await openWorld()
  routes = distributorRoutes(world.distributor)
  await world.openCampaign(rule)
})
afterEach(() => world.close())

it('a claim that the door refused for lack of room keeps its window open for a while, and counts after the closing by the knock in its header', async () => {
  const bytes = await makeClaim(world, { rule })
  const { claimId } = unwrap(keySubmission(bytes))
  const route = routes.find(({ operation }) => operation === 'submitClaim')
  world.advance(CLOSES_MS - 1)
  // The door asks for the headers of its refusal, without a body.
  const headers = route?.refusalHeaders?.(rule.id, { [CLAIM_HEADER]: claimId }) ?? {}
  expect(Object.keys(headers)).toEqual([KNOCK_HEADER])
  world.advance(1)
  await world.settleDown()
  const closedAtMs = async () => unwrap(await world.distributor.showCampaign(rule.id)).closedAtMs
  expect(await closedAtMs()).toBeUndefined()
  world.advance(intake.quietMs - 1)
  await world.settleDown()
  expect(await closedAtMs()).toBe(NOW + CLOSES_MS + intake.quietMs - 1)
  // Whoever is refused again, now for the closed window, keeps the time of the first refusal.
  const again = { [CLAIM_HEADER]: claimId, ...headers }
  expect(route?.refusalHeaders?.(rule.id, again)).toEqual(headers)
  const send = async (person: string) => {
    const body = JSON.parse(new TextDecoder().decode(await makeClaim(world, { rule, person })))
    return callRoute(routes, 'submitClaim', { params, body, headers })
  }
  expect(await send('bob')).toMatchObject({ problem: 'campaign_closed' })
  expect((await send('ada')).status).toBe(201)
})

it('a refusal of a claim that names itself in no right form gives no knock', () => {
  const route = routes.find(({ operation }) => operation === 'submitClaim')
  for (const claim of [undefined, '', 'c1', ['c'.repeat(41)], `c${'g'.repeat(40)}`]) {
    expect(route?.refusalHeaders?.(rule.id, { [CLAIM_HEADER]: claim })).toEqual({})
  }
})
