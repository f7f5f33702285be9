export { ledgerRoutes } from './api.ts'
export { rebuildFromJournal } from './commands/rebuild-from-journal.ts'
export { createLedger, type Ledger } from './create-ledger.ts'
export type { LedgerConfig } from './ledger-deps.ts'
export { ledgerMigrations } from './ledger-migrations.ts'
export {
  type Account,
  availableBalance,
  type CampaignAccountName,
  campaignAccount,
  fundingAccount,
  payeeAccount,
  postedBalance,
  railAccount,
} from './model/account.ts'
export { assertConserved, type CampaignTotals } from './model/campaign-totals.ts'
export { internalRail } from './model/internal-rail.ts'
export type { JournalEntry } from './model/journal-entry.ts'
export type {
  CampaignOpening,
  Leg,
  Movement,
  Transfer,
  TransferOutcome,
  TransferState,
} from './model/transfer.ts'
export type {
  BookRail,
  OutgoingPayment,
  OutsideRail,
  Payment,
  PreparedPayment,
  Rail,
  RailAnswer,
} from './ports.ts'
export type { JournalRow } from './queries/list-journal.ts'
export { projectCampaignTotals } from './queries/project-campaign-totals.ts'
export {
  isBalanced,
  projectTrialBalance,
  type TrialBalance,
} from './queries/project-trial-balance.ts'
export type { PaymentStory, TransferStory } from './queries/show-transfer.ts'
export type { ReleaseStory, VestingStory } from './queries/show-vesting.ts'
export { type JournalFault, type JournalSound, verifyJournal } from './queries/verify-journal.ts'
