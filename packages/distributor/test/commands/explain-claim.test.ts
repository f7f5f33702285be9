import {
  acknowledged,
  type ClaimId,
  type ReasonCode,
  reasonCodes,
  reasons,
  refused,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClaimExplanation } from '../../src/index.ts'
import {
  type ClaimOptions,
  fixedRule,
  makeClaim,
  NOW,
  openWorld,
  type World,
} from '../support/world.ts'

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
const held = () => claimOf({ receipt: { outcome: 'undetermined', reason: 'status_stale' } })
const explain = async (id: ClaimId): Promise<ClaimExplanation> =>
  unwrap(await world.distributor.explainClaim(id))

describe('the story of a held claim', () => {
  it('names who decides, by when, and what silence does', async () => {
    const { next, words, reason } = await explain(await held())
    expect(words).toContain('Your claim is held until somebody decides about it.')
    expect(reason).toMatchObject({ code: 'undetermined_held', appealable: true })
    expect(next).toMatchObject({
      from: 'governance',
      byDefault: 'If nobody decides in time, the claim is refused, and you may appeal.',
    })
    expect(next?.byMs).toBeGreaterThanOrEqual(NOW + fixedRule.hold.deadlineMs)
  })

  it('names the case and the last moment of an appeal once it is refused, and none after the appeal', async () => {
    const id = await held()
    expect((await explain(id)).appeal).toMatchObject({ possible: false })
    world.advance(1_000)
    await world.sendDecision(id, 'refuse')
    const { appeal, state } = await explain(id)
    expect(state).toBe('refused')
    expect(appeal).toMatchObject({
      possible: true,
      caseId: `hold.${id}`,
      untilMs: NOW + 1_000 + fixedRule.hold.appealMs,
    })
    expect(appeal.url).toBe(`https://distributor.evenkeel.example/claims/${id}/appeal`)
    expect(appeal.how).toContain(`Send a POST to ${appeal.url} before 2027-01-15T08:01:01.000Z`)
    expect(appeal.how).toContain('write to https://governance.evenkeel.example')
    await world.sendDecision(id, 'refuse', 2)
    expect((await explain(id)).appeal).toEqual({
      possible: false,
      how: 'An appeal was heard already, and its decision is final.',
    })
  })

  it('gives no appeal more time because the clock of governance is ahead', async () => {
    const id = await held()
    await world.sendDecision(id, 'refuse', 1, NOW + 86_400_000)
    expect((await explain(id)).appeal.untilMs).toBe(NOW + fixedRule.hold.appealMs)
  })

  it('never waits for less than nothing, though the clock steps back', async () => {
    const id = await held()
    world.advance(-10_000)
    await world.sendDecision(id, 'release')
    const { steps } = await explain(id)
    expect(steps.map(({ waitedMs }) => waitedMs)).toEqual([0, 0, 0, 0])
    expect(steps[1]?.atMs).toBe(NOW - 10_000)
  })

  it('that governance takes no case of promises no appeal to a case that is not there', async () => {
    world.answer = ({ kind }) =>
      kind === 'governance.open-case' ? refused('malformed_message') : acknowledged
    const { state, appeal } = await explain(await held())
    expect(state).toBe('refused')
    expect(appeal.possible).toBe(false)
    expect(appeal.how).toContain('No case was opened')
  })
})

describe('the story of a refused claim', () => {
  it('that has no entitlement says that a new verification may change it', async () => {
    await claimOf()
    const second = await explain(await claimOf({ visit: 2 }))
    expect(second).toMatchObject({ state: 'refused', reason: { code: 'already_claimed' } })
    expect(second.amountMinor).toBeUndefined()
    expect(second.again).toContain('After a new verification you may claim again')
  })

  it('whose entitlement is taken says that only an appeal can change it', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? refused('insufficient_funds') : acknowledged
    expect((await explain(await claimOf())).again).toContain('only an appeal can change it')
  })
})

it('whatever the ledger refuses with, the story ends with words for both, and waits for nobody', async () => {
  const codes = fc.constantFrom<ReasonCode>(...reasonCodes)
  let people = 0
  const kinds = fc.constantFrom('ledger.reserve', 'ledger.settle')
  await fc.assert(
    fc.asyncProperty(codes, kinds, async (code, refusing) => {
      people += 1
      world.answer = ({ kind }) => (kind === refusing ? refused(code) : acknowledged)
      const story = await explain(await claimOf({ person: `p${people}` }))
      const told =
        code === 'insufficient_funds' && refusing === 'ledger.reserve' ? 'campaign_exhausted' : code
      expect(story).toMatchObject({ state: 'refused', terminal: true, reason: { code: told } })
      expect(story.words).toBe(`Your claim was refused. ${reasons[told].audience.claimant}`)
      expect(story.reason?.operator).toBe(reasons[told].operator)
      expect(story.next).toBeUndefined()
      expect(story.steps.every(({ waitedMs }) => waitedMs >= 0)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

it('a claim that is not at its end always says what is awaited, from whom, by when and what otherwise', async () => {
  const waits: ClaimExplanation[] = []
  world.payment = () => 'later'
  world.answer = ({ kind }) => (kind === 'ledger.settle' ? { outcome: 'postponed' } : acknowledged)
  waits.push(await explain(await claimOf({ person: 'reserved' })))
  world.answer = () => acknowledged
  waits.push(await explain(await claimOf({ person: 'settling' })))
  world.answer = () => ({ outcome: 'postponed' })
  waits.push(await explain(await claimOf({ person: 'accepted' })))
  expect(waits.map(({ state }) => state)).toEqual(['reserved', 'settling', 'accepted'])
  for (const { next, terminal } of waits) {
    expect(terminal).toBe(false)
    expect(next).toEqual({
      what: expect.stringMatching(/^\w/),
      from: 'ledger',
      byMs: NOW + 86_400_000,
      byDefault: expect.stringMatching(/^(Without an answer|If its arrival)/),
    })
  }
})
