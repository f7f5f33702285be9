import {
  type AnyNewItem,
  type AnyReceiveHandler,
  type AnySendPolicy,
  acknowledged,
  assert,
  type CampaignId,
  type ClaimId,
  canonicalJson,
  type EpochMs,
  type HandlerAnswer,
  type LossCause,
  type PartyId,
  parseRecheckResults,
  RECHECK_RECEIPTS_MAX,
  type RecheckedReceipt,
  type RecheckResult,
  refused,
  sha256Text,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS } from '../limits.ts'
import { type Claim, holdsOf } from '../model/claim.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import type { GateFacts } from '../model/payment-gate.ts'
import { type ClaimBatch, loadClaimBatch } from '../store/claim-batch.ts'
import { readAtGate } from '../store/gate-rows.ts'
import { PERSISTENT_DEFAULTS } from './carry-claims.ts'
import { openReceivables } from './record-revocation.ts'

/** A verifier that has to look at a claim's receipt before `untilMs`. */
export interface Asked {
  readonly facts: GateFacts
  readonly by: PartyId
  readonly untilMs: EpochMs
}

interface Question {
  readonly campaignId: CampaignId
  /** Who signed the receipts, and so has their evidence. */
  readonly to: PartyId
  readonly by: PartyId
  readonly attempt: number
  readonly budgetMs: number
}

/** Asks verifiers about receipts, many in one question, in the transaction that lets the claims wait for the answers. */
export async function askRechecks(
  tx: Tx,
  { context }: DistributorParts,
  batch: ClaimBatch,
  asked: readonly Asked[],
): Promise<void> {
  const questions = new Map<string, { question: Question; receipts: RecheckedReceipt[] }>()
  const rows: [ClaimId, PartyId, string, number, number, EpochMs][] = []
  for (const { facts, by, untilMs } of asked) {
    const { claim, rechecks, now } = facts
    const { verifier: to, certified } = batch.receiptOf(claim.claimId)
    assert(to !== undefined && certified !== undefined, `${claim.claimId} has a verifier`)
    const { campaignId, claimId, receiptId } = claim
    const attempt = (rechecks.get(by)?.attempt ?? 0) + 1
    const question = { campaignId, to, by, attempt, budgetMs: untilMs - now }
    const key = canonicalJson(question)
    const known = questions.get(key) ?? { question, receipts: [] }
    questions.set(key, known)
    known.receipts.push({ receiptId, certified })
    rows.push([claimId, by, certified, attempt, holdsOf(claim), untilMs])
  }
  await tx.runMany(
    'DELETE FROM claim_recheck WHERE claim_id = ? AND verifier = ?',
    rows.map(([claimId, by]) => [claimId, by]),
  )
  await tx.insertMany({
    table: 'claim_recheck',
    columns: ['claim_id', 'verifier', 'certified', 'attempt', 'holds', 'until_at'],
    rows,
    onConflict: 'fail',
  })
  await context.enqueue(tx, [...questions.values()].flatMap(itemsOf))
}

function itemsOf({
  question: { campaignId, to, by, attempt, budgetMs },
  receipts,
}: {
  readonly question: Question
  readonly receipts: readonly RecheckedReceipt[]
}): readonly AnyNewItem[] {
  const items: AnyNewItem[] = []
  for (let first = 0; first < receipts.length; first += RECHECK_RECEIPTS_MAX) {
    const some = receipts.slice(first, first + RECHECK_RECEIPTS_MAX)
    const body = { campaignId, by, attempt, receipts: some }
    const id = handoffIdOf('recheck', sha256Text(canonicalJson(body), 'hex'))
    items.push({ id, to, kind: 'verifier.recheck-receipts', body, budgetMs })
  }
  return items
}

/** A verifier that does not take the question will not answer it: nobody can say. */
export function recheckSendPolicy(parts: DistributorParts): AnySendPolicy {
  return {
    kind: 'verifier.recheck-receipts',
    budgetMs: CLAIM_BUDGET_MS,
    defaults: PERSISTENT_DEFAULTS,
    onRefused: async (tx, items) => {
      for (const { body, reason } of items) {
        const results = body.receipts.map((receipt): RecheckResult => {
          return { ...receipt, outcome: 'undetermined', reason }
        })
        await recordResults(tx, parts, { ...body, results, from: body.by })
      }
    },
  }
}

/**
 * How verifiers' answers are taken: from the one that was asked to look, and that it cannot be done also from the one that signed. What is not asked
 * about, or was asked again since, changes nothing. Reason: handoff_party_unknown when none of it was asked of the sender.
 */
export function recheckReceiveHandler(parts: DistributorParts): AnyReceiveHandler {
  return {
    kind: 'distributor.record-recheck',
    parse: parseRecheckResults,
    async apply(tx, items) {
      const answers: HandlerAnswer[] = []
      for (const { from, body } of items) {
        const known = await recordResults(tx, parts, { ...body, from })
        answers.push(known > 0 ? acknowledged : refused('handoff_party_unknown'))
      }
      return answers
    },
  }
}

interface Results {
  readonly from: PartyId
  readonly campaignId: CampaignId
  readonly attempt: number
  readonly results: readonly RecheckResult[]
}

/** Writes answers down and lets the gate look at their claims; returns how many were the sender's to give. */
async function recordResults(
  tx: Tx,
  parts: DistributorParts,
  { from, campaignId, attempt, results }: Results,
): Promise<number> {
  const now = parts.context.ports.clock.nowMs()
  const rows = await tx.selectIn({
    table: 'claim_recheck',
    columns: ['claim_id', 'verifier', 'certified', 'attempt', 'outcome'],
    key: 'certified',
    keys: [...new Set(results.map(({ certified }) => certified))],
  })
  const claimIds = rows.map((row) => row.claim_id as ClaimId)
  const batch = await loadClaimBatch(tx, parts, claimIds, now)
  // Also one that was just released and that the gate has not looked at yet: nothing of it is paid.
  const atGate = await readAtGate(
    tx,
    claimIds.flatMap((claimId) => batch.get(claimId) ?? []),
  )
  const resultOf = new Map(results.map((result) => [result.certified, result]))
  const written: (readonly (string | number | null)[])[] = []
  const looked: ClaimId[] = []
  const paid: { readonly claim: Claim; readonly result: RecheckResult }[] = []
  let known = 0
  for (const row of rows) {
    const claimId = row.claim_id as ClaimId
    const claim = batch.get(claimId)
    const result = resultOf.get(String(row.certified))
    if (claim?.campaignId !== campaignId || result === undefined) continue
    const isSigner = batch.receiptOf(claimId).verifier === from && result.outcome === 'undetermined'
    if (row.verifier !== from && !isSigner) continue
    known += 1
    // That somebody could not say is not the last word: what has changed has.
    const isOpen = row.outcome === null
    const isWorse = row.outcome === 'undetermined' && result.outcome === 'changed'
    if (Number(row.attempt) !== attempt || !(isOpen || isWorse)) continue
    const { outcome, reason = null, seq = null } = result
    written.push([outcome, reason, seq, now, claimId, String(row.verifier)])
    looked.push(claimId)
    if (outcome !== 'changed') continue
    // While a person decides, what has ended is ended; after the payment was ordered it is a receivable and a case.
    if (claim.state === 'held') {
      batch.advance(claimId, { news: 'taken_out', ordered: false }, CLAIM_BUDGET_MS)
    } else if (claim.state === 'vesting' || !atGate.has(claimId)) paid.push({ claim, result })
  }
  await tx.runMany(
    'UPDATE claim_recheck SET outcome = ?, reason = ?, seq = ?, answered_at = ? WHERE claim_id = ? AND verifier = ?',
    written,
  )
  await tx.runMany(
    'UPDATE payment_wait SET look_at = 0 WHERE campaign_id = ? AND claim_id = ? AND look_at > 0',
    looked.map((claimId) => [campaignId, claimId]),
  )
  await batch.save()
  for (const { claim, result } of paid) {
    const evidence = sha256Text(canonicalJson({ ...result, from, attempt }), 'hex')
    const cause = lossCauseOf(result.reason)
    await (await openReceivables(tx, parts, [claim], { evidence, cause })).save()
  }
  return known
}

/** Whose failing an answer shows: the rule says who bears the loss of each. */
function lossCauseOf(reason = ''): LossCause {
  if (reason === 'receipt_not_borne_out') return 'verifier_compromised'
  return reason.startsWith('credential_issuer_') ? 'issuer_withdrawn' : 'revoked_after_payout'
}
