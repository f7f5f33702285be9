import {
  type CampaignAllocation,
  type CampaignLimits,
  type CampaignRule,
  type ClaimId,
  payoutCommitment,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keySubmission } from '../src/model/read-submission.ts'
import {
  beacon,
  byBeacon,
  drawClosesAtMs,
  reveal,
  revealRule,
  seedValues,
} from './support/draws.ts'
import { allocateWindow, batchRule, sharesByPerson } from './support/window.ts'
import { makeClaim, NOW, openWorld, type World } from './support/world.ts'

const PEOPLE_MAX = 8
const WINDOW_MS = 60_000
const QUIET_MS = 5_000
const KNOCKS_MS = 10_000
const intake = { quietMs: QUIET_MS, extendMsMax: 20_000, knocksMs: KNOCKS_MS }

const allocations: readonly CampaignAllocation[] = [
  { kind: 'equal-capped', capMinor: '300' },
  { kind: 'pro-rata', capMinor: '500' },
  { kind: 'tiered', tiers: { low: '7', high: '400' }, shortfall: 'scale' },
  { kind: 'fixed', amountMinor: '301', shortfall: 'scale' },
  byBeacon,
  revealRule().allocation,
]
const isByBeacon = (allocation: CampaignAllocation): boolean => allocation === byBeacon

const anyLimit = fc.record(
  {
    claimsMax: fc.integer({ min: 1, max: 4 }),
    amountMinorMax: fc.integer({ min: 1, max: 700 }).map(String),
  },
  { requiredKeys: ['claimsMax'] },
)
const anyLimits: fc.Arbitrary<CampaignLimits> = fc.record(
  {
    perVerifier: anyLimit,
    perIssuer: anyLimit,
    perJurisdiction: anyLimit,
    perPayoutTarget: anyLimit,
    perPeriod: anyLimit,
  },
  { requiredKeys: [] },
)

/** Somebody as they are, whenever they come. */
interface Person {
  readonly weight: number
  readonly tier: 'low' | 'high'
  readonly issuer: string
  readonly jurisdiction: string
  readonly account: string
}

/** How somebody comes. */
interface Visits {
  /** Milliseconds after the opening at which each of their sends arrives. */
  readonly arrivesAtMs: readonly number[]
  /** Another receipt of the same person, with which they also come. */
  readonly secondReceipt: boolean
  /** There is no room for their first send; they come again so long after the closing, with the knock that they got. */
  readonly againAfterMs: number | undefined
}

const anyPerson: fc.Arbitrary<Person> = fc.record({
  weight: fc.integer({ min: 0, max: 9 }),
  tier: fc.constantFrom('low', 'high'),
  issuer: fc.constantFrom('issuer-a', 'issuer-b'),
  jurisdiction: fc.constantFrom('AT', 'CH', 'DE'),
  account: fc.constantFrom('joint', 'own-1', 'own-2'),
})
const anyVisits: fc.Arbitrary<Visits> = fc.record({
  arrivesAtMs: fc.array(fc.integer({ min: 0, max: WINDOW_MS - 1 }), {
    minLength: 1,
    maxLength: 3,
  }),
  secondReceipt: fc.boolean(),
  againAfterMs: fc.option(fc.integer({ min: 0, max: KNOCKS_MS - 1 }), { nil: undefined }),
})

interface Play {
  readonly rule: CampaignRule
  readonly people: readonly Person[]
  readonly visits: readonly Visits[]
  /** Who comes first of those who come in the same millisecond. */
  readonly order: readonly number[]
}

interface Step {
  readonly atMs: number
  readonly run: () => Promise<unknown>
}

/** Everything that happens, in time; refusals by the beacon's draw are early enough that the closing, and so the round, is the same. */
async function stepsOf(world: World, { rule, people, visits, order }: Play): Promise<Step[]> {
  const steps: Step[] = []
  for (const number of order) {
    const { weight, tier, issuer, jurisdiction, account } = people[number] as Person
    const { arrivesAtMs, secondReceipt, againAfterMs } = visits[number] as Visits
    const opening = { salt: 'c2FsdHNhbHRzYWx0c2FsdA', target: account }
    const bytesOf = (visit: number) =>
      makeClaim(world, {
        rule,
        person: `person${number}`,
        visit,
        receipt: {
          outputs: { weight, tier, issuer, jurisdiction },
          payoutCommitment: payoutCommitment(opening),
        },
        claim: { payoutTarget: account },
      })
    const first = await bytesOf(1)
    const send = (bytes: Uint8Array, knock?: string) =>
      world.distributor.submitClaim(bytes, {
        campaignId: rule.id,
        ...(knock !== undefined && { knock }),
      })
    if (againAfterMs === undefined) {
      for (const atMs of arrivesAtMs) steps.push({ atMs, run: () => send(first) })
      const second = await bytesOf(2)
      const atMs = arrivesAtMs[0] as number
      if (secondReceipt) steps.push({ atMs, run: () => send(second) })
      continue
    }
    let knock = ''
    const { claimId } = unwrap(keySubmission(first))
    const lastMs = isByBeacon(rule.allocation) ? WINDOW_MS - QUIET_MS : WINDOW_MS - 1
    const knocksAtMs = Math.min(arrivesAtMs[0] as number, lastMs)
    // What the door does with a claim for which there is no room.
    const refuse = async () => {
      world.distributor.noteRefusal(rule.id)
      knock = world.distributor.makeKnock(rule.id, claimId as ClaimId)
    }
    steps.push({ atMs: knocksAtMs, run: refuse })
    // The window may close up to `quietMs` later than it would.
    const closedAtMs = Math.max(WINDOW_MS, knocksAtMs + QUIET_MS)
    steps.push({ atMs: closedAtMs + againAfterMs, run: () => send(first, knock) })
  }
  // The window is looked at often enough that it closes when it is due.
  for (let atMs = WINDOW_MS; atMs < WINDOW_MS + QUIET_MS + KNOCKS_MS; atMs += 500) {
    steps.push({ atMs, run: () => world.distributor.sweep() })
  }
  return steps.toSorted((a, b) => a.atMs - b.atMs)
}

/** Lets everybody come and returns what each person and the pool end with. */
async function outcomeOf(play: Play): Promise<Readonly<Record<string, unknown>>> {
  const { rule } = play
  const world = await openWorld({ nowMs: rule.opensAtMs })
  await world.openCampaign(rule)
  let nowMs = 0
  for (const { atMs, run } of await stepsOf(world, play)) {
    world.advance(atMs - nowMs)
    nowMs = atMs
    await run()
  }
  world.advance(WINDOW_MS + QUIET_MS + KNOCKS_MS + 1_000 - nowMs)
  await world.settleDown()
  if (isByBeacon(rule.allocation)) unwrap(await world.distributor.bringBeacon(rule.id, beacon))
  else if (rule.allocation.kind === 'lottery') {
    for (const value of seedValues) unwrap(await reveal(world, rule, value))
  }
  await allocateWindow(world)
  const { state, window, totals } = unwrap(await world.distributor.showCampaign(rule.id))
  const outcome = {
    state,
    root: window?.allocation?.root,
    settled: totals.settled.amountMinor,
    shares: await sharesByPerson(world, rule),
  }
  await world.close()
  return outcome
}

function ruleOf(allocation: CampaignAllocation, limits: CampaignLimits): CampaignRule {
  const closesAtMs = isByBeacon(allocation) ? drawClosesAtMs : NOW + WINDOW_MS
  const opensAtMs = closesAtMs - WINDOW_MS
  const base = batchRule(allocation, { announcedAtMs: 1, opensAtMs, closesAtMs, intake, limits })
  const outputs = { ...base.policy.outputs, issuer: 'issuer', jurisdiction: 'place' }
  return { ...base, policy: { ...base.policy, outputs } }
}

it.each(allocations.map((allocation, i) => [`${allocation.kind} ${i + 1}`, allocation] as const))(
  'F1: who gets what from a window (%s) does not depend on when anybody came in it, how often, in which order, with which of their receipts, or whether there was room for them',
  async (_name, allocation) => {
    await fc.assert(
      fc.asyncProperty(
        anyLimits,
        fc.array(anyPerson, { minLength: 1, maxLength: PEOPLE_MAX }).chain((people) => {
          const numbers = people.map((_, number) => number)
          const visits = fc.tuple(...people.map(() => anyVisits))
          const order = fc.shuffledSubarray(numbers, { minLength: people.length })
          return fc.record({ people: fc.constant(people), order, visits, others: visits })
        }),
        async (limits, { people, order, visits, others }) => {
          const rule = ruleOf(allocation, limits)
          const inOrder = people.map((_, number) => number)
          const first = await outcomeOf({ rule, people, visits, order: inOrder })
          expect(first).toMatchObject({ state: expect.stringMatching(/settl/) })
          expect(Object.keys(first.shares as object)).toHaveLength(people.length)
          expect(await outcomeOf({ rule, people, visits: others, order })).toEqual(first)
        },
      ),
      { numRuns: 7 },
    )
  },
  60_000,
)
