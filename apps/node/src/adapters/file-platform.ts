import { join } from 'node:path'
import {
  type Compute,
  createAddressBook,
  type Directory,
  importPublicJwk,
  type PartyId,
  type Ports,
  type Signer,
  type Store,
  unwrap,
} from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  createNativeSigner,
  inlineCompute,
  openSqliteStore,
  readOrCreateKeyFile,
  systemClock,
  systemRandom,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import type { PartySpec } from '../world-config.ts'
import type { WorldPlatform } from '../world-platform.ts'

export interface FilePlatform extends WorldPlatform {
  /** Closes every store that was opened. Idempotent. */
  close(): Promise<void>
}

export interface FilePlatformOptions {
  /** Holds one `<party>.db` and one `<party>.key` per party; made if missing. */
  readonly directory: string
  readonly parties: readonly PartySpec[]
  readonly compute?: Compute
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
  const keys = new Map(
    [...signers].map(([id, signer]) => [id, unwrap(importPublicJwk(signer.publicJwk))] as const),
  )
  const directory: Directory = {
    ...createAddressBook(),
    keyOf: (party) => keys.get(party),
  }
  const { onFault } = options
  const transport = createLoopbackTransport(onFault === undefined ? {} : { onFault })
  const stores: Store[] = []

  return {
    directory,
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
        compute: options.compute ?? inlineCompute,
      }
    },
    issuerId: (issuer) => directory.urlOf(issuer),
    credentialSigner: (issuer) => createNativeSigner('ES256', seed(`${issuer}-credentials`)),
    holderAlg: 'ES256',
    createSigner: createNativeSigner,
    secret: (name) => seed(`secret-${name}`),
    attach(party, receiver) {
      transport.register(party, receiver)
    },
    async close() {
      for (const store of stores.splice(0).reverse()) await store.close()
    },
  }
}
