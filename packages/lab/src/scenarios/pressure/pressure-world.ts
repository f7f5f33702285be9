import type { Distributor } from '@evenkeel/distributor'
import { epochMs, type PartyId, type Ports, type Store } from '@evenkeel/kernel'
import type { Simulation } from '../../simulation.ts'
import { createBottleneck } from './bottleneck.ts'
import { campaignsOf, type PressureCampaign } from './campaigns.ts'
import type { IntakeChecks } from './checks/intake-checks.ts'
import {
  addParties,
  DISTRIBUTOR,
  type PresentRoles,
  partiesWith,
  type RoleName,
  type Roles,
} from './parties.ts'
import { playRechecks } from './play-rechecks.ts'
import {
  BURST_AT_MS,
  type Kill,
  type PressurePlan,
  STATUS_DELAY_MS,
  VERIFIERS,
} from './pressure-plan.ts'
import { type Door, type DoorAnswer, type DoorRequest, openDoor } from './sim-door.ts'
import { createSimRail, type SimRail } from './sim-rail.ts'

/** Somebody whose receipts no rule names, and whom everybody knows. */
export const UNNAMED: PartyId = 'verifier-unnamed' as PartyId
export const PARTIES: readonly PartyId[] = partiesWith([...VERIFIERS, UNNAMED])

/** How long people wait for an answer from a role that is not behind the door. */
const ANSWER_MS = 3_000
/** How long a claimant who hears nothing waits before it takes the connection for broken. Shorter than the server may take. */
const PATIENCE_MS_MAX = 5_000

/** A distribution with doors, as the people around it can reach it. */
export interface PressureWorld {
  readonly simulation: Simulation
  readonly plan: PressurePlan
  readonly campaigns: readonly PressureCampaign[]
  readonly rail: SimRail
  /** Sends a claim to one of the doors that are there: it may be lost on the way there or back. */
  post(request: DoorRequest): Promise<DoorAnswer>
  /** Asks a role behind the doors until there is an answer. */
  insist<Name extends RoleName, T>(
    name: Name,
    question: (role: Roles[Name]) => Promise<T>,
  ): Promise<T>
  pause(ms: number): Promise<void>
  /** Resolves at a virtual time. */
  until(atMs: number): Promise<void>
}

/** Adds the parties of a plan to a simulation. Trouble begins when the simulation has the plan's faults. */
export async function addPressureWorld(
  simulation: Simulation,
  plan: PressurePlan,
  intake: IntakeChecks,
): Promise<PressureWorld> {
  const { scheduler, random } = simulation
  const isTroubled = () => simulation.faults === plan.faults
  const rail = createSimRail(simulation, () => isTroubled() && !plan.isCalm)
  const doors = new Map<number, Door>()
  const kill = createKiller(simulation, plan.kills, isTroubled)

  function portsOf(name: RoleName, ports: Ports, process: number): Ports {
    const store = kill(name as string as PartyId, ports.store)
    if (name !== 'distributor') return { ...ports, store }
    const errorMs = plan.clockErrorsMs[process] ?? 0
    return {
      ...ports,
      store,
      clock: { ...ports.clock, nowMs: () => epochMs(ports.clock.nowMs() + errorMs) },
      compute: createBottleneck(ports, {
        checkMs: plan.checkMs,
        ...(plan.stall && {
          stall: { ...plan.stall, fromMs: BURST_AT_MS + plan.stall.fromMs },
        }),
        onRound: intake.onRound,
      }),
    }
  }

  const roles: PresentRoles = await addParties(simulation, {
    rail,
    processes: plan.processes,
    verifiers: [...VERIFIERS, UNNAMED],
    ...(plan.checked.length > 0 && {
      playRechecks: playRechecks({
        people: new Map(plan.people.map((person) => [person.number, person])),
        onAnswer: ({ isGhost }, { outcome }) =>
          simulation.tally(`looked at once more: ${isGhost ? 'made up' : outcome}`),
      }),
    }),
    statusDelayMs: STATUS_DELAY_MS,
    portsOf,
    onOpen(name, process, role, ports) {
      if (name !== 'distributor') return
      doors.get(process)?.abandon()
      const door = openDoor(role as Distributor, ports)
      doors.set(process, door)
    },
  })

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      scheduler.after(ms, { event: 'client-waits' }, resolve)
    })

  /** Arrives at a process that is there; nobody answers where none is. */
  async function arrive(request: DoorRequest): Promise<DoorAnswer> {
    const living = [...doors.keys()].filter((process) => simulation.isUp(DISTRIBUTOR, process))
    const process = living.length === 0 ? undefined : living[random.below(living.length)]
    const door = process === undefined ? undefined : doors.get(process)
    if (door === undefined) return { kind: 'lost' }
    const served = intake.onRequest(request, door)
    const answer = await door.post(request)
    served(answer)
    return answer
  }

  function post(request: DoorRequest): Promise<DoorAnswer> {
    const { requestLossPerMille, answerLossPerMille, linkMsMax } = simulation.faults
    const isLost = random.chance(requestLossPerMille)
    const isAnswerLost = random.chance(answerLossPerMille)
    const [thereMs, backMs] = [random.below(linkMsMax + 1), random.below(linkMsMax + 1)]
    const patienceMs = thereMs + backMs + Math.min(request.budgetMs, PATIENCE_MS_MAX) + 1
    return new Promise((resolve) => {
      const giveUp = scheduler.after(patienceMs, { event: 'claimant-gave-up' }, () =>
        resolve({ kind: 'lost' }),
      )
      if (isLost) return
      scheduler.after(thereMs, { event: 'claim-arrived', claim: request.claimId }, () => {
        arrive(request).then((answer) => {
          if (isAnswerLost) return
          scheduler.after(backMs, { event: 'claim-answered', kind: answer.kind }, () => {
            giveUp()
            resolve(answer)
          })
        }, scheduler.fail)
      })
    })
  }

  async function insist<Name extends RoleName, T>(
    name: Name,
    question: (role: Roles[Name]) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const { requestLossPerMille, answerLossPerMille } = simulation.faults
      const role = random.chance(requestLossPerMille) ? undefined : roles[name]()
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

  return {
    simulation,
    plan,
    campaigns: campaignsOf(plan),
    rail,
    post,
    insist,
    pause,
    until: async (atMs) => {
      if (atMs > scheduler.nowMs) await pause(atMs - scheduler.nowMs)
    },
  }
}

type WrapStore = (party: PartyId, store: Store) => Store

/** Lets processes die around the planned transactions, each once, and come back. */
function createKiller(
  simulation: Simulation,
  kills: readonly Kill[],
  isTroubled: () => boolean,
): WrapStore {
  const counts = new Map<string, number>()
  const pending = new Set(kills)

  function die(kill: Kill): void {
    pending.delete(kill)
    simulation.crash(kill.party)
    simulation.tally(`killed ${kill.moment} of ${kill.transaction}`)
    simulation.scheduler.after(kill.downMs, { event: 'repair', party: kill.party }, () =>
      simulation.start(kill.party),
    )
  }

  return (party, store) => ({
    read: (name, body) => store.read(name, body),
    migrate: (migrations) => store.migrate(migrations),
    close: () => store.close(),
    async transact(name, body) {
      const place = `${party} ${name}`
      const nth = (counts.get(place) ?? 0) + (isTroubled() ? 1 : 0)
      counts.set(place, nth)
      const kill = [...pending].find(
        (one) => one.party === party && one.transaction === name && one.nth === nth,
      )
      const value = await store.transact(name, async (tx) => {
        const result = await body(tx)
        if (kill?.moment === 'before-commit' && pending.has(kill)) die(kill)
        return result
      })
      if (kill?.moment === 'after-commit' && pending.has(kill)) {
        die(kill)
        // Its process is dead: nobody hears of the commit.
        await new Promise(() => undefined)
      }
      return value
    },
  })
}
