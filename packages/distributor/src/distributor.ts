import {
  assert,
  type CampaignId,
  type ClaimId,
  type EpochMs,
  type PartyContext,
  type Reasoned,
  type Result,
  type Role,
  SEAL_KEY_BYTES,
} from '@evenkeel/kernel'
import { claimReceiveHandlers, claimSendPolicies } from './commands/carry-claims.ts'
import {
  type CampaignCreated,
  type CreateCampaignOptions,
  createCampaign,
} from './commands/create-campaign.ts'
import { campaignSendPolicies, sweepCampaigns } from './commands/open-campaigns.ts'
import { type CampaignView, showCampaign } from './commands/show-campaign.ts'
import {
  type ClaimPage,
  type ListClaimsQuery,
  listClaims,
  listOverdueClaims,
  showClaim,
} from './commands/show-claim.ts'
import { createClaimIntake, type SubmitClaim } from './commands/submit-claim.ts'
import type { DistributorConfig, DistributorParts } from './distributor-parts.ts'
import type { ClaimView } from './model/describe-claim.ts'

/** Campaigns and claims: accepts receipts from verifiers that its rules name, and never a credential. */
export interface Distributor extends Role {
  /** See `createCampaign`. Calls run one after another. */
  createCampaign(
    document: unknown,
    options?: CreateCampaignOptions,
  ): Promise<Result<CampaignCreated, Reasoned>>
  showCampaign(campaignId: CampaignId): Promise<Result<CampaignView, Reasoned>>
  readonly submitClaim: SubmitClaim
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
    submitClaim: createClaimIntake(parts),
    showClaim: (claimId) => showClaim(parts, claimId),
    listClaims: (query) => listClaims(parts, query),
    listOverdueClaims: (now) => listOverdueClaims(parts, now),
    sweep: () => sweepCampaigns(parts),
  }
}
