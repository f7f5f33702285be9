import {
  isId,
  type JsonObject,
  ok,
  type Reasoned,
  type Result,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import { checkIssueContent } from '../../model/check-issue-request.ts'
import { isStatusReason } from '../../model/credential-status.ts'
import { DEFERRED_MS } from '../limits.ts'
import { endOffer, type Offer, type OfferContent, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'
import { REPLACES_CLAIM, subjectTag, withReplaced } from './create-offer.ts'
import { isOver } from './exchange-token.ts'

/** How a deferred issuance stands after its operator decided. */
export interface IssuanceDecision {
  readonly transactionId: string
  readonly state: 'approved' | 'denied'
}

/** What the operator found out meanwhile. */
export interface IssuanceChange {
  readonly claims?: JsonObject
  /** Names of the claims that the holder may withhold; all of them if absent. */
  readonly disclose?: readonly string[]
}

export interface DecideIssuance {
  /** Lets the wallet have the credential, with these claims instead of the offered ones if they are given. */
  complete(
    transactionId: string,
    change?: IssuanceChange,
  ): Promise<Result<IssuanceDecision, Reasoned>>
  /** Refuses it for ever; the wallet is told issuance_denied. `reason` is a snake_case code of the operator's own. */
  deny(transactionId: string, reason: string): Promise<Result<IssuanceDecision, Reasoned>>
}

/**
 * Makes the decisions about deferred issuances. The first decision stands; the same again is no fault. Without one, the deadline denies.
 * Reasons: transaction_unknown, issuance_not_pending, those of `checkIssueContent`, reissue_subject_changed, queue_full.
 */
export function createDecideIssuance(parts: Openid4vciParts): DecideIssuance {
  const { context, commit } = parts
  const { clock } = context.ports

  async function pending(
    tx: Tx,
    id: string,
    decided: 'approved' | 'denied',
  ): Promise<Result<Offer | undefined, Reasoned>> {
    const offer = isId(id) ? await readOffer(tx, id) : undefined
    if (offer === undefined || !offer.deferred) return refuse('transaction_unknown')
    const wasApproved = offer.state === 'approved' || offer.state === 'issued'
    if (decided === 'approved' ? wasApproved : offer.state === 'denied') return ok(undefined)
    if (offer.state !== 'deferred' || isOver(offer, clock.nowMs())) {
      return refuse('issuance_not_pending', offer.state)
    }
    return ok(offer)
  }

  function contentWith(
    offer: Offer,
    { claims, disclose = Object.keys(claims ?? {}) }: IssuanceChange,
  ): Result<Uint8Array, Reasoned> {
    const offered = parts.open<OfferContent>(offer.id, offer.content)
    if (claims === undefined) return ok(parts.seal(offer.id, offered))
    if (Object.hasOwn(claims, REPLACES_CLAIM)) {
      return refuse('malformed_message', `${REPLACES_CLAIM} is the issuer's own`)
    }
    const configuration = parts.configuration(offer.configuration)
    if (configuration === undefined) return refuse('credential_configuration_unknown')
    if (subjectTag(parts, configuration, claims) !== offer.subjectTag) {
      return refuse('reissue_subject_changed')
    }
    const content = { ...offered, ...withReplaced({ claims, disclose }, offer.replaces) }
    const checked = checkIssueContent({ vct: configuration.vct, ...content })
    return checked.ok ? ok(parts.seal(offer.id, content)) : checked
  }

  async function approve(tx: Tx, offer: Offer, content: Uint8Array): Promise<void> {
    const endsMs = clock.nowMs() + DEFERRED_MS
    await tx.run(
      "UPDATE vci_offer SET state = 'approved', content = ?, ends_ms = ?, kept_until_ms = ? WHERE id = ?",
      [content, endsMs, endsMs, offer.id],
    )
    await record(tx, 'IssuanceApproved', offer, {})
  }

  async function refuseOffer(tx: Tx, offer: Offer, reason: string): Promise<void> {
    await endOffer(tx, offer.id, { state: 'denied', reason, nowMs: clock.nowMs() })
    // What is not replaced does not end.
    await tx.run('UPDATE vci_offer SET old_ends_ms = NULL WHERE id = ?', [offer.id])
    await record(tx, 'IssuanceDenied', offer, { reason })
  }

  function record(
    tx: Tx,
    event: string,
    offer: Offer,
    detail: Readonly<Record<string, string>>,
  ): Promise<void> {
    return context.recordEvents(tx, [
      { event, atMs: clock.nowMs(), ids: { offer: offer.id }, detail },
    ])
  }

  async function run(
    transactionId: string,
    state: IssuanceDecision['state'],
    step: (tx: Tx, offer: Offer) => Promise<Result<undefined, Reasoned>>,
  ): Promise<Result<IssuanceDecision, Reasoned>> {
    const done = await commit(async (tx) => {
      const offer = await pending(tx, transactionId, state)
      if (!offer.ok) return offer
      return offer.value === undefined ? ok(undefined) : step(tx, offer.value)
    })
    if (!done.ok) return done
    return done.value.ok ? ok({ transactionId, state }) : done.value
  }

  return {
    complete: (transactionId, change = {}) =>
      run(transactionId, 'approved', async (tx, offer) => {
        const content = contentWith(offer, change)
        if (!content.ok) return content
        await approve(tx, offer, content.value)
        return ok(undefined)
      }),
    async deny(transactionId, reason) {
      if (!isStatusReason(reason)) return refuse('malformed_message', 'reason')
      return run(transactionId, 'denied', async (tx, offer) => {
        await refuseOffer(tx, offer, reason)
        return ok(undefined)
      })
    },
  }
}
