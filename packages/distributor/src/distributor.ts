import {
  assert,
  type CampaignId,
  type ClaimId,
  type EpochMs,
  type ListPage,
  type PartyContext,
  type PayoutChangeSubmission,
  type Reasoned,
  type Result,
  type Role,
  SEAL_KEY_BYTES,
} from '@evenkeel/kernel'
import type { DrandBeacon } from '@evenkeel/kernel/allocation'
import { type AnnounceCampaign, announceCampaign } from './commands/announce-campaign.ts'
import {
  type AppealClaim,
  type ClaimAppealed,
  createClaimAppeals,
} from './commands/appeal-claim.ts'
import { appealRecovery } from './commands/appeal-recovery.ts'
import { bringBeacon } from './commands/bring-beacon.ts'
import {
  type CancelProposed,
  type ProposeCancel,
  proposeCancel,
  withdrawCancel,
} from './commands/cancel-vesting.ts'
import { claimReceiveHandlers, claimSendPolicies } from './commands/carry-claims.ts'
import { payoutChangeSendPolicy } from './commands/carry-payout-changes.ts'
import { receivableSendPolicies } from './commands/carry-receivables.ts'
import { vestingReceiveHandlers, vestingSendPolicies } from './commands/carry-vestings.ts'
import {
  cancelPayoutChange,
  confirmPayoutChange,
  type PayoutChangeView,
} from './commands/confirm-payout-change.ts'
import {
  type CampaignCreated,
  type CreateCampaignOptions,
  createCampaign,
} from './commands/create-campaign.ts'
import { createClaimTeller, explainClaim } from './commands/explain-claim.ts'
import { exportAudit } from './commands/export-audit.ts'
import { createClaimFollower, type FollowClaim } from './commands/follow-claim.ts'
import { cancelVesting } from './commands/forfeit-vesting.ts'
import { type HoldVerifier, holdVerifier, type VerifierHeld } from './commands/hold-verifier.ts'
import { keepRefusals } from './commands/keep-refusals.ts'
import {
  type ListReceivables,
  listReceivables,
  type ReceivableView,
} from './commands/list-receivables.ts'
import { campaignSendPolicies } from './commands/pass-gates.ts'
import {
  type CampaignPaused,
  type PauseCampaign,
  pauseCampaign,
} from './commands/pause-campaign.ts'
import { recheckReceiveHandler, recheckSendPolicy } from './commands/recheck-claims.ts'
import { dryRunCampaign, type PersonTried, recordDryRun } from './commands/record-dry-run.ts'
import {
  type RecordRepayment,
  type RepaymentRecorded,
  recordRepayment,
} from './commands/record-repayment.ts'
import {
  type RecordRevocation,
  type RevocationRecorded,
  recordRevocation,
} from './commands/record-revocation.ts'
import {
  type PayoutChangeRequested,
  requestPayoutChange,
} from './commands/request-payout-change.ts'
import { type RevealSeed, revealSeed } from './commands/reveal-seed.ts'
import {
  type CampaignSummary,
  type CampaignView,
  listCampaigns,
  showCampaign,
} from './commands/show-campaign.ts'
import {
  type ClaimPage,
  type ListClaimsQuery,
  listClaims,
  listOverdueClaims,
  showClaim,
} from './commands/show-claim.ts'
import { type ClaimStateView, createClaimStates } from './commands/show-claim-state.ts'
import {
  type ExposedClaim,
  type ExposureQuery,
  listPaidOnWord,
  showExposure,
  type VerifierExposure,
} from './commands/show-exposure.ts'
import { showVesting, type VestingView } from './commands/show-vesting.ts'
import { createClaimIntake, type SubmitClaim } from './commands/submit-claim.ts'
import { sweepCampaigns } from './commands/sweep-campaigns.ts'
import { sweepPayoutChanges } from './commands/sweep-payout-changes.ts'
import { sweepReceivables } from './commands/sweep-receivables.ts'
import { takeOutClaim } from './commands/take-out-claim.ts'
import { createDistributorParts, type DistributorConfig } from './distributor-parts.ts'
import { keepClaimKnock, readClaimKnock } from './model/claim-knock.ts'
import type { ClaimView } from './model/describe-claim.ts'
import type { DryRunReport } from './model/dry-run.ts'
import type { ClaimExplanation } from './model/explain-claim.ts'
import { createCampaignLoader } from './store/load-campaigns.ts'

/** Campaigns and claims: accepts receipts from verifiers that its rules name, and never a credential. */
export interface Distributor extends Role {
  /** See `createCampaign`. Calls run one after another. */
  createCampaign(
    document: unknown,
    options?: CreateCampaignOptions,
  ): Promise<Result<CampaignCreated, Reasoned>>
  /** See `announceCampaign`: it takes two people. */
  announceCampaign(announcement: AnnounceCampaign): Promise<Result<CampaignCreated, Reasoned>>
  /** See `recordDryRun`. */
  recordDryRun(campaignId: CampaignId, report: DryRunReport): Promise<Result<undefined, Reasoned>>
  /** See `dryRunCampaign`. */
  dryRunCampaign(
    campaignId: CampaignId,
    people: readonly PersonTried[],
  ): Promise<Result<DryRunReport, Reasoned>>
  /** See `exportAudit`. */
  exportAudit(campaignId: CampaignId): Promise<Result<AsyncIterable<string>, Reasoned>>
  /** See `pauseCampaign`. */
  pauseCampaign(pause: PauseCampaign): Promise<Result<CampaignPaused, Reasoned>>
  /** See `bringBeacon`. */
  bringBeacon(campaignId: CampaignId, beacon: DrandBeacon): Promise<Result<undefined, Reasoned>>
  /** See `holdVerifier`: it takes two people. */
  holdVerifier(hold: HoldVerifier): Promise<Result<VerifierHeld, Reasoned>>
  /** See `showExposure`. */
  showExposure(query: ExposureQuery): Promise<VerifierExposure>
  /** See `listPaidOnWord`. */
  listPaidOnWord(
    query: ExposureQuery & { readonly after?: string },
  ): Promise<ListPage<ExposedClaim>>
  /** See `recordRevocation`: what is not paid takes two people. */
  recordRevocation(
    revocation: RecordRevocation,
  ): Promise<Result<readonly RevocationRecorded[], Reasoned>>
  /** See `recordRepayment`. */
  recordRepayment(repayment: RecordRepayment): Promise<Result<RepaymentRecorded, Reasoned>>
  /** See `revealSeed`. */
  revealSeed(reveal: RevealSeed): Promise<Result<undefined, Reasoned>>
  /** See `requestPayoutChange`. */
  requestPayoutChange(
    claimId: ClaimId,
    submission: PayoutChangeSubmission,
  ): Promise<Result<PayoutChangeRequested, Reasoned>>
  /** See `confirmPayoutChange`: it takes two people. */
  confirmPayoutChange(confirmation: {
    readonly claimId: ClaimId
    readonly by: string
  }): Promise<Result<PayoutChangeView, Reasoned>>
  /** See `cancelPayoutChange`. */
  cancelPayoutChange(claimId: ClaimId): Promise<Result<PayoutChangeView, Reasoned>>
  /** See `appealRecovery`. */
  appealRecovery(claimId: ClaimId): Promise<Result<ClaimAppealed, Reasoned>>
  /** See `listReceivables`. */
  listReceivables(query: ListReceivables): Promise<ListPage<ReceivableView>>
  /** See `takeOutClaim`. */
  takeOutClaim(claimId: ClaimId): Promise<Result<ClaimView, Reasoned>>
  /** See `proposeCancel`: it takes two people and the rule's notice. */
  proposeCancel(cancel: ProposeCancel): Promise<Result<CancelProposed, Reasoned>>
  /** See `withdrawCancel`. */
  withdrawCancel(
    withdrawal: Pick<ProposeCancel, 'claimId' | 'by'>,
  ): Promise<Result<CancelProposed, Reasoned>>
  /** See `cancelVesting`: a revocation forfeits what has not fallen due. */
  cancelVesting(claimId: ClaimId, evidence: string): Promise<Result<ClaimView, Reasoned>>
  /** See `showVesting`. */
  showVesting(claimId: ClaimId): Promise<Result<VestingView, Reasoned>>
  showCampaign(campaignId: CampaignId): Promise<Result<CampaignView, Reasoned>>
  readonly submitClaim: SubmitClaim
  /**
   * A proof for a claimant who was refused for lack of room that this claim came now, or when it came first, by the knock that it comes with; the distributor
   * keeps nothing of it.
   */
  makeKnock(campaignId: CampaignId, claimId: ClaimId, former?: string): string
  /** Notes that a claimant of this campaign, or of any, was refused for lack of room in front of `submitClaim`: its window may have to wait. */
  noteRefusal(campaignId?: CampaignId): void
  /** See `keepRefusals`. */
  keepRefusals(): Promise<void>
  /** When this claim came first by its knock; undefined for what is no knock of it. */
  readKnock(campaignId: CampaignId, claimId: ClaimId, knock: string): EpochMs | undefined
  /** Where this party's API is, with no slash at the end. */
  url(): string
  /** The campaigns in the order of their ids, a page at a time, from the one after `after` on. */
  listCampaigns(after?: string): Promise<ListPage<CampaignSummary>>
  /** The whole story of a claim, with words for claimant and operator (E1). Reason: claim_unknown. */
  explainClaim(claimId: string): Promise<Result<ClaimExplanation, Reasoned>>
  /** A claim's signed state document, at most CLAIM_STATE_FRESH_MS old. Reason: claim_unknown. */
  showClaimState(claimId: string): Promise<Result<ClaimStateView, Reasoned>>
  readonly followClaim: FollowClaim
  readonly appealClaim: AppealClaim
  showClaim(claimId: ClaimId): Promise<Result<ClaimView, Reasoned>>
  listClaims(query: ListClaimsQuery): Promise<ClaimPage>
  /** Claims that should have ended before `now` (D9). */
  listOverdueClaims(now: EpochMs): Promise<readonly ClaimView[]>
  sweep(): Promise<void>
}

/** Makes a distributor over the tables of `distributorMigrations`. */
export function createDistributor(context: PartyContext, config: DistributorConfig): Distributor {
  assert(config.payoutKey.length === SEAL_KEY_BYTES, 'the payout key has 32 bytes')
  const parts = createDistributorParts(context, config)
  const loadCampaigns = createCampaignLoader(context.ports.store)
  const explain = createClaimTeller(parts, loadCampaigns)
  const states = createClaimStates(parts, explain)
  let creating: Promise<unknown> = Promise.resolve()

  return {
    sendPolicies: [
      ...campaignSendPolicies(),
      ...claimSendPolicies(parts),
      ...receivableSendPolicies(parts),
      payoutChangeSendPolicy(parts),
      ...vestingSendPolicies(parts),
      recheckSendPolicy(parts),
    ],
    receiveHandlers: [
      ...claimReceiveHandlers(parts),
      recheckReceiveHandler(parts),
      ...vestingReceiveHandlers(parts),
    ],
    createCampaign(document, options = {}) {
      const created = creating.then(() => createCampaign(parts, document, options))
      // Whoever waits next is not concerned by how this one ended; its caller is.
      creating = created.catch(() => undefined)
      return created
    },
    announceCampaign: (announcement) => announceCampaign(parts, announcement),
    recordDryRun: (campaignId, report) => recordDryRun(parts, campaignId, report),
    dryRunCampaign: (campaignId, people) => dryRunCampaign(parts, campaignId, people),
    exportAudit: (campaignId) => exportAudit(parts, campaignId),
    pauseCampaign: (pause) => pauseCampaign(parts, pause),
    bringBeacon: (campaignId, beacon) => bringBeacon(parts, campaignId, beacon),
    holdVerifier: (hold) => holdVerifier(parts, hold),
    showExposure: (query) => showExposure(parts, query),
    listPaidOnWord: (query) => listPaidOnWord(parts, query),
    revealSeed: (reveal) => revealSeed(parts, reveal),
    takeOutClaim: (claimId) => takeOutClaim(parts, claimId),
    proposeCancel: (cancel) => proposeCancel(parts, cancel),
    withdrawCancel: (withdrawal) => withdrawCancel(parts, withdrawal),
    cancelVesting: (claimId, evidence) => cancelVesting(parts, claimId, evidence),
    showVesting: (claimId) => showVesting(parts, claimId),
    showCampaign: (campaignId) => showCampaign(parts, campaignId),
    listCampaigns: (after) => listCampaigns(parts, after),
    url: () => context.directory.urlOf(context.id),
    submitClaim: createClaimIntake(parts, loadCampaigns),
    makeKnock: (campaignId, claimId, former) =>
      keepClaimKnock(parts.knockKey, campaignId, claimId, former, context.ports.clock.nowMs()),
    readKnock: (campaignId, claimId, knock) =>
      readClaimKnock(parts.knockKey, campaignId, claimId, knock),
    noteRefusal: (campaignId) => parts.refusals.note(campaignId),
    keepRefusals: () => keepRefusals(parts),
    explainClaim: (claimId) => explainClaim(explain, claimId),
    showClaimState: (claimId) => states.show(claimId),
    followClaim: createClaimFollower(context.ports, states.read),
    appealClaim: createClaimAppeals(parts, loadCampaigns),
    showClaim: (claimId) => showClaim(parts, claimId),
    listClaims: (query) => listClaims(parts, query),
    listOverdueClaims: (now) => listOverdueClaims(parts, now),
    recordRevocation: (revocation) => recordRevocation(parts, revocation),
    recordRepayment: (repayment) => recordRepayment(parts, repayment),
    requestPayoutChange: (claimId, submission) =>
      requestPayoutChange(parts, loadCampaigns, claimId, submission),
    confirmPayoutChange: (confirmation) => confirmPayoutChange(parts, confirmation),
    cancelPayoutChange: (claimId) => cancelPayoutChange(parts, claimId),
    appealRecovery: (claimId) => appealRecovery(parts, claimId),
    listReceivables: (query) => listReceivables(parts, query),
    async sweep() {
      await sweepCampaigns(parts)
      await sweepReceivables(parts)
      await sweepPayoutChanges(parts)
    },
  }
}
