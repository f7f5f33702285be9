import { encodeUtf8, equalBytes, ok, type ReasonCode, type Result, type Tx } from '@evenkeel/kernel'
import {
  ACCESS_TOKEN_MS,
  DEFERRED_MS,
  OFFER_EXCHANGES_MAX,
  TX_CODE_ATTEMPTS_MAX,
  TX_CODE_DIGITS,
} from '../limits.ts'
import { PRE_AUTHORIZED_GRANT } from '../model/metadata.ts'
import { type ProtocolRefusal, refuseAs, refuseFor } from '../model/protocol-refusal.ts'
import { endOffer, type Offer, readOffer, readSuccessor } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'

/** A token request's form (RFC 6749 §4, §6; OpenID4VCI 1.0 §6.1). */
export interface TokenRequest {
  readonly grant_type?: string
  readonly 'pre-authorized_code'?: string
  readonly tx_code?: string
  readonly refresh_token?: string
}

export interface TokenAnswer {
  readonly access_token: string
  /** In any case by RFC 6749 §5.1; in lower case because not every wallet knows that. */
  readonly token_type: 'bearer'
  /** Seconds. */
  readonly expires_in: number
  /** Gets a token for the re-issue of what is issued now, or for asking again. */
  readonly refresh_token: string
}

export type ExchangeToken = (request: TokenRequest) => Promise<Result<TokenAnswer, ProtocolRefusal>>

type Outcome = Result<Offer, ProtocolRefusal>

/**
 * Makes the command behind the token endpoint. A code is for one use and the last token alone holds; a wallet that never saw its answer reads
 * the offer again, whose URI gives a new code as long as nothing was issued. A refresh token is of one exchange: an exchange after it voids it,
 * so that who was beaten to the credential does not get its re-issue; else it holds, lost answers or not. Reasons: grant_not_accepted, grant_used, grant_expired,
 * tx_code_wrong, tx_code_attempts_spent, grant_type_not_supported, malformed_message, queue_full.
 */
export function createExchangeToken(parts: Openid4vciParts): ExchangeToken {
  const { context, capabilities, commit } = parts
  const { clock } = context.ports

  async function exchangeCode(
    tx: Tx,
    code: readonly [id: string, exchanges: string],
    txCode: string | undefined,
  ): Promise<Outcome> {
    const offer = await readOffer(tx, code[0])
    if (offer === undefined) return refuseAs('invalid_grant', 'grant_not_accepted')
    const fault = faultOfOffer(offer, code[1])
    if (fault !== undefined) return refuseAs('invalid_grant', fault)
    if (offer.txCode !== (txCode !== undefined)) {
      const detail = offer.txCode ? 'tx_code is needed' : 'tx_code is not expected'
      return refuseAs('invalid_request', 'malformed_message', detail)
    }
    const expected = capabilities.txCode(offer.id, TX_CODE_DIGITS)
    if (txCode !== undefined && !equalBytes(encodeUtf8(txCode), encodeUtf8(expected))) {
      return countWrongTxCode(tx, offer)
    }
    return giveToken(tx, offer, offer.exchanges + 1)
  }

  function faultOfOffer(offer: Offer, exchanges: string): ReasonCode | undefined {
    if (offer.state === 'locked') return 'tx_code_attempts_spent'
    if (isOver(offer, clock.nowMs())) return 'grant_expired'
    const isNext = exchanges === String(offer.exchanges) && offer.exchanges < OFFER_EXCHANGES_MAX
    return offer.state === 'offered' && isNext ? undefined : 'grant_used'
  }

  async function countWrongTxCode(tx: Tx, offer: Offer): Promise<Outcome> {
    const attempts = offer.txCodeAttempts + 1
    if (attempts < TX_CODE_ATTEMPTS_MAX) {
      await tx.run('UPDATE vci_offer SET tx_code_attempts = ? WHERE id = ?', [attempts, offer.id])
      return refuseAs('invalid_grant', 'tx_code_wrong')
    }
    const now = clock.nowMs()
    await endOffer(tx, offer.id, { state: 'locked', reason: 'tx_code_attempts_spent', nowMs: now })
    await context.recordEvents(tx, [
      { event: 'OfferLocked', atMs: now, ids: { offer: offer.id }, detail: { attempts } },
    ])
    return refuseAs('invalid_grant', 'tx_code_attempts_spent')
  }

  /** The token of the re-issue that waits, else of the offer itself. A re-issue with a transaction code is for who has that too. */
  async function refresh(
    tx: Tx,
    [id, exchanges]: readonly [id: string, exchanges: string],
  ): Promise<Outcome> {
    const offer = await readOffer(tx, id)
    if (offer === undefined || exchanges !== String(offer.exchanges)) {
      return refuseAs('invalid_grant', 'grant_not_accepted')
    }
    const successor = await readSuccessor(tx, id)
    if (successor === undefined || successor.txCode || isOver(successor, clock.nowMs())) {
      return giveToken(tx, offer, offer.exchanges)
    }
    const isFirst = successor.state === 'offered'
    return giveToken(tx, successor, successor.exchanges + (isFirst ? 1 : 0))
  }

  async function giveToken(tx: Tx, offer: Offer, exchanges: number): Promise<Outcome> {
    const now = clock.nowMs()
    const tokenEndsMs = now + tokenMsOf(offer)
    await tx.run('UPDATE vci_offer SET exchanges = ?, token_ends_ms = ? WHERE id = ?', [
      exchanges,
      tokenEndsMs,
      offer.id,
    ])
    // An offer that was taken up in time does not end under the wallet's hands, nor live on for as long as somebody asks.
    const endsMs = now + ACCESS_TOKEN_MS
    const isTakenUp = exchanges > offer.exchanges && exchanges <= OFFER_EXCHANGES_MAX
    if (isTakenUp && endsMs > (offer.endsMs ?? 0)) {
      await tx.run('UPDATE vci_offer SET ends_ms = ?, kept_until_ms = ? WHERE id = ?', [
        endsMs,
        endsMs,
        offer.id,
      ])
    }
    return ok({ ...offer, exchanges, tokenEndsMs })
  }

  function stepOf(request: TokenRequest): Result<(tx: Tx) => Promise<Outcome>, ProtocolRefusal> {
    if (request.grant_type === PRE_AUTHORIZED_GRANT) {
      const text = request['pre-authorized_code']
      if (text === undefined) {
        return refuseAs('invalid_request', 'malformed_message', 'pre-authorized_code')
      }
      const [id, exchanges] = capabilities.read('code', text) ?? []
      if (id === undefined || exchanges === undefined) {
        return refuseAs('invalid_grant', 'grant_not_accepted')
      }
      return ok((tx) => exchangeCode(tx, [id, exchanges], request.tx_code))
    }
    if (request.grant_type === 'refresh_token') {
      if (request.refresh_token === undefined) {
        return refuseAs('invalid_request', 'malformed_message', 'refresh_token')
      }
      const [id, exchanges] = capabilities.read('refresh', request.refresh_token) ?? []
      if (id === undefined || exchanges === undefined) {
        return refuseAs('invalid_grant', 'grant_not_accepted')
      }
      return ok((tx) => refresh(tx, [id, exchanges]))
    }
    if (request.grant_type === undefined) {
      return refuseAs('invalid_request', 'malformed_message', 'grant_type')
    }
    return refuseAs('unsupported_grant_type', 'grant_type_not_supported')
  }

  return async (request) => {
    const step = stepOf(request)
    if (!step.ok) return step
    const done = await commit(step.value)
    if (!done.ok) return refuseFor('invalid_request', done.error)
    if (!done.value.ok) return done.value
    const offer = done.value.value
    const exchanges = String(offer.exchanges)
    return ok({
      access_token: capabilities.make('access', offer.id, exchanges, String(offer.tokenEndsMs)),
      token_type: 'bearer',
      expires_in: tokenMsOf(offer) / 1_000,
      refresh_token: capabilities.make('refresh', offer.id, exchanges),
    })
  }
}

/** A token outlives a deferred issuance, because not every wallet refreshes it; it is good for nothing else. */
function tokenMsOf(offer: Offer): number {
  return offer.deferred ? DEFERRED_MS : ACCESS_TOKEN_MS
}

/** Says whether an offer ended, or its time passed and no sweep has seen it yet. */
export function isOver({ state, endsMs }: Offer, nowMs: number): boolean {
  if (state === 'expired' || state === 'denied' || state === 'locked') return true
  return state !== 'issued' && endsMs !== undefined && nowMs >= endsMs
}
