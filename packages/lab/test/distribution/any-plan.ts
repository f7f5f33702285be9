import fc from 'fast-check'
import type { Faults } from '../../src/faults.ts'
import type { Choice, DistributionPlan, Visit } from './plan.ts'

const PEOPLE_MAX = 6
const perMille = fc.integer({ min: 0, max: 250 })

const anyFaults: fc.Arbitrary<Faults> = fc.record({
  workMsMax: fc.integer({ min: 0, max: 5 }),
  stallPerMille: fc.integer({ min: 0, max: 10 }),
  stallMsMax: fc.integer({ min: 0, max: 500 }),
  linkMsMin: fc.constant(1),
  linkMsMax: fc.integer({ min: 1, max: 100 }),
  slowPerMille: perMille,
  requestLossPerMille: perMille,
  answerLossPerMille: perMille,
  duplicatePerMille: perMille,
  staleCopyPerMille: fc.constant(0),
  crashPerMille: fc.integer({ min: 0, max: 60 }),
  downMsMax: fc.integer({ min: 0, max: 4_000 }),
  clockOffsetMsMax: fc.integer({ min: 0, max: 5_000 }),
  clockDriftPpmMax: fc.integer({ min: 0, max: 200 }),
})

const anyChoice = fc.constantFrom<Choice>('release', 'refuse', 'silence')
const anyVisit: fc.Arbitrary<Visit> = fc.record({
  person: fc.integer({ min: 0, max: PEOPLE_MAX - 1 }),
  campaign: fc.constantFrom('fixed', 'table', 'shared'),
  verifier: fc.constantFrom(0, 1),
  outcome: fc.constantFrom('accepted', 'undetermined'),
  atMs: fc.integer({ min: 0, max: 4_000 }),
  sends: fc.integer({ min: 1, max: 3 }),
  decision: anyChoice,
  decideAfterMs: fc.integer({ min: 0, max: 2_500 }),
  appeal: fc.oneof(anyChoice, fc.constant('none' as const)),
})

/** From one unit to more than a number holds; twelve of them stay below 2^128. */
const anyAmount = fc.bigInt({ min: 1n, max: 2n ** 124n })

/** Three campaigns and some visits; fewer shares than people is a pool too small for everybody. */
export const anyPlan: fc.Arbitrary<DistributionPlan> = fc.record({
  faults: anyFaults,
  fixedMinor: anyAmount,
  shares: fc.integer({ min: 1, max: PEOPLE_MAX }),
  tableMinor: fc.array(anyAmount, { minLength: PEOPLE_MAX - 2, maxLength: PEOPLE_MAX - 1 }),
  byDefault: fc.constantFrom('release', 'refuse'),
  rail: fc.constantFrom('book', 'outside'),
  processes: fc.integer({ min: 1, max: 2 }),
  cuts: fc.array(
    fc.record({
      fromMs: fc.integer({ min: 0, max: 5_000 }),
      lastsMs: fc.integer({ min: 0, max: 5_000 }),
    }),
    { maxLength: 2 },
  ),
  visits: fc.array(anyVisit, { minLength: 1, maxLength: 12 }),
})
