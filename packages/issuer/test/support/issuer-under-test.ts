import {
  type Alg,
  brandId,
  createAddressBook,
  createSeededSigner,
  epochMs,
  importPublicJwk,
  openParty,
  type Party,
  type PartyId,
  type Ports,
  type Signer,
  type Store,
  sha256,
  unwrap,
} from '@evenkeel/kernel'
import { createLoopbackTransport, inlineCompute, openSqliteStore } from '@evenkeel/kernel/adapters'
import { createIssuer, type Issuer, issuerMigrations } from '../../src/index.ts'

export const ISSUER_URL = 'https://issuer.evenkeel.example'
export const LEASE_MS = 600_000
export const START_MS = 1_800_000_000_000

/** An issuer over an in-memory store, on a clock that moves only when told to, or when the issuer itself sleeps. */
export interface IssuerUnderTest {
  readonly party: Party<Issuer>
  readonly issuer: Issuer
  readonly store: Store
  readonly signer: Signer
  readonly clock: { nowMs: number }
  /** Another process of the same issuer on the same store. */
  again(): Promise<Issuer>
  events(): Promise<readonly { readonly event: string; readonly credential: string | undefined }[]>
}

export interface IssuerTestOptions {
  readonly alg?: Alg
  readonly signer?: Signer
  readonly store?: Store
  /** Entries of a status list; 131,072 if absent. */
  readonly listSize?: number
  /** What the first draws of an index give, before they are random. */
  readonly draws?: readonly number[]
}

export async function openIssuer(options: IssuerTestOptions = {}): Promise<IssuerUnderTest> {
  const { alg = 'EdDSA' } = options
  const signer = options.signer ?? createSeededSigner(alg, new Uint8Array(32).fill(1))
  const store = options.store ?? (await openSqliteStore({ path: ':memory:' }))
  const clock = { nowMs: START_MS }
  let seed = 0
  const open = (): Promise<Party<Issuer>> => {
    seed += 1
    const ports = portsOf({
      store,
      clock,
      seed: `${options.listSize ?? 0} ${seed}`,
      draws: [...(options.draws ?? [])],
    })
    return openParty({
      id: brandId<PartyId>('issuer'),
      ports,
      directory: {
        ...createAddressBook(),
        keyOf: () => unwrap(importPublicJwk(ports.signer.publicJwk)),
      },
      migrations: issuerMigrations,
      observer: brandId<PartyId>('observer'),
      createRole: (context) =>
        createIssuer(context, {
          signer,
          network: brandId<PartyId>('network'),
          issuerUrl: ISSUER_URL,
          statusListSize: options.listSize ?? 131_072,
          statusLeaseMs: LEASE_MS,
        }),
    })
  }
  const party = await open()
  return {
    party,
    issuer: party.role,
    store,
    signer,
    clock,
    again: async () => (await open()).role,
    async events() {
      const rows = await store.read('events', (tx) =>
        tx.all('SELECT body FROM lifecycle_event ORDER BY seq'),
      )
      return rows.map((row) => {
        const { event, ids } = JSON.parse(String(row.body))
        return { event, credential: ids.credential }
      })
    },
  }
}

function portsOf(options: {
  readonly store: Store
  readonly clock: { nowMs: number }
  readonly seed: string
  readonly draws: number[]
}): Ports {
  const { store, clock, seed, draws } = options
  let drawn = 0
  const bytes = (length: number): Uint8Array => {
    drawn += 1
    return sha256(`${seed} ${drawn}`).slice(0, length)
  }
  return {
    store,
    clock: { nowMs: () => epochMs(clock.nowMs), monotonicMs: () => clock.nowMs - START_MS },
    random: {
      bytes,
      below: (bound) => draws.shift() ?? new DataView(bytes(8).buffer).getUint32(0) % bound,
    },
    timers: {
      async sleep(ms) {
        clock.nowMs += ms
      },
      every: () => async () => undefined,
    },
    transport: createLoopbackTransport(),
    signer: createSeededSigner('EdDSA', new Uint8Array(32).fill(9)),
    compute: inlineCompute,
  }
}
