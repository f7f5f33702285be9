import { callRoute } from '@evenkeel/kernel/testing'
import { expect } from 'vitest'
import type { PresentationRequest, PresentationView } from '../../src/openid4vp/index.ts'
import { openCampaign } from './campaign.ts'
import { campaignId, type TestWorld, type WorldOptions } from './test-world.ts'

export const REDIRECT: string = 'https://app.example/done'
export const ask: Readonly<Record<string, unknown>> = {
  campaignId,
  payoutTarget: 'account-1',
  flow: 'cross-device',
}

/** Asks for a presentation over HTTP. */
export async function create(
  world: TestWorld,
  body: object = ask,
  requestId = 'r-1',
): Promise<PresentationRequest> {
  const reply = await callRoute(world.openid4vp.routes, 'createPresentation', { body, requestId })
  expect(reply.status).toBe(201)
  return reply.json as unknown as PresentationRequest
}

/** Reads what became of it. */
export async function show(
  world: TestWorld,
  { sessionId }: PresentationRequest,
  query: object = {},
): Promise<PresentationView> {
  const params = { sessionId }
  const reply = await callRoute(world.openid4vp.routes, 'showPresentation', { params, query })
  return reply.json as unknown as PresentationView
}

/** A verifier that has the campaign's rule. */
export async function open(options: WorldOptions = {}): Promise<TestWorld> {
  return (await openCampaign({}, options)).world
}
