import {
  answerResult,
  assert,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  defineRoute,
  idField,
  isId,
  jsonBody,
  type ListPage,
  type ListQuery,
  listPageSchema,
  MESSAGE_LIMITS,
  ok,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteAnswer,
  type RouteBody,
  type RouteRequest,
  type RouteSchema,
  refuse,
  routeQuery,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { DrandBeacon } from '@evenkeel/kernel/allocation'
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
import {
  announcementSchema,
  beaconSchema,
  campaignBodySchema,
  campaignCreatedSchema,
  campaignPausedSchema,
  campaignSummarySchema,
  campaignViewSchema,
  claimStateSchema,
  claimViewSchema,
  pauseSchema,
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
        'campaign_table_mismatch',
        'campaign_conflict',
      ],
      repeats: 'key',
      budgetMs: CAMPAIGN_ANSWER_BUDGET_MS,
      handle: async ({ body: { rule, table } }) =>
        answerResult(await distributor.createCampaign(rule, table && { table }), 201),
    }),
    ...changeRoutes(distributor),
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

/** How a campaign is moved by people. Who acts is whom the caller's key is labelled for: one key, one person. */
function changeRoutes(distributor: Distributor): readonly Route[] {
  const access = { kind: 'key', scope: 'distributor:campaigns' } as const
  const common = { method: 'POST', access, repeats: 'key', budgetMs: WRITE_BUDGET_MS } as const
  return [
    defineRoute<{ readonly ruleHash: string }>({
      ...common,
      operation: 'announceCampaign',
      path: '/campaigns/:campaignId/announcement',
      summary:
        'Announces a draft in the name of one person: the first proposes the hash of its rule, a second confirms it.',
      body: jsonBody(announcementSchema, MESSAGE_LIMITS) as RouteBody<{
        readonly ruleHash: string
      }>,
      answers: {
        200: {
          description:
            'Still a draft, or announced: then it opens once everybody named has taken it.',
          schema: campaignCreatedSchema,
        },
      },
      reasons: [
        'campaign_unknown',
        'campaign_conflict',
        'campaign_second_person_needed',
        'campaign_rule_inconsistent',
      ],
      handle: ({ params, body: { ruleHash }, caller }) =>
        withCampaign(params.campaignId, (campaignId) =>
          distributor.announceCampaign({ campaignId, ruleHash, by: personOf(caller) }),
        ),
    }),
    defineRoute<{ readonly forMs: number; readonly reason: string }>({
      ...common,
      operation: 'pauseCampaign',
      path: '/campaigns/:campaignId/pause',
      summary:
        'Pauses a live campaign for a while: nothing is opened, allocated or paid; tickets are given as before.',
      body: jsonBody(pauseSchema, MESSAGE_LIMITS) as RouteBody<{
        readonly forMs: number
        readonly reason: string
      }>,
      answers: {
        200: { description: 'Paused, until it lapses.', schema: campaignPausedSchema },
      },
      reasons: ['campaign_unknown', 'campaign_pause_not_allowed'],
      handle: ({ params, body, caller }) =>
        withCampaign(params.campaignId, (campaignId) =>
          distributor.pauseCampaign({ campaignId, ...body, by: personOf(caller) }),
        ),
    }),
    defineRoute<DrandBeacon>({
      ...common,
      operation: 'bringBeacon',
      path: '/campaigns/:campaignId/beacon',
      summary: 'Brings the round of the public beacon that decides the campaign’s draw.',
      body: jsonBody(beaconSchema, MESSAGE_LIMITS) as RouteBody<DrandBeacon>,
      answers: { 200: { description: 'The campaign.', schema: campaignViewSchema } },
      reasons: ['campaign_unknown', 'lottery_seed_missing', 'lottery_beacon_invalid'],
      handle: ({ params, body }) =>
        withCampaign(params.campaignId, async (campaignId) => {
          const brought = await distributor.bringBeacon(campaignId, body)
          return brought.ok ? distributor.showCampaign(campaignId) : brought
        }),
    }),
  ]
}

async function withCampaign<T extends object>(
  campaignId: string | undefined,
  act: (campaignId: CampaignId) => Promise<Result<T, Reasoned>>,
): Promise<RouteAnswer> {
  // Not every text can be looked for in a store.
  const isCampaign = campaignId !== undefined && isId(campaignId)
  return answerResult(isCampaign ? await act(campaignId as CampaignId) : refuse('campaign_unknown'))
}

function personOf(caller: RouteRequest['caller']): string {
  assert(caller !== undefined, 'a route with a key knows its caller')
  return caller.label
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
