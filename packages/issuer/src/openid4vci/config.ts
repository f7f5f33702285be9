import { assert, type PublicJwk } from '@evenkeel/kernel'
import { CONFIGURATIONS_MAX } from './limits.ts'

/** A claim, for wallets to show. */
export interface ConfiguredClaim {
  readonly name: string
  readonly label: string
  /** Whether it says who the subject is: a re-issue keeps it. At least one of a configuration does. */
  readonly subject?: true
}

/** One kind of credential that wallets can get here (OpenID4VCI 1.0 §12.2.4). */
export interface CredentialConfiguration {
  /** `credential_configuration_id`. */
  readonly id: string
  readonly vct: string
  readonly name: string
  readonly claims: readonly ConfiguredClaim[]
}

export interface Openid4vciConfig {
  /** The Credential Issuer Identifier, and below it all endpoints: the issuer's own `issuerUrl`. */
  readonly issuerUrl: string
  /** `iss` of the credentials, as in the issuer's configuration. */
  readonly issuerId?: string
  /** The keys that sign credentials, current first. */
  readonly signerJwks: readonly PublicJwk[]
  /** 32 secret bytes. Every code, token and nonce hangs on them, and what is sealed at rest. */
  readonly secret: Uint8Array
  readonly displayName: string
  readonly configurations: readonly CredentialConfiguration[]
}

/** Refuses a configuration that would break a promise; throws. */
export function assertOpenid4vciConfig(config: Openid4vciConfig): void {
  const { configurations, secret, signerJwks } = config
  const ids = new Set(configurations.map(({ id }) => id))
  assert(secret.length === 32, 'the secret has 32 bytes')
  assert(signerJwks.length > 0, 'credentials are signed with a key that is published')
  assert(ids.size === configurations.length, 'a credential configuration has an id of its own')
  assert(
    ids.size > 0 && ids.size <= CONFIGURATIONS_MAX,
    `1 to ${CONFIGURATIONS_MAX} configurations`,
  )
  // Without one, whoever it is for, every re-issue would be for the same subject.
  const nameless = configurations.find(({ claims }) => !claims.some(({ subject }) => subject))
  assert(nameless === undefined, `no claim of ${nameless?.id} says who the subject is`)
}
