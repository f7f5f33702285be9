export { distributorRoutes } from './api.ts'
export type { AnnounceCampaign } from './commands/announce-campaign.ts'
export type { AppealClaim, AppealOptions, ClaimAppealed } from './commands/appeal-claim.ts'
export type { CancelProposed, ProposeCancel } from './commands/cancel-vesting.ts'
export type { ClaimAnswer } from './commands/commit-claims.ts'
export type {
  CampaignCreated,
  CreateCampaignOptions,
} from './commands/create-campaign.ts'
export type { FollowClaim, FollowClaimOptions } from './commands/follow-claim.ts'
export type { CampaignPaused, PauseCampaign } from './commands/pause-campaign.ts'
export type { PersonTried } from './commands/record-dry-run.ts'
export type { CampaignSummary, CampaignView, WindowView } from './commands/show-campaign.ts'
export type { ClaimPage, ListClaimsQuery } from './commands/show-claim.ts'
export type { ClaimStateView } from './commands/show-claim-state.ts'
export type { VestingView } from './commands/show-vesting.ts'
export type { ClaimSubmitOptions, SubmitClaim } from './commands/submit-claim.ts'
export { createDistributor, type Distributor } from './distributor.ts'
export type { DistributorConfig } from './distributor-parts.ts'
export {
  CLAIM_ANSWER_BUDGET_MS,
  CLAIMS_PAGE_MAX,
  INTAKE_BATCH_MAX,
  INTAKE_WAITING_MAX,
} from './limits.ts'
export {
  type CampaignState,
  type CampaignTransition,
  campaignStates,
  campaignTransitions,
} from './model/campaign-states.ts'
export type { HistoryEntry } from './model/claim.ts'
export { caseIdOf, claimIdOf, readTransferId, transferIdOf } from './model/claim-ids.ts'
export type { ClaimStateDocument, ReasonForClaimant } from './model/claim-state.ts'
export { type ClaimState, claimStates, claimTransitions } from './model/claim-states.ts'
export { campaignAudience } from './model/decide-claim.ts'
export type { ClaimView, ReasonInWords } from './model/describe-claim.ts'
export {
  type DryRun,
  type DryRunOutcome,
  type DryRunReport,
  dryRun,
  dryRunHash,
  type PopulationMember,
} from './model/dry-run.ts'
export type { AppealMade, AppealWay } from './model/explain-appeal.ts'
export type { ClaimExplanation, ClaimStep, NextStep } from './model/explain-claim.ts'
export type { ReasonExplained } from './model/explain-reason.ts'
export type { VestingExplained } from './model/explain-vesting.ts'
export { populationMember } from './model/population-member.ts'
export type { AllocationLine, AllocationLines } from './store/allocation-rows.ts'
export { distributorMigrations } from './store/distributor-migrations.ts'
