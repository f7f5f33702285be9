import { type CredentialId, isId, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import { isStatusReason } from '../../model/credential-status.ts'
import { endOffer, readCredentialIds, readOffer, readSuccessor } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'
import { isOver } from './exchange-token.ts'

export interface RevokedOffer {
  readonly offerId: string
  /** Those that were issued, and are invalid now. */
  readonly credentialIds: readonly CredentialId[]
}

export type RevokeOffer = (
  offerId: string,
  reason: string,
) => Promise<Result<RevokedOffer, Reasoned>>

/**
 * Makes the command that ends an offer and every credential of its batch: a person has all copies, so ending one of them ends nothing. What
 * replaces them ends too: a re-issue is no way round it. `reason` is a snake_case code. Safe to repeat, and to be repeated after a crash. Reasons: not_found, malformed_message, queue_full.
 */
export function createRevokeOffer(parts: Openid4vciParts): RevokeOffer {
  const { context, issuer, commit } = parts
  const { clock } = context.ports

  return async function revoke(
    offerId: string,
    reason: string,
  ): Promise<Result<RevokedOffer, Reasoned>> {
    if (!isStatusReason(reason)) return refuse('malformed_message', 'reason')
    if (!isId(offerId)) return refuse('not_found')
    const done = await commit(async (tx) => {
      const offer = await readOffer(tx, offerId)
      if (offer === undefined) return undefined
      const now = clock.nowMs()
      if (offer.state !== 'issued' && !isOver(offer, now)) {
        await endOffer(tx, offerId, { state: 'denied', reason, nowMs: now })
        await tx.run('UPDATE vci_offer SET old_ends_ms = NULL WHERE id = ?', [offerId])
        await context.recordEvents(tx, [
          { event: 'OfferWithdrawn', atMs: now, ids: { offer: offerId }, detail: { reason } },
        ])
      } else {
        // What was kept for a wallet whose answer was lost is not given out any more.
        await tx.run('UPDATE vci_offer SET content = NULL WHERE id = ?', [offerId])
      }
      return {
        credentialIds: await readCredentialIds(tx, offerId),
        successor: await readSuccessor(tx, offerId),
      }
    })
    if (!done.ok) return done
    if (done.value === undefined) return refuse('not_found')
    const { credentialIds, successor } = done.value
    // At once: they share a publication, of which there is one a second.
    const changes = await Promise.all(
      credentialIds.map((each) => issuer.revokeCredential(each, reason)),
    )
    const refused = changes.find(({ ok: isDone }) => !isDone)
    if (refused?.ok === false) return refused
    const next = successor === undefined ? undefined : await revoke(successor.id, reason)
    return next?.ok === false ? next : ok({ offerId, credentialIds })
  }
}
