import { type EpochMs, type JsonObject, type Policy, subjectClaimOf } from '@evenkeel/kernel'
import { claimsRead } from '@evenkeel/kernel/conditions'
import type { Openid4vpSettings } from './config.ts'
import type { Session } from './session.ts'
import type { SessionKeys } from './session-keys.ts'

/** Id of the one credential query of every request: what `transaction_data` and the `vp_token` name. */
export const CREDENTIAL_QUERY_ID = 'credential'
/** Content encryption that answers may use (HAIP 1.0 §5). */
export const RESPONSE_ENC_VALUES = ['A128GCM', 'A256GCM'] as const
/** `typ` of a signed request (RFC 9101 §10.8). */
export const REQUEST_TYP = 'oauth-authz-req+jwt'

const ALGS = ['ES256', 'EdDSA']

/**
 * Asks for a credential of the policy's types with the claims that it reads, and no others (OpenID4VP 1.0 §6). Where types tell the person by
 * different claims, a wallet shows one of them (§6.4.1); what the policy's expressions do without is shown by wallets that have all of it.
 */
export function dcqlQuery(policy: Policy): JsonObject {
  const { required, optional } = claimsRead(policy)
  const read = new Set([
    ...Object.keys(policy.requiredClaims),
    ...Object.values(policy.outputs),
    ...required,
  ])
  const carriers = [
    ...new Set(policy.credentialTypes.map((type) => subjectClaimOf(policy, type))),
  ].sort()
  const extra = optional.filter((name) => !read.has(name))
  const isOneOfSeveral = carriers.length > 1 || extra.length > 0
  const setsOf = (names: readonly string[]) =>
    carriers.map((carrier) => [...new Set([...read, ...names, carrier])].sort())
  const claims = [...new Set([...read, ...extra, ...carriers])].sort().map((name) => {
    const value = Object.hasOwn(policy.requiredClaims, name)
      ? policy.requiredClaims[name]
      : undefined
    // §6.3: values are strings, integers and booleans.
    const isQueried = value !== undefined && (typeof value !== 'number' || Number.isInteger(value))
    return {
      ...(isOneOfSeveral && { id: name }),
      path: [name],
      ...(isQueried && { values: [value] }),
    }
  })
  return {
    credentials: [
      {
        id: CREDENTIAL_QUERY_ID,
        format: 'dc+sd-jwt',
        meta: { vct_values: [...policy.credentialTypes] },
        claims,
        ...(isOneOfSeveral && {
          // The first that the wallet can show counts.
          claim_sets: [...(extra.length > 0 ? setsOf(extra) : []), ...setsOf([])],
        }),
      },
    ],
  }
}

/**
 * The payload of a session's request (OpenID4VP 1.0 §5). It has no `nbf`, and `iat` is only information: wallets compare times without any
 * tolerance.
 */
export function requestPayload(
  { id, expiresAtMs, request }: Session,
  parts: {
    readonly policy: Policy
    readonly settings: Openid4vpSettings
    readonly keys: SessionKeys
    readonly nowMs: EpochMs
    readonly walletNonce?: string
  },
): JsonObject {
  const { policy, settings, keys, nowMs, walletNonce } = parts
  const { purpose, responseMode, nonce } = request
  const isEncrypted = responseMode === 'direct_post.jwt'
  return {
    response_type: 'vp_token',
    response_mode: responseMode,
    client_id: settings.identity.clientId,
    // §5.8: the audience of a request to a wallet that is not known beforehand.
    aud: 'https://self-issued.me/v2',
    response_uri: `${settings.url}/responses/${id}`,
    nonce,
    state: keys.state(id),
    iat: Math.floor(nowMs / 1_000),
    exp: Math.floor(expiresAtMs / 1_000),
    dcql_query: dcqlQuery(policy),
    ...('transactionData' in purpose && { transaction_data: [purpose.transactionData] }),
    client_metadata: {
      vp_formats_supported: {
        'dc+sd-jwt': { 'sd-jwt_alg_values': ALGS, 'kb-jwt_alg_values': ALGS },
      },
      ...(isEncrypted && {
        jwks: { keys: [keys.encryptionKey(id).publicJwk] },
        encrypted_response_enc_values_supported: [...RESPONSE_ENC_VALUES],
      }),
    },
    ...(walletNonce !== undefined && { wallet_nonce: walletNonce }),
  }
}
