export type {
  CreatedOffer,
  CredentialOffer,
  OfferRequest,
} from './commands/create-offer.ts'
export type { IssuanceChange, IssuanceDecision } from './commands/decide-issuance.ts'
export type { TokenAnswer, TokenRequest } from './commands/exchange-token.ts'
export type { IssuedAnswer } from './commands/issue-offer.ts'
export type { OfferPage, OfferRecord } from './commands/list-offers.ts'
export type { WalletEvent, WalletNotification } from './commands/record-notification.ts'
export type { ReissueRequest } from './commands/reissue-credential.ts'
export type { CredentialAnswer, PendingAnswer } from './commands/request-credentials.ts'
export type { RevokedOffer } from './commands/revoke-offer.ts'
export type { Notice, NoticedCredential } from './commands/show-notice.ts'
export type { ConfiguredClaim, CredentialConfiguration, Openid4vciConfig } from './config.ts'
export { createOpenid4vci, type Openid4vci } from './create-openid4vci.ts'
export { openid4vciMigrations } from './migrations.ts'
export type { ProtocolError, ProtocolRefusal } from './model/protocol-refusal.ts'
export type { OfferState } from './offer-rows.ts'
