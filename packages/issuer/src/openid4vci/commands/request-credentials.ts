import { createParser, ok, type PublicKey, type Result, type Tx, Type } from '@evenkeel/kernel'
import { endReason, SUPERSEDED } from '../../model/credential-status.ts'
import {
  ANSWER_KEPT_MS,
  CREDENTIAL_REQUEST_BYTES_MAX,
  DEFERRED_INTERVAL_S,
  DEFERRED_MS,
  PROOFS_MS_MAX,
  WALLET_REQUEST_DEPTH_MAX,
} from '../limits.ts'
import { checkProof } from '../model/check-proof.ts'
import { type ProtocolRefusal, refuseAs, refuseFor } from '../model/protocol-refusal.ts'
import type { Nonces } from '../nonces.ts'
import { type Offer, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'
import type { AuthorizeToken } from './authorize-token.ts'
import { isOver } from './exchange-token.ts'
import { type IssuedAnswer, type IssueOffer, refuseEnded } from './issue-offer.ts'

/** The credentials, or when to ask for them (OpenID4VCI 1.0 §8.3, §9.2). */
export type CredentialAnswer = IssuedAnswer | PendingAnswer

export interface PendingAnswer {
  readonly transaction_id: string
  /** Seconds to wait. */
  readonly interval: number
}

export interface RequestCredentials {
  /** The credential endpoint. */
  request(accessToken: string, body: unknown): Promise<Result<CredentialAnswer, ProtocolRefusal>>
  /** The deferred credential endpoint. */
  requestDeferred(
    accessToken: string,
    transactionId: string,
  ): Promise<Result<CredentialAnswer, ProtocolRefusal>>
}

/** OpenID4VCI 1.0 §8.2. Members that we do not read are let through, as its §8.2 asks. */
const requestSchema = Type.Object(
  {
    credential_configuration_id: Type.Optional(Type.String()),
    credential_identifier: Type.Optional(Type.String()),
    proofs: Type.Optional(
      Type.Object(
        { jwt: Type.Optional(Type.Array(Type.String(), { minItems: 1 })) },
        { additionalProperties: true },
      ),
    ),
    credential_response_encryption: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: true },
)
const parseRequest = createParser(requestSchema, {
  maxBytes: CREDENTIAL_REQUEST_BYTES_MAX,
  maxDepth: WALLET_REQUEST_DEPTH_MAX,
})

/** The keys of a request's proofs, and the nonce that all of them answer. */
interface Possession {
  readonly keys: readonly PublicKey[]
  readonly nonce: string
}

/**
 * Makes the commands behind the credential endpoints. The keys are bound to the offer, and the nonce used up, in one transaction before anything
 * is issued. A request for the same keys again, under any nonce, is the same request: it resumes what a crash left, and gets the same
 * credentials as long as they are kept. Other keys get nothing.
 */
export function createRequestCredentials(
  parts: Openid4vciParts,
  tools: {
    readonly authorize: AuthorizeToken
    readonly nonces: Nonces
    readonly issueOffer: IssueOffer
  },
): RequestCredentials {
  const { context, config, issuer, commit } = parts
  const { clock, transport } = context.ports

  async function readRequest(
    offer: Offer,
    body: unknown,
  ): Promise<Result<Possession, ProtocolRefusal>> {
    const parsed = parseRequest(body)
    if (!parsed.ok) return refuseFor('invalid_credential_request', parsed.error)
    const { credential_configuration_id: configurationId, proofs, ...rest } = parsed.value
    if (rest.credential_identifier !== undefined) {
      // §8.2: it is for those identifiers that a token answer named, and ours name none.
      return refuseAs('unknown_credential_identifier', 'credential_configuration_unknown')
    }
    if (rest.credential_response_encryption !== undefined) {
      return refuseAs('invalid_encryption_parameters', 'malformed_message', 'not offered here')
    }
    if (configurationId !== offer.configuration) {
      return refuseAs('unknown_credential_configuration', 'credential_configuration_unknown')
    }
    const jwts = proofs?.jwt
    if (jwts === undefined || Object.keys(proofs ?? {}).length !== 1) {
      return refuseAs('invalid_proof', 'malformed_message', 'proofs has jwt, and nothing else')
    }
    if (jwts.length > offer.batchSize) {
      const detail = `${jwts.length} proofs, at most ${offer.batchSize}`
      return refuseAs('invalid_credential_request', 'batch_too_large', detail)
    }
    return checkProofs(jwts)
  }

  async function checkProofs(
    jwts: readonly string[],
  ): Promise<Result<Possession, ProtocolRefusal>> {
    const expected = { audience: config.issuerUrl, nowMs: clock.nowMs(), transport }
    const keys = new Map<string, PublicKey>()
    const nonces = new Set<string>()
    // One after the other: the first that fails ends the work.
    const startedMs = clock.monotonicMs()
    for (const jwt of jwts) {
      // A key may have to be fetched (did:web), and slowly.
      if (clock.monotonicMs() - startedMs > PROOFS_MS_MAX) {
        return refuseAs('invalid_proof', 'deadline_passed')
      }
      const proof = await checkProof(jwt, expected)
      if (!proof.ok) {
        const error = proof.error.code === 'nonce_mismatch' ? 'invalid_nonce' : 'invalid_proof'
        return refuseFor(error, proof.error)
      }
      keys.set(proof.value.key.thumbprint, proof.value.key)
      nonces.add(proof.value.nonce)
    }
    if (keys.size < jwts.length) return refuseAs('invalid_proof', 'batch_key_repeated')
    const [nonce = '', ...others] = nonces
    if (others.length > 0) return refuseAs('invalid_nonce', 'nonce_mismatch', 'one for all proofs')
    return ok({ keys: [...keys.values()], nonce })
  }

  async function claim(
    tx: Tx,
    offerId: string,
    { keys, nonce }: Possession,
  ): Promise<Result<Offer, ProtocolRefusal>> {
    const offer = await readOffer(tx, offerId)
    if (offer === undefined) return refuseAs('invalid_token', 'access_token_not_accepted')
    const jwks = keys.map(({ jwk }) => jwk)
    const holderKeys = JSON.stringify(jwks)
    if (offer.holderKeys !== undefined) {
      if (JSON.stringify(offer.holderKeys) === holderKeys) return ok(offer)
      return refuseAs('credential_request_denied', 'credential_already_issued')
    }
    const now = clock.nowMs()
    if (isOver(offer, now)) return refuseAs('credential_request_denied', 'grant_expired')
    const taken = await tools.nonces.take(tx, nonce)
    if (!taken.ok) return refuseFor('invalid_nonce', taken.error)
    const state = offer.deferred ? 'deferred' : 'claimed'
    const endsMs = now + (offer.deferred ? DEFERRED_MS : ANSWER_KEPT_MS)
    await tx.run(
      'UPDATE vci_offer SET state = ?, holder_keys = ?, ends_ms = ?, kept_until_ms = ? WHERE id = ?',
      [state, holderKeys, endsMs, endsMs, offerId],
    )
    if (offer.deferred) {
      await context.recordEvents(tx, [
        { event: 'IssuanceDeferred', atMs: now, ids: { offer: offerId }, detail: {} },
      ])
    }
    return ok({ ...offer, state, holderKeys: jwks, endsMs })
  }

  async function answer(offer: Offer): Promise<Result<CredentialAnswer, ProtocolRefusal>> {
    if (isOver(offer, clock.nowMs())) return refuseEnded(offer)
    if (offer.state === 'deferred') {
      return ok({ transaction_id: offer.id, interval: DEFERRED_INTERVAL_S })
    }
    return tools.issueOffer(offer)
  }

  /** A re-issue is no way round a revocation or a suspension that came after it was offered. */
  async function authorizeIssue(accessToken: string): Promise<Result<Offer, ProtocolRefusal>> {
    const authorized = await tools.authorize(accessToken)
    if (!authorized.ok) return authorized
    const { state, replaces } = authorized.value
    if (replaces === undefined || state === 'issued') return authorized
    const old = await issuer.showCredential(replaces)
    if (!old.ok) return refuseFor('credential_request_denied', old.error)
    if (old.value.status === 'suspended') {
      return refuseAs('credential_request_denied', 'credential_suspended')
    }
    const ended = endReason(old.value)
    const isRevoked = ended !== undefined && ended !== SUPERSEDED
    return isRevoked ? refuseAs('credential_request_denied', 'credential_revoked') : authorized
  }

  return {
    async request(accessToken, body) {
      const offer = await authorizeIssue(accessToken)
      if (!offer.ok) return offer
      const possession = await readRequest(offer.value, body)
      if (!possession.ok) return possession
      const claimed = await commit((tx) => claim(tx, offer.value.id, possession.value))
      if (!claimed.ok) return refuseFor('invalid_credential_request', claimed.error)
      return claimed.value.ok ? answer(claimed.value.value) : claimed.value
    },
    async requestDeferred(accessToken, transactionId) {
      const offer = await authorizeIssue(accessToken)
      if (!offer.ok) return offer
      const { id, deferred, holderKeys } = offer.value
      if (transactionId !== id || !deferred || holderKeys === undefined) {
        return refuseAs('invalid_transaction_id', 'transaction_unknown')
      }
      return answer(offer.value)
    },
  }
}
