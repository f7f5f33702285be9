import {
  createKbJwt,
  encodeUtf8,
  type JsonObject,
  type ParsedSdJwt,
  parseJws,
  parseSdJwt,
  presentSdJwt,
  readDidJwk,
  type Signer,
  transactionDataHash,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { CompactEncrypt } from 'jose'

const LIMITS = { maxBytes: 65_536, maxDepth: 16 }
const CLIENT_ID_PREFIX = 'decentralized_identifier:'

/** One credential and the key that it is bound to. */
export interface Wallet {
  /** Checks the request, approves what it asks for and gives where the answer goes and its form (OpenID4VP 1.0 §8). */
  answer(walletUrl: string, requestObject: string): Promise<WalletAnswer>
}

export interface WalletAnswer {
  readonly responseUri: string
  readonly form: URLSearchParams
}

/** Makes the wallet of a claimant who has this credential; it does what an ordinary wallet has to do, and nothing to spare itself work. */
export function createWallet(credential: string, signer: Signer): Wallet {
  const held = unwrap(parseSdJwt(credential, LIMITS))
  return {
    async answer(walletUrl, requestObject) {
      const request = checkRequest(walletUrl, requestObject)
      const presentation = await present(held, signer, request)
      const vpToken = { credential: [presentation] }
      const state = String(request.state)
      const form =
        request.response_mode === 'direct_post'
          ? { vp_token: JSON.stringify(vpToken), state }
          : { response: await encrypt(request, { vp_token: vpToken, state }) }
      return { responseUri: String(request.response_uri), form: new URLSearchParams(form) }
    },
  }
}

/** The signed request, from the verifier that the link names (OpenID4VP 1.0 §5.9.3); throws if it is not. */
function checkRequest(walletUrl: string, requestObject: string): JsonObject {
  const clientId = new URL(walletUrl).searchParams.get('client_id') ?? ''
  const jws = unwrap(parseJws(requestObject, LIMITS))
  const key = unwrap(readDidJwk(clientId.slice(CLIENT_ID_PREFIX.length)))
  unwrap(verifyJws(jws, key, { typ: 'oauth-authz-req+jwt' }))
  if (jws.payload.client_id !== clientId) throw new Error('the request is of another verifier')
  return jws.payload
}

async function present(held: ParsedSdJwt, signer: Signer, request: JsonObject): Promise<string> {
  const { client_id: audience, nonce, transaction_data: transactions } = request
  const sdJwt = unwrap(presentSdJwt(held, claimsAskedFor(request)))
  const hashes = (transactions as readonly string[]).map(transactionDataHash)
  const keyBinding = await createKbJwt({
    sdJwt,
    audience: String(audience),
    nonce: String(nonce),
    issuedAtS: Math.floor(Date.now() / 1_000),
    claims: { transaction_data_hashes: hashes, transaction_data_hashes_alg: 'sha-256' },
    signer,
  })
  return sdJwt + keyBinding
}

function claimsAskedFor({ dcql_query: query }: JsonObject): readonly string[] {
  const { credentials } = query as unknown as {
    readonly credentials: readonly { readonly claims: readonly { readonly path: [string] }[] }[]
  }
  return credentials.flatMap(({ claims }) => claims.map(({ path: [name] }) => name))
}

/** For the key in the request (OpenID4VP 1.0 §8.3). */
function encrypt({ client_metadata: metadata }: JsonObject, members: JsonObject): Promise<string> {
  const { jwks, encrypted_response_enc_values_supported: encodings } = metadata as unknown as {
    readonly jwks: { readonly keys: readonly { readonly kid: string }[] }
    readonly encrypted_response_enc_values_supported: readonly string[]
  }
  const [key] = jwks.keys
  const [enc] = encodings
  if (key === undefined || enc === undefined) throw new Error('no key to encrypt for')
  return new CompactEncrypt(encodeUtf8(JSON.stringify(members)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc, kid: key.kid })
    .encrypt(key)
}
