import {
  assert,
  type ClaimSubmission,
  encodeHex,
  ok,
  type Policy,
  type PublicJwk,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
  sha256,
  type Verdict,
} from '@evenkeel/kernel'
import type { KeptVerdict } from '../commands/verify-presentation.ts'
import { faultOfClaims } from '../model/checks/check-rule.ts'
import { outageOrThrow } from '../model/outage.ts'
import { type Presentation, readPresentation } from '../model/read-presentation.ts'
import type { Openid4vpParts } from './create-request.ts'
import { findPolicy } from './find-policy.ts'
import { type ResponseForm, readResponse } from './read-response.ts'
import { endOf, type PresentationPurpose, type Session, type SessionResult } from './session.ts'

/** Where the wallet is to send the person; nothing in the cross-device flow (OpenID4VP 1.0 §8.2). */
export interface ResponseAccepted {
  readonly redirectUri?: string
}

/**
 * Takes a wallet's answer to the request of this id. Accepted means that it counts, not that the verdict is good: the wallet learns nothing of
 * that. Reasons: presentation_unknown, presentation_expired, presentation_answered, presentation_attempts_exhausted, those of `readResponse`,
 * those of a presentation that does not answer the query, and those of a verdict without a binding to this request.
 */
export type AcceptResponse = (
  id: string,
  form: ResponseForm,
  deadlineMs: number,
) => Promise<Result<ResponseAccepted, Reasoned>>

/**
 * Makes the command. What decides a session is the first presentation that its holder signed for this very request: the verdict, the use of the
 * nonce and the session's result are one transaction. Everything else (unreadable, for another request, of another type, not signed by the
 * holder) is refused, counted and leaves the session open; the verifier's own trouble is not even counted. A stranger who saw the request can
 * so spoil it, with PRESENTATION_ATTEMPTS_MAX answers, but not decide it in the claimant's place without a credential of their own. The
 * deciding presentation sent again gets the same answer.
 */
export function createAcceptResponse(
  parts: Openid4vpParts,
  onChange: (id: string) => void,
): AcceptResponse {
  const { context, verifier, settings, keys, sessions } = parts
  const { clock } = context.ports

  async function accept(
    id: string,
    form: ResponseForm,
    deadlineMs: number,
  ): Promise<Result<ResponseAccepted, Reasoned>> {
    const session = await sessions.find(id)
    if (session === undefined) return refuse('presentation_unknown')
    const end = endOf(session, clock.nowMs())
    // One that is answered takes its deciding presentation again.
    if (end !== undefined && end !== 'presentation_answered') return refuse(end)
    const response = await readResponse(form, {
      responseMode: session.request.responseMode,
      state: keys.state(id),
      encryptionKey: () => keys.encryptionKey(id),
    })
    if (!response.ok) return count(session, response.error)
    if (response.value.kind === 'error') {
      if (session.state === 'answered') return refuse('presentation_answered')
      await sessions.decline(id, response.value.error)
      onChange(id)
      const { redirectUri } = session.request
      return ok(redirectUri === undefined ? {} : { redirectUri })
    }
    return answer(session, response.value.presentation, deadlineMs)
  }

  async function answer(
    session: Session,
    presentation: string,
    deadlineMs: number,
  ): Promise<Result<ResponseAccepted, Reasoned>> {
    const answerHash = encodeHex(sha256(presentation.toWellFormed()))
    if (session.state === 'answered') return answerAgain(session, answerHash)
    const policy = await findPolicy(verifier, session.request.purpose)
    if (policy === undefined) return refuse('campaign_unknown')
    const read = readPresentation(presentation)
    if (!read.ok) return count(session, read.error)
    const unasked = faultOfAnswer(read.value, policy)
    if (unasked !== undefined) return count(session, { code: unasked })
    const verdict = await verify(session, policy, {
      presentation,
      deadlineMs,
      async keep(tx, kept) {
        await sessions.answer(
          tx,
          session.id,
          answerHash,
          resultOf(session, kept, read.value, presentation),
        )
      },
    })
    if (!verdict.ok) return verdict
    const binding = verdict.value.checks.find(({ check }) => check === 'holder_binding')
    // The verdict was recorded with its nonce: a binding counts only then.
    if (binding?.result === 'ok') {
      onChange(session.id)
      return ok(accepted(session))
    }
    // Another answer may have come first; if it was the same one, this is a retry of it.
    const now = await sessions.find(session.id)
    if (now?.state === 'answered') return answerAgain(now, answerHash)
    // A sound binding of which no note could be taken: whatever else the verdict says is nothing for the wallet yet.
    if (binding?.result === 'unknown') return refuse(binding.reason)
    const { outcome, reason } = verdict.value
    assert(reason !== undefined, 'a verdict that was not kept has a reason')
    return outcome === 'undetermined' ? refuse(reason) : count(session, { code: reason })
  }

  async function verify(
    { request }: Session,
    policy: Policy,
    answered: {
      readonly presentation: string
      readonly deadlineMs: number
      readonly keep: NonNullable<Parameters<typeof verifier.verifyForCampaign>[0]['keep']>
    },
  ): Promise<Result<Verdict, Reasoned>> {
    const { purpose, nonce } = request
    const common = { ...answered, nonce, audience: settings.identity.clientId }
    if ('policy' in purpose) {
      return ok((await verifier.verifyPresentation({ ...common, policy })).verdict)
    }
    const verified = await verifier.verifyForCampaign({ ...common, ...purpose })
    return verified.ok ? ok(verified.value.verdict) : verified
  }

  function answerAgain(session: Session, answerHash: string): Result<ResponseAccepted, Reasoned> {
    return session.answerHash === answerHash
      ? ok(accepted(session))
      : refuse('presentation_answered')
  }

  /** In the fragment, as the specification shows it: it is in no server's log and in no Referer. */
  function accepted({ id, request: { redirectUri } }: Session): ResponseAccepted {
    if (redirectUri === undefined) return {}
    return { redirectUri: `${redirectUri}#response_code=${keys.responseCode(id)}` }
  }

  async function count(session: Session, error: Reasoned): Promise<Result<never, Reasoned>> {
    if (session.state === 'answered') return refuse('presentation_answered')
    await sessions.countAttempt(session.id, error.code)
    onChange(session.id)
    return refuse(error.code, error.detail)
  }

  return (id, form, deadlineMs) =>
    accept(id, form, deadlineMs).catch((fault: unknown) => refuse(outageOrThrow(fault)))
}

/** Whether the presentation is one that the query asks for (OpenID4VP 1.0 §8.6): if not, it decides nothing. */
function faultOfAnswer(presentation: Presentation, policy: Policy): ReasonCode | undefined {
  return policy.credentialTypes.includes(presentation.claims.vct)
    ? faultOfClaims(presentation, policy)
    : 'credential_type_not_accepted'
}

function resultOf(
  { request }: Session,
  { verdict, receipt }: KeptVerdict,
  { claims }: Presentation,
  presentation: string,
): SessionResult {
  if (receipt === undefined) return { verdict }
  const submission = submissionOf(request.purpose, receipt.compact, claims.cnf?.jwk, presentation)
  return { verdict, receipt: receipt.compact, ...(submission && { submission }) }
}

/** The claim that the wallet has signed by presenting: its key binding JWT approves the payout. */
function submissionOf(
  purpose: PresentationPurpose,
  receipt: string,
  holder: PublicJwk | undefined,
  presentation: string,
): ClaimSubmission | undefined {
  if (!('campaignId' in purpose) || holder === undefined) return undefined
  const { kty, crv, x, y } = holder
  return {
    v: 1,
    receipt,
    approval: {
      keyBinding: presentation.slice(presentation.lastIndexOf('~') + 1),
      holderJwk: { kty, crv, x, ...(y !== undefined && { y }) },
      transactionData: purpose.transactionData,
    },
  }
}
