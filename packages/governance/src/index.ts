export { governanceRoutes } from './api.ts'
export type { Accredit, AccreditationActView, CancelAct } from './commands/accredit.ts'
export type { AppealCase } from './commands/appeal-case.ts'
export type { ActRecord } from './commands/case-store.ts'
export type { DecideCase } from './commands/decide-case.ts'
export type { GovernanceConfig } from './commands/hand-over.ts'
export type { CaseClock, CaseCursor, CaseEntry, CasePage, CaseView } from './commands/show-case.ts'
export { createGovernance, type Governance } from './create-governance.ts'
export { governanceMigrations } from './governance-migrations.ts'
export { ACKNOWLEDGE_MS, CASE_PAGE_MAX, SWEEP_BATCH_MAX } from './limits.ts'
export {
  type AccreditationModes,
  DEFAULT_ACCREDITATION_MODES,
} from './model/accreditation-modes.ts'
export { type CaseRecord, DEFAULT_DECIDER, type Decision } from './model/case-record.ts'
export {
  type CaseAct,
  type CaseState,
  type DeadlineName,
  type StateRule,
  transitionTable,
} from './model/transition-table.ts'
