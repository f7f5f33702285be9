import {
  answerResult,
  type ClaimId,
  defineRoute,
  jsonBody,
  MESSAGE_LIMITS,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteAnswer,
  type RouteBody,
  refuse,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { Distributor } from '../distributor.ts'
import { isClaimId } from '../model/claim-ids.ts'
import { personOf } from './campaign-change-routes.ts'
import { cancelProposalSchema, cancelProposedSchema, vestingViewSchema } from './schemas.ts'

/** What of a claim is paid in parts, and how two people end that early. */
export function vestingRoutes(distributor: Distributor): readonly Route[] {
  return [
    defineRoute({
      operation: 'showVesting',
      method: 'GET',
      path: '/claims/:claimId/vesting',
      summary:
        'Shows what of a claim has fallen due, each payment with its receipt, and what is to come.',
      access: { kind: 'public' },
      answers: { 200: { description: 'The claim’s payments.', schema: vestingViewSchema } },
      reasons: ['claim_unknown', 'vesting_unknown'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: ({ params }) => withClaim(params.claimId, distributor.showVesting),
    }),
    defineRoute<{ readonly evidence: string }>({
      operation: 'proposeCancel',
      method: 'POST',
      path: '/claims/:claimId/vesting/cancellation',
      summary:
        'Ends a claim’s payments in the name of one person: the first proposes it upon evidence, a second confirms it upon the same.',
      access: { kind: 'key', scope: 'distributor:campaigns' },
      body: jsonBody(cancelProposalSchema, MESSAGE_LIMITS) as RouteBody<{
        readonly evidence: string
      }>,
      answers: {
        200: {
          description: 'Proposed, or confirmed: then it ends when the rule’s notice has passed.',
          schema: cancelProposedSchema,
        },
      },
      reasons: [
        'malformed_message',
        'claim_unknown',
        'vesting_cancel_not_allowed',
        'vesting_second_person_needed',
      ],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      handle: ({ params, body: { evidence }, caller }) =>
        withClaim(params.claimId, (claimId) =>
          distributor.proposeCancel({ claimId, evidence, by: personOf(caller) }),
        ),
    }),
    defineRoute({
      operation: 'withdrawCancel',
      method: 'POST',
      path: '/claims/:claimId/vesting/cancellation/withdrawal',
      summary:
        'Takes back, in the name of one person and before the notice is over, that a claim’s payments end early.',
      access: { kind: 'key', scope: 'distributor:campaigns' },
      answers: { 200: { description: 'They go on.', schema: cancelProposedSchema } },
      reasons: ['claim_unknown', 'vesting_cancel_not_allowed'],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      handle: ({ params, caller }) =>
        withClaim(params.claimId, (claimId) =>
          distributor.withdrawCancel({ claimId, by: personOf(caller) }),
        ),
    }),
  ]
}

async function withClaim<T extends object>(
  claimId: string | undefined,
  act: (claimId: ClaimId) => Promise<Result<T, Reasoned>>,
): Promise<RouteAnswer> {
  const isClaim = claimId !== undefined && isClaimId(claimId)
  return answerResult(isClaim ? await act(claimId) : refuse('claim_unknown'))
}
