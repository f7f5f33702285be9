import { createDistributor, type Distributor, distributorMigrations } from '@evenkeel/distributor'
import {
  type AnySendPolicy,
  acknowledged,
  brandId,
  createAddressBook,
  createNoteKey,
  createSeededSigner,
  type Directory,
  epochMs,
  formatVkey,
  importPublicJwk,
  leaseRuleOf,
  type Migration,
  openParty,
  type Party,
  type PartyContext,
  type PartyId,
  parseCampaignRule,
  parseCaseOpening,
  type Role,
  refused,
  type Signer,
  type Store,
  unwrap,
} from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  inlineCompute,
  openSqliteStore,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import type { AuditTrustDocument } from '@evenkeel/kernel/audit'
import { createLedger, type Ledger, ledgerMigrations } from '@evenkeel/ledger'
import { createNetwork, type Network, networkMigrations } from '@evenkeel/network'
import { createWitness, witnessMigrations } from '@evenkeel/network/witness'

export const DISTRIBUTOR: PartyId = brandId('distributor')
export const LEDGER: PartyId = brandId('ledger')
export const VERIFIER: PartyId = brandId('verifier')
const NETWORK = brandId<PartyId>('network')
const WITNESS = brandId<PartyId>('witness')
const GOVERNANCE = brandId<PartyId>('governance')
const PARTIES = [DISTRIBUTOR, LEDGER, NETWORK, WITNESS, GOVERNANCE, VERIFIER]
const ORIGIN = 'evenkeel.example/log'
/** P + L of the status lists. */
export const STATUS_DELAY_MS = 75_000

/** The real distributor, ledger, log and witness; a governance that decides no case, so that the rule's default does; a verifier that takes every rule. */
export interface AuditWorld {
  readonly distributor: Distributor
  readonly ledger: Ledger
  readonly network: Network
  readonly trust: AuditTrustDocument
  nowMs(): number
  advance(ms: number): void
  /** Pumps and sweeps everybody until nothing moves. */
  settleDown(): Promise<void>
  signerOf(party: PartyId): Signer
  close(): Promise<void>
}

export async function openAuditWorld(startMs: number): Promise<AuditWorld> {
  const transport = createLoopbackTransport({
    onFault: (party, fault) => {
      throw new Error(`${party} failed`, { cause: fault })
    },
  })
  const signers = new Map(
    PARTIES.map((id, i) => [id, createSeededSigner('EdDSA', new Uint8Array(32).fill(i + 1))]),
  )
  const signerOf = (id: PartyId): Signer => signers.get(id) as Signer
  const keyOf = (id: PartyId) => unwrap(importPublicJwk(signerOf(id).publicJwk))
  const directory: Directory = {
    ...createAddressBook(),
    keyOf: (id) => (signers.has(id) ? keyOf(id) : undefined),
  }
  const logKey = createNoteKey(ORIGIN, keyOf(NETWORK))
  const witnessKey = createNoteKey('evenkeel.example/witness', keyOf(WITNESS), 'cosignature/v1')
  const parties: Party[] = []
  const stores: Store[] = []
  let nowMs = startMs

  async function open<R extends Role>(
    id: PartyId,
    migrations: readonly Migration[],
    createRole: (context: PartyContext) => R,
  ): Promise<R> {
    const store = await openSqliteStore({ path: ':memory:' })
    stores.push(store)
    const party = await openParty({
      id,
      directory,
      migrations,
      ports: {
        clock: { nowMs: () => epochMs(nowMs), monotonicMs: () => nowMs },
        random: { bytes: (length) => new Uint8Array(length).fill(stores.length), below: () => 0 },
        timers: systemTimers,
        store,
        transport,
        signer: signerOf(id),
        compute: inlineCompute,
      },
      createRole,
    })
    transport.register(id, {
      receive: async (envelope) => unwrap(await party.receive(envelope)),
      document: (path) => party.document(path),
    })
    parties.push(party)
    return party.role
  }

  const distributor = await open(DISTRIBUTOR, distributorMigrations, (context) =>
    createDistributor(context, {
      ledger: LEDGER,
      network: NETWORK,
      governance: GOVERNANCE,
      statusDelayMs: STATUS_DELAY_MS,
      payoutKey: new Uint8Array(32).fill(7),
    }),
  )
  const ledger = await open(LEDGER, ledgerMigrations, (context) =>
    createLedger(context, { distributors: [DISTRIBUTOR] }),
  )
  const network = await open(NETWORK, networkMigrations, (context) =>
    createNetwork(context, {
      authority: GOVERNANCE,
      logOrigin: ORIGIN,
      mergeDelayMs: 60_000,
      accreditationListUrl: 'https://network.example/accreditations',
      accreditationRule: leaseRuleOf({ leaseMs: 3_600_000, clockBoundMs: 1_000 }),
      witnesses: { keys: [witnessKey], quorum: 1 },
    }),
  )
  await open(WITNESS, witnessMigrations, (context) =>
    createWitness(context, {
      name: witnessKey.name,
      logs: [{ key: logKey, network: NETWORK }],
    }),
  )
  await open(GOVERNANCE, [], () => ({
    sendPolicies: [],
    receiveHandlers: [
      {
        kind: 'governance.open-case',
        parse: parseCaseOpening,
        apply: async (_tx, items) => items.map(() => refused('case_unknown')),
      },
    ],
  }))
  await open(VERIFIER, [], () => ({
    sendPolicies: [] as readonly AnySendPolicy[],
    receiveHandlers: [
      {
        kind: 'verifier.accept-rule',
        parse: parseCampaignRule,
        apply: async (_tx, items) => items.map(() => acknowledged),
      },
    ],
  }))

  async function settleDown(): Promise<void> {
    for (let moved = 1; moved > 0; ) {
      moved = 0
      for (const party of parties) {
        await party.sweep()
        moved += await party.pump()
      }
    }
  }

  return {
    distributor,
    ledger,
    network,
    trust: {
      log: formatVkey(logKey),
      witnesses: [formatVkey(witnessKey)],
      distributor: [signerOf(DISTRIBUTOR).publicJwk],
      ledger: [signerOf(LEDGER).publicJwk],
    },
    nowMs: () => nowMs,
    advance(ms) {
      nowMs += ms
    },
    settleDown,
    signerOf,
    async close() {
      for (const store of stores) await store.close()
    },
  }
}
