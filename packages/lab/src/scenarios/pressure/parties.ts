import { createDistributor, type Distributor, distributorMigrations } from '@evenkeel/distributor'
import { createGovernance, type Governance, governanceMigrations } from '@evenkeel/governance'
import {
  acknowledged,
  type Migration,
  openParty,
  type Party,
  type PartyContext,
  type PartyId,
  type Ports,
  parseCampaignRule,
  parseLogLeaf,
  type Role,
  type Store,
  type Tx,
} from '@evenkeel/kernel'
import { createLedger, type Ledger, ledgerMigrations, type Rail } from '@evenkeel/ledger'
import type { Simulation } from '../../simulation.ts'

export const DISTRIBUTOR: PartyId = 'distributor' as PartyId
export const LEDGER: PartyId = 'ledger' as PartyId
export const GOVERNANCE: PartyId = 'governance' as PartyId
const NETWORK = 'network' as PartyId

/** Between two sweeps of those who hand nothing over. Virtual milliseconds. */
const BYSTANDER_PACE_MS = 60_000
/** Between two sweeps of a verifier that is asked about receipts: a few times in what it has for an answer. */
const VERIFIER_PACE_MS = 500

export interface Roles {
  readonly distributor: Distributor
  readonly ledger: Ledger
  readonly governance: Governance
}
export type RoleName = keyof Roles

/** Looks at what a transaction is about to commit. */
export type Inspect = (tx: Tx) => Promise<void>

export interface PartiesOptions {
  readonly rail: Rail | undefined
  /** Processes of each of the three roles. */
  readonly processes: number
  /** Whose receipts the campaigns name; they sign nothing here. */
  readonly verifiers: readonly PartyId[]
  /** What they answer when they are asked about receipts; without it nobody asks. */
  readonly playRechecks?: (context: PartyContext) => Role
  /** P + L of the status lists, which nobody publishes here. Milliseconds. */
  readonly statusDelayMs: number
  readonly inspect?: Partial<Record<RoleName, Inspect>>
  readonly sabotage?: Sabotage
  /** Puts something between a process and its ports. */
  readonly portsOf?: (name: RoleName, ports: Ports, process: number) => Ports
  /** Told of each process that begins, over its own ports. */
  readonly onOpen?: (name: RoleName, process: number, role: Role, ports: Ports) => void
}

/** A way to break a role: something between it and its store, or other handlers and policies. */
export interface Sabotage {
  readonly store?: (name: RoleName, store: Store) => Store
  readonly role?: (name: RoleName, role: Role) => Role
  readonly rail?: (rail: Rail) => Rail
}

/** The roles in their present lives. */
export type PresentRoles = { readonly [Name in RoleName]: () => Roles[Name] | undefined }

/** Every party of a distribution. */
export function partiesWith(verifiers: readonly PartyId[]): readonly PartyId[] {
  return [DISTRIBUTOR, LEDGER, GOVERNANCE, NETWORK, ...verifiers]
}

/** Adds the real distributor, ledger and governance, and counterparties that acknowledge everything. */
export async function addParties(
  simulation: Simulation,
  options: PartiesOptions,
): Promise<PresentRoles> {
  const { rail, processes, inspect = {}, sabotage = {}, portsOf, onOpen } = options
  const present = new Map<RoleName, Role>()

  async function add(
    name: RoleName,
    migrations: readonly Migration[],
    create: (context: PartyContext) => Role,
  ): Promise<void> {
    const id = name as string as PartyId
    await simulation.add({
      id,
      processes,
      open: async (plain, process) => {
        const ports = portsOf?.(name, plain, process) ?? plain
        const watched = inspecting(ports.store, inspect[name])
        const party = await openParty({
          id,
          ports: { ...ports, store: sabotage.store?.(name, watched) ?? watched },
          directory: simulation.directory,
          migrations,
          onFault: (handoff, error) =>
            simulation.invariants.check('no_fault', false, () => `${id} ${handoff}: ${error}`),
          createRole: (context) => {
            const role = create(context)
            const broken = sabotage.role?.(name, role)
            return broken === undefined ? role : { ...role, ...broken }
          },
        })
        present.set(name, party.role)
        onOpen?.(name, process, party.role, ports)
        return party
      },
    })
  }

  const payoutKey = simulation.secret('payout')
  await add('distributor', distributorMigrations, (context) =>
    createDistributor(context, {
      ledger: LEDGER,
      network: NETWORK,
      governance: GOVERNANCE,
      statusDelayMs: options.statusDelayMs,
      payoutKey,
    }),
  )
  const paysOver = rail === undefined ? undefined : (sabotage.rail?.(rail) ?? rail)
  await add('ledger', ledgerMigrations, (context) =>
    createLedger(context, { distributors: [DISTRIBUTOR], ...(paysOver && { rail: paysOver }) }),
  )
  await add('governance', governanceMigrations, (context) =>
    createGovernance(context, { network: NETWORK }),
  )
  for (const id of [NETWORK, ...options.verifiers]) {
    const play = id === NETWORK ? undefined : options.playRechecks
    const open = (ports: Ports) => openBystander(simulation, id, ports, play)
    const paceMs = play === undefined ? BYSTANDER_PACE_MS : VERIFIER_PACE_MS
    await simulation.add({ id, paceMs, open })
  }

  const roleOf =
    <Name extends RoleName>(name: Name) =>
    (): Roles[Name] | undefined =>
      simulation.isUp(name as string as PartyId)
        ? (present.get(name) as Roles[Name] | undefined)
        : undefined
  return {
    distributor: roleOf('distributor'),
    ledger: roleOf('ledger'),
    governance: roleOf('governance'),
  }
}

function openBystander(
  simulation: Simulation,
  id: PartyId,
  ports: PartyContext['ports'],
  play: PartiesOptions['playRechecks'],
): Promise<Party> {
  return openParty({
    id,
    ports,
    directory: simulation.directory,
    migrations: [],
    createRole: (context) => {
      const played = play?.(context)
      const receiveHandlers: Role['receiveHandlers'] = [
        {
          kind: 'network.append',
          parse: parseLogLeaf,
          apply: async (_tx, items) => items.map(() => acknowledged),
        },
        {
          kind: 'verifier.accept-rule',
          parse: parseCampaignRule,
          apply: async (_tx, items) => items.map(() => acknowledged),
        },
        ...(played?.receiveHandlers ?? []),
      ]
      return { sendPolicies: [], ...played, receiveHandlers }
    },
  })
}

/** Shows each transaction of a store to an inspector, after its work and before its COMMIT. */
function inspecting(store: Store, inspect: Inspect | undefined): Store {
  if (inspect === undefined) return store
  return {
    read: (name, body) => store.read(name, body),
    migrate: (migrations) => store.migrate(migrations),
    close: () => store.close(),
    transact: (name, body) =>
      store.transact(name, async (tx) => {
        const value = await body(tx)
        await inspect(tx)
        return value
      }),
  }
}
