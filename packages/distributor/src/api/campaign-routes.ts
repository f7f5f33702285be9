import {
  answerResult,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  defineRoute,
  idField,
  jsonBody,
  type ListPage,
  type ListQuery,
  listPageSchema,
  ok,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteBody,
  type RouteSchema,
  routeQuery,
  Type,
} from '@evenkeel/kernel'
import type { Distributor } from '../distributor.ts'
import {
  CAMPAIGN_ANSWER_BUDGET_MS,
  CAMPAIGN_BODY_LIMITS,
  CAMPAIGNS_PAGE_MAX,
  CLAIMS_PAGE_MAX,
} from '../limits.ts'
import type { ClaimState } from '../model/claim-states.ts'
import type { ClaimView } from '../model/describe-claim.ts'
import type { AllocationLine } from '../store/allocation-rows.ts'
import { campaignChangeRoutes } from './campaign-change-routes.ts'
import {
  campaignBodySchema,
  campaignCreatedSchema,
  campaignSummarySchema,
  campaignViewSchema,
  claimStateSchema,
  claimViewSchema,
} from './schemas.ts'
import { withCampaign } from './with-campaign.ts'

interface CampaignBody {
  readonly rule: CampaignRule
  readonly table?: readonly AllocationLine[]
}

interface ClaimsQuery {
  readonly after?: string
  readonly state?: ClaimState
  readonly limit?: number
}

const after = Type.Optional(idField())
const campaignsQuery = routeQuery(Type.Object({ after }))
const claimsQuery = routeQuery(
  Type.Object({
    after,
    state: Type.Optional(claimStateSchema),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: CLAIMS_PAGE_MAX })),
  }),
) as RouteSchema<ClaimsQuery>

/** How campaigns are made, and what anybody may see of them. */
export function campaignRoutes(distributor: Distributor): readonly Route[] {
  return [
    defineRoute<CampaignBody>({
      operation: 'createCampaign',
      method: 'POST',
      path: '/campaigns',
      summary: 'Makes the draft of a campaign from its rule document.',
      access: { kind: 'key', scope: 'distributor:campaigns' },
      body: jsonBody(campaignBodySchema, CAMPAIGN_BODY_LIMITS) as RouteBody<CampaignBody>,
      answers: {
        201: {
          description: 'A draft, until two people announce it; a campaign that is there stays.',
          schema: campaignCreatedSchema,
        },
      },
      reasons: [
        'malformed_message',
        'message_too_large',
        'campaign_rule_inconsistent',
        'subject_identifier_mutable',
        'expression_malformed',
        'expression_too_costly',
        'campaign_table_mismatch',
        'campaign_conflict',
      ],
      repeats: 'key',
      budgetMs: CAMPAIGN_ANSWER_BUDGET_MS,
      handle: async ({ body: { rule, table } }) =>
        answerResult(await distributor.createCampaign(rule, table && { table }), 201),
    }),
    ...campaignChangeRoutes(distributor),
    defineRoute<undefined, ListQuery>({
      operation: 'listCampaigns',
      method: 'GET',
      path: '/campaigns',
      summary: 'Lists the campaigns, in the order of their ids.',
      access: { kind: 'public' },
      query: campaignsQuery,
      answers: {
        200: {
          description: 'A page of campaigns.',
          schema: listPageSchema(campaignSummarySchema, CAMPAIGNS_PAGE_MAX),
        },
      },
      reasons: [],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async ({ query }) => ({
        status: 200,
        json: await distributor.listCampaigns(query.after),
      }),
    }),
    defineRoute({
      operation: 'showCampaign',
      method: 'GET',
      path: '/campaigns/:campaignId',
      summary:
        'Shows a campaign: its rule and the rule’s hash, its state, claims and amounts by state.',
      access: { kind: 'public' },
      answers: { 200: { description: 'The campaign.', schema: campaignViewSchema } },
      reasons: ['campaign_unknown'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: ({ params }) => withCampaign(params.campaignId, distributor.showCampaign),
    }),
  ]
}

/** The list of a campaign's claims, for those who run it. */
export function claimListRoute(distributor: Distributor): Route {
  return defineRoute<undefined, ClaimsQuery>({
    operation: 'listClaims',
    method: 'GET',
    path: '/campaigns/:campaignId/claims',
    summary: 'Lists a campaign’s claims, in the order of their ids.',
    access: { kind: 'key', scope: 'distributor:read' },
    query: claimsQuery,
    answers: {
      200: {
        description: 'A page of claims.',
        schema: listPageSchema(claimViewSchema, CLAIMS_PAGE_MAX),
      },
    },
    reasons: ['campaign_unknown'],
    repeats: 'safe',
    budgetMs: READ_BUDGET_MS,
    handle: ({ params, query }) =>
      withCampaign(params.campaignId, (campaignId) =>
        listCampaignClaims(distributor, campaignId, query),
      ),
  })
}

async function listCampaignClaims(
  distributor: Distributor,
  campaignId: CampaignId,
  { after: cursor, ...query }: ClaimsQuery,
): Promise<Result<ListPage<ClaimView>, Reasoned>> {
  const found = await distributor.showCampaign(campaignId)
  if (!found.ok) return found
  const { claims, next } = await distributor.listClaims({
    campaignId,
    ...query,
    ...(cursor === undefined ? {} : { after: cursor as ClaimId }),
  })
  return ok({ items: claims, ...(next && { next }) })
}
