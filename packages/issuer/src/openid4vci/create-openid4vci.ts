import type { PartyContext, Reasoned, Result, Route } from '@evenkeel/kernel'
import type { Issuer } from '../issuer.ts'
import { createAuthorizeToken } from './commands/authorize-token.ts'
import { type CreatedOffer, createCreateOffer, type OfferRequest } from './commands/create-offer.ts'
import { createDecideIssuance, type DecideIssuance } from './commands/decide-issuance.ts'
import { createEndReplaced } from './commands/end-replaced.ts'
import { createExchangeToken, type ExchangeToken } from './commands/exchange-token.ts'
import { createIssueOffer } from './commands/issue-offer.ts'
import { createListOffers, type ListOffers } from './commands/list-offers.ts'
import {
  createRecordNotification,
  type RecordNotification,
} from './commands/record-notification.ts'
import { createReissueCredential, type ReissueCredential } from './commands/reissue-credential.ts'
import {
  createRequestCredentials,
  type RequestCredentials,
} from './commands/request-credentials.ts'
import { createRevokeOffer, type RevokeOffer } from './commands/revoke-offer.ts'
import { createShowNotice, type ShowNotice } from './commands/show-notice.ts'
import { createShowOffer, type ShowOffer } from './commands/show-offer.ts'
import { createSweepOffers } from './commands/sweep-offers.ts'
import { assertOpenid4vciConfig, type Openid4vciConfig } from './config.ts'
import { createNonces } from './nonces.ts'
import { createParts } from './parts.ts'
import { openid4vciRoutes } from './routes/openid4vci-routes.ts'

/** What the routes are doors to. */
export interface Openid4vciCommands {
  readonly createOffer: (request: OfferRequest) => Promise<Result<CreatedOffer, Reasoned>>
  readonly listOffers: ListOffers
  readonly completeIssuance: DecideIssuance['complete']
  readonly denyIssuance: DecideIssuance['deny']
  readonly reissueCredential: ReissueCredential
  readonly revokeOffer: RevokeOffer
  /** For wallets, behind the routes. */
  readonly showOffer: ShowOffer
  readonly exchangeToken: ExchangeToken
  readonly createNonce: () => string
  readonly requestCredentials: RequestCredentials['request']
  readonly requestDeferred: RequestCredentials['requestDeferred']
  readonly recordNotification: RecordNotification
  readonly showNotice: ShowNotice
  /** Fires the defaults of what has become due. Idempotent; safe to run in several processes. */
  sweep(): Promise<void>
}

/** Issues to ordinary wallets: OpenID4VCI 1.0 with the pre-authorized code, beside the issuer's own commands. */
export interface Openid4vci extends Openid4vciCommands {
  readonly routes: readonly Route[]
}

/** Makes the protocol of one issuer; throws on a configuration that would break a promise. */
export function createOpenid4vci(
  context: PartyContext,
  issuer: Issuer,
  config: Openid4vciConfig,
): Openid4vci {
  assertOpenid4vciConfig(config)
  const parts = createParts(context, issuer, config)
  const authorize = createAuthorizeToken(parts)
  const nonces = createNonces(parts)
  const createOffer = createCreateOffer(parts)
  const endReplaced = createEndReplaced(parts)
  const decide = createDecideIssuance(parts)
  const credentials = createRequestCredentials(parts, {
    authorize,
    nonces,
    issueOffer: createIssueOffer(parts),
  })
  const commands: Openid4vciCommands = {
    createOffer: (request) => createOffer(request),
    listOffers: createListOffers(parts),
    completeIssuance: decide.complete,
    denyIssuance: decide.deny,
    reissueCredential: createReissueCredential(parts, createOffer),
    revokeOffer: createRevokeOffer(parts),
    showOffer: createShowOffer(parts),
    exchangeToken: createExchangeToken(parts),
    createNonce: nonces.create,
    requestCredentials: credentials.request,
    requestDeferred: credentials.requestDeferred,
    recordNotification: createRecordNotification(parts, { authorize, endReplaced }),
    showNotice: createShowNotice(parts),
    sweep: createSweepOffers(parts, endReplaced),
  }
  return { ...commands, routes: openid4vciRoutes(commands, config) }
}
