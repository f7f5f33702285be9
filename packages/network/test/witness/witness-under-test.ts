import {
  type AnyNewItem,
  createAddressBook,
  createSeededSigner,
  encodeBase64,
  encodeUtf8,
  epochMs,
  err,
  type LifecycleEvent,
  ok,
  type PartyContext,
  type PartyId,
  type Signer,
  type Store,
} from '@evenkeel/kernel'
import { inlineCompute, openSqliteStore, systemTimers } from '@evenkeel/kernel/adapters'
import {
  createWitness,
  type Witness,
  type WitnessedLog,
  witnessMigrations,
} from '../../src/witness/index.ts'
import { START } from '../world.ts'

export const witnessSigner: Signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(3))

export interface WitnessUnderTest {
  readonly witness: Witness
  readonly clock: { nowMs: number }
  readonly events: LifecycleEvent[]
  readonly enqueued: AnyNewItem[]
}

export interface WitnessOptions {
  readonly logs: readonly WitnessedLog[]
  readonly store?: Store
  readonly signer?: Signer
  readonly clock?: { nowMs: number }
  /** What is found at a URL; nothing answers if absent. */
  readonly documents?: (url: string) => Promise<Uint8Array | undefined>
}

/** A witness without a party around it: what it hands over and tells is only noted. */
export async function openWitness({ logs, ...options }: WitnessOptions): Promise<WitnessUnderTest> {
  const clock = options.clock ?? { nowMs: START }
  const store = options.store ?? (await openSqliteStore({ path: ':memory:' }))
  await store.migrate(witnessMigrations)
  const events: LifecycleEvent[] = []
  const enqueued: AnyNewItem[] = []
  const context: PartyContext = {
    id: 'witness' as PartyId,
    directory: { ...createAddressBook(), keyOf: () => undefined },
    ports: {
      clock: { nowMs: () => epochMs(clock.nowMs), monotonicMs: () => clock.nowMs },
      random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
      timers: systemTimers,
      store,
      transport: {
        deliver: async () => err({ code: 'transport_unreachable' }),
        async retrieve(url) {
          if (options.documents === undefined) return err({ code: 'transport_unreachable' })
          const bytes = await options.documents(url)
          return bytes === undefined ? err({ code: 'not_found' }) : ok(bytes)
        },
      },
      signer: options.signer ?? witnessSigner,
      compute: inlineCompute,
    },
    recordEvents: async (_, recorded) => {
      events.push(...recorded)
    },
    enqueue: async (_, items) => {
      enqueued.push(...items)
    },
    release: async () => false,
  }
  const witness = createWitness(context, { name: 'witness.example', logs })
  return { witness, clock, events, enqueued }
}

/** The body of an add-checkpoint request. */
export function offer(oldSize: number, proof: readonly Uint8Array[], note: string): Uint8Array {
  const lines = [`old ${oldSize}`, ...proof.map(encodeBase64)]
  return encodeUtf8(`${lines.join('\n')}\n\n${note}`)
}
