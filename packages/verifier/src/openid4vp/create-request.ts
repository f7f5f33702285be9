import {
  type CampaignId,
  encodeBase64url,
  encodePayoutTransaction,
  epochMs,
  isId,
  ok,
  type PartyContext,
  type Policy,
  parsePayoutTransaction,
  parsePolicy,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { RANDOM_BYTES, REDIRECT_URI_CHARS_MAX } from '../limits.ts'
import { outageOrThrow } from '../model/outage.ts'
import type { Verifier } from '../verifier.ts'
import type { Openid4vpSettings } from './config.ts'
import { CREDENTIAL_QUERY_ID } from './request-object.ts'
import type { PresentationFlow, PresentationPurpose, ResponseMode } from './session.ts'
import type { SessionKeys } from './session-keys.ts'
import type { SessionStore } from './session-store.ts'

export interface NewPresentation {
  /** A claim's receipt, with where its payout is to go; or a verdict under the caller's own policy. */
  readonly purpose:
    | { readonly campaignId: CampaignId; readonly payoutTarget: string }
    | { readonly policy: Policy }
  /** Whether the wallet is on the device that asks, or scans a QR code from it. */
  readonly flow: PresentationFlow
  /** `direct_post.jwt` (encrypted) if absent. */
  readonly responseMode?: ResponseMode
  /** Where a same-device wallet sends the person back; of an allowed origin. */
  readonly redirectUri?: string
  /** The same for every attempt of one request, and unguessable: the attempts then share one session. */
  readonly requestId?: string
  /** On the monotonic clock. */
  readonly deadlineMs: number
}

export interface PresentationRequest {
  /** Reads the result: only for who asked. Never in a QR code, a log or a link that is shared. */
  readonly sessionId: string
  /** Where the wallet gets the signed request. */
  readonly requestUri: string
  /** What opens the wallet: a link on the same device, the text of a QR code across devices. */
  readonly walletUrl: string
  readonly expiresAtMs: number
}

/**
 * Asks for a presentation. Reasons: malformed_message, campaign_unknown, campaign_closed, redirect_not_allowed, queue_full, deadline_passed,
 * store_unavailable, POLICY_REASONS.
 */
export type CreateRequest = (
  asked: NewPresentation,
) => Promise<Result<PresentationRequest, Reasoned>>

export interface Openid4vpParts {
  readonly context: PartyContext
  readonly verifier: Verifier
  readonly settings: Openid4vpSettings
  readonly keys: SessionKeys
  readonly sessions: SessionStore
}

/** Makes the command that opens a session, which lasts as long as its nonce. */
export function createCreateRequest(parts: Openid4vpParts): CreateRequest {
  const { context, verifier, settings, keys, sessions } = parts
  const { clock, random } = context.ports

  async function purposeOf(
    asked: NewPresentation['purpose'],
  ): Promise<Result<PresentationPurpose, Reasoned>> {
    if ('policy' in asked) {
      const policy = parsePolicy(asked.policy)
      const checked = policy.ok ? verifier.checkPolicy(policy.value) : policy
      return checked.ok ? ok({ policy: asked.policy }) : checked
    }
    const { campaignId, payoutTarget } = asked
    const rule = isId(campaignId) ? await verifier.findRule(campaignId) : undefined
    if (rule === undefined) return refuse('campaign_unknown')
    if (clock.nowMs() >= rule.closesAtMs) return refuse('campaign_closed')
    const transactionData = encodePayoutTransaction({
      type: 'evenkeel.payout',
      credential_ids: [CREDENTIAL_QUERY_ID],
      campaign_id: campaignId,
      payout_target: payoutTarget,
      payout_salt: encodeBase64url(random.bytes(RANDOM_BYTES)),
      transaction_data_hashes_alg: ['sha-256'],
    })
    const payout = parsePayoutTransaction(transactionData)
    return payout.ok ? ok({ campaignId, transactionData }) : payout
  }

  async function create(asked: NewPresentation): Promise<Result<PresentationRequest, Reasoned>> {
    const { flow, responseMode = 'direct_post.jwt', redirectUri, deadlineMs } = asked
    if ((flow === 'same-device') !== (redirectUri !== undefined)) {
      return refuse('malformed_message', 'redirectUri goes with the same-device flow')
    }
    const wayBack =
      redirectUri === undefined ? undefined : allowedUrl(redirectUri, settings.redirectOrigins)
    if (redirectUri !== undefined && wayBack === undefined) return refuse('redirect_not_allowed')
    const purpose = await purposeOf(asked.purpose)
    if (!purpose.ok) return purpose
    const sessionId = keys.createSessionId(asked.requestId)
    const id = keys.requestId(sessionId)
    const expiresAtMs = epochMs(clock.nowMs() + verifier.nonceTtlMs)
    const nonce = verifier.createNonce()
    const added = await sessions.add(
      {
        id,
        expiresAtMs,
        request: {
          purpose: purpose.value,
          flow,
          responseMode,
          nonce,
          ...(wayBack !== undefined && { redirectUri: wayBack }),
        },
      },
      deadlineMs,
    )
    if (!added.ok) return added
    const requestUri = `${settings.url}/requests/${id}`
    const query = new URLSearchParams({
      client_id: settings.identity.clientId,
      request_uri: requestUri,
      // §5.10: a wallet that does not know it uses GET; one that does may add a nonce of its own.
      request_uri_method: 'post',
    })
    return ok({
      sessionId,
      requestUri,
      walletUrl: `${settings.walletBase}?${query}`,
      expiresAtMs: added.value.expiresAtMs,
    })
  }

  return (asked) => create(asked).catch((fault: unknown) => refuse(outageOrThrow(fault)))
}

/**
 * Anybody may ask for a claim's presentation, so a wallet sends people only to where the configuration says (OpenID4VP 1.0 §13.3). Gives the
 * URL as it was understood: a wallet whose parser reads the original otherwise would take the response code to another host.
 */
function allowedUrl(redirectUri: string, origins: readonly string[]): string | undefined {
  if (redirectUri.length > REDIRECT_URI_CHARS_MAX || redirectUri.includes('#')) return undefined
  const url = URL.parse(redirectUri)
  if (url === null || url.username !== '' || url.password !== '') return undefined
  const isAllowed = /^https?:$/.test(url.protocol) && origins.includes(url.origin)
  return isAllowed ? url.href : undefined
}
