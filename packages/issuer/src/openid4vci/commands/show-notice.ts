import { ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { PendingChange } from '../../commands/list-issued.ts'
import type { CredentialStatus } from '../../model/credential-status.ts'
import { readCredentialIds, readOffer, readSuccessor } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'
import { offerUri } from './create-offer.ts'
import { isOver } from './exchange-token.ts'

/** What a holder should know of credentials that it has, before anybody refuses them. */
export interface Notice {
  readonly credentials: readonly NoticedCredential[]
  /** There when they are to be replaced. */
  readonly replacement?: {
    /** Gone once the new ones were fetched. */
    readonly credentialOfferUri?: string
    /** When the old ones end at the latest; absent when they have. */
    readonly oldEndsAtMs?: number
  }
}

export interface NoticedCredential {
  readonly credentialId: string
  readonly status: CredentialStatus
  readonly reason?: string
  /** When the last change counts everywhere. */
  readonly effectiveEverywhereAtMs?: number
  /** What is announced, in the order of its time. */
  readonly pending?: readonly PendingChange[]
}

export type ShowNotice = (notice: string) => Promise<Result<Notice, Reasoned>>

/**
 * Makes the query that a holder repeats at leisure. Its address is an unguessable text from the credential response: it names nobody, and who has it
 * has the credential. Reason: not_found.
 */
export function createShowNotice(parts: Openid4vciParts): ShowNotice {
  const { context, issuer, capabilities } = parts
  const { clock, store } = context.ports

  return async (notice) => {
    const [id] = capabilities.read('notice', notice) ?? []
    if (id === undefined) return refuse('not_found')
    const found = await store.read('read-notice', async (tx) => ({
      offer: await readOffer(tx, id),
      ids: await readCredentialIds(tx, id),
      successor: await readSuccessor(tx, id),
    }))
    if (found.offer === undefined) return refuse('not_found')
    const credentials: NoticedCredential[] = []
    for (const each of found.ids) {
      const shown = await issuer.showCredential(each)
      if (!shown.ok) return shown
      const { credentialId, status, reason, effectiveEverywhereAtMs, pending } = shown.value
      credentials.push({
        credentialId,
        status,
        ...(reason !== undefined && { reason }),
        ...(effectiveEverywhereAtMs !== undefined && { effectiveEverywhereAtMs }),
        ...(pending !== undefined && { pending }),
      })
    }
    const { successor } = found
    if (successor === undefined || isOver(successor, clock.nowMs())) return ok({ credentials })
    const { state, oldEndsMs } = successor
    return ok({
      credentials,
      replacement: {
        ...(state === 'offered' && { credentialOfferUri: offerUri(parts, successor.id) }),
        ...(oldEndsMs !== undefined && { oldEndsAtMs: oldEndsMs }),
      },
    })
  }
}
