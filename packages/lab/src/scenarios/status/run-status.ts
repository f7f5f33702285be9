import { assert, type PartyId } from '@evenkeel/kernel'
import { wellKnown } from '@evenkeel/node'
import { calmFaults } from '../../faults.ts'
import { Life } from '../../life.ts'
import { createLabReport, type LabReport, type ScenarioOptions } from '../../scenario.ts'
import type { SeededRandom } from '../../seeded-random.ts'
import { type Simulation, withSimulation } from '../../simulation.ts'
import { createHeadChecks } from '../world/checks/head-checks.ts'
import { accredit, SUSPENDED_ISSUER, suspendIssuer } from './accreditations.ts'
import { askEverybody, type Decision, labRule } from './ask-verifiers.ts'
import { createDecisionChecks } from './checks/decision-checks.ts'
import { checkEquivocations } from './checks/equivocation-checks.ts'
import { createLogChecks } from './checks/log-checks.ts'
import { checkReconciled } from './checks/reconcile-checks.ts'
import { issueCredentials, type LabCredential } from './credentials.ts'
import { drawPlan, ISSUERS, type IssuerName } from './draw-plan.ts'
import { Measures, type StatusMeasures } from './measures.ts'
import { createMeddler, type Meddler } from './meddle.ts'
import { addNaivePublisher } from './naive-publisher.ts'
import { createPlainReader, type PlainReader } from './plain-reader.ts'
import { playStory, type Round, type Stage, until } from './play-stories.ts'
import { addStatusWorld, type StatusWorld } from './status-world.ts'
import { bringTroubles } from './troubles.ts'
import type { Change } from './truth.ts'

/** A report of one seed, with what it measured. */
export interface StatusReport extends LabReport {
  readonly status: StatusMeasures
}

const OPENING_MS_MAX = 600_000
/** Between two deaths of a verifier with a wrong clock, and until it is asked again. */
const SHAKE_EVERY_MS = 300_000
const SHAKEN_MS = 2_000
/** For everything that is under way at the end of life to end. */
const REST_MS_MAX = 600_000

/** Plays a world of status lists, verifiers and readers under a seed. */
export function runStatus(seed: number, options: ScenarioOptions = {}): Promise<StatusReport> {
  const { onLine } = options
  const faults = { ...calmFaults, linkMsMax: 80 }
  return withSimulation({ seed, faults, ...(onLine && { onLine }) }, async (simulation) => {
    const plan = drawPlan(simulation.random.fork('plan'))
    const meddler = createMeddler(simulation, plan)
    const world = await addStatusWorld(simulation, plan, meddler.meddle)
    const credentials = await play(simulation, OPENING_MS_MAX, open(world))
    const status = await play(
      simulation,
      plan.lifeMs + REST_MS_MAX,
      live(world, credentials, meddler),
    )
    await simulation.finish()
    return { ...createLabReport('status', seed, simulation), status }
  })
}

/** Lets virtual time pass until the work is done. */
async function play<T>(simulation: Simulation, withinMs: number, work: Promise<T>): Promise<T> {
  let done: { readonly value: T } | undefined
  work.then((value) => {
    done = { value }
  }, simulation.scheduler.fail)
  await simulation.run(simulation.scheduler.nowMs + withinMs, () => done !== undefined)
  const isDone = done !== undefined
  simulation.invariants.check('H5', isDone, () => `still waiting after ${withinMs} ms`)
  assert(done !== undefined, `nothing more happens after ${simulation.scheduler.nowMs} ms`)
  return (done as { readonly value: T }).value
}

/** Has the issuers accredited and the credentials issued, and waits until every verifier knows of both. */
async function open(world: StatusWorld): Promise<readonly LabCredential[]> {
  for (const issuer of ISSUERS) await accredit(world, issuer)
  const rule = labRule(world.plan.verifiers)
  await world.insist('desk', wellKnown.distributor, (desk) =>
    desk.announce(rule, rule.verifiers).then(() => true),
  )
  const credentials = await issueCredentials(world)
  // Not before the list that names both issuers: one that names none is kept for a lease as well.
  await world.pause(2 * world.plan.verifierPaceMs + 60_000)
  for (;;) {
    await world.pause(world.plan.paceMs)
    const round = await Promise.all(
      credentials.map((credential) => askEverybody(world, credential, 'ordinary')),
    )
    const honest = round.flat().filter(({ verifier }) => verifier.isHonest)
    if (honest.every(({ standing }) => standing === 'valid')) return credentials
  }
}

async function live(
  world: StatusWorld,
  credentials: readonly LabCredential[],
  meddler: Meddler,
): Promise<StatusMeasures> {
  const { simulation, plan } = world
  const { scheduler, random } = simulation
  const startMs = scheduler.nowMs
  const endMs = startMs + plan.lifeMs
  const troubles = bringTroubles(world)
  /** Of the accreditation that is suspended for a while. */
  const accreditation: Change[] = []
  const checks = createDecisionChecks(world, { credentials, accreditation, troubles, meddler })
  const logChecks = createLogChecks(world, troubles)
  const checkHeads = createHeadChecks(
    simulation,
    plan.verifiers.map(({ name }) => name as PartyId),
  )
  const measures = new Measures(plan.rule.leaseMs, credentials, troubles)
  const receipts: Decision[] = []
  let shakeFromMs = 0
  const readers = addReaders(world, credentials, measures)

  const round: Round = async (credential, question, { isDense } = { isDense: false }) => {
    const onDecisions = checks.beforeRound(credential)
    const decisions = await askEverybody(world, credential, question)
    onDecisions(decisions)
    for (const decision of decisions) {
      measures.onDecision(decision, isDense)
      logChecks.onDecision(decision)
      if (question === 'receipt') receipts.push(decision)
    }
    if (shake(decisions)) {
      await world.pause(SHAKEN_MS)
      await round(credential, 'ordinary', { isDense: true })
    }
  }

  /** Lets a verifier die now and then when it has said that its clock is wrong: it has to know so afterwards. */
  function shake(decisions: readonly Decision[]): boolean {
    const unsafe = decisions.find(
      ({ verifier, verdict }) =>
        !verifier.isHonest &&
        verdict.checks.some((check) => 'reason' in check && check.reason === 'clock_unsafe'),
    )
    if (unsafe === undefined || scheduler.nowMs < shakeFromMs) return false
    shakeFromMs = scheduler.nowMs + SHAKE_EVERY_MS
    const party = unsafe.verifier.name as PartyId
    simulation.tally('restarts with a wrong clock')
    simulation.crash(party)
    simulation.start(party)
    return true
  }

  async function goOn(): Promise<void> {
    while (scheduler.nowMs < endMs) {
      const nextMs = scheduler.nowMs + random.between(plan.roundMs / 2, plan.roundMs)
      await until(world, Math.min(endMs, nextMs))
      const credential = credentials[random.below(credentials.length)]
      if (credential === undefined) continue
      const draw = random.below(100)
      await round(credential, draw < 70 ? 'ordinary' : draw < 85 ? 'online' : 'receipt')
    }
  }

  async function tick(): Promise<void> {
    while (scheduler.nowMs < endMs) {
      await until(world, Math.min(endMs, scheduler.nowMs + plan.roundMs))
      await checkHeads()
      await logChecks.check()
    }
  }

  const stage: Stage = { world, troubles, round, startMs, endMs }
  await Promise.all([
    ...credentials.map((credential) =>
      playStory(stage, credential, random.fork(`story of ${credential.name}`)),
    ),
    ...credentials.map((credential) => readers.watch(credential, endMs)),
    readers.goOn(endMs),
    goOn(),
    tick(),
    suspendIssuer(stage, unchangedOf(credentials), accreditation, random.fork('suspension')),
    rotateKey(stage),
    equivocate(stage, meddler, credentials),
  ])
  await until(world, endMs)
  await world.pause(4 * plan.paceMs + 60_000)
  await logChecks.check({ isEnd: true })
  await checkReconciled(world, credentials, receipts, meddler)
  await checkEquivocations(world, meddler)
  return measures.result()
}

/** A credential of the suspended issuer to which nothing else happens. */
function unchangedOf(credentials: readonly LabCredential[]): LabCredential {
  const found = credentials.find(
    ({ issuer, story }) => issuer === SUSPENDED_ISSUER && story.steps.length === 0,
  )
  assert(found !== undefined, 'one credential of each issuer stays as it is')
  return found
}

/** The strict issuer takes another key for credentials and lists, once everybody can know it. */
async function rotateKey({ world, troubles, startMs }: Stage): Promise<void> {
  const { plan, simulation } = world
  if (plan.rotateAtMs === undefined) return
  await until(world, startMs + plan.rotateAtMs)
  const issuer = 'issuer-strict' as PartyId
  world.changeCredentialKey('issuer-strict')
  simulation.crash(issuer)
  troubles.restart(issuer)
  simulation.tally('keys rotated')
}

/** Towards the end the strict issuer lies to one verifier, which asks for fresh status and gets two heads of one number. */
async function equivocate(
  { world, startMs, endMs, round }: Stage,
  meddler: Meddler,
  credentials: readonly LabCredential[],
): Promise<void> {
  const { equivocation } = world.plan
  const credential = credentials.find(({ issuer }) => issuer === 'issuer-strict')
  if (equivocation === undefined || credential === undefined) return
  await until(world, startMs + equivocation.atMs)
  const [key] = world.credentialKeys('issuer-strict')
  meddler.beginEquivocation(equivocation.verifier, key)
  while (world.simulation.scheduler.nowMs < endMs) {
    await world.pause(10_000)
    await round(credential, 'online', { isDense: true })
  }
}

interface Readers {
  /** Asks one plain reader after the other about this and that for as long as life goes on, each at times of its own. */
  goOn(endMs: number): Promise<unknown>
  /** Asks all of them about an announced change, densely around T and then for as long as an old list may live. */
  watch(credential: LabCredential, endMs: number): Promise<void>
}

/** Plain readers beside the verifiers: the same ones read the issuers' lists and a naive publication of the same bits. */
function addReaders(
  world: StatusWorld,
  credentials: readonly LabCredential[],
  measures: Measures,
): Readers {
  const { simulation, plan, edges } = world
  const { scheduler, network } = simulation
  const naiveUrl = addNaivePublisher(world, credentials)
  const issuerOf = (uri: string): IssuerName =>
    ISSUERS.find((issuer) => uri.includes(issuer)) ?? 'issuer-strict'
  const readers = plan.readers.map(({ name, edge }) => {
    const direct = network.transportFor(new Life(name as PartyId, scheduler))
    const transport = edge === undefined ? direct : edges.through(edge, direct)
    const keysOf = (uri: string) => world.credentialKeys(issuerOf(uri))
    return createPlainReader(world.clockOf(name), transport, keysOf)
  })

  async function ask(
    reader: PlainReader,
    credential: LabCredential,
    isRegular: boolean,
  ): Promise<void> {
    const { entry, issuer } = credential
    for (const kind of ['capped', 'uncapped'] as const) {
      const uri = kind === 'capped' ? entry.uri : naiveUrl(issuer)
      const standing = await reader.read({ uri, idx: entry.idx })
      const atMs = scheduler.nowMs
      measures.onPlainAnswer(kind, credential, { standing, atMs, isRegular })
    }
  }

  async function use(reader: PlainReader, random: SeededRandom, endMs: number): Promise<void> {
    // Readers fetch when they need to, so their tokens do not end together.
    await world.pause(random.below(plan.rule.leaseMs))
    while (scheduler.nowMs < endMs) {
      await until(world, Math.min(endMs, scheduler.nowMs + random.below(2 * plan.roundMs)))
      const credential = credentials[random.below(credentials.length)]
      if (credential !== undefined) await ask(reader, credential, true)
    }
  }

  return {
    goOn: (endMs) =>
      Promise.all(
        readers.map((reader, number) =>
          use(reader, simulation.random.fork(`reader ${number}`), endMs),
        ),
      ),
    async watch(credential, endMs) {
      const [step] = credential.story.steps
      if (step === undefined || step.mode === 'immediate' || credential.story.steps.length > 1)
        return
      while (credential.changes[0]?.everywhereAtMs === undefined) await world.pause(plan.paceMs)
      const atMs = credential.changes[0].everywhereAtMs
      await until(world, atMs - 15_000)
      while (scheduler.nowMs < Math.min(endMs, atMs + 1.3 * plan.rule.leaseMs)) {
        await Promise.all(readers.map((reader) => ask(reader, credential, false)))
        const isNear = scheduler.nowMs < atMs + 20_000
        await world.pause(isNear ? 1_000 : Math.floor(plan.rule.leaseMs / 100))
      }
    },
  }
}
