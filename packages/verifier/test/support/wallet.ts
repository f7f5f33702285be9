import {
  decodeBase64url,
  decodeUtf8,
  encodeUtf8,
  importPublicJwk,
  type JsonObject,
  type PublicKey,
  parseJws,
  readDidDocument,
  readDidJwk,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { callRoute, type RouteReply } from '@evenkeel/kernel/testing'
import { CompactEncrypt } from 'jose'
import type { PresentationRequest, ResponseForm } from '../../src/openid4vp/index.ts'
import { issue, type PresentParts, present, type TestWorld } from './test-world.ts'

/** A request as a wallet reads it, after it has checked the signature. */
export interface ReadRequest {
  readonly payload: JsonObject
  readonly kid: string
}

const LIMITS = { maxBytes: 65_536, maxDepth: 16 }

export function lastSegment(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

/** Follows a wallet link to its request, as OpenID4VP 1.0 §5.9.3, §5.10 and RFC 9101 §6 say; throws where a wallet would stop. */
export async function readRequest(
  world: TestWorld,
  { walletUrl }: PresentationRequest,
  walletNonce?: string,
): Promise<ReadRequest> {
  const link = new URL(walletUrl)
  const clientId = link.searchParams.get('client_id') ?? ''
  const params = { requestId: lastSegment(link.searchParams.get('request_uri') ?? '') }
  const reply =
    walletNonce === undefined
      ? await callRoute(world.openid4vp.routes, 'getRequest', { params })
      : await callRoute(world.openid4vp.routes, 'postRequest', {
          params,
          body: { wallet_nonce: walletNonce },
        })
  if (reply.text === undefined) throw new Error(`no request: ${JSON.stringify(reply)}`)
  const jws = unwrap(parseJws(reply.text, LIMITS))
  const { kid } = jws.header
  if (typeof kid !== 'string') throw new Error('no kid')
  const did = clientId.replace(/^decentralized_identifier:/, '')
  const key = await keyOf(world, did, kid)
  unwrap(verifyJws(jws, key, { typ: 'oauth-authz-req+jwt' }))
  if (jws.payload.client_id !== clientId) throw new Error('another client_id')
  if (walletNonce !== undefined && jws.payload.wallet_nonce !== walletNonce) {
    throw new Error('another wallet_nonce')
  }
  return { payload: jws.payload, kid }
}

async function keyOf(world: TestWorld, did: string, kid: string): Promise<PublicKey> {
  if (did.startsWith('did:jwk:')) {
    if (kid !== `${did}#0`) throw new Error('not the key of the did:jwk')
    return unwrap(readDidJwk(did))
  }
  const { text = '' } = await callRoute(world.openid4vp.routes, 'showDidDocument')
  const keys = unwrap(readDidDocument(did, encodeUtf8(text)))
  const found = keys.find(({ id, purposes }) => id === kid && purposes.includes('authentication'))
  if (found === undefined) throw new Error(`no key ${kid}`)
  return found.key
}

/** The presentation that a wallet makes for a request; `change` makes it a wrong one. */
export async function presentationFor(
  { payload }: ReadRequest,
  change: PresentParts = {},
): Promise<string> {
  const [transactionData] = (payload.transaction_data ?? []) as readonly string[]
  return present({
    credential: await issue(),
    audience: String(payload.client_id),
    nonce: String(payload.nonce),
    ...(transactionData !== undefined && {
      transactionData,
      claims: { transaction_data_hashes_alg: 'sha-256' },
    }),
    ...change,
  })
}

/** The form that a wallet posts with a presentation, in the mode that the request asks for. */
export function formFor(request: ReadRequest, presentation: string): Promise<ResponseForm> {
  const members = { vp_token: { credential: [presentation] }, state: request.payload.state ?? '' }
  return formOf(request, members)
}

/** The form that carries these members. */
export async function formOf(
  { payload }: ReadRequest,
  members: JsonObject,
  header: Readonly<Record<string, unknown>> = {},
): Promise<ResponseForm> {
  if (payload.response_mode === 'direct_post') {
    return Object.fromEntries(
      Object.entries(members).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    )
  }
  return { response: await encrypt(payload, JSON.stringify(members), header) }
}

/** Encrypts for the key of the request (RFC 7516), as its metadata says. */
export async function encrypt(
  payload: JsonObject,
  plaintext: string,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const metadata = payload.client_metadata as {
    readonly jwks: { readonly keys: readonly { readonly kid: string }[] }
    readonly encrypted_response_enc_values_supported: readonly string[]
  }
  const [key] = metadata.jwks.keys
  const [enc] = metadata.encrypted_response_enc_values_supported
  if (key === undefined) throw new Error('no key to encrypt for')
  return new CompactEncrypt(encodeUtf8(plaintext))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: enc ?? '', kid: key.kid, ...header })
    .encrypt(key)
}

export function post(
  world: TestWorld,
  { payload }: ReadRequest,
  body: ResponseForm,
): Promise<RouteReply> {
  const params = { requestId: lastSegment(String(payload.response_uri)) }
  return callRoute(world.openid4vp.routes, 'postResponse', { params, body })
}

/** The JSON in a base64url text. */
export function decodeJson(encoded: string): JsonObject {
  return JSON.parse(decodeUtf8(decodeBase64url(encoded) ?? new Uint8Array()) ?? '') as JsonObject
}

/** The key that a JWK is. */
export function publicKey(jwk: Parameters<typeof importPublicJwk>[0]): PublicKey {
  return unwrap(importPublicJwk(jwk))
}
