import type { JsonObject } from '@evenkeel/kernel'
import { callRoute, type RouteCall, type RouteReply } from '@evenkeel/kernel/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { distributorRoutes } from '../../src/index.ts'
import { makeClaim, NOW, openWorld, VERIFIER, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.openCampaign()
})
afterEach(() => world.close())

const params = { verifierId: VERIFIER }
const body = { sinceMs: NOW, forMs: 3_600_000, evidence: 'e'.repeat(64) }
const call = (operation: string, options: RouteCall): Promise<RouteReply> =>
  callRoute(distributorRoutes(world.distributor), operation, options)
const holdAs = (caller: string, said: object = body) =>
  call('holdVerifier', { params, body: said, caller })

describe('a verifier is held over HTTP', () => {
  it('in the names of two keys, and who asks sees who they were and what was paid on its word', async () => {
    await world.distributor.submitClaim(await makeClaim(world))
    await world.settleDown()
    expect(await holdAs('anna')).toMatchObject({ status: 200, json: { verifier: VERIFIER } })
    expect(await holdAs('anna')).toMatchObject({ problem: 'verifier_hold_second_person_needed' })
    expect(await holdAs('ben')).toMatchObject({ json: { heldUntilMs: NOW + body.forMs } })
    const query = { sinceMs: NOW }
    const { json } = await call('showExposure', { params, query })
    expect(json).toMatchObject({
      holds: [{ proposedBy: 'anna', confirmedBy: 'ben', evidence: body.evidence }],
      campaigns: [{ byState: { settled: { claims: 1, amountMinor: '100' } } }],
    })
    const paid = await call('listPaidOnWord', { params, query })
    const { items } = paid.json as { readonly items: readonly JsonObject[] }
    expect(items).toMatchObject([{ state: 'settled', amountMinor: '100' }])
    const after = items[0]?.claimId
    expect(await call('listPaidOnWord', { params, query: { after } })).toMatchObject({
      json: { items: [] },
    })
  })

  it('not for longer than is allowed, upon no evidence, or by a name that no party has', async () => {
    for (const wrong of [
      { ...body, forMs: 604_800_001 },
      { ...body, evidence: 'seen by anna' },
      { ...body, sinceMs: -1 },
    ]) {
      expect(await holdAs('anna', wrong)).toMatchObject({ problem: 'malformed_message' })
    }
    for (const verifierId of ['nobody', 'a\u0000b', '']) {
      const reply = await call('holdVerifier', { params: { verifierId }, body, caller: 'anna' })
      expect(reply).toMatchObject({ problem: 'verifier_hold_not_allowed' })
    }
  })
})
