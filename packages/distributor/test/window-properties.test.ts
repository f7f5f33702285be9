import { type CampaignAllocation, unwrap } from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allocateWindow, batchRule, closeWindow, sharesByPerson } from './support/window.ts'
import { makeClaim, openWorld } from './support/world.ts'

const PEOPLE_MAX = 8
const allocations: readonly CampaignAllocation[] = [
  { kind: 'equal-capped', capMinor: '300' },
  { kind: 'pro-rata', capMinor: '500' },
  { kind: 'tiered', tiers: { low: '7', high: '400' }, shortfall: 'scale' },
  { kind: 'fixed', amountMinor: '301', shortfall: 'scale' },
]

interface Person {
  readonly weight: number
  readonly tier: 'low' | 'high'
  /** Milliseconds after the opening at which each of their sends arrives. */
  readonly arrivesAtMs: readonly number[]
  /** Another receipt of the same person, with which they also come. */
  readonly secondReceipt: boolean
}

const anyPerson: fc.Arbitrary<Person> = fc.record({
  weight: fc.integer({ min: 0, max: 9 }),
  tier: fc.constantFrom('low', 'high'),
  arrivesAtMs: fc.array(fc.integer({ min: 0, max: 59_999 }), { minLength: 1, maxLength: 3 }),
  secondReceipt: fc.boolean(),
})

/** Lets everybody come, in the order given for those who come in the same millisecond, and returns what each person and the pool end with. */
async function outcomeOf(
  allocation: CampaignAllocation,
  people: readonly Person[],
  order: readonly number[],
): Promise<unknown> {
  const world = await openWorld()
  const rule = batchRule(allocation)
  await world.openCampaign(rule)
  const arrivals = order.flatMap((number) => {
    const { arrivesAtMs, secondReceipt } = people[number] as Person
    return [
      ...arrivesAtMs.map((atMs) => ({ number, visit: 1, atMs })),
      ...(secondReceipt ? [{ number, visit: 2, atMs: arrivesAtMs[0] as number }] : []),
    ]
  })
  let nowMs = 0
  for (const { number, visit, atMs } of arrivals.toSorted((a, b) => a.atMs - b.atMs)) {
    world.advance(atMs - nowMs)
    nowMs = atMs
    const { weight, tier } = people[number] as Person
    const receipt = { outputs: { weight, tier } }
    const bytes = await makeClaim(world, { rule, person: `person${number}`, visit, receipt })
    await world.distributor.submitClaim(bytes)
  }
  world.advance(-nowMs)
  await closeWindow(world)
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

it('F1: who gets what from a batch window does not depend on when anybody came in it, how often, in which order or with which of their receipts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...allocations),
      fc.array(anyPerson, { minLength: 1, maxLength: PEOPLE_MAX }).chain((people) => {
        const numbers = people.map((_, number) => number)
        const order = fc.shuffledSubarray(numbers, { minLength: people.length })
        const arrivals = people.map(() => anyPerson)
        return fc.record({ people: fc.constant(people), order, others: fc.tuple(...arrivals) })
      }),
      async (allocation, { people, order, others }) => {
        const rearranged = people.map((person, number) => {
          const { arrivesAtMs, secondReceipt } = others[number] as Person
          return { ...person, arrivesAtMs, secondReceipt }
        })
        const inOrder = people.map((_, number) => number)
        const first = await outcomeOf(allocation, people, inOrder)
        expect(first).toMatchObject({ state: expect.stringMatching(/settl/) })
        expect(await outcomeOf(allocation, rearranged, order)).toEqual(first)
      },
    ),
    { numRuns: 15 },
  )
}, 120_000)
