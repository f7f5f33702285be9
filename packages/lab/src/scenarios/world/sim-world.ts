import { createSeededSigner, type Party, type PartyId, type Ports } from '@evenkeel/kernel'
import {
  openWorldParty,
  type RoleName,
  type WorldPlatform,
  type WorldRoles,
  type WorldTiming,
  worldParties,
} from '@evenkeel/node'
import type { Simulation } from '../../simulation.ts'

/** How long a caller waits for an answer before it asks again. Virtual milliseconds; longer than any stall. */
const ANSWER_MS_MAX = 4_000

/** All parties of the demo world inside a simulation, as the people around it can reach them. */
export interface SimWorld {
  readonly simulation: Simulation
  /** The role in its present life, or undefined while its party is down. */
  role<Name extends RoleName>(role: Name, id?: string): WorldRoles[Name] | undefined
  /**
   * Asks a party as a client does: the question or the answer may be lost, or the party may die over it; then there is no answer. The
   * effect may have happened all the same.
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
export async function addWorld(simulation: Simulation, timing: WorldTiming): Promise<SimWorld> {
  const roles = new Map<PartyId, Party['role']>()
  for (const spec of worldParties) {
    await simulation.add({
      id: spec.id,
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
    const spec = worldParties.find(
      (party) => party.role === name && (id === undefined || party.id === id),
    )
    if (spec === undefined || !simulation.isUp(spec.id)) return undefined
    return roles.get(spec.id) as WorldRoles[Name] | undefined
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
