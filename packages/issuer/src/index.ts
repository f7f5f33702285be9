export { issuerRoutes } from './api.ts'
export type { CancelAct, CancelledAct } from './commands/cancel-act.ts'
export type { ChangeOptions, StatusChange } from './commands/change-status.ts'
export type { IssueCredential, IssuedCredential } from './commands/issue-credential.ts'
export type {
  IssuedPage,
  IssuedQueries,
  IssuedRecord,
  PendingChange,
} from './commands/list-issued.ts'
export type { PublishedList } from './commands/publish-status.ts'
export type { IssuerConfig } from './config.ts'
export { createIssuer, type Issuer } from './issuer.ts'
export { PAGE_ENTRIES_MAX, STATUS_FETCH_BUDGET_MS, STATUS_LIST_ENTRIES_MIN } from './limits.ts'
export { issuerMigrations } from './migrations.ts'
export type { IssueRequest } from './model/check-issue-request.ts'
export type { CredentialStatus } from './model/credential-status.ts'
export type { PublicationForm } from './model/publication.ts'
export { DEFAULT_STATUS_MODES, type StatusModes } from './model/status-modes.ts'
