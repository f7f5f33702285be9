import {
  assert,
  type DidDocument,
  didDocumentOf,
  didJwkOf,
  didWebOf,
  type PartyContext,
  type Signer,
} from '@evenkeel/kernel'
import { PRESENTATION_SESSIONS_MAX } from '../limits.ts'

export interface Openid4vpConfig {
  /** 32 secret bytes of this verifier: everything about a session that nobody may guess hangs on them. */
  readonly secret: Uint8Array
  /** Signs the requests; the party's own signer if absent. High-assurance wallets want ES256. */
  readonly requestSigner?: Signer
  /** What a wallet's link begins with, without query: `openid4vp://` if absent, or a scheme or https URL that one wallet claims. */
  readonly walletBase?: string
  /** Origins to which a same-device wallet may send the person back; the verifier's own if absent. */
  readonly redirectOrigins?: readonly string[]
  /** Sessions kept at a time; PRESENTATION_SESSIONS_MAX if absent. */
  readonly sessionsMax?: number
}

/** Who the verifier is to wallets. */
export interface RequestIdentity {
  /** `decentralized_identifier:<did>` (OpenID4VP 1.0 §5.9.3): the audience of every presentation. */
  readonly clientId: string
  /** DID URL of the key that signs requests. */
  readonly kid: string
  readonly signer: Signer
  /** To be published, when the DID is a did:web. */
  readonly document?: DidDocument
}

export interface Openid4vpSettings {
  readonly identity: RequestIdentity
  readonly secret: Uint8Array
  readonly walletBase: string
  readonly redirectOrigins: readonly string[]
  readonly sessionsMax: number
  /** Where the wallet's routes are, no slash at the end. */
  readonly url: string
}

/** Fills in the defaults; throws on what would break a promise. */
export function openid4vpSettings(
  config: Openid4vpConfig,
  { id, directory, ports }: PartyContext,
): Openid4vpSettings {
  const { secret, requestSigner = ports.signer, walletBase = 'openid4vp://' } = config
  assert(secret.length === 32, 'the secret has 32 bytes')
  assert(URL.canParse(walletBase) && !/[?#]/.test(walletBase), 'walletBase is a URL without query')
  const url = directory.urlOf(id)
  const redirectOrigins = config.redirectOrigins ?? [new URL(url).origin]
  const areOrigins = redirectOrigins.every((origin) => URL.parse(origin)?.origin === origin)
  assert(areOrigins, 'redirectOrigins are origins, without path and slash')
  return {
    identity: identityOf(url, requestSigner),
    secret,
    walletBase,
    redirectOrigins,
    sessionsMax: config.sessionsMax ?? PRESENTATION_SESSIONS_MAX,
    url,
  }
}

/** A did:web where the verifier has an https address, else the did:jwk of its key, which needs no document. */
function identityOf(url: string, signer: Signer): RequestIdentity {
  const isWeb = url.startsWith('https:')
  const did = isWeb ? didWebOf(url) : didJwkOf(signer.publicJwk)
  return {
    clientId: `decentralized_identifier:${did}`,
    kid: `${did}#${isWeb ? signer.keyId : '0'}`,
    signer,
    ...(isWeb && { document: didDocumentOf(did, [signer.publicJwk]) }),
  }
}
