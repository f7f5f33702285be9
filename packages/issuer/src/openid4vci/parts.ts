import {
  assert,
  canonicalJson,
  createGroupCommit,
  decodeUtf8,
  encodeUtf8,
  openSealed,
  type PartyContext,
  type Result,
  type SubmitRefusal,
  sealBytes,
  type Tx,
} from '@evenkeel/kernel'
import type { Issuer } from '../issuer.ts'
import type { CredentialConfiguration, Openid4vciConfig } from './config.ts'
import { type Capabilities, createCapabilities } from './model/capabilities.ts'

/** What the commands of this protocol share. */
export interface Openid4vciParts {
  readonly context: PartyContext
  readonly config: Openid4vciConfig
  readonly issuer: Issuer
  readonly capabilities: Capabilities
  configuration(id: string): CredentialConfiguration | undefined
  /** Runs a step in the next shared transaction; resolves once it is durable. A step looks before it writes: it must not throw. */
  commit<T>(step: (tx: Tx) => Promise<T>): Promise<Result<T, SubmitRefusal>>
  /** Encrypts what an offer holds, which is personal data, for storage. */
  seal(offerId: string, content: unknown): Uint8Array
  /** Decrypts what `seal` gave; throws when it was changed: the store is then not to be trusted. */
  open<T>(offerId: string, sealed: Uint8Array | undefined): T
}

export function createParts(
  context: PartyContext,
  issuer: Issuer,
  config: Openid4vciConfig,
): Openid4vciParts {
  const { clock, random, store } = context.ports
  const capabilities = createCapabilities(config.secret, context.id)
  const configurations = new Map(config.configurations.map((each) => [each.id, each]))
  const steps = createGroupCommit<(tx: Tx) => Promise<unknown>, unknown>({
    store,
    name: 'openid4vci',
    clock,
    apply: async (tx, items) => {
      const outcomes: unknown[] = []
      for (const step of items) outcomes.push(await step(tx))
      return outcomes
    },
  })
  return {
    context,
    config,
    issuer,
    capabilities,
    configuration: (id) => configurations.get(id),
    commit: <T>(step: (tx: Tx) => Promise<T>) =>
      steps.submit(step) as Promise<Result<T, SubmitRefusal>>,
    seal: (offerId, content) =>
      sealBytes(
        capabilities.sealKey,
        random,
        encodeUtf8(offerId),
        encodeUtf8(canonicalJson(content)),
      ),
    open: <T>(offerId: string, sealed: Uint8Array | undefined) => {
      assert(sealed !== undefined, `offer ${offerId} has no content any more`)
      const bytes = openSealed(capabilities.sealKey, encodeUtf8(offerId), sealed)
      const text = bytes === undefined ? undefined : decodeUtf8(bytes)
      assert(text !== undefined, `the content of offer ${offerId} opens under its own id`)
      return JSON.parse(text) as T
    },
  }
}
