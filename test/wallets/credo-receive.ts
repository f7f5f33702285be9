import { Kms, SdJwtVcRecord } from '@credo-ts/core'
import type {
  OpenId4VciDeferredCredentialResponse,
  OpenId4VciRequestTokenResponse,
  OpenId4VciResolvedCredentialOffer,
} from '@credo-ts/openid4vc'
import type { CredoAgent } from './credo-agent.ts'

export interface ReceiveOptions {
  readonly txCode?: string
  /** How many credentials, each for a key of its own; one if absent. */
  readonly count?: number
  /** Of the keys; ES256 if absent. */
  readonly alg?: 'ES256' | 'EdDSA'
}

export interface Received {
  readonly credentials: readonly string[]
  readonly isDeferred: boolean
  /** Asks once for what was deferred; the credentials, or none when they are still not ready. */
  collect(): Promise<readonly string[]>
  /** Gets a new access token for the same offer and takes up what the issuer has for it now. */
  refresh(): Promise<Received>
}

/** Takes up an offer as far as it goes now: what was issued is stored, what is deferred can be collected. */
export async function receiveOffer(
  agent: CredoAgent,
  uri: string,
  options: ReceiveOptions,
): Promise<Received> {
  const { holder } = agent.openid4vc
  const { txCode } = options
  const offer = await holder.resolveCredentialOffer(uri)
  const token = await holder.requestToken({
    resolvedCredentialOffer: offer,
    ...(txCode === undefined ? {} : { txCode }),
  })
  return requestCredentials({ agent, offer, token }, options)
}

interface Grant {
  readonly agent: CredoAgent
  readonly offer: OpenId4VciResolvedCredentialOffer
  readonly token: OpenId4VciRequestTokenResponse
}

async function requestCredentials(grant: Grant, options: ReceiveOptions): Promise<Received> {
  const { agent, offer, token } = grant
  const answer = await agent.openid4vc.holder.requestCredentials({
    resolvedCredentialOffer: offer,
    accessToken: token.accessToken,
    ...(token.cNonce === undefined ? {} : { cNonce: token.cNonce }),
    credentialBindingResolver: async () => ({
      method: 'jwk',
      keys: await createKeys(agent, options),
    }),
  })
  const credentials: string[] = []
  for (const { record, notificationId } of answer.credentials) {
    credentials.push(...(await store(agent, record)))
    await notify(grant, notificationId)
  }
  const deferred = answer.deferredCredentials
  return {
    credentials,
    isDeferred: deferred.length > 0,
    collect: () => collect(grant, deferred),
    refresh: () => refresh(grant),
  }
}

async function createKeys(
  agent: CredoAgent,
  { count = 1, alg = 'ES256' }: ReceiveOptions,
): Promise<Kms.PublicJwk[]> {
  const keys = Array.from({ length: count }, () =>
    agent.kms.createKeyForSignatureAlgorithm({ algorithm: alg }),
  )
  return (await Promise.all(keys)).map(({ publicJwk }) => Kms.PublicJwk.fromPublicJwk(publicJwk))
}

async function store(agent: CredoAgent, record: unknown): Promise<readonly string[]> {
  if (!(record instanceof SdJwtVcRecord)) throw new Error('the issuer sent another format')
  await agent.sdJwtVc.store({ record })
  return record.credentialInstances.map(({ compactSdJwtVc }) => compactSdJwtVc)
}

async function notify(
  { agent, offer: { metadata }, token: { accessToken } }: Grant,
  notificationId: string | undefined,
): Promise<void> {
  if (notificationId === undefined) return
  await agent.openid4vc.holder.sendNotification({
    metadata,
    accessToken,
    notificationId,
    notificationEvent: 'credential_accepted',
  })
}

async function collect(
  { agent, offer, token: { accessToken } }: Grant,
  deferred: readonly OpenId4VciDeferredCredentialResponse[],
): Promise<readonly string[]> {
  const collected: string[] = []
  for (const pending of deferred) {
    const answer = await agent.openid4vc.holder.requestDeferredCredentials({
      ...pending,
      issuerMetadata: offer.metadata,
      accessToken,
    })
    for (const { record } of answer.credentials) collected.push(...(await store(agent, record)))
  }
  return collected
}

async function refresh(grant: Grant): Promise<Received> {
  const { agent, offer, token } = grant
  const { refreshToken } = token
  if (refreshToken === undefined) throw new Error('the issuer gave no refresh token')
  const next = await agent.openid4vc.holder.refreshToken({
    refreshToken,
    issuerMetadata: offer.metadata,
  })
  return requestCredentials({ ...grant, token: next }, {})
}
