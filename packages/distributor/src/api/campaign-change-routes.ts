import {
  assert,
  defineRoute,
  jsonBody,
  MESSAGE_LIMITS,
  type Route,
  type RouteBody,
  type RouteRequest,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import { type DrandBeacon, type SeedValue, seedValueSchema } from '@evenkeel/kernel/allocation'
import type { PersonTried } from '../commands/record-dry-run.ts'
import type { Distributor } from '../distributor.ts'
import { CAMPAIGN_ANSWER_BUDGET_MS, CAMPAIGN_BODY_LIMITS } from '../limits.ts'
import {
  announcementSchema,
  beaconSchema,
  campaignCreatedSchema,
  campaignPausedSchema,
  campaignViewSchema,
  dryRunReportSchema,
  pauseSchema,
  populationSchema,
} from './schemas.ts'
import { withCampaign } from './with-campaign.ts'

/** How a campaign is moved by people. Who acts is whom the caller's key is labelled for: one key, one person. */
export function campaignChangeRoutes(distributor: Distributor): readonly Route[] {
  const access = { kind: 'key', scope: 'distributor:campaigns' } as const
  const common = { method: 'POST', access, repeats: 'key', budgetMs: WRITE_BUDGET_MS } as const
  return [
    defineRoute<{ readonly people: readonly PersonTried[] }>({
      ...common,
      operation: 'dryRunCampaign',
      path: '/campaigns/:campaignId/dry-run',
      summary:
        'Tries the rule of a draft on a population, and logs the report: without it nobody announces the campaign.',
      body: jsonBody(populationSchema, CAMPAIGN_BODY_LIMITS) as RouteBody<{
        readonly people: readonly PersonTried[]
      }>,
      answers: {
        200: {
          description:
            'Who would be paid how much, who falls out and why, and what splitting gains.',
          schema: dryRunReportSchema,
        },
      },
      reasons: [
        'malformed_message',
        'message_too_large',
        'campaign_unknown',
        'campaign_conflict',
        'campaign_dry_run_missing',
      ],
      budgetMs: CAMPAIGN_ANSWER_BUDGET_MS,
      handle: ({ params, body: { people } }) =>
        withCampaign(params.campaignId, (campaignId) =>
          distributor.dryRunCampaign(campaignId, people),
        ),
    }),
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
        'campaign_dry_run_missing',
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
    defineRoute<SeedValue>({
      ...common,
      operation: 'revealSeed',
      path: '/campaigns/:campaignId/reveals',
      summary:
        'Reveals the value to which the party has committed for the campaign’s draw that the caller’s key is labelled for.',
      access: { kind: 'key', scope: 'distributor:reveals' },
      body: jsonBody(seedValueSchema, MESSAGE_LIMITS) as RouteBody<SeedValue>,
      answers: { 200: { description: 'The campaign.', schema: campaignViewSchema } },
      reasons: [
        'campaign_unknown',
        'lottery_party_mismatch',
        'lottery_seed_missing',
        'lottery_reveal_invalid',
      ],
      handle: ({ params, body: value, caller }) =>
        withCampaign(params.campaignId, async (campaignId) => {
          const by = personOf(caller)
          const revealed = await distributor.revealSeed({ campaignId, value, by })
          return revealed.ok ? distributor.showCampaign(campaignId) : revealed
        }),
    }),
  ]
}

/** Whom a key is labelled for. */
export function personOf(caller: RouteRequest['caller']): string {
  assert(caller !== undefined, 'a route with a key knows its caller')
  return caller.label
}
