import {
  type HandoffRetention,
  openParty,
  type Party,
  type PartyContext,
  type Ports,
  type Role,
} from '@evenkeel/kernel'
import { calmFaults, type Faults, roughFaults } from '../faults.ts'
import { createLabReport, type LabReport, type Scenario } from '../scenario.ts'
import type { SeededRandom } from '../seeded-random.ts'
import {
  type SimulatedParty,
  type Simulation,
  type SimulationOptions,
  withSimulation,
} from '../simulation.ts'
import {
  counter,
  createCounter,
  createRelay,
  createTeller,
  itemIdOf,
  parentOfForwarded,
  type Route,
  relay,
  type Teller,
  teller,
} from './toy-roles.ts'
import { countDeeds, toyMigrations } from './toy-tables.ts'

/** What a run of the toy parties is made of; everything else the seed draws. Times in virtual milliseconds. */
export interface HandoffsPlan {
  readonly faults: Faults
  readonly numbers: number
  readonly cuts: number
  /** How long numbers come in and faults happen; afterwards all is calm. */
  readonly roughMs: number
  readonly counterOpensAtMs: number
  /** How often a party changes its key. */
  readonly keyChanges: number
  readonly retention: HandoffRetention
  readonly wrapStore?: SimulationOptions['wrapStore']
  readonly onLine?: SimulationOptions['onLine']
}

export const defaultHandoffsPlan: HandoffsPlan = {
  faults: roughFaults,
  numbers: 60,
  cuts: 2,
  roughMs: 15_000,
  counterOpensAtMs: 2_000,
  keyChanges: 4,
  // Shorter than slow messages are under way, so that what was forgotten does come again.
  retention: { outcomesMs: 0, answersMs: 2_000, everyMs: 500 },
}

/** Longest time until everything is settled once all is calm. Chosen: three of the longest resend waits. */
const CALM_MS_MAX = 120_000
/** How far apart the operator looks for what is on hold. */
const OPERATOR_EVERY_MS = 2_000
const CUT_MS_MAX = 10_000
const AMOUNT_MAX = 1_000

const parties = [teller, relay, counter] as const
const routes: readonly [Route, ...Route[]] = ['recall', 'hold', 'relay']

/** Plays the toy parties under a seed and checks H1 to H6 at every commit, envelope and acknowledgement. */
export function runHandoffs(seed: number, plan: HandoffsPlan): Promise<LabReport> {
  const { faults, wrapStore, onLine } = plan
  const options: SimulationOptions = {
    seed,
    faults,
    ...(wrapStore && { wrapStore }),
    ...(onLine && { onLine }),
  }
  return withSimulation(options, async (simulation) => {
    const tellers = await addParties(simulation, plan)
    const accepted = planNumbers(simulation, plan, tellers)
    planCuts(simulation, plan)
    planKeyChanges(simulation, plan)
    await simulation.run(plan.roughMs)
    await calmDown(simulation, tellers)
    checkNothingLost(simulation, accepted)
    await simulation.finish()
    return createLabReport('handoffs', seed, simulation)
  })
}

/** The scenario as the command line plays it. */
export const handoffs: Scenario = {
  name: 'handoffs',
  description: 'Three toy parties hand numbers over while messages are lost and parties crash.',
  run: (seed, options = {}) => runHandoffs(seed, { ...defaultHandoffsPlan, ...options }),
}

/** The teller's role in its present life. */
interface Tellers {
  current: Teller | undefined
}

async function addParties(simulation: Simulation, plan: HandoffsPlan): Promise<Tellers> {
  const tellers: Tellers = { current: undefined }
  const open = <R extends Role>(
    id: SimulatedParty['id'],
    ports: Ports,
    createRole: (context: PartyContext) => R,
  ): Promise<Party<R>> =>
    openParty({
      id,
      ports,
      directory: simulation.directory,
      migrations: toyMigrations,
      retention: plan.retention,
      createRole,
    })

  await simulation.add({
    id: teller,
    // Two processes sweep and send on one store: a default must fire once all the same.
    processes: 2,
    open: async (ports) => {
      const party = await open(teller, ports, createTeller)
      tellers.current = party.role
      return party
    },
    probe: { replacements: countDeeds('replacement'), defaultsSeen: countDeeds('default') },
  })
  await simulation.add({
    id: relay,
    open: (ports) => open(relay, ports, createRelay),
    probe: { effects: countDeeds('effect'), parentOf: parentOfForwarded },
  })
  await simulation.add({
    id: counter,
    processes: 2,
    open: (ports) =>
      open(counter, ports, (context) => createCounter(context, plan.counterOpensAtMs)),
    probe: { effects: countDeeds('effect') },
  })
  return tellers
}

/** Lets clients bring numbers at drawn times; returns the items that the teller will have accepted. */
function planNumbers(
  simulation: Simulation,
  plan: HandoffsPlan,
  tellers: Tellers,
): ReadonlySet<string> {
  const { scheduler, random } = simulation
  const accepted = new Set<string>()
  const submit = async (number: number): Promise<void> => {
    const route = draw(random, routes)
    if (!simulation.isUp(teller) || tellers.current === undefined) return
    await tellers.current.submit(route, number, random.between(1, AMOUNT_MAX))
    accepted.add(itemIdOf(route, number))
  }
  for (let number = 0; number < plan.numbers; number += 1) {
    scheduler.after(random.below(plan.roughMs), { event: 'client', number }, () => {
      submit(number).catch(scheduler.fail)
    })
  }
  return accepted
}

/** Draws times in which one party is cut off from the others. */
function planCuts({ random, network }: Simulation, plan: HandoffsPlan): void {
  for (let cut = 0; cut < plan.cuts; cut += 1) {
    const one = draw(random, parties)
    const fromMs = random.below(plan.roughMs)
    network.cut({
      between: [one],
      and: parties.filter((other) => other !== one),
      loses: draw(random, ['both', 'to', 'from']),
      fromMs,
      untilMs: fromMs + random.below(CUT_MS_MAX),
    })
  }
}

/** Draws times at which one party changes its key, whatever is under way. */
function planKeyChanges(simulation: Simulation, plan: HandoffsPlan): void {
  const { random, scheduler } = simulation
  for (let change = 0; change < plan.keyChanges; change += 1) {
    const party = draw(random, parties)
    scheduler.after(random.below(plan.roughMs), { event: 'key-change', party }, () =>
      simulation.changeKey(party),
    )
  }
}

function draw<T>(random: SeededRandom, choices: readonly [T, ...T[]]): T {
  return choices[random.below(choices.length)] ?? choices[0]
}

/** Ends the trouble, and lets time pass until nobody is accountable for anything any more. */
async function calmDown(simulation: Simulation, tellers: Tellers): Promise<void> {
  const { scheduler, custody } = simulation
  simulation.faults = calmFaults
  const endMs = scheduler.nowMs + CALM_MS_MAX
  const isSettled = () => parties.every((party) => custody.openItems(party).length === 0)
  for (const party of parties) simulation.start(party)
  const operate = (): void => {
    tellers.current?.releaseHeld().catch(scheduler.fail)
    if (scheduler.nowMs < endMs) scheduler.after(OPERATOR_EVERY_MS, { event: 'operator' }, operate)
  }
  scheduler.after(OPERATOR_EVERY_MS, { event: 'operator' }, operate)
  await simulation.run(endMs, isSettled)
}

/** H3 over the whole run: what the teller accepted it still knows, and everything came to an end. */
function checkNothingLost(simulation: Simulation, accepted: ReadonlySet<string>): void {
  const { custody, invariants } = simulation
  for (const id of accepted) {
    const known = custody.isKnown(teller, id)
    invariants.check('H3', known, () => `the teller accepted ${id} and does not know it`)
  }
  for (const party of parties) {
    const open = custody.openItems(party).map(({ id }) => id)
    invariants.check('H3', open.length === 0, () => `${party} never got rid of ${open.join(', ')}`)
  }
}
