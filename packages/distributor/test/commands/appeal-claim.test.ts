import { acknowledged, type ClaimId, refused, unwrap } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClaimStateDocument } from '../../src/index.ts'
import { CLAIM_BUDGET_MS, ESCALATE_AFTER_MS } from '../../src/limits.ts'
import {
  type ClaimOptions,
  fixedRule,
  makeClaim,
  NOW,
  openWorld,
  type World,
} from '../support/world.ts'

const { hold } = fixedRule
const undetermined = { receipt: { outcome: 'undetermined', reason: 'status_stale' } } as const

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.openCampaign()
})
afterEach(() => world.close())

async function claimOf(options: ClaimOptions = {}): Promise<ClaimId> {
  const answer = await world.distributor.submitClaim(await makeClaim(world, options))
  if (answer.claimId === undefined) throw new Error('left no trace')
  await world.settleDown()
  return answer.claimId
}
async function refusedClaim(person = 'ada'): Promise<ClaimId> {
  const id = await claimOf({ ...undetermined, person })
  await world.sendDecision(id, 'refuse')
  return id
}
const appeal = (id: string) => world.distributor.appealClaim(id)
const handed = () => world.deliveries.filter(({ kind }) => kind === 'governance.appeal-case')
async function stateOf(id: ClaimId): Promise<ClaimStateDocument> {
  // Past what a document is kept for.
  world.advance(1_000)
  return unwrap(await world.distributor.showClaimState(id)).state
}

describe('an appeal against a refusal', () => {
  it('is handed to governance once, in the claim’s name, however often it is sent', async () => {
    const id = await refusedClaim()
    world.advance(10_000)
    const answers = await Promise.all([appeal(id), appeal(id), appeal(id)])
    await world.settleDown()
    answers.push(await appeal(id))
    await world.settleDown()
    for (const answer of answers) {
      expect(answer).toEqual({ ok: true, value: { claimId: id, caseId: `hold.${id}` } })
    }
    expect(handed()).toMatchObject([
      { body: { caseId: `hold.${id}`, by: id }, budgetMs: hold.appealMs - 10_000 },
    ])
  })

  it('is durable when it is answered, and told as sent, as under way, and as decided', async () => {
    const id = await refusedClaim()
    world.answer = ({ kind }) =>
      kind === 'governance.appeal-case' ? { outcome: 'postponed' } : acknowledged
    await appeal(id)
    const sent = await stateOf(id)
    expect(sent).toMatchObject({
      state: 'refused',
      terminal: false,
      appeal: { possible: false, caseId: `hold.${id}`, made: { state: 'sent', sentAtMs: NOW } },
      next: {
        what: 'Your appeal is being handed to those who decide.',
        from: 'governance',
        byMs: NOW + hold.appealMs + hold.deadlineMs + ESCALATE_AFTER_MS,
        byDefault:
          'If nobody decides in time, or if your appeal comes too late, the refusal stays.',
      },
    })
    expect(sent.words).toContain('Your appeal is being handed')
    await world.settleDown()
    expect((await stateOf(id)).appeal.made?.state).toBe('sent')
    world.answer = () => acknowledged
    world.advance(30_000)
    await world.settleDown()
    expect(await stateOf(id)).toMatchObject({
      terminal: false,
      appeal: { made: { state: 'taken' } },
      next: { what: 'Somebody else than before decides about your appeal.' },
    })
    await world.sendDecision(id, 'refuse', 2)
    const end = await stateOf(id)
    expect(end).toMatchObject({
      state: 'refused',
      terminal: true,
      appeal: { possible: false, made: { state: 'decided' } },
    })
    expect(end.next).toBeUndefined()
    expect(await appeal(id)).toMatchObject({ ok: true })
  })

  it('that is granted gets the claim paid once', async () => {
    const id = await refusedClaim()
    await appeal(id)
    await world.settleDown()
    await world.sendDecision(id, 'release', 2)
    expect(await stateOf(id)).toMatchObject({ state: 'settled', terminal: true })
    expect(world.deliveries.filter(({ kind }) => kind === 'ledger.settle')).toHaveLength(1)
  })

  it('that governance does not hear says why, and leaves nothing to wait for', async () => {
    const id = await refusedClaim()
    world.answer = ({ kind }) =>
      kind === 'governance.appeal-case' ? refused('appeal_window_over') : acknowledged
    await appeal(id)
    await world.settleDown()
    const { terminal, next, appeal: told } = await stateOf(id)
    expect({ terminal, next }).toEqual({ terminal: true, next: undefined })
    expect(told.made).toMatchObject({
      state: 'not_taken',
      reason: { code: 'appeal_window_over', words: expect.any(String) },
    })
    expect(told.how).toContain('could be appealed is over')
    expect(JSON.stringify(told)).not.toContain('operator')
    expect(await appeal(id)).toMatchObject({ ok: true })
    expect(handed()).toHaveLength(1)
  })

  it('whose refusal comes when another’s appeal was granted leaves the payment its clock', async () => {
    const id = await refusedClaim()
    world.answer = () => ({ outcome: 'postponed' })
    await appeal(id)
    await world.sendDecision(id, 'release', 2)
    world.answer = ({ kind }) =>
      kind === 'governance.appeal-case' ? refused('appeal_made_already') : { outcome: 'postponed' }
    world.advance(30_000)
    await world.settleDown()
    expect(handed()).toMatchObject([{ outcome: 'refused' }])
    expect(await stateOf(id)).toMatchObject({ state: 'accepted', next: { from: 'ledger' } })
  })

  it('that nobody answers is listed as overdue after its time (D9)', async () => {
    const id = await refusedClaim()
    world.answer = () => ({ outcome: 'postponed' })
    await appeal(id)
    await world.settleDown()
    const { clock } = world.party.ports
    expect(await world.distributor.listOverdueClaims(clock.nowMs())).toEqual([])
    world.advance(hold.appealMs + hold.deadlineMs + ESCALATE_AFTER_MS + 1)
    expect(await world.distributor.listOverdueClaims(clock.nowMs())).toMatchObject([
      { claimId: id, next: { what: 'Your appeal is being handed to those who decide.' } },
    ])
  })

  it('ends, payment included, before the ticket does (H6)', async () => {
    const answer = await world.distributor.submitClaim(await makeClaim(world, undetermined))
    const [, payload = ''] = 'ticket' in answer ? answer.ticket.split('.') : []
    const ticket = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const decidedAtMs = NOW + hold.deadlineMs
    const heardAtMs = decidedAtMs + hold.appealMs + hold.deadlineMs
    expect(ticket.expiresAtMs).toBe(heardAtMs + CLAIM_BUDGET_MS)
  })

  it('is an event without anybody’s words or name', async () => {
    const id = await refusedClaim()
    await appeal(id)
    await world.settleDown()
    const told = world.events.filter(({ event }) => event.startsWith('ClaimAppeal'))
    expect(told).toEqual([
      {
        event: 'ClaimAppealed',
        atMs: NOW,
        ids: { claim: id, case: `hold.${id}` },
        detail: {},
      },
    ])
  })

  it('is refused without a trace when its deadline has passed', async () => {
    const id = await refusedClaim()
    expect(await world.distributor.appealClaim(id, { deadlineMs: NOW - 1 })).toEqual({
      ok: false,
      error: { code: 'deadline_passed' },
    })
    expect((await stateOf(id)).appeal.possible).toBe(true)
  })
})

describe('what cannot be appealed', () => {
  it.each(['', 'c', `c${'0'.repeat(40)}`, 'a\u0000b', '../x'])(
    'is a claim that is not there, %j',
    async (id) => {
      expect(await appeal(id)).toMatchObject({ error: { code: 'claim_unknown' } })
    },
  )

  it('is a refusal that was never a case', async () => {
    const paid = await claimOf()
    expect(await appeal(paid)).toMatchObject({ error: { code: 'case_unknown' } })
    const second = await claimOf({ visit: 2 })
    expect(await appeal(second)).toMatchObject({ error: { code: 'case_unknown' } })
  })

  it('is a claim whose case governance did not take', async () => {
    world.answer = ({ kind }) =>
      kind === 'governance.open-case' ? refused('case_conflict') : acknowledged
    const id = await claimOf(undetermined)
    expect(await appeal(id)).toMatchObject({ error: { code: 'case_unknown' } })
  })

  it('is a claim that is held still, or that was released', async () => {
    const id = await claimOf(undetermined)
    const nothing = { error: { code: 'case_transition_not_allowed' } }
    expect(await appeal(id)).toMatchObject(nothing)
    await world.sendDecision(id, 'release')
    expect(await appeal(id)).toMatchObject(nothing)
  })

  it('is a decision whose window is over, from its last millisecond on', async () => {
    const [early, late] = [await refusedClaim(), await refusedClaim('ben')]
    world.advance(hold.appealMs - 1)
    expect(await appeal(early)).toMatchObject({ ok: true })
    world.advance(1)
    expect(await appeal(late)).toMatchObject({ error: { code: 'appeal_window_over' } })
  })

  it('is a decision on an appeal', async () => {
    const id = await refusedClaim()
    await world.sendDecision(id, 'refuse', 2)
    expect(await appeal(id)).toMatchObject({ error: { code: 'appeal_made_already' } })
    expect(handed()).toEqual([])
  })
})
