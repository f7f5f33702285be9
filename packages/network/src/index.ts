export { networkRoutes } from './api.ts'
export type { NetworkConfig } from './commands/network-deps.ts'
export { ACCREDITATIONS_SCOPE } from './commands/publish-accreditations.ts'
export type {
  InclusionProof,
  LogBacklog,
  LogEntry,
  SignedCheckpoint,
} from './commands/read-log.ts'
export { createNetwork, type Network } from './create-network.ts'
export {
  ACCREDITATION_BYTES_MAX,
  ACCREDITATIONS_MAX,
  LOG_BATCH_MAX,
  LOG_ENTRY_BYTES_MAX,
  LOG_PAGE_MAX,
  LOG_PENDING_MAX,
  SCOPE_ENTRIES_MAX,
} from './limits.ts'
export { hashLeafText, leafText, parseLeafText } from './model/leaf-text.ts'
export { LEASE_MS_MIN } from './model/plan-list.ts'
export {
  type LogFault,
  type LogPage,
  type LogState,
  type VerifyLogInput,
  verifyLog,
} from './model/verify-log.ts'
export { networkMigrations } from './network-migrations.ts'
