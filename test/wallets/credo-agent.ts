import { EventEmitter } from 'node:events'
import {
  Agent,
  type DependencyManager,
  type FileSystem,
  InjectionSymbols,
  Kms,
  type Module,
} from '@credo-ts/core'
import { OpenId4VcModule } from '@credo-ts/openid4vc'
import { CredoKeys } from './credo-keys.ts'
import { CredoStorage } from './credo-storage.ts'

export type CredoAgent = Agent<{ readonly openid4vc: OpenId4VcModule }>

/** Starts Credo as it comes, over our key and storage services, with everything else at its default. */
export async function openCredoAgent(): Promise<CredoAgent> {
  const agent = new Agent({
    config: { allowInsecureHttpUrls: true, autoUpdateStorageOnStartup: true },
    dependencies: {
      FileSystem: NoFiles,
      EventEmitterClass: EventEmitter,
      fetch: fetchLoopback,
      WebSocketClass: WebSocket as never,
    },
    modules: {
      storage: storageModule,
      kms: new Kms.KeyManagementModule({ backends: [new CredoKeys()] }),
      openid4vc: new OpenId4VcModule(),
    },
  })
  await agent.initialize()
  return agent
}

/** A wallet without files: nothing that it does here needs them. */
class NoFiles implements FileSystem {
  readonly dataPath = ''
  readonly cachePath = ''
  readonly tempPath = ''
  readonly exists = async (): Promise<boolean> => false
  readonly createDirectory = noFile
  readonly copyFile = noFile
  readonly write = noFile
  readonly read = noFile
  readonly delete = noFile
  readonly downloadToFile = noFile
}

async function noFile(): Promise<never> {
  throw new Error('the wallet has no files')
}

/** Nothing here leaves the machine: a credential's type is a URL, which Credo would look up. */
const fetchLoopback: typeof fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input)
  if (hostname !== '127.0.0.1' && hostname !== 'localhost')
    throw new TypeError(`${hostname} is not this machine`)
  return fetch(input, init)
}

const storageModule: Module = {
  register(dependencies: DependencyManager) {
    dependencies.registerInstance(InjectionSymbols.StorageService, new CredoStorage())
  },
}
