import {
  type CampaignId,
  type CredentialId,
  createKbJwt,
  encodeBase64url,
  encodePayoutTransaction,
  ok,
  type PartyContext,
  presentSdJwt,
  type Reasoned,
  type Result,
  transactionDataHash,
} from '@evenkeel/kernel'
import { PAYOUT_SALT_BYTES } from '../limits.ts'
import type { Wallet } from './keep-credentials.ts'

export interface PresentRequest {
  readonly credentialId: CredentialId
  /** The verifier. */
  readonly audience: string
  /** The verifier's, for this session. */
  readonly nonce: string
  /** Names of the claims to show beside those that cannot be withheld. */
  readonly disclose: readonly string[]
  /** Further names, shown as far as the credential has them: what is asked of credentials that differ. */
  readonly discloseIfThere?: readonly string[]
  /** Binds a payout to this presentation; the salt is drawn if absent. */
  readonly payout?: {
    readonly campaignId: CampaignId
    readonly target: string
    readonly salt?: string
  }
}

export interface Presented {
  /** Compact SD-JWT+KB. */
  readonly presentation: string
  /** What the verifier needs with it when a payout is bound: base64url of a PayoutTransaction. */
  readonly transactionData?: string
  /** Opens the commitment later, in the claim. */
  readonly payoutSalt?: string
}

export type Present = (request: PresentRequest) => Promise<Result<Presented, Reasoned>>

/** The one credential query that our transactions go with (OpenID4VP 1.0 §8.4: `credential_ids`). */
const CREDENTIAL_QUERY_ID = 'credential'

/**
 * Makes the command that presents a credential to one verifier, once: the chosen disclosures and a key binding JWT, which approves the
 * payout when there is one. Reasons: not_found, disclosure_unknown.
 */
export function createPresent(context: PartyContext, wallet: Wallet): Present {
  const { clock, random } = context.ports

  function bindPayout(payout: NonNullable<PresentRequest['payout']>) {
    const payoutSalt = payout.salt ?? encodeBase64url(random.bytes(PAYOUT_SALT_BYTES))
    const transactionData = encodePayoutTransaction({
      type: 'evenkeel.payout',
      credential_ids: [CREDENTIAL_QUERY_ID],
      campaign_id: payout.campaignId,
      payout_target: payout.target,
      payout_salt: payoutSalt,
    })
    const claims = {
      transaction_data_hashes: [transactionDataHash(transactionData)],
      transaction_data_hashes_alg: 'sha-256',
    }
    return { shown: { transactionData, payoutSalt }, claims }
  }

  return async ({ credentialId, audience, nonce, disclose, discloseIfThere, payout }) => {
    const held = await wallet.open(credentialId)
    if (!held.ok) return held
    const sdJwt = presentSdJwt(held.value.sdJwt, disclose, discloseIfThere)
    if (!sdJwt.ok) return sdJwt
    const bound = payout === undefined ? undefined : bindPayout(payout)
    const keyBinding = await createKbJwt({
      sdJwt: sdJwt.value,
      audience,
      nonce,
      issuedAtS: Math.floor(clock.nowMs() / 1_000),
      claims: bound?.claims ?? {},
      signer: held.value.signer,
    })
    return ok({ presentation: `${sdJwt.value}${keyBinding}`, ...bound?.shown })
  }
}
