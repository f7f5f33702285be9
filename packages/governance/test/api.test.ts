import { type AccreditationRecord, type CaseId, createSeededSigner } from '@evenkeel/kernel'
import { callRoute, type RouteCall, type RouteReply } from '@evenkeel/kernel/testing'
import { describe, expect, it } from 'vitest'
import { CASE_PAGE_MAX, governanceRoutes } from '../src/index.ts'
import { GOVERNANCE, opening, openWorld, type World } from './world.ts'

const caseId = 'case-1'
const release = { decision: 'release', expectedVersion: 1 }

async function withCases(count: number): Promise<World> {
  const world = await openWorld()
  await world.opener.role.open(...Array.from({ length: count }, (_, n) => opening(n + 1)))
  await world.settle()
  return world
}

const call = (world: World, operation: string, request: RouteCall): Promise<RouteReply> =>
  callRoute(governanceRoutes(world.governance.role), operation, request)

const record: AccreditationRecord = {
  subject: 'https://issuer.example',
  party: 'issuer' as AccreditationRecord['party'],
  keys: [createSeededSigner('EdDSA', new Uint8Array(32).fill(9)).publicJwk],
  authority: GOVERNANCE,
  action: 'issue',
  credentialTypes: ['https://types.example/residence'],
  jurisdictions: [],
  assurance: 'high',
  validFromMs: 1_800_000_000_000,
  validUntilMs: 1_900_000_000_000,
  status: 'active',
  statusFromMs: 1_800_000_000_000,
  actId: 'act-1',
}

describe('the routes of governance', () => {
  it('record a decision under the name on the caller’s key, whatever the body says', async () => {
    const world = await withCases(1)
    const named = { ...release, decidedBy: 'somebody-else' }
    expect(
      await call(world, 'decideCase', { params: { caseId }, caller: 'reviewer-1', body: named }),
    ).toEqual({ problem: 'malformed_message' })
    expect(
      await call(world, 'decideCase', { params: { caseId }, caller: 'reviewer-1', body: release }),
    ).toMatchObject({ status: 200, json: { decidedBy: 'reviewer-1', state: 'decided' } })
    const shown = await call(world, 'showCase', { params: { caseId } })
    expect(shown.json).toMatchObject({
      acts: [{ act: 'open' }, { act: 'decide', actor: 'reviewer-1' }],
      clocks: [{ outcome: 'met' }, { name: 'appeal', outcome: 'running' }],
    })
  })

  it('let nobody decide an appeal against their own decision, nor one that they lodged (G5)', async () => {
    const world = await withCases(1)
    const params = { caseId }
    await call(world, 'decideCase', { params, caller: 'reviewer-1', body: release })
    expect(
      await call(world, 'appealCase', { params, caller: 'help-desk', body: { reason: 'No.' } }),
    ).toMatchObject({ status: 200, json: { state: 'appealed', appealedBy: 'help-desk' } })
    expect(
      await call(world, 'appealCase', { params, caller: 'operator', body: { reason: 'Me too.' } }),
    ).toEqual({ problem: 'appeal_made_already' })
    const body = { decision: 'refuse', expectedVersion: 3 }
    for (const caller of ['reviewer-1', 'help-desk']) {
      expect(await call(world, 'decideCase', { params, caller, body })).toEqual({
        problem: 'case_own_decision',
      })
    }
    expect(await call(world, 'decideCase', { params, caller: 'default', body })).toEqual({
      problem: 'case_actor_not_allowed',
    })
    expect(await call(world, 'decideCase', { params, caller: 'panel', body })).toMatchObject({
      json: { state: 'final' },
    })
  })

  it('list every open case once, page by page, and refuse a cursor that they did not give', async () => {
    const world = await withCases(CASE_PAGE_MAX + 1)
    const first = await call(world, 'listCases', {})
    const { items, next } = first.json as { items: object[]; next: string }
    expect(items.length).toBe(CASE_PAGE_MAX)
    const second = await call(world, 'listCases', { query: { after: next } })
    expect((second.json as { items: object[] }).items.length).toBe(1)
    expect(second.json).not.toHaveProperty('next')
    for (const after of ['', 'x', '1', '1~', '1~..', `${'9'.repeat(16)}~case-1`]) {
      expect(await call(world, 'listCases', { query: { after } })).toEqual({
        problem: 'malformed_message',
      })
    }
  })

  it('record an accreditation once, however often the same record is sent', async () => {
    const world = await openWorld()
    const body = { record, mode: 'immediate' }
    const first = await call(world, 'accredit', { body })
    expect(first).toMatchObject({ status: 200, json: { state: 'handed_over' } })
    expect(await call(world, 'accredit', { body })).toEqual(first)
    await world.settle()
    expect(world.network.role.acts.length).toBe(1)
    expect(await call(world, 'showAct', { params: { actId: 'act-1' } })).toMatchObject({
      json: { state: 'applied' },
    })
    expect(await call(world, 'showAct', { params: { actId: 'act-2' } })).toEqual({
      problem: 'not_found',
    })
  })

  it('take an announced act back by an act of its own, however often that is sent', async () => {
    const world = await openWorld()
    await call(world, 'accredit', { body: { record } })
    const request = { params: { actId: 'act-1' }, body: { actId: 'act-2' } }
    const first = await call(world, 'cancelAct', request)
    expect(first).toMatchObject({ status: 200, json: { act: { cancels: 'act-1' } } })
    expect(await call(world, 'cancelAct', request)).toEqual(first)
    expect(await call(world, 'cancelAct', { ...request, params: { actId: 'act-9' } })).toEqual({
      problem: 'act_conflict',
    })
    const other = { params: { actId: 'act-9' }, body: { actId: 'act-3' } }
    expect(await call(world, 'cancelAct', other)).toEqual({ problem: 'not_found' })
  })

  it('answer an id that no case can have like one that no case has', async () => {
    const world = await openWorld()
    for (const unknown of ['case-9', '', '\0', '\ud800', '../x'] as CaseId[]) {
      expect(await call(world, 'showCase', { params: { caseId: unknown } })).toEqual({
        problem: 'case_unknown',
      })
    }
  })
})
