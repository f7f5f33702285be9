import {
  type CampaignRule,
  type ClaimId,
  minorUnits,
  PATIENCE_MS_MIN,
  parseJws,
  parseTicket,
  unwrap,
} from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allocateWindow } from '../../src/commands/allocate-window.ts'
import { createClaimIntake } from '../../src/commands/submit-claim.ts'
import { REFUSALS_NOTED_MAX } from '../../src/limits.ts'
import { keySubmission } from '../../src/model/read-submission.ts'
import { createRefusalNotes } from '../../src/refusal-notes.ts'
import { createCampaignLoader } from '../../src/store/load-campaigns.ts'
import { byBeacon, revealRule } from '../support/draws.ts'
import { batchRule } from '../support/window.ts'
import { fixedRule, makeClaim, NOW, openWorld, type World } from '../support/world.ts'

const intake = { quietMs: 5_000, extendMsMax: 20_000, knocksMs: 10_000 }
const CLOSES_MS = 60_000
const UNKNOWN = 'knocks would count when it can be known what the draw will be'
const batch = batchRule(undefined, { intake })
const instant: CampaignRule = { ...fixedRule, closesAtMs: NOW + CLOSES_MS, intake }

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

let atMs = 0
const goTo = async (ms: number) => {
  world.advance(ms - atMs)
  atMs = ms
  await world.settleDown()
}
const open = async (rule: CampaignRule) => {
  atMs = 0
  await world.openCampaign(rule)
}
const closedAfterMs = async (rule: CampaignRule) => {
  const { closedAtMs } = unwrap(await world.distributor.showCampaign(rule.id))
  return closedAtMs === undefined ? undefined : closedAtMs - NOW
}
const knockOf = (rule: CampaignRule, bytes: Uint8Array) =>
  world.distributor.makeKnock(rule.id, unwrap(keySubmission(bytes)).claimId as ClaimId)
const send = async (rule: CampaignRule, bytes: Uint8Array, knock?: string) => {
  const options = { campaignId: rule.id, ...(knock !== undefined && { knock }) }
  const answer = await world.distributor.submitClaim(bytes, options)
  return answer.kind === 'ticket' ? 'ticket' : answer.reason
}

describe('a claim whose time is over before there was room for it', () => {
  /** Milliseconds that signature checks take. */
  let slowMs = 0
  beforeEach(async () => {
    slowMs = 0
    await world.close()
    world = await openWorld({
      compute: {
        verifySignatures: async (jobs) => {
          world.advance(slowMs)
          return jobs.map(() => true)
        },
      },
    })
    await open(batch)
  })
  const sendWithin = async (budgetMs: number) => {
    const bytes = await makeClaim(world, { rule: batch })
    await goTo(CLOSES_MS - 1_000)
    slowMs = 1_000
    return world.distributor.submitClaim(bytes, {
      campaignId: batch.id,
      deadlineMs: NOW + CLOSES_MS - 1_000 + budgetMs,
    })
  }

  it('gets a knock, and keeps the window open', async () => {
    const late = { kind: 'refused', reason: 'deadline_passed', knock: expect.any(String) }
    expect(await sendWithin(PATIENCE_MS_MIN)).toMatchObject(late)
    await world.settleDown()
    expect(await closedAfterMs(batch)).toBeUndefined()
  })

  it('gets nothing if who sends it left no time for it: nobody holds a window open by being in a hurry', async () => {
    const late = await sendWithin(PATIENCE_MS_MIN - 1)
    expect(late).toMatchObject({ kind: 'refused', reason: 'deadline_passed' })
    expect(late).not.toHaveProperty('knock')
    await world.settleDown()
    expect(await closedAfterMs(batch)).toBe(CLOSES_MS)
  })
})

describe.each([
  ['batch', batch],
  ['instant', instant],
] as const)('a window (%s) that waits for those for whom there was no room', (_kind, rule) => {
  it('closes at its time when nobody was refused of late', async () => {
    await open(rule)
    await goTo(CLOSES_MS - intake.quietMs)
    world.distributor.noteRefusal(rule.id)
    await goTo(CLOSES_MS)
    expect(await closedAfterMs(rule)).toBe(CLOSES_MS)
  })

  it('closes only after a while without refusals, again and again, and takes everybody who comes until then', async () => {
    await open(rule)
    const early = await makeClaim(world, { rule, person: 'ada' })
    for (let ms = CLOSES_MS - 1; ms < CLOSES_MS + 10_000; ms += 4_000) {
      await goTo(ms)
      world.distributor.noteRefusal(rule.id)
    }
    await goTo(CLOSES_MS + 10_000)
    expect(await closedAfterMs(rule)).toBeUndefined()
    expect(await send(rule, early)).toBe('ticket')
    await goTo(CLOSES_MS + 30_000)
    expect(await closedAfterMs(rule)).toBe(CLOSES_MS + 30_000)
    expect(await send(rule, await makeClaim(world, { rule, person: 'bob' }))).toBe(
      'campaign_closed',
    )
  })

  it('closes at its cap, however many are refused', async () => {
    await open(rule)
    for (let ms = CLOSES_MS - 1_000; ms <= CLOSES_MS + intake.extendMsMax; ms += 1_000) {
      await goTo(ms)
      world.distributor.noteRefusal(rule.id)
    }
    expect(await closedAfterMs(rule)).toBe(CLOSES_MS + intake.extendMsMax)
  })

  it.each(['a sweep', 'the first who comes late'])(
    'closes when it would have although it is paused, by %s: a pause only narrows, and lets nobody in',
    async (by) => {
      await open(rule)
      const [ada, bob, cleo] = (await Promise.all(
        ['ada', 'bob', 'cleo'].map((person) => makeClaim(world, { rule, person })),
      )) as [Uint8Array, Uint8Array, Uint8Array]
      await goTo(CLOSES_MS - intake.quietMs)
      const forMs = 3 * intake.extendMsMax
      unwrap(
        await world.distributor.pauseCampaign({
          campaignId: rule.id,
          forMs,
          reason: 'odd_receipts',
          by: 'anna',
        }),
      )
      const knock = knockOf(rule, cleo)
      await goTo(CLOSES_MS - 1)
      expect(await send(rule, ada)).toBe('ticket')
      if (by === 'a sweep') await goTo(CLOSES_MS)
      else world.advance(1)
      atMs = CLOSES_MS
      expect(await send(rule, bob)).toBe('campaign_closed')
      expect(await closedAfterMs(rule)).toBe(CLOSES_MS)
      expect(await send(rule, cleo, knock)).toBe('ticket')
      await goTo(CLOSES_MS + intake.knocksMs)
      const show = async () => unwrap(await world.distributor.showCampaign(rule.id))
      expect(await show()).toMatchObject({ state: 'paused' })
      if (rule.window !== 'instant') expect((await show()).window).toMatchObject({ tickets: 2 })
      await goTo(CLOSES_MS - intake.quietMs + forMs)
      expect((await show()).state).toBe(rule.window === 'instant' ? 'settled' : 'closing')
      expect(await closedAfterMs(rule)).toBe(CLOSES_MS)
      await goTo(CLOSES_MS + 200_000)
      expect(await show()).toMatchObject({ totals: { settled: { claims: 2 } } })
    },
  )

  it('waits for those for whom there was no room also while it is paused', async () => {
    await open(rule)
    await goTo(CLOSES_MS - 1)
    const pause = { campaignId: rule.id, forMs: 100_000, reason: 'odd_receipts', by: 'anna' }
    unwrap(await world.distributor.pauseCampaign(pause))
    world.distributor.noteRefusal(rule.id)
    await goTo(CLOSES_MS + intake.quietMs - 2)
    expect(await send(rule, await makeClaim(world, { rule, person: 'ada' }))).toBe('ticket')
    expect(await closedAfterMs(rule)).toBeUndefined()
    await goTo(CLOSES_MS + intake.quietMs - 1)
    expect(await closedAfterMs(rule)).toBe(CLOSES_MS + intake.quietMs - 1)
  })

  it('is closed by the claim that comes after its time when no sweep has, so that nobody is told so before it is', async () => {
    await open(rule)
    const bytes = await makeClaim(world, { rule, person: 'ada' })
    world.advance(CLOSES_MS + 1)
    expect(await closedAfterMs(rule)).toBeUndefined()
    expect(await send(rule, bytes)).toBe('campaign_closed')
    expect(await closedAfterMs(rule)).toBe(CLOSES_MS + 1)
  })

  it('is not closed by a claim while a refusal is noted that no sweep has written', async () => {
    await open(rule)
    await goTo(CLOSES_MS - 1)
    world.distributor.noteRefusal(rule.id)
    world.advance(intake.quietMs - 1)
    expect(await send(rule, await makeClaim(world, { rule, person: 'ada' }))).toBe('ticket')
    expect(await closedAfterMs(rule)).toBeUndefined()
  })

  it('takes nobody by a knock after the published while, although no sweep has fixed the tickets', async () => {
    await open(rule)
    const bytes = await makeClaim(world, { rule, person: 'ada' })
    await goTo(CLOSES_MS - intake.quietMs)
    const knock = knockOf(rule, bytes)
    await goTo(CLOSES_MS)
    world.advance(intake.knocksMs)
    expect(await send(rule, bytes, knock)).toBe('campaign_closed')
  })

  it('takes those who knocked before it closed for a while after, whose tickets say when they knocked; nobody else, and no other claim with their knock', async () => {
    await open(rule)
    const [ada, bob, cleo, dan] = (await Promise.all(
      ['ada', 'bob', 'cleo', 'dan'].map((person) => makeClaim(world, { rule, person })),
    )) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    await goTo(CLOSES_MS - intake.quietMs)
    const knocks = [ada, bob, cleo].map((bytes) => knockOf(rule, bytes)) as [string, string, string]
    await goTo(CLOSES_MS)
    const late = knockOf(rule, dan)
    await goTo(CLOSES_MS + intake.knocksMs - 1)
    expect(await send(rule, bob)).toBe('campaign_closed')
    expect(await send(rule, dan, late)).toBe('campaign_closed')
    const answer = await world.distributor.submitClaim(ada, {
      campaignId: rule.id,
      knock: knocks[0],
    })
    if (answer.kind !== 'ticket') throw new Error(answer.reason)
    const { payload } = unwrap(parseJws(answer.ticket, { maxBytes: 4_096, maxDepth: 4 }))
    expect(unwrap(parseTicket(payload))).toMatchObject({
      acceptedAtMs: NOW + CLOSES_MS + intake.knocksMs - 1,
      knockedAtMs: NOW + CLOSES_MS - intake.quietMs,
    })
    const other = await makeClaim(world, { rule, person: 'eve' })
    expect(await send(rule, other, knocks[0])).toBe('campaign_closed')
    await goTo(CLOSES_MS + intake.knocksMs)
    expect(await send(rule, cleo, knocks[2])).toBe('campaign_closed')
  })

  it('takes who knocked before it opened as one who knocked at the opening', async () => {
    const later = { ...rule, opensAtMs: NOW + 1_000 }
    await open(later)
    const bytes = await makeClaim(world, { rule: later, person: 'ada' })
    const knock = knockOf(later, bytes)
    await goTo(1_000)
    await goTo(CLOSES_MS + 1)
    const answer = await world.distributor.submitClaim(bytes, { campaignId: later.id, knock })
    if (answer.kind !== 'ticket') throw new Error(answer.reason)
    const { payload } = unwrap(parseJws(answer.ticket, { maxBytes: 4_096, maxDepth: 4 }))
    expect(unwrap(parseTicket(payload))).toMatchObject({ knockedAtMs: later.opensAtMs })
  })

  it('takes who is refused again after the closing by the knock of the first refusal, which each refusal gives back', async () => {
    await open(rule)
    const bytes = await makeClaim(world, { rule, person: 'ada' })
    await goTo(CLOSES_MS - intake.quietMs)
    const first = knockOf(rule, bytes)
    await goTo(CLOSES_MS + 1)
    const full = createClaimIntake(world.parts, createCampaignLoader(world.store), 0)
    const again = await full(bytes, { campaignId: rule.id, knock: first })
    expect(again).toMatchObject({ kind: 'refused', reason: 'queue_full', knock: first })
    const forged = first.replace('8', '7')
    const other = await full(bytes, { campaignId: rule.id, knock: forged })
    expect(other).not.toMatchObject({ knock: forged })
    expect(await send(rule, bytes, (again as { readonly knock: string }).knock)).toBe('ticket')
  })

  it('waits when the process died, which may have refused somebody before: never closes early', async () => {
    await open(rule)
    await goTo(CLOSES_MS - 1)
    // The same store with the notes of a process that starts now.
    const refusals = createRefusalNotes(world.parts.context.ports.clock)
    await refusals.keep((write) => world.store.transact('start', write))
    await goTo(CLOSES_MS + intake.quietMs - 2)
    expect(await closedAfterMs(rule)).toBeUndefined()
    await goTo(CLOSES_MS + intake.quietMs - 1)
    expect(await closedAfterMs(rule)).toBe(CLOSES_MS + intake.quietMs - 1)
  })

  it('waits for its cap rather than lose count of campaigns that nobody has made', async () => {
    await open(rule)
    await goTo(CLOSES_MS - 1)
    for (let i = 0; i <= REFUSALS_NOTED_MAX; i++)
      world.distributor.noteRefusal(`made-up-${i}` as never)
    await goTo(CLOSES_MS)
    expect(await closedAfterMs(rule)).toBeUndefined()
  })

  it('notes its own refusals, and gives a knock with each, by which the claim counts', async () => {
    await open(rule)
    await goTo(CLOSES_MS - 1)
    const full = createClaimIntake(world.parts, createCampaignLoader(world.store), 0)
    const bytes = await makeClaim(world, { rule, person: 'ada' })
    const answer = await full(bytes, { campaignId: rule.id })
    if (answer.kind === 'ticket' || answer.knock === undefined) throw new Error('there is no room')
    expect(answer).toMatchObject({ reason: 'queue_full' })
    await world.parts.refusals.keep((write) => world.store.transact('keep', write))
    await goTo(CLOSES_MS)
    expect(await closedAfterMs(rule)).toBeUndefined()
    await goTo(CLOSES_MS + intake.quietMs)
    expect(await closedAfterMs(rule)).toBe(CLOSES_MS + intake.quietMs)
    expect(await send(rule, bytes, answer.knock)).toBe('ticket')
  })
})

it('an instant window logs no set of tickets, also if its last knock ends while it is looked at', async () => {
  await open(instant)
  await goTo(CLOSES_MS)
  world.advance(intake.knocksMs)
  const show = async () => unwrap(await world.distributor.showCampaign(instant.id))
  expect(await show()).toMatchObject({ state: 'closing' })
  await allocateWindow(world.parts, instant.id)
  await world.settleDown()
  expect(await show()).toMatchObject({ state: 'settled' })
  expect(await show()).not.toHaveProperty('window')
})

it('a claim that came before the closing is in the window although it is told so only after', async () => {
  const rule = batchRule()
  await open(rule)
  const bytes = await makeClaim(world, { rule, person: 'ada' })
  world.advance(CLOSES_MS - 1)
  const answer = world.distributor.submitClaim(bytes)
  world.advance(1)
  const closing = world.distributor.sweep()
  expect(await answer).toMatchObject({ kind: 'ticket' })
  await closing
  expect(unwrap(await world.distributor.showCampaign(rule.id)).totals.entered).toEqual({
    claims: 1,
    amountMinor: String(minorUnits(0n)),
  })
})

it.each([
  [
    'less time than quiet',
    batch,
    { extendMsMax: 4_000 },
    'it has to be quiet for longer before it closes than it waits for that',
  ],
  [
    'knocks after the allocation',
    batch,
    { knocksMs: 75_001 },
    'knocks count for longer than the allocation waits',
  ],
  ['knocks after the round', batchRule(byBeacon), { knocksMs: 20_000 }, UNKNOWN],
  ['knocks after the reveals', revealRule(), { knocksMs: 60_000 }, UNKNOWN],
] as const)(
  'a rule whose window cannot wait like that is refused: %s',
  async (_case, rule, change, detail) => {
    const made = await world.distributor.createCampaign({
      ...rule,
      intake: { ...intake, ...change },
    })
    expect(made).toMatchObject({ error: { code: 'campaign_rule_inconsistent', detail } })
  },
)
