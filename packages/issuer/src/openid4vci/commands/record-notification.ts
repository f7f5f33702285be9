import { ok, type Result } from '@evenkeel/kernel'
import { type ProtocolRefusal, refuseAs, refuseFor } from '../model/protocol-refusal.ts'
import { type Offer, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'
import type { AuthorizeToken } from './authorize-token.ts'

/** What a wallet says became of its credentials (OpenID4VCI 1.0 §11.1). */
export type WalletEvent = 'credential_accepted' | 'credential_failure' | 'credential_deleted'

export interface WalletNotification {
  readonly notification_id: string
  readonly event: WalletEvent
}

export type RecordNotification = (
  accessToken: string,
  notification: WalletNotification,
) => Promise<Result<undefined, ProtocolRefusal>>

const EVENTS: Readonly<Record<WalletEvent, string>> = {
  credential_accepted: 'CredentialAccepted',
  credential_failure: 'CredentialNotKept',
  credential_deleted: 'CredentialDeleted',
}

/**
 * Makes the command behind the notification endpoint. What the wallet accepted ends what it replaces: durable first, then done, and by the sweep
 * if a crash comes in between. Reasons: access_token_not_accepted,
 * notification_unknown, queue_full.
 */
export function createRecordNotification(
  parts: Openid4vciParts,
  tools: {
    readonly authorize: AuthorizeToken
    readonly endReplaced: (offer: Offer) => Promise<void>
  },
): RecordNotification {
  const { context, capabilities, commit } = parts

  return async (accessToken, { notification_id, event }) => {
    const authorized = await tools.authorize(accessToken)
    if (!authorized.ok) return authorized
    const offer = authorized.value
    const [id] = capabilities.read('notice', notification_id) ?? []
    if (id !== offer.id || offer.state !== 'issued') {
      return refuseAs('invalid_notification_id', 'notification_unknown')
    }
    const now = context.ports.clock.nowMs()
    const isAccepted = event === 'credential_accepted'
    const done = await commit(async (tx) => {
      const current = await readOffer(tx, id)
      // A repeat is answered alike (OpenID4VCI 1.0 §11.1), and is no second event.
      if (current === undefined || current.notified.includes(event)) return current
      const notified = [...current.notified, event].join(' ')
      await tx.run('UPDATE vci_offer SET notified = ? WHERE id = ?', [notified, id])
      if (isAccepted) {
        await tx.run('UPDATE vci_offer SET old_ends_ms = ? WHERE id = ? AND old_ends_ms > ?', [
          now,
          id,
          now,
        ])
      }
      await context.recordEvents(tx, [
        { event: EVENTS[event], atMs: now, ids: { offer: id }, detail: {} },
      ])
      return current
    })
    if (!done.ok) return refuseFor('invalid_notification_request', done.error)
    if (isAccepted && done.value?.oldEndsMs !== undefined) await tools.endReplaced(offer)
    return ok(undefined)
  }
}
