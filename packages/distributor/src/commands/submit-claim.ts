import {
  type CampaignId,
  type ClaimId,
  type ClaimSubmission,
  createGroupCommit,
  encodeHex,
  isReasonCode,
  PATIENCE_MS_MIN,
  type Reasoned,
  type Result,
} from '@evenkeel/kernel'
import { createBatcher } from '../create-batcher.ts'
import type { DistributorParts } from '../distributor-parts.ts'
import {
  CLAIM_COST_MS_ASSUMED,
  EVALUATION_LANES,
  INTAKE_BATCH_MAX,
  INTAKE_BATCH_MS_MAX,
  INTAKE_WAITING_MAX,
  RETRY_AFTER_MS_MIN,
} from '../limits.ts'
import { keepClaimKnock } from '../model/claim-knock.ts'
import { type KeyedSubmission, keySubmission, openSubmission } from '../model/read-submission.ts'
import type { LoadCampaigns } from '../store/load-campaigns.ts'
import {
  answerStored,
  type ClaimAnswer,
  commitClaims,
  type EvaluatedClaim,
  readStoredClaims,
  type StoredClaim,
} from './commit-claims.ts'
import { type ArrivedClaim, evaluateClaims, shareOfClaim } from './evaluate-claims.ts'

export interface ClaimSubmitOptions {
  /** On this party's monotonic clock: from then on the answer is of no use, and work not begun is dropped (O5). */
  readonly deadlineMs?: number
  /** The campaign that the claimant means; a claim for another one is refused. */
  readonly campaignId?: CampaignId
  /** What the claimant was given when there was no room for this claim: proof of when it came first. */
  readonly knock?: string
}

/** Takes a ClaimSubmission, as bytes or parsed from them; resolves after COMMIT, or with a refusal of which nothing was kept. */
export type SubmitClaim = (
  submission: Uint8Array | ClaimSubmission,
  options?: ClaimSubmitOptions,
) => Promise<ClaimAnswer>

/**
 * Makes the intake (DESIGN §7): size and shape → stored answer, one lookup → receipt and holder signatures → rule → one group commit →
 * ticket. Claims sent together share each stage; at the signatures verifiers, and among them issuers, take turns. The same claim sent again while
 * the first is under way shares its answer.
 */
export function createClaimIntake(
  parts: DistributorParts,
  loadCampaigns: LoadCampaigns,
  waitingMax: number = INTAKE_WAITING_MAX,
): SubmitClaim {
  const { store, clock, random } = parts.context.ports
  /** By claim, body and campaign: another body may be somebody else's, who must not make the rightful claimant wait or fail. */
  const underWay = new Map<string, Promise<ClaimAnswer>>()
  let claimCostMs = CLAIM_COST_MS_ASSUMED

  const lookUp = createBatcher<ClaimId, StoredClaim | undefined>({
    batchMax: () => INTAKE_BATCH_MAX,
    lanes: 1,
    run: async (claimIds) => {
      const stored = await store.read('claim-lookup', (tx) => readStoredClaims(tx, claimIds))
      return claimIds.map((id) => stored.get(id))
    },
  })
  const evaluate = createBatcher<ArrivedClaim, Result<EvaluatedClaim, Reasoned>>({
    // A slow check gets small batches, so that nobody waits for the claims beside theirs.
    batchMax: () =>
      Math.max(1, Math.min(INTAKE_BATCH_MAX, Math.floor(INTAKE_BATCH_MS_MAX / claimCostMs))),
    lanes: EVALUATION_LANES,
    shareOf: ({ opened }) => shareOfClaim(parts, opened),
    run: async (claims) => {
      const startMs = clock.monotonicMs()
      const evaluated = await evaluateClaims(parts, loadCampaigns, claims)
      const costMs = (clock.monotonicMs() - startMs) / claims.length / EVALUATION_LANES
      claimCostMs += (costMs - claimCostMs) / 8
      return evaluated
    },
  })
  const commits = createGroupCommit<EvaluatedClaim, ClaimAnswer>({
    store,
    name: 'claim-commit',
    clock,
    queueMax: waitingMax,
    apply: (tx, items) => commitClaims(tx, parts, items),
  })

  /**
   * The backlog in time, with jitter of up to its half, so that those who come again do not come together. Whoever left no time for the work is late by their
   * own choice: no window waits for them.
   */
  function comeAgain(
    error: Reasoned,
    { claimId }: KeyedSubmission,
    { campaignId, knock: former }: ClaimSubmitOptions,
    isPatient = true,
  ): ClaimAnswer {
    if (isPatient) parts.refusals.note(campaignId)
    const waitMs = Math.max(RETRY_AFTER_MS_MIN, Math.ceil(underWay.size * claimCostMs))
    const retryAfterMs = waitMs + random.below(Math.ceil(waitMs / 2))
    const knock =
      isPatient && campaignId
        ? keepClaimKnock(parts.knockKey, campaignId, claimId, former, clock.nowMs())
        : undefined
    return { ...refusal(error), retryAfterMs, ...(knock !== undefined && { knock }) }
  }

  async function answer(keyed: KeyedSubmission, options: ClaimSubmitOptions): Promise<ClaimAnswer> {
    const { deadlineMs = Number.POSITIVE_INFINITY, campaignId, knock } = options
    const { claimId, bodyHash } = keyed
    const arrivedAtMs = clock.nowMs()
    const isPatient = deadlineMs - clock.monotonicMs() >= PATIENCE_MS_MIN
    try {
      const stored = await lookUp(claimId)
      if (stored !== undefined) return answerStored(stored, bodyHash, campaignId)
      const opened = openSubmission(keyed)
      if (!opened.ok) return refusal(opened.error)
      const arrived = { keyed, opened: opened.value, arrivedAtMs, deadlineMs, campaignId, knock }
      const evaluated = await evaluate(arrived)
      if (!evaluated.ok) {
        const late = evaluated.error.code === 'deadline_passed'
        return late
          ? comeAgain(evaluated.error, keyed, options, isPatient)
          : refusal(evaluated.error)
      }
      const committed = await commits.submit(evaluated.value, { deadlineMs })
      if (committed.ok) return committed.value
      return comeAgain(committed.error, keyed, options, isPatient)
    } catch (fault) {
      const code = retryableCodeOf(fault)
      if (code === undefined) throw fault
      return comeAgain({ code }, keyed, options)
    }
  }

  return async (submission, options = {}) => {
    const { campaignId } = options
    const keyed = keySubmission(submission)
    if (!keyed.ok) return refusal(keyed.error)
    const key = `${keyed.value.claimId} ${encodeHex(keyed.value.bodyHash)} ${campaignId ?? ''}`
    const first = underWay.get(key)
    if (first !== undefined) return first
    if (underWay.size >= waitingMax) return comeAgain({ code: 'queue_full' }, keyed.value, options)
    const own = answer(keyed.value, options).finally(() => underWay.delete(key))
    underWay.set(key, own)
    return own
  }
}

function refusal({ code, detail }: Reasoned): ClaimAnswer & { readonly kind: 'refused' } {
  return { kind: 'refused', reason: code, ...(detail === undefined ? {} : { detail }) }
}

/** The reason of an adapter's failure that may pass by itself (STYLE: errors); undefined for a fault of the program. */
function retryableCodeOf(fault: unknown): Reasoned['code'] | undefined {
  if (!(fault instanceof Error) || !('code' in fault) || !('retryable' in fault)) return undefined
  const { code, retryable } = fault
  return retryable === true && typeof code === 'string' && isReasonCode(code) ? code : undefined
}
