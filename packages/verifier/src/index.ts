export {
  createHttpJurisdictionCheck,
  type HttpCheckOptions,
} from './adapters/http-jurisdiction-check.ts'
export { verifierRoutes } from './api.ts'
export type { JurisdictionChecks } from './commands/ask-overlays.ts'
export type { AnswerKeeper } from './commands/keep-answer.ts'
export type {
  DecisionWindow,
  Reading,
  ReconcileDecisions,
  ReconciledDecision,
  Reconciliation,
} from './commands/reconcile-decisions.ts'
export type { NotReplayable, Replay, ReplayReceipt } from './commands/replay-receipt.ts'
export type {
  CampaignVerified,
  CampaignVerifyRequest,
  VerifyForCampaign,
} from './commands/verify-for-campaign.ts'
export type {
  KeptVerdict,
  SignedReceipt,
  Verified,
  VerifyRequest,
} from './commands/verify-presentation.ts'
export type { VerifierConfig } from './config.ts'
export { verifierMigrations } from './migrations.ts'
export { hashOf, replayVerdict } from './model/decide-verdict.ts'
export type {
  AccreditationEvidence,
  DecisionInput,
  Gathered,
  LeasedEvidence,
  StatusEvidence,
  Unrecorded,
} from './model/decision-input.ts'
export {
  createIdentifiers,
  type Identifiers,
  type NullifierParts,
} from './model/identifiers.ts'
export type { JurisdictionAnswer, JurisdictionCheck, JurisdictionQuestion } from './ports.ts'
export { type CheckView, describeVerdict, type VerdictView } from './verdict-view.ts'
export { createVerifier, type Verifier } from './verifier.ts'
