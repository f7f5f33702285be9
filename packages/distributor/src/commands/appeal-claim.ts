import {
  type AnyNewItem,
  assert,
  type CampaignRule,
  type CaseId,
  type ClaimId,
  createGroupCommit,
  epochMs,
  ok,
  type Reasoned,
  type Result,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { APPEALS_WAITING_MAX, ESCALATE_AFTER_MS } from '../limits.ts'
import { checkAppeal } from '../model/check-appeal.ts'
import { type Claim, holdsOf } from '../model/claim.ts'
import { caseIdOf, handoffIdOf, holdName, isClaimId } from '../model/claim-ids.ts'
import { loadClaimBatch } from '../store/claim-batch.ts'
import { CLAIM_COLUMNS, claimFromRow } from '../store/claim-rows.ts'
import type { LoadCampaigns } from '../store/load-campaigns.ts'

export interface AppealOptions {
  /** On this party's monotonic clock: from then on the answer is of no use (O5). */
  readonly deadlineMs?: number
}

/** An appeal that is durable and on its way; the claim's state document tells what becomes of it. */
export interface ClaimAppealed {
  readonly claimId: ClaimId
  readonly caseId: CaseId
}

/**
 * Appeals for the claimant, who proves to be that by knowing the claim's id. The same appeal again is the same answer. Resolves after COMMIT.
 * Reasons: claim_unknown, those of `checkAppeal`, queue_full, deadline_passed.
 */
export type AppealClaim = (
  claimId: string,
  options?: AppealOptions,
) => Promise<Result<ClaimAppealed, Reasoned>>

interface AskedAppeal {
  readonly claimId: ClaimId
  readonly hold: CampaignRule['hold']
}

/** Makes the door for appeals: they carry no words, because those would be somebody's own; the case has the evidence. */
export function createClaimAppeals(
  parts: DistributorParts,
  loadCampaigns: LoadCampaigns,
): AppealClaim {
  const { store, clock } = parts.context.ports
  const commits = createGroupCommit<AskedAppeal, Result<ClaimAppealed, Reasoned>>({
    store,
    name: 'appeal-commit',
    clock,
    queueMax: APPEALS_WAITING_MAX,
    apply: (tx, asked) => commitAppeals(tx, parts, asked),
  })
  return async (claimId, options) => {
    if (!isClaimId(claimId)) return refuse('claim_unknown')
    const row = await store.read('appealed-claim', (tx) =>
      tx.get(`SELECT ${CLAIM_COLUMNS.join(', ')} FROM claim WHERE claim_id = ?`, [claimId]),
    )
    if (row === undefined) return refuse('claim_unknown')
    const claim = claimFromRow(row)
    const campaign = (await loadCampaigns([claim.campaignId])).get(claim.campaignId)
    assert(campaign !== undefined, `${claimId} belongs to a campaign`)
    const { hold } = campaign.rule
    // What is refused or known costs a lookup; only an appeal that counts costs a commit.
    const until = checkAppeal(claim, hold, clock.nowMs())
    if (!until.ok) return refuse(until.error)
    if (until.value === undefined) return ok(appealed(claim))
    const committed = await commits.submit({ claimId, hold }, options)
    return committed.ok ? committed.value : committed
  }
}

/** Writes the appeals and hands them to governance, in the one transaction given. */
async function commitAppeals(
  tx: Tx,
  parts: DistributorParts,
  asked: readonly AskedAppeal[],
): Promise<readonly Result<ClaimAppealed, Reasoned>[]> {
  const now = parts.context.ports.clock.nowMs()
  const claimIds = asked.map(({ claimId }) => claimId)
  const batch = await loadClaimBatch(tx, parts, claimIds, now)
  const items: AnyNewItem[] = []
  const answers = asked.map(({ claimId, hold }): Result<ClaimAppealed, Reasoned> => {
    const claim = batch.get(claimId)
    assert(claim !== undefined, `${claimId} is still there`)
    const until = checkAppeal(claim, hold, now)
    if (!until.ok) return refuse(until.error)
    if (until.value === undefined) return ok(appealed(claim))
    const budgetMs = until.value - now
    const dueAtMs = epochMs(until.value + hold.deadlineMs + ESCALATE_AFTER_MS)
    batch.advance(claimId, { news: 'appealed', dueAtMs }, budgetMs)
    items.push({
      id: handoffIdOf('appeal', holdName(claimId, holdsOf(claim))),
      to: parts.config.governance,
      kind: 'governance.appeal-case',
      // The appellant is whom the case is about, not this party, which opened it (G5).
      body: { caseId: appealed(claim).caseId, by: claimId },
      budgetMs,
    })
    return ok(appealed(claim))
  })
  await batch.save()
  await parts.context.enqueue(tx, items)
  return answers
}

function appealed(claim: Claim): ClaimAppealed {
  const { claimId } = claim
  return { claimId, caseId: caseIdOf(claimId, holdsOf(claim)) }
}
