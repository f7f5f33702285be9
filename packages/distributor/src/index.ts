export { distributorRoutes } from './api.ts'
export type { AppealClaim, AppealOptions, ClaimAppealed } from './commands/appeal-claim.ts'
export type { ClaimAnswer } from './commands/commit-claims.ts'
export type {
  CampaignCreated,
  CreateCampaignOptions,
} from './commands/create-campaign.ts'
export type { FollowClaim, FollowClaimOptions } from './commands/follow-claim.ts'
export type { CampaignSummary, CampaignView } from './commands/show-campaign.ts'
export type { ClaimPage, ListClaimsQuery } from './commands/show-claim.ts'
export type { ClaimStateView } from './commands/show-claim-state.ts'
export type { ClaimSubmitOptions, SubmitClaim } from './commands/submit-claim.ts'
export { createDistributor, type Distributor } from './distributor.ts'
export type { DistributorConfig } from './distributor-parts.ts'
export { CLAIMS_PAGE_MAX, INTAKE_BATCH_MAX, INTAKE_WAITING_MAX } from './limits.ts'
export { startTableRoot, type TableRoot, type TableRow } from './model/allocation-table.ts'
export type { HistoryEntry } from './model/claim.ts'
export { caseIdOf, claimIdOf, readTransferId, transferIdOf } from './model/claim-ids.ts'
export type { ClaimStateDocument, ReasonForClaimant } from './model/claim-state.ts'
export { type ClaimState, claimStates, claimTransitions } from './model/claim-states.ts'
export { campaignAudience } from './model/decide-claim.ts'
export type { ClaimView, ReasonInWords } from './model/describe-claim.ts'
export type { AppealMade, AppealWay } from './model/explain-appeal.ts'
export type { ClaimExplanation, ClaimStep, NextStep } from './model/explain-claim.ts'
export type { ReasonExplained } from './model/explain-reason.ts'
export {
  buildDropTree,
  type DropTree,
  dropLeaf,
  normaliseAddress,
} from './model/merkle-drop.ts'
export type { AllocationLine, AllocationLines } from './store/allocation-rows.ts'
export { distributorMigrations } from './store/distributor-migrations.ts'
export type { CampaignState } from './store/load-campaigns.ts'
