export {
  type FilePlatform,
  type FilePlatformOptions,
  openFilePlatform,
} from './adapters/file-platform.ts'
export {
  type CampaignPresentation,
  claimWithReceipt,
  type JudgedPresentation,
  presentForCampaign,
} from './demo/claim-flow.ts'
export { DEMO_CAMPAIGN, demoCampaignRule, MEMBERSHIP_TYPE } from './demo/demo-campaign.ts'
export { type LifeOptions, type LifeStep, runDemoLife } from './demo/run-demo-life.ts'
export { demoAccreditation, seedDemo } from './demo/seed-demo.ts'
export { openWorld, type World } from './open-world.ts'
export { openWorldParty, type WorldRoles } from './open-world-party.ts'
export {
  defaultTiming,
  type PartySpec,
  type RoleName,
  type WorldTiming,
  wellKnown,
  worldParties,
} from './world-config.ts'
export type { Reachable, WorldPlatform } from './world-platform.ts'
