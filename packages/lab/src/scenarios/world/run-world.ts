import { createSeededSigner, type PartyId } from '@evenkeel/kernel'
import type { WorldTiming } from '@evenkeel/node'
import { worldParties } from '@evenkeel/node'
import { calmFaults, type Faults } from '../../faults.ts'
import { createLabReport, type LabReport, type ScenarioOptions } from '../../scenario.ts'
import { type Simulation, withSimulation } from '../../simulation.ts'
import { createLeakWatch } from './checks/leak-watch.ts'
import { createWorldChecks, type WorldChecks } from './checks/world-checks.ts'
import { type LabCampaign, labCampaigns } from './lab-campaigns.ts'
import {
  appealRefusals,
  drawMembers,
  endCredential,
  lookUpStatus,
  type Member,
  obtainCredential,
  presentAndClaim,
  reinstateCredential,
} from './member.ts'
import { openCampaigns } from './open-campaigns.ts'
import { reviewCases } from './review-cases.ts'
import { addWorld, type SimWorld } from './sim-world.ts'

/** What a run of the whole world is made of; the seed draws the rest. Times in virtual milliseconds. */
export interface WorldPlan {
  readonly name: string
  readonly faults: Faults
  readonly timing: WorldTiming
  readonly members: number
  /** How long members act and trouble lasts. */
  readonly actMs: number
  /** Draws cuts of the network, once the campaigns are open. */
  readonly planCuts?: (simulation: Simulation, fromMs: number) => void
}

/** The world, who lives in it and what watches over it. */
interface Stage {
  readonly world: SimWorld
  readonly plan: WorldPlan
  readonly campaigns: readonly LabCampaign[]
  readonly checks: WorldChecks
}

/** Longest time for everything to come to rest once all is calm: the longest resend, a hold with its appeal, and slack. */
const REST_MS_MAX = 180_000
const OPENING_MS_MAX = 120_000
const TICK_MS = 5_000
/** Until what the last step left behind is under way to the observer: two sweeps and a pump. */
const SHIPPED_MS = 3_000

/** Plays the whole world under a seed. */
export function runWorld(
  plan: WorldPlan,
  seed: number,
  options: ScenarioOptions = {},
): Promise<LabReport> {
  const leaks = createLeakWatch(options.onLine)
  return withSimulation({ seed, faults: plan.faults, onLine: leaks.onLine }, async (simulation) => {
    const campaigns = labCampaigns(plan.members)
    const world = await addWorld(simulation, plan.timing, campaigns)
    const checks = createWorldChecks(world, plan, campaigns)
    const stage = { world, plan, campaigns, checks }
    const opening = openCampaigns(world, campaigns, issuerKeys(simulation))
    const isOpen = await play(simulation, OPENING_MS_MAX, opening)
    // A world that does not open has no life to check.
    if (!isOpen) return createLabReport(plan.name, seed, simulation)
    const members = drawMembers(simulation.random, plan.members)
    await live(stage, members)
    await comeToRest(world, members)
    await play(simulation, REST_MS_MAX, checks.atRest(members))
    await simulation.finish()
    await checks.atEnd(members)
    await leaks.atEnd(simulation)
    return createLabReport(plan.name, seed, simulation)
  })
}

function issuerKeys(simulation: Simulation) {
  return {
    issuerId: (issuer: PartyId) => simulation.directory.urlOf(issuer),
    credentialSigner: (issuer: PartyId) =>
      createSeededSigner('EdDSA', simulation.secret(`credentials/${issuer}`)),
  }
}

/** Lets virtual time pass until the work is done; H5 is broken if it is not done in time. Returns whether it is. */
async function play(
  simulation: Simulation,
  withinMs: number,
  work: Promise<unknown>,
): Promise<boolean> {
  let done = false
  work.then(() => {
    done = true
  }, simulation.scheduler.fail)
  await simulation.run(simulation.scheduler.nowMs + withinMs, () => done)
  simulation.invariants.check(
    'H5',
    done,
    () => `still waiting after ${withinMs} ms of virtual time`,
  )
  return done
}

/** Everybody acts at once, while the network is cut as planned. */
async function live(stage: Stage, members: readonly Member[]): Promise<void> {
  const { world, plan, checks } = stage
  const { simulation } = world
  const fromMs = simulation.scheduler.nowMs
  plan.planCuts?.(simulation, fromMs)
  const untilMs = fromMs + plan.actMs
  const work = [
    ...members.map((member) => liveThrough(stage, member)),
    ...members.map((member) => {
      const random = simulation.random.fork(`appeals of ${member.name}`)
      return appealRefusals(world, member, random, checks, untilMs)
    }),
    reviewCases(world, untilMs),
    tickUntil(world, untilMs, checks),
  ]
  await play(simulation, plan.actMs + REST_MS_MAX, Promise.all(work))
}

/** One member's days: a credential, a visit or two, perhaps a lost phone that may be found again, and more visits. */
async function liveThrough(stage: Stage, member: Member): Promise<void> {
  const { world, plan, campaigns, checks } = stage
  const random = world.simulation.random.fork(member.name)
  const aWhile = () => world.pause(random.below(plan.actMs / 5))
  const visit = async () => {
    const campaign = campaigns[random.below(campaigns.length)]
    const verifier = random.chance(500) ? 'verifier-a' : 'verifier-b'
    if (campaign !== undefined)
      await presentAndClaim(world, member, campaign, verifier, random, checks)
  }
  await aWhile()
  await obtainCredential(world, member)
  await aWhile()
  if (random.chance(300)) await Promise.all([visit(), visit()])
  else await visit()
  const isLost = random.chance(600)
  if (isLost)
    await endCredential(
      world,
      member,
      {
        status: random.chance(500) ? 'invalid' : 'suspended',
        mode: random.chance(500) ? 'immediate' : 'coordinated',
      },
      checks,
    )
  for (let again = 0; again < 4; again += 1) {
    await aWhile()
    if (isLost && again === 2) await reinstateCredential(world, member)
    if (random.chance(300)) await lookUpStatus(world, member)
    await visit()
  }
}

async function tickUntil(world: SimWorld, untilMs: number, checks: WorldChecks): Promise<void> {
  while (world.simulation.scheduler.nowMs < untilMs) {
    await checks.onTick()
    await world.pause(TICK_MS)
  }
}

/** Ends the trouble, and lets time pass until every claim and case has ended and nobody is accountable for anything any more. */
async function comeToRest(world: SimWorld, members: readonly Member[]): Promise<void> {
  const { simulation } = world
  simulation.faults = calmFaults
  for (const { id } of worldParties) simulation.start(id)
  await play(simulation, REST_MS_MAX, untilAtRest(world, members))
}

async function untilAtRest(world: SimWorld, members: readonly Member[]): Promise<void> {
  const { custody } = world.simulation
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await world.pause(1_000)
  }
  for (const claimId of members.flatMap((member) => [...member.tickets.keys()])) {
    await until(async () => {
      const shown = await world.insist('distributor', undefined, (role) => role.showClaim(claimId))
      return shown?.ok === true && ['settled', 'refused'].includes(shown.value.state)
    })
  }
  await until(async () => {
    const page = await world.insist('governance', undefined, (role) => role.listCases())
    return page?.cases.length === 0
  })
  await world.pause(SHIPPED_MS)
  await until(async () => worldParties.every(({ id }) => custody.openItems(id).length === 0))
}
