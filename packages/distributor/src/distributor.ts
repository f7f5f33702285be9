import {
  assert,
  type CampaignId,
  type ClaimId,
  type EpochMs,
  type ListPage,
  type PartyContext,
  type Reasoned,
  type Result,
  type Role,
  SEAL_KEY_BYTES,
} from '@evenkeel/kernel'
import { type AppealClaim, createClaimAppeals } from './commands/appeal-claim.ts'
import { claimReceiveHandlers, claimSendPolicies } from './commands/carry-claims.ts'
import {
  type CampaignCreated,
  type CreateCampaignOptions,
  createCampaign,
} from './commands/create-campaign.ts'
import { createClaimTeller, explainClaim } from './commands/explain-claim.ts'
import { createClaimFollower, type FollowClaim } from './commands/follow-claim.ts'
import { campaignSendPolicies, sweepCampaigns } from './commands/open-campaigns.ts'
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
import type { DistributorConfig, DistributorParts } from './distributor-parts.ts'
import type { ClaimView } from './model/describe-claim.ts'
import type { ClaimExplanation } from './model/explain-claim.ts'
import { createCampaignLoader } from './store/load-campaigns.ts'

/** Campaigns and claims: accepts receipts from verifiers that its rules name, and never a credential. */
export interface Distributor extends Role {
  /** See `createCampaign`. Calls run one after another. */
  createCampaign(
    document: unknown,
    options?: CreateCampaignOptions,
  ): Promise<Result<CampaignCreated, Reasoned>>
  showCampaign(campaignId: CampaignId): Promise<Result<CampaignView, Reasoned>>
  readonly submitClaim: SubmitClaim
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
    showCampaign: (campaignId) => showCampaign(parts, campaignId),
    listCampaigns: (after) => listCampaigns(parts, after),
    url: () => context.directory.urlOf(context.id),
    submitClaim: createClaimIntake(parts, loadCampaigns),
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
