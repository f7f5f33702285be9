import {
  assert,
  type CampaignId,
  type ClaimId,
  type EpochMs,
  encodeUtf8,
  hmacSha256,
  type ListPage,
  type PartyContext,
  type Reasoned,
  type Result,
  type Role,
  SEAL_KEY_BYTES,
} from '@evenkeel/kernel'
import type { DrandBeacon } from '@evenkeel/kernel/allocation'
import { type AnnounceCampaign, announceCampaign } from './commands/announce-campaign.ts'
import { type AppealClaim, createClaimAppeals } from './commands/appeal-claim.ts'
import { bringBeacon } from './commands/bring-beacon.ts'
import { claimReceiveHandlers, claimSendPolicies } from './commands/carry-claims.ts'
import {
  type CampaignCreated,
  type CreateCampaignOptions,
  createCampaign,
} from './commands/create-campaign.ts'
import { createClaimTeller, explainClaim } from './commands/explain-claim.ts'
import { createClaimFollower, type FollowClaim } from './commands/follow-claim.ts'
import { campaignSendPolicies } from './commands/pass-gates.ts'
import {
  type CampaignPaused,
  type PauseCampaign,
  pauseCampaign,
} from './commands/pause-campaign.ts'
import { recordDryRun } from './commands/record-dry-run.ts'
import {
  type CampaignSummary,
  type CampaignView,
  listCampaigns,
  showCampaign,
} from './commands/show-campaign.ts'
import {
  type ClaimPage,
  type ListClaimsQuery,
  listClaims,
  listOverdueClaims,
  showClaim,
} from './commands/show-claim.ts'
import { type ClaimStateView, createClaimStates } from './commands/show-claim-state.ts'
import { createClaimIntake, type SubmitClaim } from './commands/submit-claim.ts'
import { sweepCampaigns } from './commands/sweep-campaigns.ts'
import { takeOutClaim } from './commands/take-out-claim.ts'
import type { DistributorConfig, DistributorParts } from './distributor-parts.ts'
import { makeClaimKnock, readClaimKnock } from './model/claim-knock.ts'
import type { ClaimView } from './model/describe-claim.ts'
import type { DryRunReport } from './model/dry-run.ts'
import type { ClaimExplanation } from './model/explain-claim.ts'
import { createCampaignLoader } from './store/load-campaigns.ts'

/** Campaigns and claims: accepts receipts from verifiers that its rules name, and never a credential. */
export interface Distributor extends Role {
  /** See `createCampaign`. Calls run one after another. */
  createCampaign(
    document: unknown,
    options?: CreateCampaignOptions,
  ): Promise<Result<CampaignCreated, Reasoned>>
  /** See `announceCampaign`: it takes two people. */
  announceCampaign(announcement: AnnounceCampaign): Promise<Result<CampaignCreated, Reasoned>>
  /** See `recordDryRun`. */
  recordDryRun(campaignId: CampaignId, report: DryRunReport): Promise<Result<undefined, Reasoned>>
  /** See `pauseCampaign`. */
  pauseCampaign(pause: PauseCampaign): Promise<Result<CampaignPaused, Reasoned>>
  /** See `bringBeacon`. */
  bringBeacon(campaignId: CampaignId, beacon: DrandBeacon): Promise<Result<undefined, Reasoned>>
  /** See `takeOutClaim`. */
  takeOutClaim(claimId: ClaimId): Promise<Result<ClaimView, Reasoned>>
  showCampaign(campaignId: CampaignId): Promise<Result<CampaignView, Reasoned>>
  readonly submitClaim: SubmitClaim
  /** A proof for a claimant who was refused for lack of room that this claim came now; the distributor keeps nothing of it. */
  makeKnock(campaignId: CampaignId, claimId: ClaimId): string
  /** When this claim came first by its knock; undefined for what is no knock of it. */
  readKnock(campaignId: CampaignId, claimId: ClaimId, knock: string): EpochMs | undefined
  /** Where this party's API is, with no slash at the end. */
  url(): string
  /** The campaigns in the order of their ids, a page at a time, from the one after `after` on. */
  listCampaigns(after?: string): Promise<ListPage<CampaignSummary>>
  /** The whole story of a claim, with words for claimant and operator (E1). Reason: claim_unknown. */
  explainClaim(claimId: string): Promise<Result<ClaimExplanation, Reasoned>>
  /** A claim's signed state document, at most CLAIM_STATE_FRESH_MS old. Reason: claim_unknown. */
  showClaimState(claimId: string): Promise<Result<ClaimStateView, Reasoned>>
  readonly followClaim: FollowClaim
  readonly appealClaim: AppealClaim
  showClaim(claimId: ClaimId): Promise<Result<ClaimView, Reasoned>>
  listClaims(query: ListClaimsQuery): Promise<ClaimPage>
  /** Claims that should have ended before `now` (D9). */
  listOverdueClaims(now: EpochMs): Promise<readonly ClaimView[]>
  sweep(): Promise<void>
}

/** Makes a distributor over the tables of `distributorMigrations`. */
export function createDistributor(context: PartyContext, config: DistributorConfig): Distributor {
  assert(config.payoutKey.length === SEAL_KEY_BYTES, 'the payout key has 32 bytes')
  const parts: DistributorParts = { context, config }
  const loadCampaigns = createCampaignLoader(context.ports.store)
  const explain = createClaimTeller(parts, loadCampaigns)
  const states = createClaimStates(parts, explain)
  const knockKey = hmacSha256(config.payoutKey, encodeUtf8('evenkeel/knock-key'))
  let creating: Promise<unknown> = Promise.resolve()

  return {
    sendPolicies: [...campaignSendPolicies(), ...claimSendPolicies(parts)],
    receiveHandlers: claimReceiveHandlers(parts),
    createCampaign(document, options = {}) {
      const created = creating.then(() => createCampaign(parts, document, options))
      // Whoever waits next is not concerned by how this one ended; its caller is.
      creating = created.catch(() => undefined)
      return created
    },
    announceCampaign: (announcement) => announceCampaign(parts, announcement),
    recordDryRun: (campaignId, report) => recordDryRun(parts, campaignId, report),
    pauseCampaign: (pause) => pauseCampaign(parts, pause),
    bringBeacon: (campaignId, beacon) => bringBeacon(parts, campaignId, beacon),
    takeOutClaim: (claimId) => takeOutClaim(parts, claimId),
    showCampaign: (campaignId) => showCampaign(parts, campaignId),
    listCampaigns: (after) => listCampaigns(parts, after),
    url: () => context.directory.urlOf(context.id),
    submitClaim: createClaimIntake(parts, loadCampaigns),
    makeKnock: (campaignId, claimId) =>
      makeClaimKnock(knockKey, campaignId, claimId, context.ports.clock.nowMs()),
    readKnock: (campaignId, claimId, knock) => readClaimKnock(knockKey, campaignId, claimId, knock),
    explainClaim: (claimId) => explainClaim(explain, claimId),
    showClaimState: (claimId) => states.show(claimId),
    followClaim: createClaimFollower(context.ports, states.read),
    appealClaim: createClaimAppeals(parts, loadCampaigns),
    showClaim: (claimId) => showClaim(parts, claimId),
    listClaims: (query) => listClaims(parts, query),
    listOverdueClaims: (now) => listOverdueClaims(parts, now),
    sweep: () => sweepCampaigns(parts),
  }
}
