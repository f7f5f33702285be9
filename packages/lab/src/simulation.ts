import {
  type Clock,
  createAddressBook,
  createKeyOf,
  createSeededSigner,
  type Directory,
  epochMs,
  importPublicJwk,
  type Party,
  type PartyId,
  type Ports,
  type PublicKey,
  type ReadTx,
  SEED_BYTES,
  type Signer,
  type Store,
  SWEEP_EVERY_MS,
  unwrap,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { runOutside, runSimulated } from './adapters/ambient-ban.ts'
import { nextTurn } from './adapters/next-turn.ts'
import { CustodyChecker, type CustodyProbe } from './check-custody.ts'
import type { Faults } from './faults.ts'
import { History } from './history.ts'
import { Invariants } from './invariants.ts'
import { Life } from './life.ts'
import { CRASH_LATER_MS, CRASH_SOON_MS, DEFAULT_LATE_MS_MAX } from './limits.ts'
import { Scheduler } from './scheduler.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimNetwork } from './sim-network.ts'
import { type ClockError, createSimPorts } from './sim-ports.ts'
import { SimStore } from './sim-store.ts'

/** A party as the simulation starts it: once at the beginning and again after each crash. */
export interface SimulatedParty {
  readonly id: PartyId
  /** Opens one process of the party over its ports; the first has number 0. */
  readonly open: (ports: Ports, process: number) => Promise<Party>
  /** Processes that share the party's store; one if absent. */
  readonly processes?: number
  /** Milliseconds between its sweeps, each with a pump, in the place of the party's own timers: for worlds that live for hours. */
  readonly paceMs?: number
  readonly probe?: CustodyProbe
}

export interface SimulationOptions {
  readonly seed: number
  readonly faults: Faults
  /** Given each line of the history. */
  readonly onLine?: (line: string) => void
  /** Puts something between a party and its store: for tests that the checkers notice. */
  readonly wrapStore?: (store: Store) => Store
}

/** What a party keeps when its process dies. */
interface Machine {
  readonly spec: SimulatedParty
  readonly store: Store
  readonly random: SeededRandom
  signer: Signer
  /** The living, by the number of their process. */
  readonly processes: Map<number, RunningProcess>
  lives: number
}

interface RunningProcess {
  readonly life: Life
  /** Undefined while it opens. */
  party: Party | undefined
}

/** Parties, the network between them, and time: all of it decided by one seed. */
export class Simulation {
  readonly scheduler: Scheduler
  readonly network: SimNetwork
  readonly invariants: Invariants
  readonly custody: CustodyChecker
  /** Draws for the scenario itself: when what happens. */
  readonly random: SeededRandom
  faults: Faults
  readonly #options: SimulationOptions
  readonly #root: SeededRandom
  readonly #machines = new Map<PartyId, Machine>()
  readonly #happened = new Map<string, number>()
  readonly #keys = new Map<PartyId, readonly [PublicKey, ...PublicKey[]]>()

  constructor(options: SimulationOptions) {
    const root = new SeededRandom(`evenkeel-lab/${options.seed}`)
    this.#options = options
    this.#root = root
    this.faults = options.faults
    this.random = root.fork('scenario')
    this.scheduler = new Scheduler(root.fork('scheduler'), new History(options.onLine))
    this.invariants = new Invariants(() => this.scheduler.nowMs)
    this.custody = new CustodyChecker({
      invariants: this.invariants,
      keyOf: (party, keyId) => this.directory.keyOf(party, keyId),
      tally: this.tally,
      probeOf: (party) => this.#machines.get(party)?.spec.probe ?? {},
    })
    this.network = new SimNetwork({
      scheduler: this.scheduler,
      random: root.fork('network'),
      faults: () => this.faults,
      onEnvelope: (from, bytes) => this.custody.onEnvelope(from, bytes),
      onAcknowledgement: (from, bytes) => this.custody.onAcknowledgement(from, bytes),
      onFault: this.#fault,
    })
  }

  /** Counts one more of what happened, for the report. */
  readonly tally = (what: string): void => {
    this.#happened.set(what, (this.#happened.get(what) ?? 0) + 1)
  }

  get happened(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#happened].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** The keys of the parties that were added, also those that they have changed for others. */
  readonly directory: Directory = {
    ...createAddressBook(),
    keyOf: (party, keyId) => createKeyOf(this.#keys)(party, keyId),
  }

  /** 32 bytes that the seed decides, the same at every call with one name: for keys. */
  secret(name: string): Uint8Array {
    return this.#root.fork(`secret/${name}`).bytes(SEED_BYTES)
  }

  /** Makes a party's machine and lets its first life begin as virtual time goes on. */
  async add(spec: SimulatedParty): Promise<void> {
    const store = await runOutside(() => openSqliteStore({ path: ':memory:' }))
    const random = this.#root.fork(`party/${spec.id}`)
    const signer = this.#newSigner(spec.id)
    this.#machines.set(spec.id, { spec, store, random, signer, processes: new Map(), lives: 0 })
    this.start(spec.id)
  }

  /** Whether a party, or one process of it, is alive; it may still be opening. */
  isUp(party: PartyId, process?: number): boolean {
    const processes = this.#machines.get(party)?.processes
    return process === undefined ? (processes?.size ?? 0) > 0 : processes?.has(process) === true
  }

  /** Begins the next life of each process of a party that is not alive, on what its store kept. */
  start(party: PartyId): void {
    const machine = this.#machineOf(party)
    const { processes = 1 } = machine.spec
    for (let process = 0; process < processes; process += 1) {
      if (machine.processes.has(process)) continue
      const running: RunningProcess = { life: new Life(party, this.scheduler), party: undefined }
      machine.processes.set(process, running)
      machine.lives += 1
      this.scheduler.note({ event: 'start', party, process })
      this.#open(machine, running, process).catch(this.scheduler.fail)
    }
  }

  /** Ends the life of a party, or of one process of it, at this moment: nothing that it waits for ever comes, and only what was committed stays. */
  crash(party: PartyId, process?: number): void {
    const machine = this.#machineOf(party)
    const dying = process === undefined ? [...machine.processes.keys()] : [process]
    for (const number of dying) {
      const running = machine.processes.get(number)
      if (running === undefined) continue
      this.scheduler.note({ event: 'crash', party, process: number })
      machine.processes.delete(number)
      this.#connect(machine)
      running.life.end()
    }
  }

  /** Lets a party sign with a new key from its next life on; what it signed before stays under way. */
  changeKey(party: PartyId): void {
    this.#machineOf(party).signer = this.#newSigner(party)
    this.scheduler.note({ event: 'key', party })
    this.crash(party)
    this.start(party)
  }

  /** Reads what a party has committed, for checkers; waits for the transaction in progress, if there is one. */
  durable<T>(party: PartyId, read: (tx: ReadTx) => Promise<T>): Promise<T> {
    return runOutside(() => this.#machineOf(party).store.read('checker', read))
  }

  /** Lets virtual time pass up to `untilMs`, or until `isDone` says so after an event. */
  run(untilMs: number, isDone?: () => boolean): Promise<void> {
    return this.scheduler.run(untilMs, isDone)
  }

  /** Pulls the plug on everybody and compares what is durable with what was said. */
  async finish(): Promise<void> {
    await this.#crashAll()
    for (const [party, { store }] of this.#machines) {
      await runOutside(() => this.custody.audit(party, store))
    }
  }

  /** Releases the stores, also in the middle of a run. */
  async close(): Promise<void> {
    await this.#crashAll()
    for (const { store } of this.#machines.values()) await runOutside(() => store.close())
  }

  /** Also waits until every transaction in progress is rolled back. */
  async #crashAll(): Promise<void> {
    for (const party of this.#machines.keys()) this.crash(party)
    await nextTurn()
  }

  async #open(machine: Machine, running: RunningProcess, process: number): Promise<void> {
    const { open, paceMs } = machine.spec
    const { life } = running
    const ports = this.#portsOf(machine, life)
    const party = await open(ports, process)
    running.party = party
    this.#connect(machine)
    if (paceMs === undefined) party.start()
    else {
      ports.timers.every(paceMs, () => party.sweep())
      ports.timers.every(paceMs, async () => {
        await party.pump()
      })
    }
    this.#watchDeadlines(life, {
      clock: ports.clock,
      fromMs: this.scheduler.nowMs + DEFAULT_LATE_MS_MAX + (paceMs ?? 0),
      paceMs: paceMs ?? SWEEP_EVERY_MS,
    })
  }

  #connect({ spec, processes }: Machine): void {
    const parties = [...processes.values()].flatMap(({ party }) => party ?? [])
    this.network.connect(spec.id, parties)
  }

  /** H2 and H5: while a party is up, no deadline of its passes without its default. */
  #watchDeadlines(
    life: Life,
    watch: { readonly clock: Clock; readonly fromMs: number; readonly paceMs: number },
  ): void {
    const { clock, fromMs, paceMs } = watch
    life.after(paceMs, { event: 'watch' }, () => {
      const dueMs = clock.nowMs() - (paceMs - SWEEP_EVERY_MS)
      if (this.scheduler.nowMs >= fromMs) this.custody.checkDeadlines(life.party, epochMs(dueMs))
      this.#watchDeadlines(life, watch)
    })
  }

  #portsOf(machine: Machine, life: Life): Ports {
    const { spec, random, lives } = machine
    const workMs = (): number => {
      const { workMsMax, stallPerMille, stallMsMax } = this.faults
      const ms = random.below(workMsMax + 1)
      return random.chance(stallPerMille) ? ms + random.below(stallMsMax + 1) : ms
    }
    const store = new SimStore({
      inner: machine.store,
      life,
      workMs,
      watchCommit: this.custody.watchCommit(spec.id),
      onBegin: () => this.#drawCrash(machine, life),
    })
    return createSimPorts({
      life,
      store: this.#options.wrapStore?.(store) ?? store,
      transport: this.network.transportFor(life),
      signer: machine.signer,
      // A new life draws anew: a nonce that came again would be the lab's doing.
      random: random.fork(`life-${lives}`),
      clockError: this.#drawClockError(random),
      workMs,
      onFault: (error) => this.#fault(spec.id, error),
    })
  }

  /** Lets a party die at a moment when it has something to lose, and come back some time later. */
  #drawCrash({ spec, random }: Machine, life: Life): void {
    if (!random.chance(this.faults.crashPerMille)) return
    const withinMs = random.chance(500) ? CRASH_SOON_MS : CRASH_LATER_MS
    const downMs = random.below(this.faults.downMsMax + 1)
    life.after(random.below(withinMs), { event: 'trouble' }, () => {
      this.crash(spec.id)
      this.tally('crashes')
      const repair = { event: 'repair', party: spec.id }
      this.scheduler.after(downMs, repair, () => this.start(spec.id))
    })
  }

  #drawClockError(random: SeededRandom): ClockError {
    const { clockOffsetMsMax, clockDriftPpmMax } = this.faults
    return {
      offsetMs: random.between(-clockOffsetMsMax, clockOffsetMsMax),
      driftPpm: random.between(-clockDriftPpmMax, clockDriftPpmMax),
    }
  }

  readonly #fault = (party: PartyId, error: unknown): void => {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.invariants.check('no_fault', false, () => `${party}: ${told}`)
  }

  /** Makes a party's next key the one that others take for its current one. */
  #newSigner(party: PartyId): Signer {
    const retired = this.#keys.get(party) ?? []
    const name = retired.length === 0 ? `party/${party}` : `party/${party}/${retired.length}`
    const signer = createSeededSigner('EdDSA', this.secret(name))
    this.#keys.set(party, [unwrap(importPublicJwk(signer.publicJwk)), ...retired])
    return signer
  }

  #machineOf(party: PartyId): Machine {
    const machine = this.#machines.get(party)
    if (machine === undefined) throw new Error(`${party} is not part of the simulation`)
    return machine
  }
}

/** Runs work on a simulation under the ban on ambient time and randomness, and releases it however the work ends. */
export function withSimulation<T>(
  options: SimulationOptions,
  work: (simulation: Simulation) => Promise<T>,
): Promise<T> {
  return runSimulated(async () => {
    const simulation = new Simulation(options)
    try {
      return await work(simulation)
    } finally {
      await simulation.close()
    }
  })
}
