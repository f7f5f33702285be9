import { brandId, type CredentialId, type Err, ok, type Result, type Tx } from '@evenkeel/kernel'
import { ANSWER_KEPT_MS } from '../limits.ts'
import { type ProtocolRefusal, refuseAs, refuseFor } from '../model/protocol-refusal.ts'
import { type Offer, type OfferContent, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'

/** A credential response (OpenID4VCI 1.0 §8.3). */
export interface IssuedAnswer {
  readonly credentials: readonly { readonly credential: string }[]
  /** Absent after a deferred issuance: a wallet library in wide use takes the answer for malformed with it. */
  readonly notification_id?: string
  /** Our own: where the holder learns that something changed, before anybody refuses. Its last segment is the notification id. */
  readonly notice_uri: string
}

export type IssueOffer = (offer: Offer) => Promise<Result<IssuedAnswer, ProtocolRefusal>>

/**
 * Makes the step that issues what an offer holds to the keys bound to it. The credentials' ids follow from the offer, so a crash anywhere is
 * resumed without a second index; the answer is durable, and the claims gone, before the wallet sees it; of two at once one answer is
 * kept, and both give that. Reasons: credential_already_issued (and no longer kept), issuance_denied or issuance_expired (meanwhile), and
 * those of `issueCredential`.
 */
export function createIssueOffer(parts: Openid4vciParts): IssueOffer {
  const { context, issuer, capabilities, config, commit } = parts
  const { clock } = context.ports

  async function issue(offer: Offer): Promise<Result<readonly string[], ProtocolRefusal>> {
    const configuration = parts.configuration(offer.configuration)
    if (configuration === undefined) {
      return refuseAs('unknown_credential_configuration', 'credential_configuration_unknown')
    }
    const content = parts.open<OfferContent>(offer.id, offer.content)
    const ids = credentialIds(offer)
    const issued = await Promise.all(
      (offer.holderKeys ?? []).map((holderJwk, position) =>
        issuer.issueCredential({
          vct: configuration.vct,
          ...content,
          holderJwk,
          credentialId: ids[position] as CredentialId,
        }),
      ),
    )
    const credentials: string[] = []
    for (const each of issued) {
      if (!each.ok) return refuseFor('credential_request_denied', each.error)
      credentials.push(each.value.credential)
    }
    return ok(credentials)
  }

  function credentialIds(offer: Offer): readonly CredentialId[] {
    return (offer.holderKeys ?? []).map((_, position) =>
      brandId<CredentialId>(
        `cred-${capabilities.tag('credential', [offer.id, position]).slice(0, 22)}`,
      ),
    )
  }

  /** Keeps the answer; gives the one that is kept, which may be another's. */
  async function keep(
    tx: Tx,
    offer: Offer,
    credentials: readonly string[],
  ): Promise<Result<readonly string[], ProtocolRefusal>> {
    const now = clock.nowMs()
    const before = await readOffer(tx, offer.id)
    if (before?.state !== offer.state) return kept(before ?? offer)
    const { validForMs } = parts.open<OfferContent>(offer.id, offer.content)
    await tx.run(
      "UPDATE vci_offer SET state = 'issued', content = ?, ends_ms = ?, kept_until_ms = ? WHERE id = ?",
      [
        parts.seal(offer.id, { credentials }),
        now + ANSWER_KEPT_MS,
        now + Math.max(validForMs, ANSWER_KEPT_MS),
        offer.id,
      ],
    )
    await tx.insertMany({
      table: 'vci_credential',
      columns: ['id', 'offer', 'position'],
      rows: credentialIds(offer).map((id, position) => [id, offer.id, position]),
      onConflict: 'fail',
    })
    return ok(credentials)
  }

  function kept(offer: Offer): Result<readonly string[], ProtocolRefusal> {
    if (offer.state !== 'issued') return refuseEnded(offer)
    if (offer.content === undefined) {
      return refuseAs('credential_request_denied', 'credential_already_issued')
    }
    return ok(parts.open<{ credentials: string[] }>(offer.id, offer.content).credentials)
  }

  async function issueAndKeep(offer: Offer): Promise<Result<readonly string[], ProtocolRefusal>> {
    const issued = await issue(offer)
    if (!issued.ok) return issued
    const done = await commit((tx) => keep(tx, offer, issued.value))
    return done.ok ? done.value : refuseFor('credential_request_denied', done.error)
  }

  return async (offer) => {
    const credentials = offer.state === 'issued' ? kept(offer) : await issueAndKeep(offer)
    if (!credentials.ok) return credentials
    const notice = capabilities.make('notice', offer.id)
    return ok({
      credentials: credentials.value.map((credential) => ({ credential })),
      ...(!offer.deferred && { notification_id: notice }),
      notice_uri: `${config.issuerUrl}/notices/${notice}`,
    })
  }
}

/** Refuses what an offer was for once it has ended without a credential: it was denied, or nobody did in time what it waited for. */
export function refuseEnded({ state, reason }: Offer): Err<ProtocolRefusal> {
  const isDenied = state === 'denied' && reason !== 'issuance_expired'
  return refuseAs('credential_request_denied', isDenied ? 'issuance_denied' : 'issuance_expired')
}
