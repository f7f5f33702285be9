import {
  type AnyReceiveHandler,
  type AnySendPolicy,
  acknowledged,
  assert,
  type ClaimId,
  type DefaultStep,
  epochMs,
  type HandlerAnswer,
  parseCaseDecision,
  parsePaymentOutcome,
  type ReasonCode,
  type RefusedItem,
  refused,
  type SentItem,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, ESCALATE_AFTER_MS, RESEND_AFTER_MS } from '../limits.ts'
import type { ClaimNews } from '../model/advance-claim.ts'
import type { Claim } from '../model/claim.ts'
import { caseIdOf, readTransferId } from '../model/claim-ids.ts'
import { type CampaignStanding, loadClaimBatch } from '../store/claim-batch.ts'

/** For work that nobody else can do: send again, then tell an operator, for ever. Nothing else is legal without an answer (H2). */
export const PERSISTENT_DEFAULTS: readonly [DefaultStep, ...DefaultStep[]] = [
  { afterMs: RESEND_AFTER_MS, act: 'resend' },
  { afterMs: ESCALATE_AFTER_MS, act: 'escalate' },
]

interface Told {
  readonly claimId: ClaimId
  readonly news: ClaimNews
  readonly budgetMs: number
}

/** What happens to claims when the ledger and governance answer. */
export function claimSendPolicies(parts: DistributorParts): readonly AnySendPolicy[] {
  const tell = async <Item>(tx: Tx, items: readonly Item[], read: (item: Item) => Told) => {
    await tellClaims(tx, parts, items.map(read))
  }
  const policy = { budgetMs: CLAIM_BUDGET_MS, defaults: PERSISTENT_DEFAULTS }
  return [
    {
      ...policy,
      kind: 'ledger.reserve',
      onAcknowledged: (tx, items) =>
        tell(tx, items, (item) =>
          aboutTransfer(item, (version) => ({ news: 'reserve_acknowledged', version })),
        ),
      onRefused: (tx, items) =>
        tell(tx, items, (item) =>
          aboutTransfer(item, (version) => ({
            news: 'reserve_refused',
            version,
            reason: item.reason,
          })),
        ),
    },
    {
      ...policy,
      kind: 'ledger.settle',
      onAcknowledged: (tx, items) =>
        tell(tx, items, (item) =>
          aboutTransfer(item, (version) => ({ news: 'settle_acknowledged', version })),
        ),
      onRefused: (tx, items) =>
        tell(tx, items, (item) =>
          aboutTransfer(item, (version) => ({
            news: 'settle_refused',
            version,
            reason: item.reason,
          })),
        ),
    },
    {
      ...policy,
      kind: 'ledger.void',
      onAcknowledged: (tx, items) =>
        tell(tx, items, (item) =>
          aboutTransfer(item, (version) => ({ news: 'void_acknowledged', version })),
        ),
      onRefused: (tx, items) =>
        tell(tx, items, (item) =>
          aboutTransfer(item, () => ({ news: 'void_refused', reason: item.reason })),
        ),
    },
    {
      ...policy,
      kind: 'governance.open-case',
      // Nobody else will decide, and governance has said so: the rule's default decides (G3).
      onRefused: (tx, items) => tell(tx, items, decideByDefault),
    },
    {
      ...policy,
      kind: 'governance.appeal-case',
      onAcknowledged: (tx, items) =>
        tell(tx, items, (item) => aboutAppeal(item, { news: 'appeal_acknowledged' })),
      onRefused: (tx, items) =>
        tell(tx, items, (item) =>
          aboutAppeal(item, { news: 'appeal_refused', reason: item.reason }),
        ),
    },
  ]
}

/** How the ledger's payments and governance's decisions are taken. Reasons: claim_unknown, handoff_party_unknown and those of `advanceClaim`. */
export function claimReceiveHandlers(parts: DistributorParts): readonly AnyReceiveHandler[] {
  const { ledger, governance } = parts.config
  return [
    {
      kind: 'distributor.record-payment',
      parse: parsePaymentOutcome,
      apply: (tx, items) =>
        takeNews(tx, parts, items, ({ from, body, budgetMs }) => {
          if (from !== ledger) return 'handoff_party_unknown'
          const transfer = readTransferId(body.transferId)
          if (transfer === undefined) return 'transfer_unknown'
          const { claimId, version } = transfer
          if (body.outcome === 'unknown') {
            return { claimId, news: { news: 'payment_unknown', version }, budgetMs }
          }
          if (body.railReceipt === undefined) return 'malformed_message'
          const { railReceipt } = body
          return { claimId, news: { news: 'payment_settled', version, railReceipt }, budgetMs }
        }),
    },
    {
      kind: 'distributor.apply-decision',
      parse: parseCaseDecision,
      apply: (tx, items) =>
        takeNews(tx, parts, items, ({ from, body }) => {
          if (from !== governance) return 'case_actor_not_allowed'
          const claimId = body.subject as ClaimId
          if (body.caseId !== caseIdOf(claimId)) return 'case_unknown'
          const { version, decision } = body
          // Nothing was decided later than now, whatever the other clock says.
          const now = parts.context.ports.clock.nowMs()
          const decidedAtMs = epochMs(Math.min(body.decidedAtMs, now))
          // The claimant was told how long payment takes; deciding used up none of that.
          const budgetMs = CLAIM_BUDGET_MS
          const news: ClaimNews = { news: 'decided', version, decision, decidedAtMs, budgetMs }
          return { claimId, news, budgetMs }
        }),
    },
  ]
}

async function takeNews<Item>(
  tx: Tx,
  parts: DistributorParts,
  items: readonly Item[],
  read: (item: Item) => Told | ReasonCode,
): Promise<readonly HandlerAnswer[]> {
  const told = items.map(read)
  const reasons = await tellClaims(tx, parts, told)
  return reasons.map((reason) => (reason === undefined ? acknowledged : refused(reason)))
}

/** Applies news in order, in one batch; returns for each why it was not taken, if so. */
async function tellClaims(
  tx: Tx,
  parts: DistributorParts,
  told: readonly (Told | ReasonCode)[],
): Promise<readonly (ReasonCode | undefined)[]> {
  const claimIds = told.flatMap((one) => (typeof one === 'string' ? [] : [one.claimId]))
  const batch = await loadClaimBatch(tx, parts, claimIds, parts.context.ports.clock.nowMs())
  const reasons = told.map((one) => {
    if (typeof one === 'string') return one
    const claim = batch.get(one.claimId)
    if (claim === undefined) return 'claim_unknown'
    const wasHeld = claim.history.some((entry) => entry.state === 'held')
    if (one.news.news === 'decided' && !wasHeld) return 'case_unknown'
    return batch.advance(
      one.claimId,
      inWindow(one.news, claim, batch.standingOf(claim)),
      one.budgetMs,
    )
  })
  await batch.save()
  return reasons
}

/** A claim that is released goes back into its window, and waits for that first; once the shares are fixed it is too late. */
function inWindow(
  news: ClaimNews,
  { amount }: Claim,
  { allocated, windowMs }: CampaignStanding,
): ClaimNews {
  if (news.news !== 'decided' || amount !== undefined) return news
  return allocated
    ? { ...news, decision: 'refuse' }
    : { ...news, budgetMs: news.budgetMs + windowMs }
}

function aboutTransfer(
  { body, budgetMs }: SentItem<'ledger.reserve' | 'ledger.settle' | 'ledger.void'>,
  newsOf: (version: number) => ClaimNews,
): Told {
  const transfer = readTransferId(body.transferId)
  assert(transfer !== undefined, `${body.transferId} is the id of a claim's transfer`)
  return { claimId: transfer.claimId, news: newsOf(transfer.version), budgetMs }
}

function aboutAppeal(
  { body, budgetMs }: SentItem<'governance.appeal-case'>,
  news: ClaimNews,
): Told {
  return { claimId: body.by as ClaimId, news, budgetMs }
}

function decideByDefault({ body }: RefusedItem<'governance.open-case'>): Told {
  const budgetMs = CLAIM_BUDGET_MS
  return {
    claimId: body.subject as ClaimId,
    news: {
      news: 'decided',
      version: 1,
      decision: body.byDefault,
      decidedAtMs: undefined,
      budgetMs,
    },
    budgetMs,
  }
}
