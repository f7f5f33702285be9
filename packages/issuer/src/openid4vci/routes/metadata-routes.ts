import { defineRoute, READ_BUDGET_MS, type Route, type TSchema, Type } from '@evenkeel/kernel'
import type { Openid4vciConfig } from '../config.ts'
import {
  authorizationServerMetadata,
  issuerDidDocument,
  issuerMetadata,
  jwtVcIssuerMetadata,
} from '../model/metadata.ts'

const url = Type.String({ format: 'uri' })
const strings = Type.Array(Type.String())
const open = { additionalProperties: true }

const issuerMetadataSchema = Type.Object(
  {
    credential_issuer: url,
    issuer: url,
    token_endpoint: url,
    credential_endpoint: url,
    nonce_endpoint: url,
    deferred_credential_endpoint: url,
    notification_endpoint: url,
    batch_credential_issuance: Type.Object({ batch_size: Type.Integer({ minimum: 2 }) }),
    display: Type.Array(Type.Object({ name: Type.String(), locale: Type.String() })),
    credential_configurations_supported: Type.Record(
      Type.String(),
      Type.Object(
        {
          format: Type.Literal('dc+sd-jwt'),
          vct: Type.String(),
          cryptographic_binding_methods_supported: strings,
          credential_signing_alg_values_supported: strings,
        },
        open,
      ),
    ),
  },
  open,
)
const serverMetadataSchema = Type.Object(
  {
    issuer: url,
    token_endpoint: url,
    grant_types_supported: strings,
    response_types_supported: strings,
  },
  open,
)
const jwk = Type.Object({ kty: Type.String(), crv: Type.String(), x: Type.String() }, open)
const jwtVcIssuerSchema = Type.Object({
  issuer: url,
  jwks: Type.Object({ keys: Type.Array(jwk) }),
})
const didDocumentSchema = Type.Object({ id: Type.String() }, open)

/** How long a cache may keep a document that only a new configuration changes; seconds (chosen). */
const CACHE_CONTROL = 'public, max-age=300'

/** The documents by which wallets and verifiers find their way. */
export function metadataRoutes(config: Openid4vciConfig): readonly Route[] {
  const did = {
    summary: "The document of the issuer's did:web.",
    schema: didDocumentSchema,
    document: issuerDidDocument(config),
  }
  return [
    published({
      operation: 'getCredentialIssuerMetadata',
      path: '/.well-known/openid-credential-issuer',
      summary: 'Which credentials wallets can get here, and where (OpenID4VCI 1.0 §12.2).',
      schema: issuerMetadataSchema,
      document: issuerMetadata(config),
    }),
    published({
      operation: 'getAuthorizationServerMetadata',
      path: '/.well-known/oauth-authorization-server',
      summary: 'Where wallets get access tokens (RFC 8414).',
      schema: serverMetadataSchema,
      document: authorizationServerMetadata(config),
    }),
    published({
      operation: 'getJwtVcIssuerMetadata',
      path: '/.well-known/jwt-vc-issuer',
      summary: 'The keys that sign credentials, for those who know the issuer by its URL.',
      schema: jwtVcIssuerSchema,
      document: jwtVcIssuerMetadata(config),
    }),
    published({ ...did, operation: 'getHostDidDocument', path: '/.well-known/did.json' }),
    published({ ...did, operation: 'getDidDocument', path: '/did.json' }),
  ]
}

function published(options: {
  readonly operation: string
  readonly path: string
  readonly summary: string
  readonly schema: TSchema
  /** Undefined when this issuer has none. */
  readonly document: object | undefined
}): Route {
  const { operation, path, summary, schema, document } = options
  return defineRoute({
    operation,
    method: 'GET',
    path,
    summary,
    access: { kind: 'public' },
    answers: { 200: { description: 'The document.', schema } },
    reasons: document === undefined ? ['not_found'] : [],
    repeats: 'safe',
    budgetMs: READ_BUDGET_MS,
    handle: async () =>
      document === undefined
        ? { problem: { code: 'not_found' } }
        : { status: 200, json: document, headers: { 'cache-control': CACHE_CONTROL } },
  })
}
