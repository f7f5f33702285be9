export {
  type DryRunReport,
  dryRun,
  dryRunHash,
  type PopulationMember,
  populationMember,
  type WindowView,
} from '@evenkeel/distributor'
export {
  type FilePlatform,
  type FilePlatformOptions,
  openFilePlatform,
} from './adapters/file-platform.ts'
export { DEFAULT_PUBLIC_URL, readWorldFile, WorldFileError } from './adapters/world-file.ts'
export { auditTrustOf, exportAudit } from './audit/export-audit.ts'
export { announceDemo, DEMO_ANNOUNCERS, DEMO_PEOPLE } from './demo/announce-demo.ts'
export {
  type CampaignPresentation,
  claimWithReceipt,
  type JudgedPresentation,
  presentForCampaign,
} from './demo/claim-flow.ts'
export { DEMO_CAMPAIGN, demoCampaignRule, MEMBERSHIP_TYPE } from './demo/demo-campaign.ts'
export { type LifeOptions, type LifeStep, runDemoLife } from './demo/run-demo-life.ts'
export { demoAccreditation, seedDemo } from './demo/seed-demo.ts'
export { type Admission, createAdmission } from './http/admission.ts'
export {
  type ApiKey,
  type ApiKeyRequest,
  type CreatedApiKey,
  createApiKey,
  listApiKeys,
  type PartyApi,
  revokeApiKey,
  scopesOf,
} from './http/api-keys.ts'
export { brownOutWaits } from './http/brown-out-waits.ts'
export {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type Mount,
} from './http/create-http-server.ts'
export { handoffRoute } from './http/handoff-route.ts'
export { HTTP_LIMITS, type HttpLimits } from './http/limits.ts'
export { canSharePorts, type ListenAddress, type Listener, openListener } from './http/listener.ts'
export { PROBLEM_MEDIA_TYPE, type Problem } from './http/problem.ts'
export { renderOpenapi } from './http/render-openapi.ts'
export { openWorld, type World, type WorldWaits } from './open-world.ts'
export { openWorldParty, type WorldRoles } from './open-world-party.ts'
export { PROCESSES_MAX } from './processes/limits.ts'
export {
  coresFor,
  type ServeInProcessesOptions,
  serveInProcesses,
} from './processes/serve-in-processes.ts'
export { type QrCode, renderQr } from './qr/render-qr.ts'
export { type ServeWorldOptions, serveWorld } from './serve-world.ts'
export {
  defaultTiming,
  type PartySpec,
  type RoleName,
  type WorldLease,
  type WorldTiming,
  wellKnown,
  worldParties,
} from './world-config.ts'
export type { Reachable, WorldPlatform } from './world-platform.ts'
export { findPartyApi, partyApi } from './world-routes.ts'
