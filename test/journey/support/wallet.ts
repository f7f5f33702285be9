import type { IssuerClient, VerifierClient } from '@evenkeel/client'
import {
  createJws,
  createKbJwt,
  createSeededSigner,
  parseJws,
  parseSdJwt,
  presentSdJwt,
  type Signer,
  sha256,
  transactionDataHash,
  unwrap,
} from '@evenkeel/kernel'

const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
/** The header of a request whose body the client is to send as a form. */
export const FORM: Readonly<Record<string, string>> = {
  'content-type': 'application/x-www-form-urlencoded',
}
const LIMITS = { maxBytes: 100_000, maxDepth: 16 }
const SHOWN = ['member_id', 'tier']

/** The data of an answer that is to be good. */
export function dataOf<T>({ data, error }: { readonly data?: T; readonly error?: unknown }): T {
  if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`)
  return data
}

/** A wallet's key. */
export function walletKey(name: string): Signer {
  return createSeededSigner('ES256', sha256(`journey ${name}`))
}

export interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

/** Follows an offer's link to an access token (OpenID4VCI 1.0 §4.1.3, §6.1). */
export async function openOffer(
  issuer: IssuerClient,
  link: string,
  code?: string,
): Promise<Tokens> {
  const uri = new URL(link).searchParams.get('credential_offer_uri') ?? ''
  const params = { path: { offer: lastSegment(uri) } }
  const { grants } = dataOf(await issuer.GET('/offers/{offer}', { params }))
  const { 'pre-authorized_code': preAuthorized } = grants[GRANT] as Record<string, string>
  const body = {
    grant_type: GRANT,
    'pre-authorized_code': preAuthorized ?? '',
    ...(code !== undefined && { tx_code: code }),
  }
  return dataOf(await issuer.POST('/token', { headers: FORM, body }))
}

export async function refreshTokens(
  issuer: IssuerClient,
  { refresh_token }: Tokens,
): Promise<Tokens> {
  const body = { grant_type: 'refresh_token', refresh_token }
  return dataOf(await issuer.POST('/token', { headers: FORM, body }))
}

/** The header by which a wallet shows its access token. */
export function bearer({ access_token }: Tokens): { readonly authorization: string } {
  return { authorization: `Bearer ${access_token}` }
}

export interface IssuedAnswer {
  readonly credentials: readonly { readonly credential: string }[]
  readonly notification_id?: string
  readonly notice_uri: string
}

export interface DeferredAnswer {
  readonly transaction_id: string
  readonly interval: number
}

/** Asks for the credential of an offer, bound to a key (OpenID4VCI 1.0 §7, §8). */
export async function requestCredential(
  issuer: IssuerClient,
  tokens: Tokens,
  key: Signer,
): Promise<IssuedAnswer | DeferredAnswer> {
  const metadata = dataOf(await issuer.GET('/.well-known/openid-credential-issuer'))
  const { c_nonce: nonce } = dataOf(await issuer.POST('/nonce'))
  const proof = await createJws({
    header: { typ: 'openid4vci-proof+jwt', jwk: key.publicJwk },
    payload: { aud: metadata.credential_issuer, iat: Math.floor(Date.now() / 1_000), nonce },
    signer: key,
  })
  const [id = ''] = Object.keys(metadata.credential_configurations_supported)
  const answer = await issuer.POST('/credential', {
    headers: bearer(tokens),
    body: { credential_configuration_id: id, proofs: { jwt: [proof] } },
  })
  return dataOf(answer)
}

/** The one credential of an answer. */
export function credentialOf(answer: IssuedAnswer | DeferredAnswer): string {
  const [issued] = 'credentials' in answer ? answer.credentials : []
  if (issued === undefined) throw new Error('the credential is not there yet')
  return issued.credential
}

/** Tells the issuer that the credential was kept (OpenID4VCI 1.0 §11). */
export async function acceptCredential(
  issuer: IssuerClient,
  tokens: Tokens,
  answer: IssuedAnswer | DeferredAnswer,
): Promise<void> {
  const notificationId = 'notification_id' in answer ? answer.notification_id : undefined
  if (notificationId === undefined) throw new Error('nothing to notify about')
  const body = { notification_id: notificationId, event: 'credential_accepted' as const }
  const { error } = await issuer.POST('/notification', { headers: bearer(tokens), body })
  if (error !== undefined) throw new Error(`refused: ${JSON.stringify(error)}`)
}

export interface PresentationParts {
  readonly credential: string
  readonly key: Signer
  readonly audience: string
  readonly nonce: string
  /** The payout that the holder approves. */
  readonly transactionData?: string
}

/** Shows a credential to one verifier (RFC 9901 §4.3, OpenID4VP 1.0 §8.4). */
export async function present(parts: PresentationParts): Promise<string> {
  const { credential, key, audience, nonce, transactionData } = parts
  const sdJwt = unwrap(presentSdJwt(unwrap(parseSdJwt(credential, LIMITS)), SHOWN))
  const keyBinding = await createKbJwt({
    sdJwt,
    audience,
    nonce,
    issuedAtS: Math.floor(Date.now() / 1_000),
    signer: key,
    ...(transactionData !== undefined && {
      claims: {
        transaction_data_hashes: [transactionDataHash(transactionData)],
        transaction_data_hashes_alg: 'sha-256',
      },
    }),
  })
  return `${sdJwt}${keyBinding}`
}

/** Follows a wallet link and answers the request behind it (OpenID4VP 1.0 §5.10, §8.2); returns where the person is to be sent. */
export async function answerRequest(
  verifier: VerifierClient,
  walletUrl: string,
  { credential, key }: Pick<PresentationParts, 'credential' | 'key'>,
): Promise<string | undefined> {
  const requestId = lastSegment(new URL(walletUrl).searchParams.get('request_uri') ?? '')
  const params = { path: { requestId } }
  const parseAs = 'text'
  const body = { wallet_nonce: 'nonce-of-the-wallet' }
  const read = await verifier.POST('/requests/{requestId}', {
    params,
    headers: FORM,
    body,
    parseAs,
  })
  const { payload } = unwrap(parseJws(dataOf(read), LIMITS))
  const [transactionData] = (payload.transaction_data ?? []) as readonly string[]
  const presentation = await present({
    credential,
    key,
    audience: String(payload.client_id),
    nonce: String(payload.nonce),
    ...(transactionData !== undefined && { transactionData }),
  })
  const response = {
    vp_token: JSON.stringify({ credential: [presentation] }),
    state: String(payload.state),
  }
  const at = { path: { requestId: lastSegment(String(payload.response_uri)) } }
  const answered = await verifier.POST('/responses/{requestId}', {
    params: at,
    headers: FORM,
    body: response,
  })
  return dataOf(answered).redirect_uri
}

/** The last part of a URL's path. */
export function lastSegment(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}
