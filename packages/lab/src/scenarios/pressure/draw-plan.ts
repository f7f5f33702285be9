import type { PartyId } from '@evenkeel/kernel'
import { calmFaults, type Faults, roughFaults } from '../../faults.ts'
import type { SeededRandom } from '../../seeded-random.ts'
import {
  BATCH,
  BURST_AT_MS,
  CLOCK_ERROR_MS_MAX,
  CLOSES_AT_MS,
  INSTANT,
  isBatch,
  type Kill,
  LIAR,
  type PersonPlan,
  PLACES,
  type PressurePlan,
  type Recheck,
  type Trick,
  VERIFIERS,
} from './pressure-plan.ts'

/** People of each kind of campaign; a batch window's come in the other order in the twin world too. */
const INSTANT_PEOPLE = 36
const BATCH_PEOPLE = 36
/** Invented people beyond what one verifier's word may cost. */
const GHOSTS_TOO_MANY = 6
const GHOSTS_LATER_MS = 8_000

/** People who come beside the others in a storm. */
const STORM_PEOPLE = 200

/** How long before a window closes the last ones come. */
const RUSH_MS = 300
/** Newcomers after a burst, how many come together, and how far apart: some half of what can be served. */
const NEWCOMERS = 48
const NEWCOMERS_AT_ONCE = 3
const NEWCOMERS_EVERY_MS = 450

/** As rough as it gets with fewer crashes: those that matter are planned. */
const faultsOnRoughDays: Faults = {
  ...roughFaults,
  crashPerMille: 4,
  stallMsMax: 300,
  // Claimants and parties have clocks of their own in the plan.
  clockOffsetMsMax: 0,
}

/** Where a process may die: between the claim and its ticket, between reserve and payment, and between all the parties' commits. */
const KILLED: readonly (readonly [string, readonly string[]])[] = [
  [
    'distributor',
    [
      'claim-commit',
      'handoff-receive',
      'handoff-answer',
      'fix-window',
      'give-shares',
      'close-window',
    ],
  ],
  ['ledger', ['handoff-receive', 'handoff-answer', 'rail-take', 'rail-answer']],
]

/** Draws a world. */
export function drawPlan(random: SeededRandom): PressurePlan {
  const isCalm = random.chance(350)
  const processes = isCalm || random.chance(350) ? 1 : 2
  // A second burst at the last moment, with clocks and links that let it be told who was in time.
  const isRush = isCalm && random.chance(500)
  const isStorm = isCalm && !isRush
  const burstMs = isStorm ? random.between(4_000, 6_000) : random.between(50, 1_200)
  const honest = Array.from({ length: INSTANT_PEOPLE + BATCH_PEOPLE }, (_, number) =>
    drawPerson(random, { number, burstMs, isCalm }),
  ).map((person) => (isRush && isBatch(person.campaign) ? hurry(random, person) : person))
  const perVerifierMax = honest.filter(({ campaign }) => campaign === 'fixed').length
  const ghosts = Array.from(
    { length: perVerifierMax + GHOSTS_TOO_MANY },
    (_, ghost): PersonPlan => {
      const { trick, attack, takenOut, ...person } = drawPerson(random, {
        number: honest.length + ghost,
        burstMs,
        isCalm,
      })
      // Those too many come when the verifier may be held.
      const laterMs = ghost < perVerifierMax ? 0 : random.below(GHOSTS_LATER_MS)
      const arrivesMs = person.arrivesMs + laterMs
      return { ...person, arrivesMs, campaign: 'fixed', verifier: LIAR, isGhost: true }
    },
  )
  const storm = isStorm ? drawStorm(random, honest.length + ghosts.length, burstMs) : []
  const checkMs = isStorm ? random.between(18, 28) : random.between(8, 20)
  const stall = isRush && random.chance(600) ? drawStall(random) : undefined
  const heldAfterMs = random.chance(400) ? random.below(burstMs + 1_000) : undefined
  const everybody = [...honest, ...ghosts, ...storm]
  const people = isStorm
    ? everybody.map((person): PersonPlan => ({ ...person, manner: 'obeys' }))
    : everybody
  return {
    isCalm,
    isStorm,
    faults: isCalm ? calmFaults : faultsOnRoughDays,
    processes,
    clockErrorsMs: [0, 1].map(() =>
      isCalm ? 0 : random.between(-CLOCK_ERROR_MS_MAX, CLOCK_ERROR_MS_MAX),
    ),
    checkMs,
    burstMs,
    ...(stall && { stall }),
    sharesMissing: random.chance(400) ? random.between(1, 5) : 0,
    perVerifierMax,
    people: isCalm
      ? [
          ...people,
          ...drawNewcomers(
            random,
            people,
            metAtMs(people, burstMs, checkMs) + (stall?.lastsMs ?? 0),
          ),
        ]
      : people,
    isSilent: random.chance(150),
    checked: drawChecked(random, heldAfterMs !== undefined),
    isLimited: random.chance(400),
    isCanary: random.chance(300),
    ...(heldAfterMs !== undefined && { heldAfterMs }),
    kills: isCalm ? [] : Array.from({ length: random.between(2, 5) }, () => drawKill(random)),
    ...(!isCalm &&
      random.chance(500) && {
        cut: { fromMs: random.below(10_000), lastsMs: random.between(2_000, 20_000) },
      }),
    ...(random.chance(400) && { pause: drawPause(random) }),
  }
}

/** Long enough that those with little time are gone before their turn comes. */
function drawStall(random: SeededRandom): NonNullable<PressurePlan['stall']> {
  return { fromMs: random.below(800), lastsMs: random.between(1_500, 4_000) }
}

/** A verifier is mostly held while payments on its word are not ordered yet. */
function drawChecked(random: SeededRandom, isHeld: boolean): PressurePlan['checked'] {
  if (!random.chance(isHeld ? 700 : 500)) return []
  return random.chance(isHeld ? 900 : 400) ? ['tiered', 'equal', 'fixed'] : ['tiered', 'equal']
}

/** At any time; of a window mostly about its closing, which does not wait for it. */
function drawPause(random: SeededRandom): NonNullable<PressurePlan['pause']> {
  const forMs = random.between(1_000, 15_000)
  if (random.chance(500)) {
    return { campaign: INSTANT[random.below(3)] ?? 'fixed', atMs: random.below(50_000), forMs }
  }
  const closesAtMs = CLOSES_AT_MS - BURST_AT_MS
  return {
    campaign: BATCH[random.below(3)] ?? 'equal',
    atMs: closesAtMs - 10_000 + random.below(25_000),
    forMs,
  }
}

/** People who do nothing but come, and come again when they are told to. */
function drawStorm(random: SeededRandom, first: number, burstMs: number): readonly PersonPlan[] {
  const sends = random.between(1, 3)
  return Array.from({ length: STORM_PEOPLE }, (_, place) => {
    const person = drawPerson(random, { number: first + place, burstMs, isCalm: true })
    const { trick, attack, takenOut, again, ...plain } = person
    return { ...plain, campaign: 'tiered', recheck: 'good', sends }
  })
}

/** When all who come in a burst could have been served, if nothing stood still. */
function metAtMs(people: readonly PersonPlan[], burstMs: number, checkMs: number): number {
  const claims = people.reduce(
    (sum, { trick, attack }) =>
      sum + 1 + (attack ? 1 : 0) + (trick === 'second-receipt' || trick === 'other-body' ? 1 : 0),
    0,
  )
  return Math.max(burstMs, 2 * checkMs * claims)
}

/** People who come some at a time from then on. */
function drawNewcomers(
  random: SeededRandom,
  people: readonly PersonPlan[],
  fromMs: number,
): readonly PersonPlan[] {
  return Array.from({ length: NEWCOMERS }, (_, place) => {
    const person = drawPerson(random, { number: people.length + place, burstMs: 1, isCalm: true })
    const { trick, attack, takenOut, again, ...plain } = person
    const arrivesMs = fromMs + Math.floor(place / NEWCOMERS_AT_ONCE) * NEWCOMERS_EVERY_MS
    return {
      ...plain,
      campaign: 'tiered',
      arrivesMs,
      recheck: 'good',
      budgetMs: 10_000,
      sends: 1,
      isNewcomer: true,
    }
  })
}

/**
 * Comes just before the window closes, several times at once, so that most are refused for lack of room. Nobody signs a second claim meanwhile: it
 * would take the place of the first, and its knock is not the first one's.
 */
function hurry(random: SeededRandom, { trick, ...person }: PersonPlan): PersonPlan {
  return {
    ...person,
    ...(trick && trick !== 'other-body' && { trick }),
    arrivesMs: CLOSES_AT_MS - BURST_AT_MS - random.between(20, RUSH_MS),
    manner: 'obeys',
    sends: random.between(5, 8),
    budgetMs: 10_000,
  }
}

/** The same people of the batch windows on another day: other times, other manners, other troubles. */
export function rearrange(plan: PressurePlan, random: SeededRandom): PressurePlan {
  const other = drawPlan(random)
  const people = plan.people
    .filter(({ campaign }) => isBatch(campaign))
    .map((person) => {
      const { arrivesMs, manner, budgetMs, sends } = drawPerson(random, {
        number: person.number,
        burstMs: other.burstMs,
        isCalm: other.isCalm,
      })
      const verifier = VERIFIERS[random.below(2)] ?? person.verifier
      return { ...person, arrivesMs, manner, budgetMs, sends, verifier }
    })
  const { isSilent, checked, isLimited } = plan
  return { ...other, isSilent, checked, isLimited, people: people.reverse() }
}

function drawPerson(
  random: SeededRandom,
  world: { readonly number: number; readonly burstMs: number; readonly isCalm: boolean },
): PersonPlan {
  const { number, burstMs, isCalm } = world
  const batch = number >= INSTANT_PEOPLE && number < INSTANT_PEOPLE + BATCH_PEOPLE
  const campaign = (batch ? BATCH[number % 3] : INSTANT[number % 3]) ?? 'fixed'
  const mood = random.below(100)
  const trick = drawTrick(random, batch)
  const isAttacked = random.chance(200)
  const attacks = ['key', 'payout', 'campaign', 'unnamed-verifier', 'forged'] as const
  const attack = attacks[random.below(attacks.length)]
  const isContested = trick === 'contested'
  const isTakenOut = random.chance(isContested ? 500 : 120)
  // Of a contested claim at any time until it is paid.
  const soon = { afterMs: random.below(isContested ? 12_000 : 2_000) }
  const later = batch ? 'after-allocation' : { afterMs: random.below(30_000) }
  const takenOut = random.chance(500) ? soon : later
  return {
    number,
    campaign,
    verifier: VERIFIERS[random.below(2)] ?? LIAR,
    arrivesMs: random.below(burstMs),
    manner: mood < 50 ? 'obeys' : mood < 80 ? 'impatient' : 'exponential',
    // Short budgets on calm days only: a stalling disk keeps nobody's.
    budgetMs: isCalm && random.chance(150) ? random.between(200, 2_000) : 10_000,
    sends: random.between(1, 3),
    ...(random.chance(300) && { again: random.below(5_000) }),
    ...(trick && { trick }),
    ...(isAttacked && attack && { attack }),
    recheck: drawRecheck(random, batch),
    place: PLACES[random.below(PLACES.length)] ?? 'KE',
    tier: random.chance(500) ? 'low' : 'high',
    weight: random.between(1, 9),
    ...(isTakenOut && { takenOut }),
    isGhost: false,
    isNewcomer: false,
  }
}

function drawTrick(random: SeededRandom, batch: boolean): Trick | undefined {
  const draw = random.below(100)
  if (draw < 12) return 'second-receipt'
  if (draw < 20) return 'other-body'
  if (draw < 26) return 'expired-receipt'
  if (draw < 30) return batch ? 'too-late' : 'held'
  if (draw < 34) return batch ? 'far-too-late' : 'contested'
  return draw < 38 && !batch ? 'contested' : undefined
}

/** Whether somebody is in a window's set may not depend on how long a message takes: there every answer is waited for. */
function drawRecheck(random: SeededRandom, batch: boolean): Recheck {
  const draw = random.below(100)
  if (draw < 15) return 'changed'
  if (draw < 23) return 'undetermined'
  if (draw < 31) return batch ? 'good' : 'changed-late'
  return draw < 35 && !batch ? 'silent' : 'good'
}

function drawKill(random: SeededRandom): Kill {
  const [party, transactions] = KILLED[random.below(KILLED.length)] ?? ['ledger', []]
  return {
    party: party as PartyId,
    transaction: transactions[random.below(transactions.length)] ?? 'handoff-receive',
    nth: random.between(1, 6),
    moment: random.chance(500) ? 'before-commit' : 'after-commit',
    downMs: random.below(2_000),
  }
}
