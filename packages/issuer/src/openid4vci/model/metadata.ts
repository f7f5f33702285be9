import {
  type DidDocument,
  didDocumentOf,
  type JsonObject,
  type PublicJwk,
  thumbprintJwk,
} from '@evenkeel/kernel'
import type { CredentialConfiguration, Openid4vciConfig } from '../config.ts'
import { BATCH_SIZE_MAX } from '../limits.ts'

/** Grant of a pre-authorized code (OpenID4VCI 1.0 §4.1.1). */
export const PRE_AUTHORIZED_GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
/** Algorithms of proofs and credentials. */
const ALGS = ['ES256', 'EdDSA'] as const

/** The Credential Issuer Metadata (OpenID4VCI 1.0 §12.2.4). */
export function issuerMetadata(config: Openid4vciConfig): JsonObject {
  const { issuerUrl, displayName, configurations } = config
  return {
    credential_issuer: issuerUrl,
    // Two members of the authorization server's metadata: one wallet library in use looks for them here, others ignore them.
    issuer: issuerUrl,
    token_endpoint: `${issuerUrl}/token`,
    credential_endpoint: `${issuerUrl}/credential`,
    nonce_endpoint: `${issuerUrl}/nonce`,
    deferred_credential_endpoint: `${issuerUrl}/deferred_credential`,
    notification_endpoint: `${issuerUrl}/notification`,
    batch_credential_issuance: { batch_size: BATCH_SIZE_MAX },
    display: [{ name: displayName, locale: 'en' }],
    credential_configurations_supported: Object.fromEntries(
      configurations.map((each) => [each.id, describe(each, config.signerJwks)]),
    ),
  }
}

function describe(
  { vct, name, claims }: CredentialConfiguration,
  signerJwks: readonly PublicJwk[],
): JsonObject {
  return {
    format: 'dc+sd-jwt',
    vct,
    cryptographic_binding_methods_supported: ['jwk', 'did:key', 'did:jwk', 'did:web'],
    credential_signing_alg_values_supported: [...new Set(signerJwks.map(algOf))],
    proof_types_supported: { jwt: { proof_signing_alg_values_supported: ALGS } },
    credential_metadata: {
      display: [{ name, locale: 'en' }],
      claims: claims.map(({ name: claim, label }) => ({
        path: [claim],
        display: [{ name: label, locale: 'en' }],
      })),
    },
  }
}

function algOf({ crv }: PublicJwk): string {
  return crv === 'P-256' ? 'ES256' : 'EdDSA'
}

/** The authorization server is the issuer itself; wallets need no registration (RFC 8414, OpenID4VCI 1.0 §12.3). */
export function authorizationServerMetadata({ issuerUrl }: Openid4vciConfig): JsonObject {
  return {
    issuer: issuerUrl,
    token_endpoint: `${issuerUrl}/token`,
    grant_types_supported: [PRE_AUTHORIZED_GRANT, 'refresh_token'],
    // RFC 8414 §2 requires the member; there is no authorization endpoint.
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['none'],
    'pre-authorized_grant_anonymous_access_supported': true,
  }
}

/** The keys of an issuer whose `iss` is this URL (SD-JWT VC, "JWT VC Issuer Metadata"). */
export function jwtVcIssuerMetadata({ issuerUrl, signerJwks }: Openid4vciConfig): JsonObject {
  return {
    issuer: issuerUrl,
    jwks: { keys: signerJwks.map((jwk) => ({ ...jwk, kid: thumbprintJwk(jwk), use: 'sig' })) },
  }
}

/** The document of the issuer's did:web; undefined for an issuer of another method. */
export function issuerDidDocument(config: Openid4vciConfig): DidDocument | undefined {
  const { issuerId, signerJwks } = config
  return issuerId?.startsWith('did:web:') ? didDocumentOf(issuerId, signerJwks) : undefined
}
