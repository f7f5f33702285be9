import { ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import { OFFER_EXCHANGES_MAX } from '../limits.ts'
import { readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'
import { type CredentialOffer, credentialOffer } from './create-offer.ts'
import { isOver } from './exchange-token.ts'

export type ShowOffer = (offer: string) => Promise<Result<CredentialOffer, Reasoned>>

/** Makes the query behind an offer's URI: the offer with a code that was not exchanged yet. Reasons: not_found, grant_expired, grant_used. */
export function createShowOffer(parts: Openid4vciParts): ShowOffer {
  const { clock, store } = parts.context.ports
  return async (text) => {
    const [id] = parts.capabilities.read('offer', text) ?? []
    if (id === undefined) return refuse('not_found')
    const offer = await store.read('read-offer', (tx) => readOffer(tx, id))
    if (offer === undefined) return refuse('not_found')
    if (isOver(offer, clock.nowMs())) return refuse('grant_expired')
    if (offer.state !== 'offered' || offer.exchanges >= OFFER_EXCHANGES_MAX) {
      return refuse('grant_used')
    }
    return ok(credentialOffer(parts, offer))
  }
}
