import { assert, type PartyId } from '@evenkeel/kernel'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { SeededRandom } from '../../seeded-random.ts'
import type { Question } from './ask-verifiers.ts'
import type { LabCredential } from './credentials.ts'
import { CLOCK_BOUND_MS, type IssuerName, type StepPlan } from './draw-plan.ts'
import type { StatusWorld } from './status-world.ts'
import type { Troubles } from './troubles.ts'
import type { Change, Standing } from './truth.ts'

/** Has every verifier asked about a credential. `isDense` for moments that were chosen because an answer may change: shares do not count them. */
export type Round = (
  credential: LabCredential,
  question: Question,
  options?: { readonly isDense: boolean },
) => Promise<void>

export interface Stage {
  readonly world: StatusWorld
  readonly troubles: Troubles
  readonly round: Round
  /** Virtual time at which life began. */
  readonly startMs: number
  readonly endMs: number
}

type ChangeCommand = 'revokeCredential' | 'suspendCredential' | 'reinstateCredential'

const COMMANDS: Readonly<Record<StepPlan['to'], readonly [ChangeCommand, Standing, string]>> = {
  revoke: ['revokeCredential', 'invalid', 'membership_ended'],
  suspend: ['suspendCredential', 'suspended', 'membership_paused'],
  reinstate: ['reinstateCredential', 'valid', 'found_again'],
}
/** A process that died in the middle of something comes back after at most so long. Virtual milliseconds. */
const DEAD_MS_MAX = 60_000
const MINUTE_MS = 60_000
const SECOND_MS = 1_000

/** Lives through what was planned for one credential, and has it looked at around every moment that counts. */
export async function playStory(
  stage: Stage,
  credential: LabCredential,
  random: SeededRandom,
): Promise<void> {
  const { world, startMs } = stage
  const watches: Promise<void>[] = []
  for (const step of credential.story.steps) {
    await until(world, startMs + step.atMs)
    const change = await order(stage, credential, step)
    watches.push(watch(stage, { credential, publisher: credential.issuer }, change, random))
    if (step.cancel !== undefined) await cancel(stage, credential, change, step.cancel)
  }
  await Promise.all(watches)
}

/** Orders a change of the issuer until it has answered, as people do; the process that is asked first may die over it. */
async function order(
  { world, troubles }: Stage,
  credential: LabCredential,
  { mode, to, noticeMs, killMs }: StepPlan,
): Promise<Change> {
  const { simulation } = world
  const { scheduler } = simulation
  const { issuer, credentialId } = credential
  const [command, standing, reason] = COMMANDS[to]
  const change: Change = { mode, to: standing, orderedAtMs: scheduler.nowMs }
  credential.changes.push(change)
  if (killMs !== undefined) killPublisher(world, troubles, issuer, killMs)
  const notBefore =
    noticeMs === undefined ? {} : { notBeforeMs: SIMULATION_START_MS + scheduler.nowMs + noticeMs }
  const answer = await world.insist('issuer', issuer, (role) =>
    role[command](credentialId, reason, { mode, ...notBefore }),
  )
  assert(answer.ok, `${issuer} refused: ${JSON.stringify(answer)}`)
  change.everywhereAtMs = answer.value.effectiveEverywhereAtMs - SIMULATION_START_MS
  change.publishedAtMs = scheduler.nowMs
  if (answer.value.act !== undefined) change.act = answer.value.act
  simulation.tally(`acts ${mode}`)
  return change
}

/** Lets the process that was asked first die in the middle of its publication; its standby goes on, and it comes back later. */
function killPublisher(
  { simulation }: StatusWorld,
  troubles: Troubles,
  issuer: IssuerName,
  afterMs: number,
): void {
  const { scheduler, random } = simulation
  const party = issuer as string as PartyId
  const line = { event: 'failover', party }
  scheduler.after(afterMs, line, () => {
    const process = [0, 1].find((number) => simulation.isUp(party, number))
    if (process === undefined) return
    simulation.crash(party, process)
    simulation.tally('failovers')
    const backMs = random.below(DEAD_MS_MAX)
    // The client waits for the dead one before it asks the standby.
    troubles.onDeath(party, scheduler.nowMs + 10 * SECOND_MS)
    scheduler.after(backMs, line, () => troubles.restart(party))
  })
}

async function cancel(
  { world }: Stage,
  credential: LabCredential,
  change: Change,
  when: NonNullable<StepPlan['cancel']>,
): Promise<void> {
  const { simulation } = world
  const { act, orderedAtMs, everywhereAtMs = 0 } = change
  assert(act !== undefined, 'an announced act has an id')
  await until(
    world,
    'afterMs' in when ? orderedAtMs + when.afterMs : everywhereAtMs - when.beforeMs,
  )
  change.cancelling = 'asked'
  const answer = await world.insist('issuer', credential.issuer, (role) =>
    role.cancelAct(credential.credentialId, act),
  )
  simulation.tally(answer.ok ? 'acts cancelled' : `cancelling ${answer.error.code}`)
  if (answer.ok) change.cancelling = 'cancelled'
  else delete change.cancelling
}

/** Has a credential looked at before, at and after the moments of a change that a publisher announces. */
export async function watch(
  stage: Stage,
  { credential, publisher }: Watched,
  change: Change,
  random: SeededRandom,
): Promise<void> {
  const { world, endMs } = stage
  const { scheduler } = world.simulation
  const moments = momentsOf(change, scheduler.nowMs, random).filter(
    ({ atMs }) => atMs >= scheduler.nowMs && atMs < endMs,
  )
  const rounds = moments.map(async ({ atMs, question, isDense = true }) => {
    await until(world, atMs)
    await stage.round(credential, question, { isDense })
  })
  await Promise.all([...rounds, sweepOften(world, publisher, change)])
}

/** Publishers sweep once a second, which would fill hours with nothing; where a change comes into the bits they do so here too. */
async function sweepOften(
  world: StatusWorld,
  publisher: IssuerName | 'network',
  { mode, everywhereAtMs = 0 }: Change,
): Promise<void> {
  if (mode === 'immediate') return
  const { scheduler } = world.simulation
  await until(world, everywhereAtMs - 2 * CLOCK_BOUND_MS)
  for (let second = 0; scheduler.nowMs < everywhereAtMs + 3 * CLOCK_BOUND_MS; second += 1) {
    const role = publisher === 'network' ? 'network' : 'issuer'
    await world.ask(role, publisher, (party) => party.sweep?.().then(() => true), second)
    await world.pause(SECOND_MS)
  }
}

interface Watched {
  readonly credential: LabCredential
  readonly publisher: IssuerName | 'network'
}

interface Moment {
  readonly atMs: number
  readonly question: Question
  readonly isDense?: boolean
}

/** Densely where an answer may change, and now and then for a quarter of an hour after it. */
function momentsOf(change: Change, nowMs: number, random: SeededRandom): readonly Moment[] {
  const { mode, to, everywhereAtMs = nowMs } = change
  const jitter = (ms: number) => random.below(ms)
  const steps = (fromMs: number, stepMs: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, step) => fromMs + step * stepMs + jitter(stepMs))
  const edge = steps(everywhereAtMs - 3 * CLOCK_BOUND_MS, 3 * SECOND_MS, 9)
  const after = steps(everywhereAtMs, 3 * MINUTE_MS, 5)
  const ordinary: readonly Moment[] = [
    ...edge.map((atMs): Moment => ({ atMs, question: 'ordinary' })),
    // A proof made for now shows bits that came too early, or too late.
    {
      atMs: everywhereAtMs + (to === 'valid' ? -1 : 1) * jitter(4 * SECOND_MS),
      question: 'online',
    },
    ...after.map((atMs): Moment => ({ atMs, question: 'ordinary', isDense: false })),
  ]
  if (mode === 'immediate') {
    const windowMs = Math.max(SECOND_MS, Math.floor((everywhereAtMs - nowMs) / 8))
    const window = steps(nowMs, windowMs, 8).map((atMs): Moment => ({ atMs, question: 'receipt' }))
    return [...ordinary, ...window]
  }
  if (mode === 'online') {
    const proofs = [
      ...steps(nowMs, 10 * SECOND_MS, 8),
      ...steps(everywhereAtMs - MINUTE_MS, 20 * SECOND_MS, 5),
    ]
    return [...ordinary, ...proofs.map((atMs): Moment => ({ atMs, question: 'online' }))]
  }
  return ordinary
}

export async function until(world: StatusWorld, atMs: number): Promise<void> {
  const leftMs = atMs - world.simulation.scheduler.nowMs
  if (leftMs > 0) await world.pause(leftMs)
}
