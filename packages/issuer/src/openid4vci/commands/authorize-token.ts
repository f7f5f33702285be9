import { ok, type Result } from '@evenkeel/kernel'
import { type ProtocolRefusal, refuseAs } from '../model/protocol-refusal.ts'
import { type Offer, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'

export type AuthorizeToken = (accessToken: string) => Promise<Result<Offer, ProtocolRefusal>>

/** Makes the check of an access token: the offer that it is for, of whose tokens it must be the last. Reason: access_token_not_accepted. */
export function createAuthorizeToken({ context, capabilities }: Openid4vciParts): AuthorizeToken {
  const { clock, store } = context.ports
  return async (accessToken) => {
    const [id, ...given] = capabilities.read('access', accessToken) ?? []
    const offer =
      id === undefined ? undefined : await store.read('read-offer', (tx) => readOffer(tx, id))
    const holds =
      offer !== undefined &&
      given.join() === `${offer.exchanges},${offer.tokenEndsMs}` &&
      clock.nowMs() < offer.tokenEndsMs
    return holds ? ok(offer) : refuseAs('invalid_token', 'access_token_not_accepted')
  }
}
