import {
  acknowledged,
  type CaseDecision,
  type CaseId,
  epochMs,
  type HandlerAnswer,
  type PartyId,
  type ReceivedItem,
  type RefusedItem,
  refused,
  type SentItem,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import {
  loadReceivables,
  type ReceivableBatch,
  readClawBackCase,
} from '../store/receivable-batch.ts'
import { endRecoveries, type RecoveryRow, readRecoveries } from '../store/receivable-rows.ts'

/** Ends a recovery that was ordered, once: the ledger has booked it or refused it. */
export async function endRecovery(
  tx: Tx,
  batch: ReceivableBatch,
  one: RecoveryRow,
  isBooked: boolean,
): Promise<void> {
  const { transferId, amount, state } = one
  if (state !== 'ordered') return
  await endRecoveries(tx, [one], isBooked ? 'done' : 'refused')
  batch.advance(transferId, { news: isBooked ? 'came_back' : 'did_not_come', amount })
}

/** What was withheld from payments is with the campaigns that are owed once the ledger has taken the payment, and not before. */
export async function recordOffsets(
  tx: Tx,
  parts: DistributorParts,
  items: readonly SentItem<'ledger.settle'>[],
  outcome: 'taken' | 'refused',
): Promise<void> {
  const payments = items.flatMap(({ body }) => (body.offsets ? [body.transferId] : []))
  if (payments.length === 0) return
  const offsets = await readRecoveries(tx, 'by_id', payments)
  const batch = await loadReceivables(
    tx,
    parts,
    'transfer_id',
    offsets.map(({ transferId }) => transferId),
  )
  for (const offset of offsets) await endRecovery(tx, batch, offset, outcome === 'taken')
  await batch.save()
}

/** Applies decisions of cases about payments. Reasons: handoff_party_unknown, case_unknown. */
export async function applyClawBackDecisions(
  tx: Tx,
  parts: DistributorParts,
  items: readonly { readonly from: PartyId; readonly body: CaseDecision }[],
): Promise<readonly HandlerAnswer[]> {
  const { governance } = parts.config
  const now = parts.context.ports.clock.nowMs()
  const claimIds = items.flatMap(({ body }) => readClawBackCase(body.caseId) ?? [])
  const batch = await loadReceivables(tx, parts, 'claim_id', claimIds)
  const answers = items.map(({ from, body }): HandlerAnswer => {
    if (from !== governance) return refused('case_actor_not_allowed')
    const claimId = readClawBackCase(body.caseId)
    const receivable = claimId === undefined ? undefined : batch.ofClaim(claimId)
    if (receivable === undefined || body.subject !== claimId) return refused('case_unknown')
    const { version, decision } = body
    // Nothing was decided later than now, whatever the other clock says.
    const decidedAtMs = epochMs(Math.min(body.decidedAtMs, now))
    batch.advance(receivable.transferId, { news: 'decided', version, decision, decidedAtMs })
    return acknowledged
  })
  await batch.save()
  return answers
}

/** Governance took no case: the rule's default decides (G3). */
export async function decideClawBacksByDefault(
  tx: Tx,
  parts: DistributorParts,
  items: readonly RefusedItem<'governance.open-case'>[],
): Promise<void> {
  if (items.length === 0) return
  const decidedAtMs = parts.context.ports.clock.nowMs()
  const decisions = items.map(({ body }) => ({
    from: parts.config.governance,
    body: {
      caseId: body.caseId,
      subject: body.subject,
      decision: body.byDefault,
      decidedBy: 'default',
      decidedAtMs,
      version: 1,
    },
  }))
  await applyClawBackDecisions(tx, parts, decisions)
}

interface AboutCase {
  readonly body: { readonly caseId: CaseId }
}

/** Whether it is about a case that decides whether a payment is owed back. */
export function isAboutPayment({ body }: AboutCase): boolean {
  return readClawBackCase(body.caseId) !== undefined
}

/** Whether it is about a case that decides about a claim. */
export function isAboutClaim(item: AboutCase): boolean {
  return !isAboutPayment(item)
}

/** Governance did not hear the appeals; its first decision stands. */
export async function refuseClawBackAppeals(
  tx: Tx,
  parts: DistributorParts,
  items: readonly RefusedItem<'governance.appeal-case'>[],
): Promise<void> {
  if (items.length === 0) return
  const claimIds = items.flatMap(({ body }) => readClawBackCase(body.caseId) ?? [])
  const batch = await loadReceivables(tx, parts, 'claim_id', claimIds)
  for (const { body, reason } of items) {
    const claimId = readClawBackCase(body.caseId)
    const receivable = claimId && batch.ofClaim(claimId)
    if (receivable) batch.advance(receivable.transferId, { news: 'appeal_not_taken', reason })
  }
  await batch.save()
}

/** Parts decisions into those about payments and the others, and puts the answers back in order. */
export async function applyDecisions(
  tx: Tx,
  parts: DistributorParts,
  items: readonly ReceivedItem<'distributor.apply-decision'>[],
  others: (
    items: readonly ReceivedItem<'distributor.apply-decision'>[],
  ) => Promise<readonly HandlerAnswer[]>,
): Promise<readonly HandlerAnswer[]> {
  const ours = items.filter(isAboutPayment)
  if (ours.length === 0) return others(items)
  const [own, rest] = [
    (await applyClawBackDecisions(tx, parts, ours)).values(),
    (await others(items.filter(isAboutClaim))).values(),
  ]
  return items.map((item) => (isAboutPayment(item) ? own : rest).next().value as HandlerAnswer)
}
