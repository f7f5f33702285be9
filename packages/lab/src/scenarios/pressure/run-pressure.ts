import { unwrap } from '@evenkeel/kernel'
import { calmFaults } from '../../faults.ts'
import { createLabReport, type LabReport, type ScenarioOptions } from '../../scenario.ts'
import { SeededRandom } from '../../seeded-random.ts'
import { type Simulation, withSimulation } from '../../simulation.ts'
import { addUp } from '../../sums.ts'
import { outputsOf } from './campaigns.ts'
import { checkBooks, checkConserved } from './checks/book-checks.ts'
import { checkClaims, checkEntitlements, nameOf } from './checks/claim-checks.ts'
import { checkLeft, checkRevoked, checkVerifiers } from './checks/gate-checks.ts'
import {
  createIntakeChecks,
  type IntakeChecks,
  type IntakeMeasures,
} from './checks/intake-checks.ts'
import { checkPostings } from './checks/posting-checks.ts'
import { type Rows, readRows } from './checks/read-rows.ts'
import { checkTwins, checkWindows, type Outcomes } from './checks/window-checks.ts'
import { type Claimants, letEverybodyCome } from './claimants.ts'
import { drawPlan, rearrange } from './draw-plan.ts'
import { type Held, OFFICERS, playIncidents } from './incidents.ts'
import { BURST_AT_MS, type PersonPlan, type PressurePlan } from './pressure-plan.ts'
import { addPressureWorld, PARTIES, type PressureWorld } from './pressure-world.ts'

/** A report of one seed, with what it measured. */
export interface PressureReport extends LabReport {
  readonly pressure: PressureMeasures
}

export interface PressureMeasures extends IntakeMeasures {
  /** Nothing failed but that too many came. */
  readonly isCalm: boolean
}

/** Longest for everybody to be answered. */
const LIFE_MS_MAX = 600_000
/** Longest for all to come to rest: twice the ledger's longest wait before it looks at an unknown payment again. */
const REST_MS_MAX = 1_200_000
const TICK_MS = 2_000
/** A receivable in these waits for somebody. */
const OPEN_RECEIVABLES: readonly string[] = ['paying', 'in_case', 'posting', 'ending']

/** What the people around a world have seen. */
interface Lived {
  readonly claimants: Claimants
  readonly held: Held | undefined
}

interface Played {
  readonly world: PressureWorld
  readonly outcomes: Outcomes
  readonly measures: IntakeMeasures
}

/** Plays a world under pressure, and the people of its batch windows once more on another day. */
export async function runPressure(
  seed: number,
  options: ScenarioOptions = {},
): Promise<PressureReport> {
  const onLine = options.onLine === undefined ? {} : { onLine: options.onLine }
  // Below zero are the seeds that nobody else plays.
  const twin = await withSimulation(
    { seed: -1 - seed, faults: calmFaults, ...onLine },
    async (simulation) => {
      const plan = rearrange(planOf(seed), simulation.random.fork('plan'))
      const played = await play(simulation, plan)
      await simulation.finish()
      return { outcomes: played.outcomes, report: createLabReport('pressure', seed, simulation) }
    },
  )
  return withSimulation({ seed, faults: calmFaults, ...onLine }, async (simulation) => {
    // So that one hash covers both histories.
    simulation.scheduler.note({ event: 'twin', history: twin.report.historyHash })
    const plan = planOf(seed)
    const { world, outcomes, measures } = await play(simulation, plan)
    checkTwins(world, outcomes, twin.outcomes)
    await simulation.finish()
    const report = createLabReport('pressure', seed, simulation)
    return {
      ...report,
      events: report.events + twin.report.events,
      happened: addUp([report.happened, twin.report.happened]),
      invariants: addUp([report.invariants, twin.report.invariants]),
      violations: [...report.violations, ...twin.report.violations],
      pressure: { ...measures, isCalm: plan.isCalm },
    }
  })
}

function planOf(seed: number): PressurePlan {
  return drawPlan(new SeededRandom(`evenkeel-lab/pressure/${seed}`))
}

async function play(simulation: Simulation, plan: PressurePlan): Promise<Played> {
  const intake = createIntakeChecks(simulation, plan)
  const world = await addPressureWorld(simulation, plan, intake)
  try {
    await within(simulation, BURST_AT_MS, openCampaigns(world))
    simulation.faults = plan.faults
    const { claimants, held } = await within(simulation, LIFE_MS_MAX, live(world, intake))
    simulation.faults = calmFaults
    for (const id of PARTIES) simulation.start(id)
    const rows = await within(simulation, REST_MS_MAX, untilAtRest(world))
    checkClaims(world, claimants, rows)
    checkRevoked(world, claimants, rows)
    checkLeft(world, claimants, rows)
    checkVerifiers(world, claimants, held, rows)
    checkPostings(world, claimants, rows)
    const outcomes = checkWindows(world, claimants, rows)
    await within(simulation, REST_MS_MAX, checkBooks(world, rows))
    return { world, outcomes, measures: intake.atEnd() }
  } catch (fault) {
    if (!(fault instanceof StillWaiting)) throw fault
    // What is wrong with the claims may be why nobody comes to an end.
    for (const id of PARTIES) simulation.crash(id)
    checkEntitlements(world, await readRows(simulation))
    return { world, outcomes: {}, measures: intake.atEnd() }
  }
}

/** Ends a run in which somebody waits for ever, which H5 has noted. */
class StillWaiting extends Error {}

/** Lets virtual time pass until the work is done; whoever waits longer waits for ever. */
async function within<T>(simulation: Simulation, ms: number, work: Promise<T>): Promise<T> {
  const { scheduler, invariants } = simulation
  let done: { readonly value: T } | undefined
  work.then((value) => {
    done = { value }
  }, scheduler.fail)
  await scheduler.run(scheduler.nowMs + ms, () => done !== undefined)
  invariants.check('H5', done !== undefined, () => `still waiting after ${ms} ms`)
  if (done === undefined) throw new StillWaiting()
  return (done as { readonly value: T }).value
}

async function openCampaigns(world: PressureWorld): Promise<void> {
  const { campaigns, insist, pause, plan } = world
  for (const { name, rule, table } of campaigns) {
    const options = rule.allocation.kind === 'table' ? { table } : {}
    const created = await insist('distributor', (role) => role.createCampaign(rule, options))
    const { campaignId, ruleHash } = unwrap(created)
    const population = plan.people
      .filter((person) => person.campaign === name && !person.isGhost)
      .map((person) => ({ person: nameOf(person), claims: claimsOf(person) }))
    unwrap(await insist('distributor', (role) => role.dryRunCampaign(campaignId, population)))
    for (const by of OFFICERS) {
      unwrap(
        await insist('distributor', (role) => role.announceCampaign({ campaignId, ruleHash, by })),
      )
    }
  }
  for (const { rule } of campaigns) {
    for (;;) {
      const shown = unwrap(await insist('distributor', (role) => role.showCampaign(rule.id)))
      if (shown.state === 'open') break
      await pause(200)
    }
  }
}

/** Everybody comes, while incidents happen and D1 is looked at. */
async function live(world: PressureWorld, intake: IntakeChecks): Promise<Lived> {
  let isOver = false
  const tick = async (): Promise<void> => {
    while (!isOver) {
      await checkConserved(world)
      await world.pause(TICK_MS)
    }
  }
  const people = letEverybodyCome(world, intake).finally(() => {
    isOver = true
  })
  const [claimants, held] = await Promise.all([people, playIncidents(world), tick()])
  return { claimants, held }
}

/** Until nothing waits: claims, windows, value, cases, and everything that one party has for another. Returns what is durable then. */
async function untilAtRest(world: PressureWorld): Promise<Rows> {
  const { simulation, insist, pause } = world
  for (;;) {
    const { cases } = await insist('governance', (role) => role.listCases())
    const isHanded = PARTIES.every((party) => simulation.custody.openItems(party).length === 0)
    const rows = await readRows(simulation)
    if (cases.length === 0 && isHanded && isSettled(rows)) return rows
    await pause(TICK_MS)
  }
}

function isSettled({ claims, campaigns, payments, receivables }: Rows): boolean {
  return (
    claims.every(
      ({ state, row }) => (state === 'settled' || state === 'refused') && row.due_at === null,
    ) &&
    campaigns.every(({ state }) => state === 'settled' || state === 'open') &&
    payments.every(({ state }) => state === 'settled') &&
    receivables.every(({ state }) => !OPEN_RECEIVABLES.includes(state))
  )
}

function claimsOf(person: PersonPlan): Readonly<Record<string, string | number | boolean>> {
  const { entry, tier, weight, jurisdiction } = outputsOf(person)
  return { account: entry ?? '', tier: tier ?? '', weight: weight ?? '', place: jurisdiction ?? '' }
}
