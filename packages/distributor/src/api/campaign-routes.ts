import {
  answerResult,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  defineRoute,
  idField,
  isId,
  jsonBody,
  type ListQuery,
  listPageSchema,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteAnswer,
  type RouteBody,
  type RouteSchema,
  refuse,
  routeQuery,
  Type,
} from '@evenkeel/kernel'
import type { CampaignView } from '../commands/show-campaign.ts'
import type { Distributor } from '../distributor.ts'
import {
  CAMPAIGN_ANSWER_BUDGET_MS,
  CAMPAIGN_BODY_LIMITS,
  CAMPAIGNS_PAGE_MAX,
  CLAIMS_PAGE_MAX,
} from '../limits.ts'
import type { ClaimState } from '../model/claim-states.ts'
import type { AllocationLine } from '../store/allocation-rows.ts'
import {
  campaignBodySchema,
  campaignCreatedSchema,
  campaignSummarySchema,
  campaignViewSchema,
  claimStateSchema,
  claimViewSchema,
} from './schemas.ts'

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
      summary: 'Makes a campaign from its rule document and announces it.',
      access: { kind: 'key', scope: 'distributor:campaigns' },
      body: jsonBody(campaignBodySchema, CAMPAIGN_BODY_LIMITS) as RouteBody<CampaignBody>,
      answers: {
        201: {
          description: 'Announced; it opens once everybody named has taken it.',
          schema: campaignCreatedSchema,
        },
      },
      reasons: [
        'malformed_message',
        'message_too_large',
        'campaign_rule_inconsistent',
        'campaign_table_mismatch',
        'campaign_conflict',
      ],
      repeats: 'key',
      budgetMs: CAMPAIGN_ANSWER_BUDGET_MS,
      handle: async ({ body: { rule, table } }) =>
        answerResult(await distributor.createCampaign(rule, table && { table }), 201),
    }),
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
      handle: async ({ params }) =>
        answerResult(await findCampaign(distributor, params.campaignId)),
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
    handle: ({ params, query }) => listCampaignClaims(distributor, params.campaignId, query),
  })
}

async function findCampaign(
  distributor: Distributor,
  campaignId = '',
): Promise<Result<CampaignView, Reasoned>> {
  // Not every text can be looked for in a store.
  return isId(campaignId)
    ? distributor.showCampaign(campaignId as CampaignId)
    : refuse('campaign_unknown')
}

async function listCampaignClaims(
  distributor: Distributor,
  id: string | undefined,
  { after: cursor, ...query }: ClaimsQuery,
): Promise<RouteAnswer> {
  const found = await findCampaign(distributor, id)
  if (!found.ok) return { problem: found.error }
  const { claims, next } = await distributor.listClaims({
    campaignId: found.value.campaignId,
    ...query,
    ...(cursor === undefined ? {} : { after: cursor as ClaimId }),
  })
  return { status: 200, json: { items: claims, ...(next && { next }) } }
}
