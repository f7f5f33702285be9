import type { CaseId } from '@evenkeel/kernel'
import { expect, it } from 'vitest'
import { APPEAL_MS, DEADLINE_MS, opening, openWorld, type World } from './world.ts'

const caseId = 'case-1' as CaseId
const appeal = { caseId, by: 'claim-1' }

async function decidedWorld(): Promise<World> {
  const world = await openWorld()
  await world.opener.role.open(opening(1))
  await world.settle()
  const command = {
    caseId,
    decision: 'refuse',
    decidedBy: 'reviewer-1',
    expectedVersion: 1,
  } as const
  expect(await world.governance.role.decideCase(command)).toMatchObject({ ok: true })
  await world.settle()
  return world
}

it('an appeal that the opener hands on is heard as that of the subject, and decided by somebody else', async () => {
  const world = await decidedWorld()
  expect(await world.appeal(world.opener, appeal)).toBe('acknowledged')
  const { role } = world.governance
  expect(await role.showCase(caseId)).toMatchObject({
    value: {
      state: 'appealed',
      appealedBy: 'claim-1',
      acts: [{ act: 'open' }, { act: 'decide' }, { act: 'appeal', actor: 'claim-1' }],
      clocks: [
        { outcome: 'met' },
        { outcome: 'met' },
        { name: 'decide_appeal', leftMs: DEADLINE_MS },
      ],
    },
  })
  const again = { caseId, decision: 'release', expectedVersion: 3 } as const
  for (const decidedBy of ['reviewer-1', 'claim-1', 'distributor']) {
    expect(await role.decideCase({ ...again, decidedBy })).toMatchObject({
      error: { code: 'case_own_decision' },
    })
  }
  expect(await role.decideCase({ ...again, decidedBy: 'panel' })).toMatchObject({ ok: true })
  await world.settle()
  expect(await role.showCase(caseId)).toMatchObject({ value: { state: 'closed' } })
})

it('a handed-on appeal that nobody hears is decided by the default', async () => {
  const world = await decidedWorld()
  await world.appeal(world.opener, appeal)
  await world.pass(DEADLINE_MS)
  expect(await world.governance.role.showCase(caseId)).toMatchObject({
    value: { state: 'closed', decidedBy: 'default', decisions: 2 },
  })
})

it('a handed-on appeal comes too late when the window has ended, even before the sweep has run', async () => {
  const world = await decidedWorld()
  world.clock.nowMs += APPEAL_MS
  expect(await world.appeal(world.opener, appeal)).toBe('appeal_window_over')
})

it('a second appeal is refused, whichever way the first one came', async () => {
  const world = await decidedWorld()
  const byKey = { caseId, by: 'operator', reason: 'Look again.' }
  expect(await world.governance.role.appealCase(byKey)).toMatchObject({ ok: true })
  expect(await world.appeal(world.opener, appeal)).toBe('appeal_made_already')
  await world.pass(DEADLINE_MS)
  expect(await world.appeal(world.opener, appeal)).toBe('appeal_made_already')
})

it('nothing undecided or unknown can be appealed by a handoff', async () => {
  const world = await decidedWorld()
  await world.opener.role.open(opening(2))
  await world.settle()
  const undecided = { caseId: 'case-2' as CaseId, by: 'claim-2' }
  expect(await world.appeal(world.opener, undecided)).toBe('case_transition_not_allowed')
  const unknown = { caseId: 'case-9' as CaseId, by: 'claim-9' }
  expect(await world.appeal(world.opener, unknown)).toBe('case_unknown')
})

it('nobody appeals through another party or in another name, which would keep that person from deciding (G5)', async () => {
  const world = await decidedWorld()
  expect(await world.appeal(world.network, appeal)).toBe('case_actor_not_allowed')
  for (const by of ['panel', 'distributor']) {
    expect(await world.appeal(world.opener, { caseId, by })).toBe('case_actor_not_allowed')
  }
  expect(await world.governance.role.showCase(caseId)).toMatchObject({
    value: { state: 'decided' },
  })
})
