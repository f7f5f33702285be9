import { createDistributor, type Distributor, distributorMigrations } from '@evenkeel/distributor'
import { createGovernance, type Governance, governanceMigrations } from '@evenkeel/governance'
import {
  acknowledged,
  type Migration,
  openParty,
  type Party,
  type PartyContext,
  type PartyId,
  parseCampaignRule,
  parseLogLeaf,
  type Role,
  type Store,
  type Tx,
} from '@evenkeel/kernel'
import { createLedger, type Ledger, ledgerMigrations, type Rail } from '@evenkeel/ledger'
import type { Simulation } from '../../src/simulation.ts'
import { STATUS_DELAY_MS, VERIFIERS } from './plan.ts'

export const DISTRIBUTOR: PartyId = 'distributor' as PartyId
export const LEDGER: PartyId = 'ledger' as PartyId
export const GOVERNANCE: PartyId = 'governance' as PartyId
const NETWORK = 'network' as PartyId
export const PARTIES: readonly PartyId[] = [DISTRIBUTOR, LEDGER, GOVERNANCE, NETWORK, ...VERIFIERS]

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
  readonly processes: number
  readonly inspect: Partial<Record<RoleName, Inspect>>
  readonly sabotage: Sabotage
}

/** A way to break a role: something between it and its store, or other handlers and policies. */
export interface Sabotage {
  readonly store?: (name: RoleName, store: Store) => Store
  readonly role?: (name: RoleName, role: Role) => Role
  readonly rail?: (rail: Rail) => Rail
}

/** Adds the real distributor, ledger and governance, and counterparties that acknowledge everything. Returns the roles in their present lives. */
export async function addParties(
  simulation: Simulation,
  { rail, processes, inspect, sabotage }: PartiesOptions,
): Promise<{ readonly [Name in RoleName]: () => Roles[Name] | undefined }> {
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
      open: async (ports) => {
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
      statusDelayMs: STATUS_DELAY_MS,
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
  for (const id of [NETWORK, ...VERIFIERS]) {
    await simulation.add({ id, open: (ports) => openBystander(simulation, id, ports) })
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
): Promise<Party> {
  return openParty({
    id,
    ports,
    directory: simulation.directory,
    migrations: [],
    createRole: () => ({
      sendPolicies: [],
      receiveHandlers: [
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
      ],
    }),
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
