import { type CaseId, sha256Text } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { ACKNOWLEDGE_MS, type CaseView } from '../src/index.ts'
import { APPEAL_MS, DEADLINE_MS, opening, openWorld, type World } from './world.ts'

const CASE = 'case-1' as CaseId

async function openedWorld(): Promise<World> {
  const world = await openWorld()
  await world.opener.role.open(opening(1))
  await world.settle()
  return world
}

async function show(world: World): Promise<CaseView> {
  const shown = await world.governance.role.showCase(CASE)
  if (!shown.ok) throw new Error(shown.error.code)
  return shown.value
}

const decide = (world: World, changed: object = {}) =>
  world.governance.role.decideCase({
    caseId: CASE,
    decision: 'release',
    decidedBy: 'reviewer-1',
    expectedVersion: 1,
    ...changed,
  })

describe('a case', () => {
  it('goes from its opening over a decision and its appeal window to closed, with every step in history and log', async () => {
    const world = await openedWorld()
    expect(await decide(world)).toMatchObject({ ok: true })
    await world.settle()
    expect(world.opener.role.decisions).toMatchObject([
      { decision: 'release', decidedBy: 'reviewer-1', version: 1 },
    ])
    expect((await show(world)).state).toBe('decided')
    await world.pass(APPEAL_MS)
    const closed = await show(world)
    expect(closed.state).toBe('closed')
    expect(closed.acts.map((act) => act.act)).toEqual(['open', 'decide', 'end_appeals', 'close'])
    expect(closed.clocks.map((clock) => [clock.name, clock.outcome])).toEqual([
      ['decide', 'met'],
      ['appeal', 'fired'],
      ['acknowledge', 'met'],
    ])
    const [first, second] = world.network.role.leaves
    const scope = sha256Text(CASE, 'hex')
    expect(first).toMatchObject({ kind: 'case_opening', scope, seq: 0 })
    expect(second).toMatchObject({ kind: 'case_decision', scope, seq: 1 })
    expect(second?.prev).toBe(first?.bodyHash)
    expect(world.network.role.leaves.length).toBe(2)
  })

  it('has neither its id nor its subject in the log, with which somebody else could appeal', async () => {
    const world = await openWorld()
    const claimId = `c${'0123456789'.repeat(4)}`
    const caseId = `hold.${claimId}` as CaseId
    await world.opener.role.open(opening(1, { caseId, subject: claimId }))
    await world.settle()
    await decide(world, { caseId, decision: 'refuse' })
    expect(await world.appeal(world.opener, { caseId, by: claimId })).toBe('acknowledged')
    await decide(world, { caseId, expectedVersion: 3, decidedBy: 'reviewer-2' })
    await world.settle()
    const { leaves } = world.network.role
    expect(leaves.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual([
      'case_opening 0',
      'case_decision 1',
      'case_decision 2',
    ])
    expect(new Set(leaves.map(({ scope }) => scope)).size).toBe(1)
    const told = await world.network.ports.store.read('told', (tx) =>
      tx.all('SELECT * FROM handoff_in'),
    )
    expect(told.length).toBe(leaves.length)
    expect(JSON.stringify([leaves, told])).not.toContain(claimId)
  })

  it('is decided by its default after silence, once, however late the sweep is', async () => {
    const world = await openedWorld()
    await world.pass(DEADLINE_MS - 1)
    expect(world.opener.role.decisions).toEqual([])
    await world.pass(10 * DEADLINE_MS)
    expect(world.opener.role.decisions).toMatchObject([
      { decision: 'refuse', decidedBy: 'default', version: 1 },
    ])
    // The appeal window begins with the decision, not with the deadline that the sweep was late for.
    expect(await show(world)).toMatchObject({ state: 'decided' })
  })

  it('does not take a decision after its deadline, even before the sweep has run', async () => {
    const world = await openedWorld()
    world.clock.nowMs += DEADLINE_MS
    expect(await decide(world)).toMatchObject({ ok: false, error: { code: 'case_conflict' } })
    await world.settle()
    expect(world.opener.role.decisions).toMatchObject([{ decidedBy: 'default' }])
  })

  it('can be appealed once; the second decision replaces the first and is final', async () => {
    const world = await openedWorld()
    await decide(world, { decision: 'refuse' })
    const appeal = { caseId: CASE, by: 'claimant', reason: 'The evidence is of somebody else.' }
    expect(await world.governance.role.appealCase(appeal)).toMatchObject({ ok: true })
    expect(await world.governance.role.appealCase(appeal)).toMatchObject({
      error: { code: 'appeal_made_already' },
    })
    expect(await decide(world, { expectedVersion: 3 })).toMatchObject({
      error: { code: 'case_own_decision' },
    })
    expect(await decide(world, { expectedVersion: 3, decidedBy: 'panel' })).toMatchObject({
      ok: true,
      value: { state: 'final', decisions: 2 },
    })
    await world.settle()
    expect(
      world.opener.role.decisions.map(({ version, decision }) => [version, decision]).sort(),
    ).toEqual([
      [1, 'refuse'],
      [2, 'release'],
    ])
    expect(await show(world)).toMatchObject({ state: 'closed', decision: 'release' })
    expect(await world.governance.role.appealCase(appeal)).toMatchObject({ ok: false })
  })

  it('is decided by its default when nobody hears the appeal', async () => {
    const world = await openedWorld()
    await decide(world)
    await world.governance.role.appealCase({ caseId: CASE, by: 'operator', reason: 'Look again.' })
    await world.pass(DEADLINE_MS)
    expect(await show(world)).toMatchObject({
      state: 'closed',
      decision: 'refuse',
      decidedBy: 'default',
      decisions: 2,
    })
  })

  it('cannot be appealed after the window, even before the sweep has run', async () => {
    const world = await openedWorld()
    await decide(world)
    world.clock.nowMs += APPEAL_MS
    const late = { caseId: CASE, by: 'claimant', reason: 'Late.' }
    expect(await world.governance.role.appealCase(late)).toMatchObject({
      error: { code: 'appeal_window_over' },
    })
  })

  it('resends an unacknowledged decision, escalates, and closes only on the answer', async () => {
    const world = await openedWorld()
    world.cut.active = true
    await decide(world)
    await world.pass(APPEAL_MS)
    await world.pass(ACKNOWLEDGE_MS)
    await world.pass(ACKNOWLEDGE_MS)
    const waiting = await show(world)
    expect(waiting.state).toBe('final')
    expect(waiting.acts.filter((act) => act.act === 'escalate').length).toBe(2)
    world.cut.active = false
    await world.pass(60_000)
    expect(world.opener.role.decisions.length).toBe(1)
    expect((await show(world)).state).toBe('closed')
  })

  it('closes on the answer to its last decision, also when the answer to the first comes later', async () => {
    const world = await openedWorld()
    world.opener.role.silentAbout = 1
    await decide(world)
    await world.settle()
    await world.governance.role.appealCase({ caseId: CASE, by: 'operator', reason: 'Look again.' })
    await decide(world, { expectedVersion: 3, decidedBy: 'panel' })
    await world.settle()
    expect(await show(world)).toMatchObject({ state: 'closed', answered: 2 })
    world.opener.role.silentAbout = undefined
    await world.pass(60_000)
    expect(world.opener.role.decisions.length).toBe(2)
    expect(await show(world)).toMatchObject({ state: 'closed', answered: 2 })
  })

  it('keeps a decision that the opener refuses to carry out visible, with its reason', async () => {
    const world = await openedWorld()
    world.opener.role.answer = 'claim_unknown'
    await decide(world)
    await world.settle()
    await world.pass(APPEAL_MS)
    expect(await show(world)).toMatchObject({ state: 'closed', answerReason: 'claim_unknown' })
  })

  it('is not decided by its opener, its subject, or somebody who calls themselves the default', async () => {
    const world = await openedWorld()
    for (const [decidedBy, code] of [
      ['distributor', 'case_own_decision'],
      ['claim-1', 'case_own_decision'],
      ['default', 'case_actor_not_allowed'],
      ['', 'malformed_message'],
      ['a\0b', 'malformed_message'],
      ['x'.repeat(129), 'malformed_message'],
    ]) {
      expect(await decide(world, { decidedBy })).toMatchObject({ ok: false, error: { code } })
    }
    expect(await decide(world, { decision: 'pay' })).toMatchObject({
      error: { code: 'malformed_message' },
    })
    expect((await show(world)).version).toBe(1)
  })

  it('tells the observer each step, and neither the names nor the words of people', async () => {
    const world = await openedWorld()
    await decide(world)
    await world.governance.role.appealCase({ caseId: CASE, by: 'ada', reason: 'I am not he.' })
    await decide(world, { expectedVersion: 3, decidedBy: 'panel' })
    await world.settle()
    const bodies = await world.governance.ports.store.read('look', (tx) =>
      tx.all(`SELECT body FROM handoff_out WHERE kind = 'observer.record' ORDER BY created_at, id`),
    )
    const told = bodies.map((row) => String(row.body)).join()
    const steps = ['CaseOpened', 'CaseDecided', 'CaseAppealed', 'CaseDecided', 'CaseClosed']
    expect(told.match(/Case[A-Z][a-z]+/g)).toEqual(steps)
    for (const personal of ['reviewer-1', 'ada', 'panel', 'I am not he']) {
      expect(told).not.toContain(personal)
    }
  })

  it('takes one of two decisions that were made on the same version', async () => {
    const world = await openedWorld()
    const both = await Promise.all([decide(world), decide(world, { decidedBy: 'reviewer-2' })])
    expect(both.map((result) => result.ok)).toEqual([true, false])
    expect(both[1]).toMatchObject({ error: { code: 'case_conflict' } })
  })

  it('that does not exist is case_unknown to every verb', async () => {
    const { governance } = await openWorld()
    for (const caseId of ['case-9', '', 'a\0b', '../x'] as CaseId[]) {
      const error = { ok: false, error: { code: 'case_unknown' } }
      expect(await governance.role.showCase(caseId)).toMatchObject(error)
      expect(
        await governance.role.decideCase({
          caseId,
          decision: 'release',
          decidedBy: 'reviewer',
          expectedVersion: 1,
        }),
      ).toMatchObject(error)
      expect(await governance.role.appealCase({ caseId, by: 'x', reason: 'y' })).toMatchObject(
        error,
      )
    }
  })
})

describe('opening cases', () => {
  it('is refused while another case about the subject is open, and allowed after it closed', async () => {
    const world = await openedWorld()
    const rival = opening(2, { subject: 'claim-1' })
    await world.opener.role.open(rival, opening(3), opening(4, { subject: 'claim-3' }))
    await world.settle()
    expect([...world.opener.role.refusals]).toEqual([
      ['case-2', 'case_conflict'],
      ['case-4', 'case_conflict'],
    ])
    await decide(world)
    await world.pass(APPEAL_MS)
    await world.opener.role.open(opening(5, { subject: 'claim-1' }))
    await world.settle()
    expect(await world.governance.role.showCase('case-5' as CaseId)).toMatchObject({ ok: true })
  })

  it('waits with its opener while the one before about the subject may be appealed, and is then opened with its whole deadline', async () => {
    const world = await openedWorld()
    await decide(world)
    await world.opener.role.open(opening(2, { subject: 'claim-1' }))
    await world.settle()
    expect([...world.opener.role.refusals]).toEqual([])
    expect(await world.governance.role.showCase('case-2' as CaseId)).toMatchObject({ ok: false })
    for (let waited = 0; waited <= APPEAL_MS; waited += 60_000) await world.pass(60_000)
    expect(await world.governance.role.showCase('case-2' as CaseId)).toMatchObject({
      value: { state: 'opened' },
    })
    await world.opener.role.open(opening(3, { subject: 'claim-1' }))
    await world.settle()
    expect([...world.opener.role.refusals]).toEqual([['case-3', 'case_conflict']])
  })

  it('is refused when the sender is not the opener', async () => {
    const world = await openWorld()
    await world.opener.role.open(opening(1, { openedBy: 'ledger' as never }))
    await world.settle()
    expect(world.opener.role.refusals.get(CASE)).toBe('case_actor_not_allowed')
  })

  it('is refused when its clock would run longer than any journey', async () => {
    const world = await openWorld()
    const ever = Number.MAX_SAFE_INTEGER
    await world.opener.role.open(opening(1, { deadlineMs: ever }), opening(2, { appealMs: ever }))
    await world.settle()
    expect([...world.opener.role.refusals.values()]).toEqual([
      'malformed_message',
      'malformed_message',
    ])
  })

  it('is refused when its subject is no line of text, and harms no other opening', async () => {
    const world = await openWorld()
    await world.opener.role.open(opening(1, { subject: 'a\0b' }), opening(2))
    await world.settle()
    expect([...world.opener.role.refusals]).toEqual([[CASE, 'malformed_message']])
    expect(await world.governance.role.showCase('case-2' as CaseId)).toMatchObject({ ok: true })
  })

  it('lists what is open, least time left first', async () => {
    const world = await openWorld()
    await world.opener.role.open(
      opening(1, { deadlineMs: 30_000 }),
      opening(2, { deadlineMs: 10_000 }),
      opening(3, { deadlineMs: 20_000 }),
    )
    await world.settle()
    const { cases, next } = await world.governance.role.listCases()
    expect(cases.map((entry) => entry.opening.caseId)).toEqual(['case-2', 'case-3', 'case-1'])
    expect(next).toBeUndefined()
    const [first] = cases
    const after = { dueAtMs: first?.dueAtMs ?? 0, caseId: 'case-2' }
    const rest = await world.governance.role.listCases(after)
    expect(rest.cases.map((entry) => entry.opening.caseId)).toEqual(['case-3', 'case-1'])
  })
})
