export type { ClaimAnswer } from './commands/commit-claims.ts'
export type {
  CampaignCreated,
  CreateCampaignOptions,
} from './commands/create-campaign.ts'
export type { CampaignView } from './commands/show-campaign.ts'
export type { ClaimPage, ListClaimsQuery } from './commands/show-claim.ts'
export type { ClaimSubmitOptions, SubmitClaim } from './commands/submit-claim.ts'
export { createDistributor, type Distributor } from './distributor.ts'
export type { DistributorConfig } from './distributor-parts.ts'
export { CLAIMS_PAGE_MAX, INTAKE_BATCH_MAX, INTAKE_WAITING_MAX } from './limits.ts'
export { startTableRoot, type TableRoot, type TableRow } from './model/allocation-table.ts'
export type { HistoryEntry } from './model/claim.ts'
export { caseIdOf, claimIdOf, readTransferId, transferIdOf } from './model/claim-ids.ts'
export { type ClaimState, claimStates, claimTransitions } from './model/claim-states.ts'
export { campaignAudience } from './model/decide-claim.ts'
export type { ClaimView, ReasonInWords } from './model/describe-claim.ts'
export {
  buildDropTree,
  type DropTree,
  dropLeaf,
  normaliseAddress,
} from './model/merkle-drop.ts'
export type { AllocationLine, AllocationLines } from './store/allocation-rows.ts'
export { distributorMigrations } from './store/distributor-migrations.ts'
export type { CampaignState } from './store/load-campaigns.ts'
