import {
  brandId,
  createSeededSigner,
  openParty,
  type Party,
  type PartyId,
  type Ports,
  type Signer,
  type Transport,
} from '@evenkeel/kernel'
import {
  openWorldParty,
  type PartySpec,
  type WorldPlatform,
  type WorldRoles,
  type WorldTiming,
  wellKnown,
} from '@evenkeel/node'
import type { Simulation } from '../../simulation.ts'
import { CLOCK_BOUND_MS, ISSUERS, type IssuerName, type StatusPlan } from './draw-plan.ts'
import { createEdgeCaches, type EdgeCaches } from './edge-caches.ts'
import { createPartyClock, type PartyClock } from './party-clock.ts'
import { createRuleDesk, type RuleDesk } from './rule-desk.ts'

/** How long somebody waits for an answer. Virtual milliseconds; longer than a verifier looks for evidence. */
const ANSWER_MS_MAX = 8_000
/** Publishers have a standby over the same store. */
const ISSUER_PROCESSES = 2

interface LabRoles extends WorldRoles {
  readonly desk: RuleDesk
}

/** Something between a party and what it retrieves: `retrieve` in the place of the network's own. */
export type Meddle = (party: PartyId, transport: Transport) => Transport

/** An authority, a network, two issuers, and the verifiers of the plan, each over its own clock, caches and links. */
export interface StatusWorld {
  readonly simulation: Simulation
  readonly plan: StatusPlan
  readonly edges: EdgeCaches
  /** The clock of a verifier or reader of the plan. */
  clockOf(name: string): PartyClock
  /** A party's living processes. */
  rolesOf<Name extends keyof LabRoles>(role: Name, id?: string): readonly LabRoles[Name][]
  /** Asks a process of a party; undefined when there was no answer in time, or nobody to ask. */
  ask<Name extends keyof LabRoles, T>(
    role: Name,
    id: string,
    question: (role: LabRoles[Name], ports: Ports) => Promise<T> | T,
    process?: number,
  ): Promise<T | undefined>
  /** Asks again, one process after the other, until there is an answer. */
  insist<Name extends keyof LabRoles, T>(
    role: Name,
    id: string,
    question: (role: LabRoles[Name], ports: Ports) => Promise<T> | T,
  ): Promise<T>
  pause(ms: number): Promise<void>
  /** The key with which an issuer signs credentials and lists, and those that it has signed with before. */
  credentialKeys(issuer: IssuerName): readonly [Signer, ...Signer[]]
  /** From its next start on an issuer signs with another key. */
  changeCredentialKey(issuer: IssuerName): void
  /** The key that an issuer will sign with after that. */
  nextCredentialKey(issuer: IssuerName): Signer
}

interface Opened {
  readonly role: Party['role']
  readonly ports: Ports
}

const RULE_DESK = wellKnown.distributor

/** Adds the parties of the plan to a simulation; `meddle` stands between each of them and the network. */
export async function addStatusWorld(
  simulation: Simulation,
  plan: StatusPlan,
  meddle: Meddle,
): Promise<StatusWorld> {
  const { scheduler, directory } = simulation
  const edges = createEdgeCaches(scheduler)
  const opened = new Map<string, Opened>()
  const keyCounts = new Map<string, number>()
  const clocks = new Map(
    [...plan.verifiers, ...plan.readers].map(({ name, clock }) => [
      name,
      createPartyClock(clock, plan.lifeMs, () => scheduler.nowMs),
    ]),
  )
  const timing: WorldTiming = {
    statusLeaseMs: plan.rule.leaseMs,
    accreditationLeaseMs: plan.rule.leaseMs,
    clockBoundMs: CLOCK_BOUND_MS,
  }
  const publisherClocks = ['authority', 'network', 'witness', ...ISSUERS].map((id) => {
    const draw = simulation.random.fork(`clock of ${id}`)
    const most = CLOCK_BOUND_MS - 5
    return [id, { fromMs: draw.between(-most, most), toMs: draw.between(-most, most) }] as const
  })
  for (const [id, clock] of publisherClocks) {
    clocks.set(
      id,
      createPartyClock(clock, plan.lifeMs, () => scheduler.nowMs),
    )
  }

  const signers = new Map<string, Signer>()
  function keyOf(issuer: string, number: number): Signer {
    const name = `credentials/${issuer}/${number}`
    const signer = signers.get(name) ?? createSeededSigner('EdDSA', simulation.secret(name))
    signers.set(name, signer)
    return signer
  }
  const newestKey = (issuer: string): Signer => keyOf(issuer, keyCounts.get(issuer) ?? 0)

  function portsFor(id: PartyId, ports: Ports): Ports {
    const { edge, isRelayed = false } = plan.verifiers.find(({ name }) => name === id) ?? {}
    const direct = meddle(id, ports.transport)
    const transport = isRelayed ? relayed(direct, directory.urlOf(wellKnown.network)) : direct
    return {
      ...ports,
      clock: { ...ports.clock, nowMs: clocks.get(id)?.nowMs ?? ports.clock.nowMs },
      transport: edge === undefined ? transport : edges.through(edge, transport),
    }
  }

  function platformOver(ports: Ports): WorldPlatform {
    return {
      directory,
      issuerId: (issuer) => directory.urlOf(issuer),
      portsFor: async () => ports,
      credentialSigner: newestKey,
      holderAlg: 'EdDSA',
      createSigner: createSeededSigner,
      secret: (name) => simulation.secret(`shared/${name}`),
      attach() {
        // The simulated network connects a party when its life has begun.
      },
    }
  }

  const openPort = (spec: PartySpec) => async (plain: Ports, process: number) => {
    const ports = portsFor(spec.id, plain)
    const party = await openWorldParty(spec, platformOver(ports), timing, { observed: false })
    opened.set(`${spec.id}/${process}`, { role: party.role, ports })
    return spec.role === 'issuer' ? withMaxAge(party as Party<WorldRoles['issuer']>, edges) : party
  }

  const specs: readonly PartySpec[] = [
    { id: wellKnown.authority, role: 'governance' },
    { id: wellKnown.network, role: 'network' },
    { id: wellKnown.witness, role: 'witness' },
    ...ISSUERS.map((id) => ({ id: brandId<PartyId>(id), role: 'issuer' }) as const),
    ...plan.verifiers.map(
      ({ name }) => ({ id: brandId<PartyId>(name), role: 'verifier' }) as const,
    ),
  ]
  for (const spec of specs) {
    await simulation.add({
      id: spec.id,
      paceMs: isPublisher(spec) ? plan.paceMs : plan.verifierPaceMs,
      ...(spec.role === 'issuer' && { processes: ISSUER_PROCESSES }),
      open: openPort(spec),
    })
  }
  await simulation.add({
    id: RULE_DESK,
    paceMs: plan.verifierPaceMs,
    open: async (ports, process) => {
      const party = await openParty({
        id: RULE_DESK,
        ports,
        directory,
        migrations: [],
        createRole: createRuleDesk,
      })
      opened.set(`${RULE_DESK}/${process}`, { role: party.role, ports })
      return party
    },
  })

  function processesOf(id: string): readonly Opened[] {
    return Array.from({ length: ISSUER_PROCESSES }, (_, process) => process).flatMap((process) =>
      simulation.isUp(id as PartyId, process) ? (opened.get(`${id}/${process}`) ?? []) : [],
    )
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      scheduler.after(ms, { event: 'client-waits' }, resolve)
    })

  function ask<Name extends keyof LabRoles, T>(
    _role: Name,
    id: string,
    question: (role: LabRoles[Name], ports: Ports) => Promise<T> | T,
    process = 0,
  ): Promise<T | undefined> {
    const living = processesOf(id)
    const asked = living[process % Math.max(1, living.length)]
    if (asked === undefined) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      const giveUp = scheduler.after(ANSWER_MS_MAX, { event: 'client-gave-up', id }, () =>
        resolve(undefined),
      )
      const answer = Promise.resolve(question(asked.role as LabRoles[Name], asked.ports))
      answer.then(
        (value) => {
          giveUp()
          resolve(value)
        },
        (error: unknown) => simulation.invariants.check('no_fault', false, () => `${id}: ${error}`),
      )
    })
  }

  return {
    simulation,
    plan,
    edges,
    clockOf(name) {
      const clock = clocks.get(name)
      if (clock === undefined) throw new Error(`${name} has no clock`)
      return clock
    },
    rolesOf: <Name extends keyof LabRoles>(_role: Name, id: string = _role) =>
      processesOf(id).map(({ role }) => role as LabRoles[Name]),
    ask,
    async insist(role, id, question) {
      for (let attempt = 0; ; attempt += 1) {
        const answer = await ask(role, id, question, attempt)
        if (answer !== undefined) return answer
        await pause(1_000)
      }
    },
    pause,
    credentialKeys: (issuer) => {
      const count = keyCounts.get(issuer) ?? 0
      const older = Array.from({ length: count }, (_, number) => keyOf(issuer, count - 1 - number))
      return [newestKey(issuer), ...older]
    },
    changeCredentialKey(issuer) {
      keyCounts.set(issuer, (keyCounts.get(issuer) ?? 0) + 1)
    },
    nextCredentialKey: (issuer) => keyOf(issuer, (keyCounts.get(issuer) ?? 0) + 1),
  }
}

function isPublisher({ role }: PartySpec): boolean {
  return role === 'issuer' || role === 'network' || role === 'witness'
}

/** Heads by way of the relay, as a verifier that is configured with one asks for them. */
function relayed(transport: Transport, networkUrl: string): Transport {
  return {
    deliver: transport.deliver,
    retrieve: (url, limits) =>
      transport.retrieve(
        /\/head(\/max-age\/\d+)?$/.test(url)
          ? `${networkUrl}/relay/${encodeURIComponent(url)}`
          : url,
        limits,
      ),
  }
}

/** An issuer that says with each status list how long a cache may keep it, as its HTTP routes do. */
function withMaxAge(party: Party<WorldRoles['issuer']>, edges: EdgeCaches): Party {
  return {
    ...party,
    async document(path) {
      const [, number, head] = /^\/status\/(\d+)(\/head)?$/.exec(path) ?? []
      if (number === undefined) return party.document(path)
      const form = head === undefined ? 'token' : 'head'
      const published = await party.role.statusList(Number(number), form)
      if (published !== undefined) edges.onServed(published.bytes, published.freshForMs)
      return published?.bytes
    },
  }
}
