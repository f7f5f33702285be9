export { networkRoutes } from './api.ts'
export type { NetworkConfig, Witnesses } from './commands/network-deps.ts'
export type { LoggedEquivocation } from './commands/prove-head.ts'
export type { CheckpointChoice, SignedCheckpoint } from './commands/read-checkpoint.ts'
export type {
  InclusionProof,
  LogBacklog,
  LogEntry,
} from './commands/read-log.ts'
export { createNetwork, type Network } from './create-network.ts'
export {
  ACCREDITATION_BYTES_MAX,
  ACCREDITATIONS_MAX,
  LOG_BATCH_MAX,
  LOG_PAGE_MAX,
  LOG_PENDING_MAX,
  SCOPE_ENTRIES_MAX,
  WITNESS_ROUND_MS,
} from './limits.ts'
export {
  type LogFault,
  type LogPage,
  type LogState,
  type VerifyLogInput,
  verifyLog,
} from './model/verify-log.ts'
export { networkMigrations } from './network-migrations.ts'
export type { Relay } from './relay/create-relay.ts'
export type { RelayCount } from './relay/relayed-heads.ts'
