import { caseIdOf } from '@evenkeel/distributor'
import { type CampaignRule, type ClaimId, unwrap } from '@evenkeel/kernel'
import { calmFaults } from '../../src/faults.ts'
import { createLabReport, type LabReport } from '../../src/scenario.ts'
import { signClaim, signReceipt } from '../../src/scenarios/pressure/make-claim.ts'
import {
  addParties,
  DISTRIBUTOR,
  LEDGER,
  type PresentRoles,
  partiesWith,
  type RoleName,
  type Roles,
  type Sabotage,
} from '../../src/scenarios/pressure/parties.ts'
import { createSimRail } from '../../src/scenarios/pressure/sim-rail.ts'
import { type Simulation, withSimulation } from '../../src/simulation.ts'
import { createChecks, type DistributionChecks } from './checks.ts'
import {
  type Choice,
  type DistributionPlan,
  rulesOf,
  STATUS_DELAY_MS,
  tableOf,
  VERIFIERS,
  type Visit,
} from './plan.ts'

const PARTIES = partiesWith(VERIFIERS)
/** How long a client waits before it asks again; longer than most stalls. Virtual milliseconds, like everything here. */
const ANSWER_MS = 3_000
const TICK_MS = 500
const OPENING_MS_MAX = 120_000
/** Longest for everything to come to rest once all is calm: a hold, its appeal, the longest resend and look at the rail. */
const REST_MS_MAX = 300_000

/** A run as those who act in it see it. */
interface Stage {
  readonly simulation: Simulation
  readonly plan: DistributionPlan
  readonly roles: PresentRoles
  readonly tickets: Set<string>
}

/** Plays three campaigns of the real distributor, ledger and governance under a seed. */
export function runDistribution(
  seed: number,
  plan: DistributionPlan,
  sabotage: Sabotage = {},
): Promise<LabReport> {
  return withSimulation({ seed, faults: plan.faults }, async (simulation) => {
    const isTroubled = () => simulation.faults === plan.faults
    const rail = plan.rail === 'outside' ? createSimRail(simulation, isTroubled) : undefined
    const checks = createChecks(simulation, plan, rail)
    const { processes } = plan
    const inspect = { ledger: checks.ledger, distributor: checks.distributor }
    const roles = await addParties(simulation, {
      rail,
      processes,
      verifiers: VERIFIERS,
      statusDelayMs: STATUS_DELAY_MS,
      inspect,
      sabotage,
    })
    const stage: Stage = { simulation, plan, roles, tickets: new Set() }

    await play(simulation, OPENING_MS_MAX, openCampaigns(stage))
    const fromMs = simulation.scheduler.nowMs
    for (const cut of plan.cuts) {
      simulation.network.cut({
        between: [LEDGER],
        and: [DISTRIBUTOR],
        loses: 'to',
        fromMs: fromMs + cut.fromMs,
        untilMs: fromMs + cut.fromMs + cut.lastsMs,
      })
    }
    const visits = Promise.all(plan.visits.map((visit, number) => come(stage, visit, number)))
    await play(simulation, REST_MS_MAX, whileTicking(stage, checks, visits))

    simulation.faults = calmFaults
    for (const id of PARTIES) simulation.start(id)
    await play(simulation, REST_MS_MAX, untilAtRest(stage, checks))
    await play(simulation, TICK_MS, checks.atEnd(stage.tickets))
    await simulation.finish()
    return createLabReport('distribution', seed, simulation)
  })
}

/** Lets virtual time pass until the work is done; whoever waits longer waits for ever. */
async function play(simulation: Simulation, withinMs: number, work: Promise<unknown>) {
  const { scheduler } = simulation
  let done = false
  work.then(() => {
    done = true
  }, scheduler.fail)
  await scheduler.run(scheduler.nowMs + withinMs, () => done)
  simulation.invariants.check('D9', done, () => `still waiting after ${withinMs} ms`)
}

async function openCampaigns(stage: Stage): Promise<void> {
  const rules = rulesOf(stage.plan)
  const table = tableOf(stage.plan)
  for (const rule of Object.values(rules)) {
    const options = rule.allocation.kind === 'table' ? { table } : {}
    const created = await insist(stage, 'distributor', (role) => role.createCampaign(rule, options))
    const { campaignId, ruleHash } = unwrap(created)
    const people = [{ person: 'ada', claims: {} }]
    await insist(stage, 'distributor', (role) => role.dryRunCampaign(campaignId, people))
    for (const by of ['anna', 'ben']) {
      await insist(stage, 'distributor', (role) =>
        role.announceCampaign({ campaignId, ruleHash, by }),
      )
    }
  }
  for (const { id } of Object.values(rules)) {
    for (;;) {
      const shown = await insist(stage, 'distributor', (role) => role.showCampaign(id))
      // The window of the shared pool may have closed before everybody had taken it.
      if (unwrap(shown).openedAtMs !== undefined || unwrap(shown).closedAtMs !== undefined) break
      await pause(stage, 200)
    }
  }
}

/** One visit: a receipt, a claim, everything that is decided about it if it is held. */
async function come(stage: Stage, visit: Visit, number: number): Promise<void> {
  await pause(stage, visit.atMs)
  const bytes = await makeClaim(
    stage.simulation,
    rulesOf(stage.plan)[visit.campaign],
    visit,
    number,
  )
  const answers = await Promise.all(
    Array.from({ length: visit.sends }, () =>
      insist(stage, 'distributor', (role) => role.submitClaim(bytes)),
    ),
  )
  for (const answer of answers) {
    if (answer.kind === 'ticket') stage.tickets.add(answer.claimId)
    else stage.simulation.tally(`answers ${answer.reason}`)
  }
  const claimId = answers.flatMap((answer) => (answer.kind === 'ticket' ? [answer.claimId] : []))[0]
  if (claimId !== undefined && visit.outcome === 'undetermined') await review(stage, visit, claimId)
}

async function review(stage: Stage, visit: Visit, claimId: ClaimId): Promise<void> {
  await pause(stage, visit.decideAfterMs)
  await decide(stage, claimId, visit.decision, 'reviewer-1')
  if (visit.appeal === 'none') return
  await pause(stage, visit.decideAfterMs)
  const caseId = caseIdOf(claimId)
  // Who is refused needs nothing but the claim's id; that somebody was paid is for others to appeal.
  const isRefused = visit.decision === 'refuse'
  const appealed = isRefused
    ? await insist(stage, 'distributor', (role) => role.appealClaim(claimId))
    : await insist(stage, 'governance', (role) =>
        role.appealCase({ caseId, by: 'operator', reason: 'It was somebody else.' }),
      )
  if (!appealed.ok) return
  stage.simulation.tally(isRefused ? 'appeals by claimants' : 'appeals')
  await pause(stage, visit.decideAfterMs)
  await decide(stage, claimId, visit.appeal, 'reviewer-2')
}

async function decide(stage: Stage, claimId: ClaimId, decision: Choice, decidedBy: string) {
  if (decision === 'silence') return
  const caseId = caseIdOf(claimId)
  const shown = await insist(stage, 'governance', (role) => role.showCase(caseId))
  if (!shown.ok) return
  const expectedVersion = shown.value.version
  await insist(stage, 'governance', (role) =>
    role.decideCase({ caseId, decision, decidedBy, expectedVersion }),
  )
}

/** A receipt signed by a verifier that the rule names, and the claim that its holder signs. */
async function makeClaim(
  simulation: Simulation,
  rule: CampaignRule,
  { person, verifier, outcome }: Visit,
  number: number,
): Promise<Uint8Array> {
  const name = `person-${person}`
  const receipt = await signReceipt(simulation, {
    id: `receipt-${number}`,
    iss: VERIFIERS[verifier] ?? '',
    rule,
    outcome,
    person: String(person),
    outputs: { entry: name },
    holder: name,
    payee: `${rule.id}-${person}`,
  })
  const claim = { receipt, holder: name, campaignId: rule.id, payee: `${rule.id}-${person}` }
  return signClaim(simulation, claim)
}

async function whileTicking(stage: Stage, checks: DistributionChecks, work: Promise<unknown>) {
  let done = false
  work.then(() => {
    done = true
  }, stage.simulation.scheduler.fail)
  while (!done) {
    await checks.onTick()
    await pause(stage, TICK_MS)
  }
}

/** Until nothing waits: claims, value, cases, and everything that one party has for another. */
async function untilAtRest(stage: Stage, checks: DistributionChecks): Promise<void> {
  for (;;) {
    const cases = await insist(stage, 'governance', (role) => role.listCases())
    const open = PARTIES.some((party) => stage.simulation.custody.openItems(party).length > 0)
    if (cases.cases.length === 0 && !open && (await checks.isAtRest())) return
    await pause(stage, TICK_MS)
  }
}

/** Asks a role as a client does, again and again until there is an answer: question and answer get lost, and the party may be down. */
async function insist<Name extends RoleName, T>(
  stage: Stage,
  name: Name,
  question: (role: Roles[Name]) => Promise<T>,
): Promise<T> {
  const { scheduler, random } = stage.simulation
  for (;;) {
    const { requestLossPerMille, answerLossPerMille } = stage.simulation.faults
    const role = random.chance(requestLossPerMille) ? undefined : stage.roles[name]()
    const isLost = random.chance(answerLossPerMille)
    const answer = await new Promise<{ readonly value: T } | undefined>((resolve) => {
      const giveUp = scheduler.after(ANSWER_MS, { event: 'client-gave-up', name }, () =>
        resolve(undefined),
      )
      if (role === undefined) return
      question(role).then((value) => {
        if (isLost) return
        giveUp()
        resolve({ value })
      }, scheduler.fail)
    })
    if (answer !== undefined) return answer.value
  }
}

function pause(stage: Stage, ms: number): Promise<void> {
  return new Promise((resolve) => {
    stage.simulation.scheduler.after(ms, { event: 'client-waits' }, resolve)
  })
}
