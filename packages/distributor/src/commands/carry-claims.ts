import {
  type AnyReceiveHandler,
  type AnySendPolicy,
  acknowledged,
  assert,
  type CampaignRule,
  type CaseId,
  type ClaimId,
  type DefaultStep,
  epochMs,
  type HandlerAnswer,
  ok,
  type PaymentOutcome,
  parseCaseDecision,
  parseMinor,
  parsePaymentOutcome,
  type ReasonCode,
  type Reasoned,
  type RefusedItem,
  type Result,
  refused,
  type SentItem,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, ESCALATE_AFTER_MS, RESEND_AFTER_MS } from '../limits.ts'
import type { ClaimNews } from '../model/advance-claim.ts'
import { type Claim, holdsOf } from '../model/claim.ts'
import { caseIdOf, readTransferId } from '../model/claim-ids.ts'
import { placeVestingNews } from '../model/place-vesting-news.ts'
import { type CampaignStanding, loadClaimBatch } from '../store/claim-batch.ts'
import { openReleases, type ToldRelease } from '../store/release-rows.ts'
import {
  applyDecisions,
  decideClawBacksByDefault,
  isAboutClaim,
  isAboutPayment,
  recordOffsets,
  refuseClawBackAppeals,
} from './apply-claw-backs.ts'

/** For work that nobody else can do: send again, then tell an operator, for ever. Nothing else is legal without an answer (H2). */
export const PERSISTENT_DEFAULTS: readonly [DefaultStep, ...DefaultStep[]] = [
  { afterMs: RESEND_AFTER_MS, act: 'resend' },
  { afterMs: ESCALATE_AFTER_MS, act: 'escalate' },
]

interface Told {
  readonly claimId: ClaimId
  /** Of decisions and appeals. */
  readonly caseId?: CaseId
  /** Of the payments of what is paid in parts: each counts once, and has one receipt for ever (D5). */
  readonly part?: ToldRelease
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
      onAcknowledged: async (tx, items) => {
        await recordOffsets(tx, parts, items, 'taken')
        await tell(tx, items, (item) =>
          aboutTransfer(item, (version) => ({ news: 'settle_acknowledged', version })),
        )
      },
      onRefused: async (tx, items) => {
        await recordOffsets(tx, parts, items, 'refused')
        await tell(tx, items, (item) =>
          aboutTransfer(item, (version) => ({
            news: 'settle_refused',
            version,
            reason: item.reason,
          })),
        )
      },
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
      onRefused: async (tx, items) => {
        await decideClawBacksByDefault(tx, parts, items.filter(isAboutPayment))
        await tell(tx, items.filter(isAboutClaim), decideByDefault)
      },
    },
    {
      ...policy,
      kind: 'governance.appeal-case',
      onAcknowledged: (tx, items) =>
        tell(tx, items.filter(isAboutClaim), (item) =>
          aboutAppeal(item, { news: 'appeal_acknowledged' }),
        ),
      onRefused: async (tx, items) => {
        await refuseClawBackAppeals(tx, parts, items.filter(isAboutPayment))
        await tell(tx, items.filter(isAboutClaim), (item) =>
          aboutAppeal(item, { news: 'appeal_refused', reason: item.reason }),
        )
      },
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
          if (body.release !== undefined) {
            const isPaid = body.outcome === 'settled'
            if (isPaid && body.railReceipt === undefined) return 'malformed_message'
            const part = readPart(claimId, body.release, isPaid ? body.railReceipt : undefined)
            return part.ok ? { ...partNews(part.value, version), budgetMs } : part.error.code
          }
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
        applyDecisions(tx, parts, items, (about) =>
          takeNews(tx, parts, about, ({ from, body }) => {
            if (from !== governance) return 'case_actor_not_allowed'
            const claimId = body.subject as ClaimId
            const { caseId, version, decision } = body
            // Nothing was decided later than now, whatever the other clock says.
            const now = parts.context.ports.clock.nowMs()
            const decidedAtMs = epochMs(Math.min(body.decidedAtMs, now))
            // The claimant was told how long payment takes; deciding used up none of that.
            const budgetMs = CLAIM_BUDGET_MS
            const news: ClaimNews = { news: 'decided', version, decision, decidedAtMs, budgetMs }
            return { claimId, news, budgetMs, caseId }
          }),
        ),
    },
  ]
}

/** Whether a part is told of a claim that is paid at once, or one payment of a claim that is paid in parts. */
function isOtherPayment({ part, news }: Told, { amount }: Claim, rule: CampaignRule): boolean {
  const vests = rule.vesting !== undefined && amount !== 0n
  return vests ? news.news === 'payment_settled' : part !== undefined
}

function readPart(
  claimId: ClaimId,
  { number, amountMinor }: NonNullable<PaymentOutcome['release']>,
  railReceipt: string | undefined,
): Result<ToldRelease, Reasoned> {
  const amount = parseMinor(amountMinor)
  return amount.ok ? ok({ claimId, number, amount: amount.value, railReceipt }) : amount
}

function partNews(part: ToldRelease, version: number): Omit<Told, 'budgetMs'> {
  const { claimId, number, amount, railReceipt } = part
  const news: ClaimNews =
    railReceipt === undefined
      ? { news: 'release_unknown', version, number }
      : { news: 'release_paid', version, number, amount }
  return { claimId, part, news }
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
export async function tellClaims(
  tx: Tx,
  parts: DistributorParts,
  told: readonly (Told | ReasonCode)[],
): Promise<readonly (ReasonCode | undefined)[]> {
  const claimIds = told.flatMap((one) => (typeof one === 'string' ? [] : [one.claimId]))
  const now = parts.context.ports.clock.nowMs()
  const batch = await loadClaimBatch(tx, parts, claimIds, now)
  const releases = await openReleases(
    tx,
    told.flatMap((one) => (typeof one === 'string' ? [] : (one.part ?? []))),
  )
  const reasons = told.map((one) => {
    if (typeof one === 'string') return one
    const claim = batch.get(one.claimId)
    if (claim === undefined) return 'claim_unknown'
    const fault = one.caseId === undefined ? undefined : caseFault(claim, one.caseId)
    if (fault !== undefined) return fault
    const known = one.part === undefined ? 'new' : releases.find(one.part)
    if (known !== 'new') return known === 'same' ? undefined : 'transfer_conflict'
    const standing = batch.standingOf(claim)
    if (isOtherPayment(one, claim, standing.rule)) return 'transfer_unknown'
    const news = placeVestingNews(inWindow(one.news, claim, standing), claim, standing.rule, now)
    const reason = batch.advance(one.claimId, news, one.budgetMs)
    if (reason === undefined && one.part !== undefined) releases.add(one.part)
    return reason
  })
  await batch.save()
  await releases.save(now)
  return reasons
}

/** Why a case does not decide about the claim: there is none of that name, or one that came after it does. */
function caseFault(claim: Claim, caseId: CaseId): ReasonCode | undefined {
  const holds = holdsOf(claim)
  if (holds > 0 && caseId === caseIdOf(claim.claimId, holds)) return undefined
  for (let hold = 1; hold < holds; hold += 1) {
    if (caseId === caseIdOf(claim.claimId, hold)) return 'case_transition_not_allowed'
  }
  return 'case_unknown'
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
  return { claimId: body.by as ClaimId, news, budgetMs, caseId: body.caseId }
}

function decideByDefault({ body }: RefusedItem<'governance.open-case'>): Told {
  const budgetMs = CLAIM_BUDGET_MS
  return {
    claimId: body.subject as ClaimId,
    caseId: body.caseId,
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
