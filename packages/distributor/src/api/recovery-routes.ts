import {
  answerResult,
  type CampaignId,
  type ClaimId,
  defineRoute,
  idField,
  jsonBody,
  type ListQuery,
  listPageSchema,
  MESSAGE_LIMITS,
  ok,
  type PayoutChangeSubmission,
  parsePayoutChangeSubmission,
  payoutChangeSubmissionSchema,
  READ_BUDGET_MS,
  type Route,
  type RouteBody,
  routeQuery,
  type TransferId,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { RecordRepayment } from '../commands/record-repayment.ts'
import type { RecordRevocation } from '../commands/record-revocation.ts'
import type { Distributor } from '../distributor.ts'
import { CAMPAIGN_BODY_LIMITS, RECEIVABLES_PAGE_MAX } from '../limits.ts'
import { isClaimId } from '../model/claim-ids.ts'
import { personOf } from './campaign-change-routes.ts'
import {
  payoutChangeSchema,
  receivableSchema,
  recoveryAppealedSchema,
  repaymentRecordedSchema,
  repaymentSchema,
  revocationRecordedSchema,
  revocationSchema,
} from './recovery-schemas.ts'

const pageQuery = routeQuery(Type.Object({ after: Type.Optional(idField()) }))
const CLAIM_ID = 'The claim’s id is all that it takes.'

/** What happens after money left: debts, repayments, changed payout targets. */
export function recoveryRoutes(distributor: Distributor): readonly Route[] {
  return [...operatorRoutes(distributor), ...claimantRoutes(distributor)]
}

function operatorRoutes(distributor: Distributor): readonly Route[] {
  const access = { kind: 'key', scope: 'distributor:campaigns' } as const
  const common = { method: 'POST', access, budgetMs: WRITE_BUDGET_MS } as const
  return [
    defineRoute<Omit<RecordRevocation, 'by'>>({
      ...common,
      operation: 'recordRevocation',
      path: '/revocations',
      summary:
        'Records in the name of one person that what claims rest on was revoked: what was paid becomes a case or a loss of the campaign; what is not paid ends when a second says the same.',
      body: jsonBody(revocationSchema, CAMPAIGN_BODY_LIMITS) as RouteBody<
        Omit<RecordRevocation, 'by'>
      >,
      answers: { 200: { description: 'What became of each.', schema: revocationRecordedSchema } },
      reasons: ['malformed_message', 'message_too_large', 'claim_unknown'],
      repeats: 'key',
      handle: async ({ body, caller }) => {
        const recorded = await distributor.recordRevocation({ ...body, by: personOf(caller) })
        return answerResult(recorded.ok ? ok({ claims: recorded.value }) : recorded)
      },
    }),
    defineRoute<Omit<RecordRepayment, 'transferId'>>({
      ...common,
      operation: 'recordRepayment',
      path: '/receivables/:transferId/repayments',
      summary: 'Records money that came for a receivable, by the statement that shows it.',
      body: jsonBody(repaymentSchema, MESSAGE_LIMITS) as RouteBody<
        Omit<RecordRepayment, 'transferId'>
      >,
      answers: { 200: { description: 'What is open.', schema: repaymentRecordedSchema } },
      reasons: [
        'receivable_unknown',
        'receivable_not_due',
        'receivable_exceeded',
        'amount_overflow',
        'idempotency_conflict',
      ],
      repeats: 'content',
      handle: async ({ params, body }) => {
        const transferId = (params.transferId ?? '') as TransferId
        return answerResult(await distributor.recordRepayment({ transferId, ...body }))
      },
    }),
    defineRoute<undefined, ListQuery>({
      operation: 'listReceivables',
      method: 'GET',
      path: '/campaigns/:campaignId/receivables',
      summary: 'Lists what payments of a campaign became whose ground was revoked.',
      access: { kind: 'key', scope: 'distributor:read' },
      query: pageQuery,
      answers: {
        200: {
          description: 'A page of receivables.',
          schema: listPageSchema(receivableSchema, RECEIVABLES_PAGE_MAX),
        },
      },
      reasons: [],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async ({ params, query: { after } }) => ({
        status: 200,
        json: await distributor.listReceivables({
          campaignId: (params.campaignId ?? '') as CampaignId,
          ...(after === undefined ? {} : { after }),
        }),
      }),
    }),
    defineRoute({
      ...common,
      operation: 'confirmPayoutChange',
      path: '/claims/:claimId/payout-change/confirmation',
      summary:
        'Confirms a claimant’s change of the payout target in the name of one person; it takes two.',
      answers: { 200: { description: 'The change.', schema: payoutChangeSchema } },
      reasons: ['payout_change_unknown', 'payout_change_not_allowed'],
      repeats: 'key',
      handle: async ({ params, caller }) =>
        answerResult(
          await distributor.confirmPayoutChange({
            claimId: claimOf(params.claimId),
            by: personOf(caller),
          }),
        ),
    }),
  ]
}

function claimantRoutes(distributor: Distributor): readonly Route[] {
  const common = {
    method: 'POST',
    access: { kind: 'public' },
    repeats: 'content',
    budgetMs: WRITE_BUDGET_MS,
  } as const
  return [
    defineRoute<PayoutChangeSubmission>({
      ...common,
      operation: 'requestPayoutChange',
      path: '/claims/:claimId/payout-change',
      summary: 'Asks, signed with the holder’s key, that later payments of a claim go elsewhere.',
      body: {
        mediaType: 'application/json',
        bytesMax: MESSAGE_LIMITS.maxBytes,
        schema: payoutChangeSubmissionSchema,
        parse: parsePayoutChangeSubmission,
      },
      answers: { 202: { description: 'It waits for two people.', schema: payoutChangeSchema } },
      reasons: [
        'malformed_message',
        'message_too_large',
        'receipt_malformed',
        'claim_unknown',
        'claim_receipt_mismatch',
        'claim_holder_key_mismatch',
        'claim_signature_invalid',
        'algorithm_not_accepted',
        'header_not_accepted',
        'payout_change_not_allowed',
      ],
      handle: async ({ params, body }) =>
        answerResult(await distributor.requestPayoutChange(claimOf(params.claimId), body), 202),
    }),
    defineRoute({
      ...common,
      operation: 'cancelPayoutChange',
      path: '/claims/:claimId/payout-change/cancellation',
      summary: `Cancels a change of the payout target before it applies. ${CLAIM_ID}`,
      answers: { 200: { description: 'The change.', schema: payoutChangeSchema } },
      reasons: ['payout_change_unknown'],
      handle: async ({ params }) =>
        answerResult(await distributor.cancelPayoutChange(claimOf(params.claimId))),
    }),
    defineRoute({
      ...common,
      operation: 'appealRecovery',
      path: '/claims/:claimId/recovery/appeal',
      summary: `Asks for a second decision about what is owed back, by somebody else. ${CLAIM_ID}`,
      answers: { 202: { description: 'The appeal is durable.', schema: recoveryAppealedSchema } },
      reasons: [
        'receivable_unknown',
        'case_unknown',
        'case_transition_not_allowed',
        'appeal_made_already',
        'appeal_window_over',
      ],
      handle: async ({ params }) =>
        answerResult(await distributor.appealRecovery(claimOf(params.claimId)), 202),
    }),
  ]
}

/** A text that is no claim's id is one that nobody has. */
function claimOf(text = ''): ClaimId {
  return (isClaimId(text) ? text : 'none') as ClaimId
}
