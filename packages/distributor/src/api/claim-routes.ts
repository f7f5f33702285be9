import {
  answerResult,
  type CampaignId,
  type ClaimId,
  type ClaimSubmission,
  claimSubmissionSchema,
  defineRoute,
  MESSAGE_LIMITS,
  parseClaimSubmission,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteAnswer,
  reasons,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { ClaimAppealed } from '../commands/appeal-claim.ts'
import type { ClaimAnswer } from '../commands/commit-claims.ts'
import type { ClaimStateView } from '../commands/show-claim-state.ts'
import type { Distributor } from '../distributor.ts'
import {
  CLAIM_ANSWER_BUDGET_MS,
  CLAIM_END_MAX_AGE_S,
  CLAIM_STATE_MAX_AGE_S,
  RETRY_AFTER_MS_MIN,
} from '../limits.ts'
import { isClaimId } from '../model/claim-ids.ts'
import { CLAIM_HEADER, KNOCK_HEADER } from '../model/claim-knock.ts'
import {
  claimAppealedSchema,
  claimExplanationSchema,
  claimStateDocumentSchema,
  ticketSchema,
} from './schemas.ts'

/** How a claim is sent. */
export function submitRoute(distributor: Distributor): Route {
  return defineRoute<ClaimSubmission>({
    operation: 'submitClaim',
    method: 'POST',
    path: '/campaigns/:campaignId/claims',
    summary: 'Sends a claim: a receipt, and the holder’s word for the payout.',
    access: { kind: 'public' },
    body: {
      mediaType: 'application/json',
      bytesMax: MESSAGE_LIMITS.maxBytes,
      schema: claimSubmissionSchema,
      parse: parseClaimSubmission,
    },
    answers: {
      201: { description: 'A ticket: the claim is durable, and will end.', schema: ticketSchema },
      200: {
        description: 'The claim is known; the same ticket, and where the claim is now.',
        schema: ticketSchema,
      },
    },
    reasons: SUBMIT_REASONS,
    repeats: 'content',
    budgetMs: CLAIM_ANSWER_BUDGET_MS,
    sharePlacesBy: 'campaignId',
    appointmentBy: CLAIM_HEADER,
    refusalHeaders: (share, { [CLAIM_HEADER]: claim, [KNOCK_HEADER]: knock }) => {
      const campaignId = share as CampaignId
      distributor.noteRefusal(campaignId)
      if (typeof claim !== 'string' || !isClaimId(claim)) return {}
      const former = typeof knock === 'string' ? knock : undefined
      return { [KNOCK_HEADER]: distributor.makeKnock(campaignId, claim, former) }
    },
    handle: async ({ params, headers, body, deadlineMs }) => {
      const campaignId = params.campaignId as CampaignId
      const knock = headers[KNOCK_HEADER]
      const options = { campaignId, deadlineMs, ...(knock !== undefined && { knock }) }
      const answer = await distributor.submitClaim(body, options)
      return answerClaim(distributor.url(), campaignId, answer)
    },
  })
}

/** What an intake can refuse with: those of `submitClaim`, and of `keySubmission`, `evaluateClaims` and `commitClaims` behind it. */
const SUBMIT_REASONS: Route['reasons'] = [
  'malformed_message',
  'message_too_large',
  'nesting_too_deep',
  'duplicate_key',
  'receipt_malformed',
  'receipt_verifier_not_named',
  'receipt_signature_invalid',
  'receipt_wrong_audience',
  'receipt_policy_mismatch',
  'receipt_prior_missing',
  'receipt_expired',
  'receipt_outcome_not_accepted',
  'claim_receipt_mismatch',
  'claim_payout_mismatch',
  'claim_holder_key_mismatch',
  'claim_signature_invalid',
  'claim_campaign_mismatch',
  'claim_conflict',
  'algorithm_not_accepted',
  'header_not_accepted',
  'already_claimed',
  'not_in_table',
  'tier_not_in_rule',
  'weight_malformed',
  'verifier_limit_reached',
  'issuer_limit_reached',
  'jurisdiction_limit_reached',
  'payout_target_limit_reached',
  'period_limit_reached',
  'limit_output_missing',
  'campaign_unknown',
  'campaign_not_open',
  'campaign_closed',
  'queue_full',
  'deadline_passed',
  'store_unavailable',
  'compute_unavailable',
]

function answerClaim(url: string, campaignId: CampaignId, answer: ClaimAnswer): RouteAnswer {
  if (answer.kind === 'ticket') {
    const { ticket, claimId, state, repeated } = answer
    const links = { ...linksOf(url, claimId), campaign: `${url}/campaigns/${campaignId}` }
    return {
      status: repeated ? 200 : 201,
      json: { ticket, claimId, state, links },
      headers: { location: links.state },
    }
  }
  const { reason, claimId, retryAfterMs, knock } = answer
  // A refusal by decision is kept: its document says what can be done about it.
  const detail = claimId === undefined ? answer.detail : `kept at /claims/${claimId}`
  const problem: Reasoned = { code: reason, ...(detail === undefined ? {} : { detail }) }
  if (retryAfterMs === undefined) return { problem }
  const headers = knock === undefined ? {} : { [KNOCK_HEADER]: knock }
  return { problem, retryAfterMs, headers }
}

function linksOf(
  url: string,
  claimId: ClaimId,
): { readonly state: string; readonly events: string } {
  const state = `${url}/claims/${claimId}`
  return { state, events: `${state}/events` }
}

const CLAIM_ID = 'A claim’s id follows from its receipt: whoever has it may see where the claim is.'

/** How claimants, and with a key operators, learn what became of a claim. */
export function claimRoutes(distributor: Distributor): readonly Route[] {
  return [
    defineRoute({
      operation: 'showClaimState',
      method: 'GET',
      path: '/claims/:claimId',
      summary: `Shows where a claim is, why, and what happens next. ${CLAIM_ID}`,
      access: { kind: 'public' },
      answers: {
        200: { description: 'The state document.', schema: claimStateDocumentSchema },
        304: { description: 'The reader has it.', mediaType: 'application/json' },
      },
      reasons: ['claim_unknown'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async ({ params, headers }) => {
        const shown = await distributor.showClaimState(params.claimId ?? '')
        if (!shown.ok) return { problem: shown.error }
        return answerState(shown.value, headers['if-none-match'])
      },
    }),
    defineRoute({
      operation: 'followClaim',
      method: 'GET',
      path: '/claims/:claimId/events',
      summary: `Streams a claim’s state documents as it changes, until its end. ${CLAIM_ID}`,
      access: { kind: 'public' },
      answers: {
        200: {
          description: 'Events `state`, each a state document; their ids go into Last-Event-ID.',
          mediaType: 'text/event-stream',
          schema: claimStateDocumentSchema,
        },
        204: {
          description: 'The reader has the last state: nothing more will come.',
          mediaType: 'text/event-stream',
        },
      },
      reasons: ['claim_unknown', 'queue_full'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: ({ params, headers, signal }) =>
        followClaim(distributor, params.claimId ?? '', headers['last-event-id'], signal),
    }),
    defineRoute({
      operation: 'appealClaim',
      method: 'POST',
      path: '/claims/:claimId/appeal',
      summary:
        'Asks for a second decision about a refused claim, by somebody else. The claim’s id is all that it takes.',
      access: { kind: 'public' },
      answers: {
        202: {
          description: 'The appeal is durable; the state document tells what becomes of it.',
          schema: claimAppealedSchema,
        },
      },
      reasons: [
        'claim_unknown',
        'case_unknown',
        'case_transition_not_allowed',
        'appeal_window_over',
        'appeal_made_already',
        'queue_full',
        'deadline_passed',
      ],
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      handle: async ({ params, deadlineMs }) => {
        const { claimId = '' } = params
        const appealed = await distributor.appealClaim(claimId, { deadlineMs })
        return answerAppeal(distributor.url(), appealed)
      },
    }),
    defineRoute({
      operation: 'explainClaim',
      method: 'GET',
      path: '/claims/:claimId/explanation',
      summary: 'Tells the whole story of a claim, with the words for operators.',
      access: { kind: 'key', scope: 'distributor:read' },
      answers: { 200: { description: 'The story.', schema: claimExplanationSchema } },
      reasons: ['claim_unknown'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async ({ params }) =>
        answerResult(await distributor.explainClaim(params.claimId ?? '')),
    }),
  ]
}

function answerState(
  { version, state }: ClaimStateView,
  ifNoneMatch: string | undefined,
): RouteAnswer {
  // Weak: processes that share a store may sign one version at different times.
  const etag = `W/"${version}"`
  const maxAgeS = state.terminal ? CLAIM_END_MAX_AGE_S : CLAIM_STATE_MAX_AGE_S
  const headers = { etag, 'cache-control': `public, max-age=${maxAgeS}` }
  // RFC 9110 §13.1.2: a list of tags, compared weakly; the tags are ours and contain no comma.
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes(`"${version}"`) || tags.includes('*')
    ? { status: 304, bytes: new Uint8Array(), mediaType: 'application/json', headers }
    : { status: 200, json: state, headers }
}

function answerAppeal(url: string, appealed: Result<ClaimAppealed, Reasoned>): RouteAnswer {
  if (!appealed.ok) {
    const problem = appealed.error
    return reasons[problem.code].retryable
      ? { problem, retryAfterMs: RETRY_AFTER_MS_MIN }
      : { problem }
  }
  const links = linksOf(url, appealed.value.claimId)
  // With the location, caches drop the document that says nothing of the appeal (RFC 9111 §4.4).
  return { status: 202, json: { ...appealed.value, links }, headers: { location: links.state } }
}

async function followClaim(
  distributor: Distributor,
  claimId: string,
  after: string | undefined,
  signal: AbortSignal,
): Promise<RouteAnswer> {
  const shown = await distributor.showClaimState(claimId)
  if (!shown.ok) return { problem: shown.error }
  // A reader of server-sent events connects again for ever, unless it is told that there is no content (HTML §9.2).
  if (shown.value.state.terminal && shown.value.version === after) {
    return { status: 204, bytes: new Uint8Array(), mediaType: 'text/event-stream' }
  }
  const options = { signal, ...(after === undefined ? {} : { after }) }
  const followed = distributor.followClaim(shown.value, options)
  if (followed.ok) return { events: followed.value }
  return { problem: followed.error, retryAfterMs: RETRY_AFTER_MS_MIN }
}
