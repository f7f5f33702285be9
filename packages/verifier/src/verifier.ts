import {
  type CampaignId,
  type CampaignRule,
  deriveKey,
  isId,
  type PartyContext,
  type Policy,
  parseMinor,
  parsePolicy,
  type Reasoned,
  type ReceiptId,
  type Result,
  type Role,
  unwrap,
  type Verdict,
} from '@evenkeel/kernel'
import { createAcceptedRules } from './commands/accept-rule.ts'
import { createRecheckAnswerer } from './commands/answer-rechecks.ts'
import { createAskOverlays } from './commands/ask-overlays.ts'
import { createNonceIssuer } from './commands/create-nonce.ts'
import { type AnswerKeeper, createAnswerKeeper } from './commands/keep-answer.ts'
import { createDecisionReader, createKeptReader } from './commands/read-decision.ts'
import { recheckReceiveHandlers, recheckSendPolicies } from './commands/recheck-receipts.ts'
import {
  createReconcileDecisions,
  type ReconcileDecisions,
} from './commands/reconcile-decisions.ts'
import { createVerdictRecorder } from './commands/record-verdict.ts'
import { createReplayReceipt, type ReplayReceipt } from './commands/replay-receipt.ts'
import { createVerifyForCampaign, type VerifyForCampaign } from './commands/verify-for-campaign.ts'
import {
  createVerification,
  type Verified,
  type VerifyRequest,
} from './commands/verify-presentation.ts'
import { settingsOf, type VerifierConfig } from './config.ts'
import { createAccreditationSource } from './evidence/accreditation-evidence.ts'
import {
  type Equivocation,
  type EquivocationProof,
  listEquivocations,
  showEquivocation,
} from './evidence/equivocations.ts'
import { createStatusSource } from './evidence/status-evidence.ts'
import { createHeadProofs } from './evidence/witness-evidence.ts'
import { checkPolicy } from './model/check-policy.ts'
import { createIdentifiers, type Identifiers } from './model/identifiers.ts'

/** Verifies presentations from evidence whose age it states; signs receipts for campaigns. */
export interface Verifier extends Role {
  /** What a presentation for a campaign must name as its audience. */
  readonly audience: string
  readonly identifiers: Identifiers
  /** ε of its clock, in milliseconds. */
  readonly clockBoundMs: number
  /** A nonce for one presentation, to be answered within `nonceTtlMs`. */
  createNonce(): string
  readonly nonceTtlMs: number
  /** The rule under which receipts for a campaign can be had here, if there is one. */
  findRule(campaignId: CampaignId): Promise<CampaignRule | undefined>
  /** Whether it can decide by a policy of the caller's own. Reasons: those of `checkConditions`, jurisdiction_check_missing. */
  checkPolicy(policy: Policy): Result<undefined, Reasoned>
  /** One call, one verdict. Throws on a policy or value that is none: they are the caller's own. */
  verifyPresentation(request: VerifyRequest): Promise<Verified>
  readonly verifyForCampaign: VerifyForCampaign
  /** For whoever serves it to callers that may lose an answer and ask again. */
  readonly answers: AnswerKeeper
  /** The verdict behind a receipt, if this verifier signed it. */
  showVerdict(receipt: ReceiptId): Promise<Verdict | undefined>
  /** Decides the verdict behind a receipt once more, from the evidence kept for it. */
  readonly replayReceipt: ReplayReceipt
  /** What was decided about a credential in a window, and what it would have been with the status known now (S11). */
  readonly reconcileDecisions: ReconcileDecisions
  /** The publishers that said two things of one state of a scope (S8): by id, a page after the given one. */
  listEquivocations(after?: string): Promise<readonly Equivocation[]>
  /** One of them with both documents, which anybody can check. */
  showEquivocation(id: string): Promise<EquivocationProof | undefined>
}

/** Makes the verifier's role; throws on a configuration that would break a promise. */
export function createVerifier(context: PartyContext, config: VerifierConfig): Verifier {
  const settings = settingsOf(config, context)
  const identifiers = createIdentifiers(settings.programmeKey, settings.programmeKeyEpoch)
  const proofs = settings.log && createHeadProofs(context, settings, settings.log)
  const accreditations = createAccreditationSource(context, settings, proofs)
  const statuses = createStatusSource(context, settings, proofs)
  const checkOwn = (policy: Policy) => checkPolicy(policy, settings.jurisdictionChecks)
  const rules = createAcceptedRules(context, config.distributors, {
    identifiers,
    checkPolicy: checkOwn,
  })
  const nonces = createNonceIssuer(context, settings)
  const evidenceKey = deriveKey(settings.programmeKey, ['evidence', context.id])
  const recorder = createVerdictRecorder(context, evidenceKey)
  const readDecision = createDecisionReader(context, rules, evidenceKey)
  const shared = { context, settings, identifiers }
  const answerRechecks = createRecheckAnswerer({
    ...shared,
    rules,
    readKept: createKeptReader(context, evidenceKey),
    accreditations,
    statuses,
  })
  const verification = createVerification({
    ...shared,
    accreditations,
    statuses,
    recorder,
    askOverlays: createAskOverlays(context, settings.jurisdictionChecks),
    proofs,
  })
  return {
    sendPolicies: recheckSendPolicies(context),
    receiveHandlers: [rules.handler, ...recheckReceiveHandlers(context)],
    audience: settings.audience,
    identifiers,
    clockBoundMs: settings.clockBoundMs,
    createNonce: nonces.createNonce,
    nonceTtlMs: settings.nonceTtlMs,
    findRule: rules.find,
    checkPolicy: checkOwn,
    verifyPresentation: async (request) => {
      const policy = parsePolicy(request.policy)
      if (!policy.ok) throw new Error(`not a policy: ${policy.error.detail}`)
      unwrap(checkOwn(request.policy))
      if (request.valueMinor !== undefined) unwrap(parseMinor(request.valueMinor))
      // A caller’s own policy may be another one by the next call, under the same reference.
      return verification.verify(
        { ...request, policy: { ...request.policy } },
        async () => undefined,
      )
    },
    verifyForCampaign: createVerifyForCampaign({ ...shared, rules, nonces, verification }),
    answers: createAnswerKeeper(context, settings),
    replayReceipt: createReplayReceipt(readDecision),
    reconcileDecisions: createReconcileDecisions({
      context,
      clockBoundMs: settings.clockBoundMs,
      readDecision,
      accreditations,
      statuses,
    }),
    listEquivocations: (after) => listEquivocations(context.ports.store, after),
    showEquivocation: (id) => showEquivocation(context.ports.store, id),
    async showVerdict(receipt) {
      if (!isId(receipt)) return undefined
      const row = await context.ports.store.read('show-verdict', (tx) =>
        tx.get('SELECT verdict FROM receipt WHERE id = ?', [receipt]),
      )
      return row === undefined ? undefined : (JSON.parse(String(row.verdict)) as Verdict)
    },
    async sweep() {
      await Promise.all([accreditations.refreshDue(), statuses.refreshDue()])
      await answerRechecks()
      await proofs?.proveDue()
      await recorder.removeExpired()
    },
  }
}
