import {
  type CredentialId,
  type JsonObject,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { endReason } from '../../model/credential-status.ts'
import { BATCH_SIZE_MAX, GRACE_MS_MAX } from '../limits.ts'
import { type Offer, readCredentialIds, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'
import { type CreatedOffer, type CreateOffer, subjectTag } from './create-offer.ts'

export interface ReissueRequest {
  /** All claims of the new credential: the issuer keeps none of the old one's. */
  readonly claims: JsonObject
  readonly disclose?: readonly string[]
  /** Of the new credential, in milliseconds from its issue. */
  readonly validForMs: number
  /** How long the old one stands at most, in milliseconds; it ends earlier once the wallet says that it has the new one. */
  readonly graceMs: number
  /** How long the new one can be fetched, in milliseconds; as long as the old one stands if absent, never shorter. */
  readonly expiresMs?: number
  readonly transactionCode?: boolean
  readonly deferred?: boolean
  /** That the claims which say who the subject is may differ: the old person's entitlements then do not continue. */
  readonly subjectChanges?: boolean
  readonly offerId?: string
}

export type ReissueCredential = (
  credentialId: CredentialId,
  request: ReissueRequest,
) => Promise<Result<CreatedOffer, Reasoned>>

/**
 * Makes the command that offers a credential anew (DESIGN §4, "Updating"). The new one names the old in its claim `replaces`; a batch is replaced
 * as a whole. The holder learns of it by the notice and by its refresh token. Reasons: not_found, credential_revoked, reissue_pending,
 * reissue_subject_changed (also when the old one was not issued to a wallet, so that nobody can tell), and those of `createOffer`.
 */
export function createReissueCredential(
  parts: Openid4vciParts,
  createOffer: CreateOffer,
): ReissueCredential {
  const { context, issuer } = parts
  const { clock, store } = context.ports

  return async (credentialId, request) => {
    const { claims, graceMs, expiresMs = graceMs, subjectChanges = false, ...rest } = request
    const old = await issuer.showCredential(credentialId)
    if (!old.ok) return old
    if (endReason(old.value) !== undefined) return refuse('credential_revoked')
    if (!Number.isSafeInteger(graceMs) || graceMs < 0 || graceMs > GRACE_MS_MAX) {
      return refuse('malformed_message', 'graceMs')
    }
    if (expiresMs < graceMs) return refuse('malformed_message', 'expiresMs ends before graceMs')
    const { previous, batchSize } = await readPrevious(credentialId)
    const configuration = parts.config.configurations.find(({ id, vct }) =>
      previous === undefined ? vct === old.value.vct : id === previous.configuration,
    )
    if (configuration === undefined) return refuse('credential_configuration_unknown')
    const isSameSubject = previous?.subjectTag === subjectTag(parts, configuration, claims)
    if (!isSameSubject && !subjectChanges) return refuse('reissue_subject_changed')
    const oldEndsMs = clock.nowMs() + graceMs
    return createOffer(
      { ...rest, claims, configurationId: configuration.id, batchSize, expiresMs },
      { credentialId, previous: previous?.id, oldEndsMs },
    )
  }

  async function readPrevious(credentialId: CredentialId): Promise<{
    readonly previous: Offer | undefined
    readonly batchSize: number
  }> {
    return store.read('read-previous', async (tx) => {
      const row = await tx.get('SELECT offer FROM vci_credential WHERE id = ?', [credentialId])
      const previous = row === undefined ? undefined : await readOffer(tx, String(row.offer))
      const ids = previous === undefined ? [] : await readCredentialIds(tx, previous.id)
      return {
        previous,
        batchSize: Math.min(Math.max(ids.length, 1), BATCH_SIZE_MAX),
      }
    })
  }
}
