import { createJws, createSeededSigner, type Signer, sha256 } from '@evenkeel/kernel'
import type { OfferRequest } from '../../src/openid4vci/index.ts'
import { type Answer, type Call, callAt } from './call-at.ts'
import { type FullIssuer, ISSUER_URL, membership } from './issuer-under-test.ts'

export const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

export const offerRequest: OfferRequest = {
  configurationId: membership.id,
  claims: { member_id: 'm-1', tier: 'gold' },
  validForMs: 86_400_000,
  expiresMs: 3_600_000,
}

export function walletKey(name: string, alg: 'ES256' | 'EdDSA' = 'ES256'): Signer {
  return createSeededSigner(alg, sha256(`wallet ${name}`))
}

/** What a proof says, before a test bends it. */
export interface ProofParts {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
}

/** A wallet written from the specification: it knows the issuer's routes and its own clock, nothing of what is inside. */
export class TestWallet {
  readonly issuer: FullIssuer
  readonly clock: { nowMs: number }

  constructor(under: { readonly issuer: FullIssuer; readonly clock: { nowMs: number } }) {
    this.issuer = under.issuer
    this.clock = under.clock
  }

  call(line: string, call: Call = {}): Promise<Answer> {
    return callAt(this.issuer.vci.routes, line, call)
  }

  post(path: string, body: object | undefined, accessToken?: string): Promise<Answer> {
    const headers = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }
    return this.call(`POST ${path}`, body === undefined ? { headers } : { body, headers })
  }

  /** The code behind an offer's link. */
  async codeOf(link: string): Promise<string> {
    const uri = new URL(link).searchParams.get('credential_offer_uri') ?? ''
    const { json } = await this.call(`GET ${uri.slice(ISSUER_URL.length)}`)
    return json.grants[GRANT]['pre-authorized_code']
  }

  token(code: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.post('/token', { grant_type: GRANT, 'pre-authorized_code': code, ...more })
  }

  async tokenFor(link: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const { json } = await this.token(await this.codeOf(link), more)
    return json.access_token
  }

  async nonce(): Promise<string> {
    const { json } = await this.post('/nonce', undefined)
    return json.c_nonce
  }

  async proof(signer: Signer, nonce: string, bent: ProofParts = {}): Promise<string> {
    return createJws({
      header: { typ: 'openid4vci-proof+jwt', jwk: signer.publicJwk, ...bent.header },
      payload: {
        aud: ISSUER_URL,
        iat: Math.floor(this.clock.nowMs / 1_000),
        nonce,
        ...bent.payload,
      },
      signer,
    })
  }

  requestWith(accessToken: string, jwt: readonly string[]): Promise<Answer> {
    const body = { credential_configuration_id: membership.id, proofs: { jwt } }
    return this.post('/credential', body, accessToken)
  }

  /** Asks for a credential for each key, with proofs of now. */
  async request(accessToken: string, ...signers: readonly Signer[]): Promise<Answer> {
    const nonce = await this.nonce()
    const jwt = await Promise.all(signers.map((signer) => this.proof(signer, nonce)))
    return this.requestWith(accessToken, jwt)
  }
}
