import {
  createAddressBook,
  createSeededSigner,
  epochMs,
  err,
  type GovernanceAct,
  type HandlerAnswer,
  type HandoffBodies,
  type HandoffId,
  importPublicJwk,
  type LogLeaf,
  leaseRuleOf,
  openParty,
  type Party,
  type PartyId,
  type Ports,
  type ReceiveHandler,
  type Signer,
  type Store,
  type Transport,
  unwrap,
} from '@evenkeel/kernel'
import { inlineCompute, openSqliteStore, systemTimers } from '@evenkeel/kernel/adapters'
import { createNetwork, type Network, type NetworkConfig, networkMigrations } from '../src/index.ts'

export const NETWORK = 'network' as PartyId
export const AUTHORITY = 'governance' as PartyId
export const ISSUER = 'issuer' as PartyId
export const START = 1_800_000_000_000

export const config: NetworkConfig = {
  authority: AUTHORITY,
  logOrigin: 'evenkeel.example/log',
  mergeDelayMs: 10_000,
  accreditationListUrl: 'https://network.evenkeel.example/accreditations',
  accreditationRule: leaseRuleOf({ leaseMs: 60_000, clockBoundMs: 2_000 }),
}

export interface WorldOptions {
  readonly store?: Store
  readonly signer?: Signer
  readonly clock?: { nowMs: number }
  readonly config?: NetworkConfig
  /** What is found at a URL; nothing answers if absent. */
  readonly retrieve?: Transport['retrieve']
}

export interface World {
  readonly party: Party<Network>
  readonly network: Network
  readonly clock: { nowMs: number }
  /** Gives leaves to the log as `from` would. */
  append(leaves: readonly LogLeaf[], from?: PartyId): Promise<readonly HandlerAnswer[]>
  act(act: GovernanceAct, from?: PartyId): Promise<HandlerAnswer | undefined>
}

export const networkSigner: Signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(7))

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const clock = options.clock ?? { nowMs: START }
  const signer = options.signer ?? networkSigner
  const ports: Ports = {
    clock: { nowMs: () => epochMs(clock.nowMs), monotonicMs: () => clock.nowMs },
    random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
    timers: systemTimers,
    store: options.store ?? (await openSqliteStore({ path: ':memory:' })),
    transport: {
      deliver: async () => err({ code: 'transport_unreachable' }),
      retrieve: options.retrieve ?? (async () => err({ code: 'transport_unreachable' })),
    },
    signer,
    compute: inlineCompute,
  }
  const party = await openParty<Network>({
    id: NETWORK,
    ports,
    directory: { ...createAddressBook(), keyOf: () => unwrap(importPublicJwk(signer.publicJwk)) },
    migrations: networkMigrations,
    observer: 'observer' as PartyId,
    createRole: (context) => createNetwork(context, options.config ?? config),
  })
  const [appendHandler, actHandler] = party.role.receiveHandlers
  async function give<Kind extends 'network.append' | 'network.apply-act'>(
    handler: unknown,
    bodies: readonly HandoffBodies[Kind][],
    from: PartyId,
  ): Promise<readonly HandlerAnswer[]> {
    return ports.store.transact('give', (tx) =>
      (handler as ReceiveHandler<Kind>).apply(
        tx,
        bodies.map((body, n) => ({
          id: `item-${n}` as HandoffId,
          from,
          body,
          budgetMs: 1_000,
          atMs: epochMs(clock.nowMs),
        })),
      ),
    )
  }
  return {
    party,
    network: party.role,
    clock,
    append: (leaves, from = ISSUER) => give(appendHandler, leaves, from),
    act: async (act, from = AUTHORITY) => (await give(actHandler, [act], from))[0],
  }
}

export function leaf(n: number, changed: Partial<LogLeaf> = {}): LogLeaf {
  return {
    v: 1,
    kind: 'head',
    scope: `https://issuer.example/status/${n % 3}`,
    seq: n,
    actor: ISSUER,
    bodyHash: n.toString(16).padStart(64, '0'),
    decidedAtMs: START + n,
    effectiveAtMs: START + n,
    ...changed,
  }
}

export function leaves(count: number, first = 0): readonly LogLeaf[] {
  return Array.from({ length: count }, (_, n) => leaf(first + n))
}
