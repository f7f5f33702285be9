import {
  createAddressBook,
  createSeededSigner,
  type EpochMs,
  epochMs,
  importPublicJwk,
  type LifecycleEvent,
  openParty,
  type Party,
  type PartyContext,
  type PartyId,
  type Ports,
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
  createObserver,
  type Observer,
  type ObserverConfig,
  observerMigrations,
} from '../src/index.ts'

export interface Speaker extends Role {
  say(...events: readonly LifecycleEvent[]): Promise<void>
}

export interface World {
  readonly observer: Party<Observer>
  readonly speakers: readonly Party<Speaker>[]
  /** Lets every speaker ship what it said. */
  settle(): Promise<void>
}

const START = 1_800_000_000_000

/** An observer and parties that only record events, connected through the real inbox and outbox. */
export async function openWorld(
  names: readonly string[],
  config: ObserverConfig = {},
): Promise<World> {
  const transport = createLoopbackTransport()
  const ids = ['observer', ...names] as PartyId[]
  const signers = new Map(
    ids.map((id, position) => [
      id,
      createSeededSigner('EdDSA', new Uint8Array(32).fill(position + 1)),
    ]),
  )
  const directory = {
    ...createAddressBook(),
    keyOf: (id: PartyId) => {
      const signer = signers.get(id)
      return signer && unwrap(importPublicJwk(signer.publicJwk))
    },
  }
  let nowMs = START
  const portsOf = async (id: PartyId): Promise<Ports> => ({
    clock: { nowMs: (): EpochMs => epochMs(nowMs++), monotonicMs: () => nowMs },
    random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
    timers: systemTimers,
    store: await openSqliteStore({ path: ':memory:' }),
    transport,
    signer: signers.get(id) ?? createSeededSigner('EdDSA', new Uint8Array(32)),
    compute: inlineCompute,
  })
  const register = (party: Party): void => {
    transport.register(party.id, {
      receive: async (bytes) => unwrap(await party.receive(bytes)),
      document: (path) => party.document(path),
    })
  }
  const observerId = 'observer' as PartyId
  const observer = await openParty<Observer>({
    id: observerId,
    ports: await portsOf(observerId),
    directory,
    migrations: observerMigrations,
    createRole: (context) => createObserver(context, config),
  })
  register(observer)
  const speakers: Party<Speaker>[] = []
  for (const name of names) {
    const id = name as PartyId
    const speaker = await openParty<Speaker>({
      id,
      ports: await portsOf(id),
      directory,
      migrations: [],
      observer: observerId,
      createRole: createSpeaker,
    })
    register(speaker)
    speakers.push(speaker)
  }
  async function settle(): Promise<void> {
    for (const speaker of speakers) {
      await speaker.sweep()
      await speaker.pump()
    }
    await observer.sweep()
  }
  return { observer, speakers, settle }
}

function createSpeaker(context: PartyContext): Speaker {
  return {
    sendPolicies: [],
    receiveHandlers: [],
    say: (...events) =>
      context.ports.store.transact('say', (tx) => context.recordEvents(tx, events)),
  }
}

export function event(
  name: string,
  atMs: number,
  ids: Readonly<Record<string, string>>,
  detail: LifecycleEvent['detail'] = {},
): LifecycleEvent {
  return { event: name, atMs: START + atMs, ids, detail }
}
