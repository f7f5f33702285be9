import { join } from 'node:path'
import {
  type Compute,
  createAddressBook,
  createKeyOf,
  type Directory,
  didJwkOf,
  didWebOf,
  importPublicJwk,
  type PartyId,
  type Ports,
  type Signer,
  type Store,
  unwrap,
} from '@evenkeel/kernel'
import {
  createHttpTransport,
  createLoopbackTransport,
  createNativeSigner,
  createRoutedTransport,
  createSafeHttpClient,
  createServerCompute,
  isLoopbackUrl,
  openSqliteStore,
  type ResolveHost,
  readOrCreateKeyFile,
  systemClock,
  systemRandom,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import { type PartySpec, timingOf, type WorldLease, type WorldTiming } from '../world-config.ts'
import type { WorldPlatform } from '../world-platform.ts'
import { readJurisdictionChecks } from './jurisdiction-checks-file.ts'
import { keepWorldFile, type WorldFile } from './world-file.ts'

export interface FilePlatform extends WorldPlatform {
  /** Below it each party has its URL. */
  readonly publicUrl: string
  readonly lease: WorldLease
  readonly timing: WorldTiming
  /** Closes every store that was opened. Idempotent. */
  close(): Promise<void>
}

export interface FilePlatformOptions {
  /** Holds one `<party>.db` and one `<party>.key` per party; made if missing. `jurisdiction-checks.json` there says whom verifiers ask. */
  readonly directory: string
  readonly parties: readonly PartySpec[]
  /** Where a new world is for everybody else, for ever; `http://127.0.0.1:8790` if absent. A world that exists is where it is. */
  readonly publicUrl?: string
  /** Times of a new world; DEFAULT_LEASE if absent. A world that exists keeps those that it was made with. */
  readonly lease?: Partial<WorldLease>
  readonly compute?: Compute
  /** Cores that this process may count on for its threads; all of the machine's if absent. */
  readonly cores?: number
  /** Finds the addresses of other people's hosts; the system's resolver if absent. */
  readonly resolve?: ResolveHost
  /** Told what a party threw when it was sent something. */
  readonly onFault?: (party: PartyId, error: unknown) => void
}

/** A world in a directory: SQLite files, key files, all parties in this process. */
export function openFilePlatform(options: FilePlatformOptions): FilePlatform {
  const { directory: root, parties } = options
  const seed = (name: string): Uint8Array =>
    readOrCreateKeyFile(join(root, `${name}.key`), systemRandom)
  const signers = new Map<PartyId, Signer>(
    parties.map(({ id }) => [id, createNativeSigner('EdDSA', seed(id))]),
  )
  const wanted: Partial<WorldFile> = {
    ...options.lease,
    ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
  }
  const { publicUrl, ...lease } = keepWorldFile(root, wanted, systemRandom)
  const directory: Directory = {
    ...createAddressBook(new Map(parties.map(({ id }) => [id, `${publicUrl}/${id}`]))),
    keyOf: createKeyOf(
      new Map(
        [...signers].map(([id, signer]) => [id, [unwrap(importPublicJwk(signer.publicJwk))]]),
      ),
    ),
  }
  const jurisdictionChecks = readJurisdictionChecks(root, options.resolve)
  const { onFault } = options
  const local = createLoopbackTransport({
    addresses: directory,
    ...(onFault === undefined ? {} : { onFault }),
  })
  const client = createSafeHttpClient({
    // A world that others reach never calls this machine's own services for them.
    allow: { loopback: isLoopbackUrl(publicUrl) },
    ...(options.resolve && { resolve: options.resolve }),
  })
  const transport = createRoutedTransport({
    addresses: directory,
    isLocal: (party) => signers.has(party),
    local,
    remote: createHttpTransport({ addresses: directory, client }),
  })
  const credentialSigner = (issuer: PartyId): Signer =>
    createNativeSigner('ES256', seed(`${issuer}-credentials`))
  const stores: Store[] = []
  const compute = createServerCompute(options.cores)

  return {
    directory,
    publicUrl,
    lease,
    timing: timingOf(lease),
    async portsFor(party): Promise<Ports> {
      const store = await openSqliteStore({ path: join(root, `${party}.db`) })
      stores.push(store)
      const signer = signers.get(party)
      if (signer === undefined) throw new Error(`${party} is not a party of this world`)
      return {
        clock: systemClock,
        random: systemRandom,
        timers: systemTimers,
        store,
        transport,
        signer,
        compute: options.compute ?? compute,
      }
    },
    issuerId: (issuer) =>
      publicUrl.startsWith('https:')
        ? didWebOf(directory.urlOf(issuer))
        : didJwkOf(credentialSigner(issuer).publicJwk),
    credentialSigner,
    holderAlg: 'ES256',
    createSigner: createNativeSigner,
    jurisdictionChecks: jurisdictionChecks.checks,
    secret: (name) => seed(`secret-${name}`),
    attach(party, receiver) {
      local.register(party, receiver)
    },
    async close() {
      client.close()
      jurisdictionChecks.close()
      for (const store of stores.splice(0).reverse()) await store.close()
      await compute.close()
    },
  }
}
