import {
  type Alg,
  brandId,
  createAddressBook,
  createSeededSigner,
  epochMs,
  importPublicJwk,
  type LeaseRule,
  leaseRuleOf,
  openParty,
  type Party,
  type PartyId,
  type Ports,
  type Signer,
  type Store,
  sha256,
  type Transport,
  unwrap,
} from '@evenkeel/kernel'
import { createLoopbackTransport, inlineCompute, openSqliteStore } from '@evenkeel/kernel/adapters'
import { createIssuer, type Issuer, type IssuerConfig, issuerMigrations } from '../../src/index.ts'
import {
  type CredentialConfiguration,
  createOpenid4vci,
  type Openid4vci,
  openid4vciMigrations,
} from '../../src/openid4vci/index.ts'

export const ISSUER_URL = 'https://issuer.evenkeel.example'
export const LEASE_MS = 600_000
export const RULE: LeaseRule = leaseRuleOf({ leaseMs: LEASE_MS, clockBoundMs: 2_000 })
export const START_MS = 1_800_000_000_000

/** An issuer that also speaks with wallets, as a node composes it. */
export interface FullIssuer extends Issuer {
  readonly vci: Openid4vci
}

/** An issuer over an in-memory store, on a clock that moves only when told to, or when the issuer itself sleeps. */
export interface IssuerUnderTest {
  readonly party: Party<FullIssuer>
  readonly issuer: FullIssuer
  readonly store: Store
  readonly signer: Signer
  readonly clock: { nowMs: number }
  /** Another process of the same issuer on the same store. */
  again(): Promise<FullIssuer>
  events(): Promise<readonly { readonly event: string; readonly credential: string | undefined }[]>
}

export const membership: CredentialConfiguration = {
  id: 'membership',
  vct: 'urn:example:member',
  name: 'Membership',
  claims: [
    { name: 'member_id', label: 'Member number', subject: true },
    { name: 'tier', label: 'Tier' },
  ],
}

export interface IssuerTestOptions {
  readonly alg?: Alg
  readonly signer?: Signer
  readonly store?: Store
  /** Entries of a status list; 131,072 if absent. */
  readonly listSize?: number
  readonly issuerId?: string
  /** What the network gives for a URL; nothing is reachable if absent. */
  readonly retrieve?: Transport['retrieve']
  /** Name of the party; `issuer` if absent. */
  readonly partyId?: string
  /** What the first draws of an index give, before they are random. */
  readonly draws?: readonly number[]
  readonly config?: Partial<IssuerConfig>
}

export async function openIssuer(options: IssuerTestOptions = {}): Promise<IssuerUnderTest> {
  const { alg = 'EdDSA' } = options
  const signer = options.signer ?? createSeededSigner(alg, new Uint8Array(32).fill(1))
  const store = options.store ?? (await openSqliteStore({ path: ':memory:' }))
  const clock = { nowMs: START_MS }
  let seed = 0
  const open = (): Promise<Party<FullIssuer>> => {
    seed += 1
    const ports = portsOf({
      store,
      clock,
      seed: `${options.listSize ?? 0} ${seed}`,
      draws: [...(options.draws ?? [])],
      retrieve: options.retrieve,
    })
    return openParty({
      id: brandId<PartyId>(options.partyId ?? 'issuer'),
      ports,
      directory: {
        ...createAddressBook(),
        keyOf: () => unwrap(importPublicJwk(ports.signer.publicJwk)),
      },
      migrations: [...issuerMigrations, ...openid4vciMigrations],
      observer: brandId<PartyId>('observer'),
      createRole: (context) => {
        const config: IssuerConfig = {
          signer,
          secret: new Uint8Array(32).fill(8),
          network: brandId<PartyId>('network'),
          issuerUrl: ISSUER_URL,
          statusListSize: options.listSize ?? 131_072,
          leaseRule: RULE,
          ...(options.issuerId !== undefined && { issuerId: options.issuerId }),
          ...options.config,
        }
        const issuer = createIssuer(context, config)
        const vci = createOpenid4vci(context, issuer, {
          ...config,
          signerJwks: [signer.publicJwk],
          secret: new Uint8Array(32).fill(7),
          displayName: 'Members’ office',
          configurations: [membership],
        })
        return { ...issuer, vci }
      },
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
  readonly retrieve: Transport['retrieve'] | undefined
}): Ports {
  const { store, clock, seed, draws, retrieve } = options
  const transport = createLoopbackTransport()
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
    transport: retrieve === undefined ? transport : { ...transport, retrieve },
    signer: createSeededSigner('EdDSA', new Uint8Array(32).fill(9)),
    compute: inlineCompute,
  }
}
