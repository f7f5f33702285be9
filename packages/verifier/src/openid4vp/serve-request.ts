import { createJws, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import { outageOrThrow } from '../model/outage.ts'
import type { Openid4vpParts } from './create-request.ts'
import { findPolicy } from './find-policy.ts'
import { REQUEST_TYP, requestPayload } from './request-object.ts'
import { endOf } from './session.ts'

/**
 * Gives a wallet the signed request of a session (OpenID4VP 1.0 §5.10), with the wallet's nonce if it sent one. Reasons: presentation_unknown,
 * presentation_expired, presentation_answered, presentation_attempts_exhausted, campaign_unknown, store_unavailable.
 */
export type ServeRequest = (id: string, walletNonce?: string) => Promise<Result<string, Reasoned>>

/** Makes the command; nothing is kept of who asked, and the same session may be asked for again until it is answered. */
export function createServeRequest(parts: Openid4vpParts): ServeRequest {
  const { context, verifier, settings, keys, sessions } = parts
  const { clock } = context.ports
  const { signer, kid } = settings.identity

  async function serve(id: string, walletNonce?: string): Promise<Result<string, Reasoned>> {
    const session = await sessions.find(id)
    if (session === undefined) return refuse('presentation_unknown')
    const nowMs = clock.nowMs()
    const end = endOf(session, nowMs)
    if (end !== undefined) return refuse(end)
    const policy = await findPolicy(verifier, session.request.purpose)
    if (policy === undefined) return refuse('campaign_unknown')
    const payload = requestPayload(session, {
      policy,
      settings,
      keys,
      nowMs,
      ...(walletNonce !== undefined && { walletNonce }),
    })
    return ok(await createJws({ header: { typ: REQUEST_TYP, kid }, payload, signer }))
  }

  return (id, walletNonce) =>
    serve(id, walletNonce).catch((fault: unknown) => refuse(outageOrThrow(fault)))
}
