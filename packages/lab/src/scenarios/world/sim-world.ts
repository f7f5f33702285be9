import { assert, createSeededSigner, type Party, type PartyId, type Ports } from '@evenkeel/kernel'
import {
  openWorldParty,
  type RoleName,
  type WorldPlatform,
  type WorldRoles,
  type WorldTiming,
  worldParties,
} from '@evenkeel/node'
import type { Simulation } from '../../simulation.ts'
import { custodyProbes } from './checks/custody-probes.ts'
import type { LabCampaign } from './lab-campaigns.ts'

/** How long a caller waits for an answer before it asks again. Virtual milliseconds; longer than any stall. */
const ANSWER_MS_MAX = 4_000
/** How much likelier a party dies at the moment at which it has answered a client than in any one of its transactions. */
const CRASH_ON_ANSWER_FACTOR = 8

/** All parties of the demo world inside a simulation, as the people around it can reach them. */
export interface SimWorld {
  readonly simulation: Simulation
  /** The role in its present life, or undefined while its party is down. */
  role<Name extends RoleName>(role: Name, id?: string): WorldRoles[Name] | undefined
  /**
   * Asks a party as a client does: the question or the answer may be lost, or the party may die over it; then there is no answer. The
   * effect may have happened all the same. The party may also die when it has answered, and has to know afterwards what it said.
   */
  ask<Name extends RoleName, T>(
    role: Name,
    id: string | undefined,
    question: (role: WorldRoles[Name]) => Promise<T> | T,
  ): Promise<T | undefined>
  /** Asks again until there is an answer that will do; gives up after `tries`. */
  insist<Name extends RoleName, T>(
    role: Name,
    id: string | undefined,
    question: (role: WorldRoles[Name]) => Promise<T> | T,
    tries?: number,
  ): Promise<T | undefined>
  /** Resolves after so many virtual milliseconds. */
  pause(ms: number): Promise<void>
}

/** Adds every party of the demo world to a simulation. */
export async function addWorld(
  simulation: Simulation,
  timing: WorldTiming,
  campaigns: readonly LabCampaign[],
): Promise<SimWorld> {
  const roles = new Map<PartyId, Party['role']>()
  const probes = custodyProbes(campaigns)
  for (const spec of worldParties) {
    await simulation.add({
      id: spec.id,
      probe: probes[spec.role] ?? {},
      open: async (ports) => {
        const party = await openWorldParty(spec, platformOver(simulation, ports), timing)
        roles.set(spec.id, party.role)
        return party
      },
    })
  }
  return createSimWorld(simulation, roles)
}

function platformOver(simulation: Simulation, ports: Ports): WorldPlatform {
  return {
    directory: simulation.directory,
    issuerId: (issuer) => simulation.directory.urlOf(issuer),
    portsFor: async () => ports,
    credentialSigner: (issuer) =>
      createSeededSigner('EdDSA', simulation.secret(`credentials/${issuer}`)),
    holderAlg: 'EdDSA',
    createSigner: createSeededSigner,
    secret: (name) => simulation.secret(`shared/${name}`),
    attach() {
      // The simulated network connects a party when its life has begun.
    },
  }
}

function createSimWorld(
  simulation: Simulation,
  roles: ReadonlyMap<PartyId, Party['role']>,
): SimWorld {
  const { scheduler, random } = simulation

  function role<Name extends RoleName>(name: Name, id?: string): WorldRoles[Name] | undefined {
    const party = idOf(name, id)
    return simulation.isUp(party) ? (roles.get(party) as WorldRoles[Name] | undefined) : undefined
  }

  function die(party: PartyId): void {
    simulation.crash(party)
    simulation.tally('crashes')
    const downMs = random.below(simulation.faults.downMsMax + 1)
    scheduler.after(downMs, { event: 'repair', party }, () => simulation.start(party))
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      scheduler.after(ms, { event: 'client-waits' }, resolve)
    })

  function ask<Name extends RoleName, T>(
    name: Name,
    id: string | undefined,
    question: (role: WorldRoles[Name]) => Promise<T> | T,
  ): Promise<T | undefined> {
    const party = idOf(name, id)
    const asked = role(name, id)
    const questionLost = random.chance(simulation.faults.requestLossPerMille)
    const answerLost = random.chance(simulation.faults.answerLossPerMille)
    return new Promise((resolve) => {
      const giveUp = scheduler.after(ANSWER_MS_MAX, { event: 'client-gave-up', role: name }, () =>
        resolve(undefined),
      )
      if (asked === undefined || questionLost) return
      const answer = Promise.resolve(question(asked))
      answer.then((value) => {
        if (answerLost) return
        giveUp()
        if (random.chance(simulation.faults.crashPerMille * CRASH_ON_ANSWER_FACTOR)) die(party)
        resolve(value)
      }, scheduler.fail)
    })
  }

  async function insist<Name extends RoleName, T>(
    name: Name,
    id: string | undefined,
    question: (role: WorldRoles[Name]) => Promise<T> | T,
    tries = 20,
  ): Promise<T | undefined> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const answer = await ask(name, id, question)
      if (answer !== undefined) return answer
      await pause(random.between(100, 1_000))
    }
    return undefined
  }

  return { simulation, role, ask, insist, pause }
}

function idOf(role: RoleName, id: string | undefined): PartyId {
  const spec = worldParties.find((party) => party.role === role && (id ?? party.id) === party.id)
  assert(spec !== undefined, `there is no ${role} ${id} in the world`)
  return spec.id
}
