import {
  createAddressBook,
  createKeyOf,
  createNoteKey,
  createSeededSigner,
  epochMs,
  type HandoffId,
  importPublicJwk,
  type LogLeaf,
  type NoteKey,
  openParty,
  type Party,
  type PartyId,
  type ReceiveHandler,
  type Role,
  unwrap,
} from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  inlineCompute,
  openSqliteStore,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import {
  createNetwork,
  type Network,
  networkMigrations,
  WITNESS_ROUND_MS,
} from '../../src/index.ts'
import { createWitness, type Witness, witnessMigrations } from '../../src/witness/index.ts'
import { config, leaf, NETWORK, START } from '../world.ts'

/** A network and its witnesses, each a party, over one transport and one clock. */
export interface WitnessedWorld {
  readonly network: Party<Network>
  readonly witnesses: readonly Party<Witness>[]
  readonly logKey: NoteKey
  readonly witnessKeys: readonly NoteKey[]
  readonly clock: { nowMs: number }
  /** Appends leaves as the network's own and signs the checkpoint. */
  log(...changes: readonly Partial<LogLeaf>[]): Promise<void>
  /** Lets a round pass in which these witnesses look; all if none is named. */
  round(...numbers: readonly number[]): Promise<void>
}

export async function openWitnessedWorld(count: number, quorum: number): Promise<WitnessedWorld> {
  const clock = { nowMs: START }
  const ids = [NETWORK, ...Array.from({ length: count }, (_, n) => `witness-${n}` as PartyId)]
  const signers = ids.map((_, n) => createSeededSigner('EdDSA', new Uint8Array(32).fill(20 + n)))
  const keys = signers.map(({ publicJwk }) => unwrap(importPublicJwk(publicJwk)))
  const keyOf = createKeyOf(new Map(ids.map((id, n) => [id, [keys[n] as (typeof keys)[number]]])))
  const directory = { ...createAddressBook(), keyOf }
  const transport = createLoopbackTransport({ addresses: directory })
  const logKey = createNoteKey(config.logOrigin, keys[0] as (typeof keys)[number])
  const witnessKeys = keys
    .slice(1)
    .map((key, n) => createNoteKey(`witness.example/${n}`, key, 'cosignature/v1'))

  async function open<R extends Role>(
    n: number,
    options: Pick<Parameters<typeof openParty<R>>[0], 'migrations' | 'createRole'>,
  ): Promise<Party<R>> {
    const party = await openParty<R>({
      id: ids[n] as PartyId,
      ports: {
        clock: { nowMs: () => epochMs(clock.nowMs), monotonicMs: () => clock.nowMs },
        random: { bytes: (length) => new Uint8Array(length).fill(n + 1), below: () => 0 },
        timers: systemTimers,
        store: await openSqliteStore({ path: ':memory:' }),
        transport,
        signer: signers[n] as (typeof signers)[number],
        compute: inlineCompute,
      },
      directory,
      ...options,
    })
    transport.register(party.id, {
      receive: async (envelope) => unwrap(await party.receive(envelope)),
      document: (path) => party.document(path),
    })
    return party
  }

  const network = await open<Network>(0, {
    migrations: networkMigrations,
    createRole: (context) =>
      createNetwork(context, { ...config, witnesses: { keys: witnessKeys, quorum } }),
  })
  const witnesses: Party<Witness>[] = []
  for (const [n, { name }] of witnessKeys.entries()) {
    const createRole = (context: Parameters<typeof createWitness>[0]): Witness =>
      createWitness(context, { name, logs: [{ key: logKey, network: NETWORK }] })
    witnesses.push(await open<Witness>(n + 1, { migrations: witnessMigrations, createRole }))
  }
  let appended = 0
  return {
    network,
    witnesses,
    logKey,
    witnessKeys,
    clock,
    async log(...changes) {
      const handler = network.role.receiveHandlers[0]
      const items = changes.map((change) => {
        appended += 1
        return {
          id: `item-${appended}` as HandoffId,
          from: NETWORK,
          body: leaf(appended, { actor: NETWORK, ...change }),
          budgetMs: 1,
          atMs: epochMs(clock.nowMs),
        }
      })
      await network.ports.store.transact('give', (tx) =>
        (handler as ReceiveHandler<'network.append'>).apply(tx, items),
      )
      await network.role.sequence()
    },
    async round(...numbers) {
      clock.nowMs += WITNESS_ROUND_MS
      const looking = witnesses.filter((_, n) => numbers.length === 0 || numbers.includes(n))
      for (const witness of looking) {
        await witness.sweep()
        await witness.pump()
      }
    },
  }
}
