import { SUPERSEDED } from '../../model/credential-status.ts'
import { endOffer, type Offer, readCredentialIds, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'

/**
 * Makes the step that ends what a re-issue replaced: the one place where it happens, by an act for each credential of the old batch, coordinated
 * under the shipped rule (DESIGN §5). Safe to repeat.
 */
export function createEndReplaced(parts: Openid4vciParts): (offer: Offer) => Promise<void> {
  const { context, issuer, commit } = parts
  const { clock, store } = context.ports

  return async ({ id, previous, replaces }) => {
    if (replaces === undefined) return
    const old = await issuer.showCredential(replaces)
    const isSuspended = old.ok && old.value.status === 'suspended'
    const { offer, batch } = await store.read('read-replaced', async (tx) => ({
      offer: await readOffer(tx, id),
      batch: previous === undefined ? [] : await readCredentialIds(tx, previous),
    }))
    if (offer?.oldEndsMs === undefined) return
    // A suspension outlasts the grace: nothing ends, and nothing new is given out, until the operator decides.
    const isWithdrawn = isSuspended && offer.state !== 'issued'
    // At once: they share a publication, of which there is one a second.
    const ending = isWithdrawn ? [] : [...new Set([replaces, ...batch])]
    const ended = await Promise.all(ending.map((each) => issuer.revokeCredential(each, SUPERSEDED)))
    // No room for the announcement: the next sweep comes back.
    if (ended.some((each) => !each.ok && each.error.code === 'pending_acts_full')) return
    await commit(async (tx) => {
      const nowMs = clock.nowMs()
      if (isWithdrawn) {
        await endOffer(tx, id, { state: 'denied', reason: 'credential_suspended', nowMs })
      }
      const changed = await tx.run(
        'UPDATE vci_offer SET old_ends_ms = NULL WHERE id = ? AND old_ends_ms IS NOT NULL',
        [id],
      )
      if (changed === 0) return
      const event = isWithdrawn ? 'OfferWithdrawn' : 'CredentialReplaced'
      const ids = { credential: replaces, offer: id }
      await context.recordEvents(tx, [{ event, atMs: nowMs, ids, detail: {} }])
    })
  }
}
