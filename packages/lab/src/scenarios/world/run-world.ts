import { assert, createSeededSigner, type PartyId, parseMinor, unwrap } from '@evenkeel/kernel'
import type { WorldTiming } from '@evenkeel/node'
import { worldParties } from '@evenkeel/node'
import { replayVerdict } from '@evenkeel/verifier'
import { calmFaults, type Faults } from '../../faults.ts'
import { createLabReport, type LabReport, type ScenarioOptions } from '../../scenario.ts'
import { type Simulation, withSimulation } from '../../simulation.ts'
import { loseCredential, type Member, obtainCredential, presentAndClaim } from './member.ts'
import { labCampaignRule, openCampaign } from './open-campaign.ts'
import { addWorld, type SimWorld } from './sim-world.ts'
import { createWorldChecks, type WorldChecks } from './world-checks.ts'

/** What a run of the whole world is made of; the seed draws the rest. Times in virtual milliseconds. */
export interface WorldPlan {
  readonly name: string
  readonly faults: Faults
  readonly timing: WorldTiming
  readonly members: number
  /** How long members act and trouble lasts. */
  readonly actMs: number
  /** Draws cuts of the network, once the campaign is open. */
  readonly planCuts?: (simulation: Simulation, fromMs: number) => void
}

/** Longest time for everything to come to rest once all is calm: the longest resend, a hold with its appeal, and slack. */
const REST_MS_MAX = 180_000
const OPENING_MS_MAX = 120_000
const TICK_MS = 5_000

/** Plays the whole world under a seed. */
export function runWorld(
  plan: WorldPlan,
  seed: number,
  options: ScenarioOptions = {},
): Promise<LabReport> {
  return withSimulation({ seed, faults: plan.faults, ...options }, async (simulation) => {
    const world = await addWorld(simulation, plan.timing)
    const checks = createWorldChecks(world, plan.timing, replayVerdict)
    await play(simulation, OPENING_MS_MAX, openCampaign(world, issuerKeys(simulation)))

    const fromMs = simulation.scheduler.nowMs
    plan.planCuts?.(simulation, fromMs)
    const members = drawMembers(simulation, plan.members)
    const lives = members.map((member) => liveThrough(world, member, plan, checks))
    const ticking = tickUntil(world, fromMs + plan.actMs, checks)
    await play(simulation, plan.actMs + REST_MS_MAX, Promise.all([...lives, ticking]))

    await comeToRest(simulation, world, members)
    await play(simulation, REST_MS_MAX, checks.atEnd(members, amountOf()))
    await simulation.finish()
    return createLabReport(plan.name, seed, simulation)
  })
}

function issuerKeys(simulation: Simulation) {
  return {
    credentialSigner: (issuer: PartyId) =>
      createSeededSigner('EdDSA', simulation.secret(`credentials/${issuer}`)),
  }
}

function amountOf(): bigint {
  const { allocation } = labCampaignRule()
  assert(allocation.kind === 'fixed', 'the lab plays the fixed grant')
  return unwrap(parseMinor(allocation.amountMinor))
}

/** Lets virtual time pass until the work is done; it is a fault of the scenario if it is not done in time. */
async function play(
  simulation: Simulation,
  withinMs: number,
  work: Promise<unknown>,
): Promise<void> {
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
}

function drawMembers({ random }: Simulation, count: number): readonly Member[] {
  return Array.from({ length: count }, (_, number) => ({
    name: `member-${number}`,
    issuer: random.chance(800) ? 'issuer-strict' : 'issuer-sloppy',
    credentialId: undefined,
    endedAtMs: undefined,
    tickets: new Set(),
  }))
}

/** One member's days: a credential, a visit or two, perhaps a lost phone in between, and another visit. */
async function liveThrough(
  world: SimWorld,
  member: Member,
  plan: WorldPlan,
  checks: WorldChecks,
): Promise<void> {
  const random = world.simulation.random.fork(member.name)
  const visit = () =>
    presentAndClaim(world, member, random.chance(500) ? 'verifier-a' : 'verifier-b', random, checks)
  await world.pause(random.below(plan.actMs / 4))
  await obtainCredential(world, member)
  await world.pause(random.below(plan.actMs / 4))
  if (random.chance(300)) await Promise.all([visit(), visit()])
  else await visit()
  if (random.chance(500)) await loseCredential(world, member)
  for (let again = 0; again < 3; again += 1) {
    await world.pause(random.below(plan.actMs / 4))
    await visit()
  }
}

async function tickUntil(world: SimWorld, untilMs: number, checks: WorldChecks): Promise<void> {
  while (world.simulation.scheduler.nowMs < untilMs) {
    await checks.onTick()
    await world.pause(TICK_MS)
  }
}

/** Ends the trouble, and lets time pass until every claim has ended. */
async function comeToRest(
  simulation: Simulation,
  world: SimWorld,
  members: readonly Member[],
): Promise<void> {
  simulation.faults = calmFaults
  for (const { id } of worldParties) simulation.start(id)
  await play(simulation, REST_MS_MAX, untilAtRest(world, members))
}

async function untilAtRest(world: SimWorld, members: readonly Member[]): Promise<void> {
  for (const claimId of members.flatMap((member) => [...member.tickets])) {
    for (;;) {
      const shown = await world.insist('distributor', undefined, (distributor) =>
        distributor.showClaim(claimId),
      )
      if (shown?.ok && (shown.value.state === 'settled' || shown.value.state === 'refused')) break
      await world.pause(1_000)
    }
  }
}
