import {
  type AnyNewItem,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  type EpochMs,
  formatMinor,
  type MinorUnits,
  type OffsetTerms,
  offsetMax,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { readTransferId } from '../model/claim-ids.ts'
import { isCollectable, openMinor } from '../model/receivable.ts'
import { loadReceivables, type ReceivableBatch } from './receivable-batch.ts'
import { insertRecoveries, type RecoveryRow, readRecoveries } from './receivable-rows.ts'

/** What the offsets of a payment go by. */
export interface OffsetContext {
  /** The rule of a claim that is being paid. */
  readonly ruleOf: (claimId: ClaimId) => CampaignRule
  readonly amountOf: (claimId: ClaimId) => MinorUnits | undefined
  readonly now: EpochMs
}

type SettleItem = AnyNewItem & { readonly kind: 'ledger.settle' }

/**
 * Withholds from payments that are being ordered what their payees owe from earlier campaigns, up to the published share, and keeps what is on its way,
 * so that it is taken once however many payments are ordered at a time. A payment that was ordered before keeps its offsets.
 */
export async function offsetPayments(
  tx: Tx,
  parts: DistributorParts,
  items: readonly AnyNewItem[],
  { ruleOf, amountOf, now }: OffsetContext,
): Promise<readonly AnyNewItem[]> {
  const payments = items.flatMap((item) => {
    const claimId = item.kind === 'ledger.settle' ? claimOf(item) : undefined
    const terms = claimId && ruleOf(claimId).offsets
    return claimId && terms ? [{ item: item as SettleItem, claimId, terms }] : []
  })
  if (payments.length === 0) return items
  const ordered = await readRecoveries(
    tx,
    'by_id',
    payments.map(({ item }) => item.body.transferId),
  )
  const debts = await findDebts(
    tx,
    parts,
    payments.map(({ claimId }) => claimId),
  )
  const added: RecoveryRow[] = []
  const withOffsets = new Map<AnyNewItem, AnyNewItem>()
  for (const { item, claimId, terms } of payments) {
    const { transferId } = item.body
    const before = ordered.filter(({ byId }) => byId === transferId)
    const offsets =
      before.length > 0
        ? before
        : takeOffsets(debts, { transferId, claimId, terms, amount: amountOf(claimId), now })
    if (before.length === 0) added.push(...offsets)
    if (offsets.length > 0) withOffsets.set(item, withholding(item, offsets))
  }
  await insertRecoveries(tx, added, now)
  await debts.batch.save()
  return items.map((item) => withOffsets.get(item) ?? item)
}

function claimOf({ body }: SettleItem): ClaimId | undefined {
  return readTransferId(body.transferId)?.claimId
}

function withholding(item: SettleItem, offsets: readonly RecoveryRow[]): AnyNewItem {
  const body = {
    ...item.body,
    offsets: offsets.map(({ transferId, amount }) => ({
      transferId,
      amountMinor: formatMinor(amount),
    })),
  }
  return { ...item, body }
}

interface Debts {
  readonly batch: ReceivableBatch
  /** The claim that the same person made in an earlier campaign. */
  readonly earlierOf: (claimId: ClaimId, campaignId: CampaignId) => ClaimId | undefined
}

function takeOffsets(
  { batch, earlierOf }: Debts,
  payment: {
    readonly transferId: TransferId
    readonly claimId: ClaimId
    readonly terms: OffsetTerms
    readonly amount: MinorUnits | undefined
    readonly now: EpochMs
  },
): readonly RecoveryRow[] {
  const { transferId, claimId, terms, amount = 0n, now } = payment
  const taken: RecoveryRow[] = []
  let left = offsetMax(amount, terms)
  for (const campaignId of terms.campaigns) {
    const earlier = earlierOf(claimId, campaignId)
    const debt = earlier && batch.ofClaim(earlier)
    if (debt === undefined || debt.debtor !== 'claimant') continue
    const { clawback } = batch.ruleOf(debt)
    if (clawback === undefined || !isCollectable(debt, clawback, now)) continue
    const open = openMinor(debt)
    const part = (open < left ? open : left) as MinorUnits
    if (part === 0n) continue
    left -= part
    batch.advance(debt.transferId, { news: 'taken', amount: part })
    taken.push({
      byId: transferId,
      transferId: debt.transferId,
      how: 'offset',
      amount: part,
      state: 'ordered',
    })
  }
  return taken
}

/** Finds what the same people owe, by the names that their receipts say they have in the earlier campaigns. */
async function findDebts(
  tx: Tx,
  parts: DistributorParts,
  claimIds: readonly ClaimId[],
): Promise<Debts> {
  const priors = await tx.selectIn({
    table: 'claim_prior',
    columns: ['claim_id', 'campaign_id', 'nullifier'],
    key: 'claim_id',
    keys: claimIds,
  })
  const earlier = new Map<string, ClaimId>()
  for (const campaignId of [...new Set(priors.map((row) => String(row.campaign_id)))].sort()) {
    const ofCampaign = priors.filter((row) => row.campaign_id === campaignId)
    const period = await readPeriod(tx, campaignId)
    if (period === undefined) continue
    const claimed = await tx.selectIn({
      table: 'nullifier',
      columns: ['nullifier', 'claim_id'],
      key: 'nullifier',
      keys: ofCampaign.map((row) => String(row.nullifier)),
      where: { campaign_id: campaignId, period },
    })
    const claimBy = new Map(claimed.map((row) => [row.nullifier, row.claim_id as ClaimId]))
    for (const { claim_id, nullifier } of ofCampaign) {
      const claim = claimBy.get(nullifier)
      if (claim !== undefined) earlier.set(`${claim_id} ${campaignId}`, claim)
    }
  }
  const batch = await loadReceivables(tx, parts, 'claim_id', [...earlier.values()])
  return {
    batch,
    earlierOf: (claimId, campaignId) => earlier.get(`${claimId} ${campaignId}`),
  }
}

async function readPeriod(tx: Tx, campaignId: string): Promise<string | undefined> {
  const row = await tx.get('SELECT rule FROM campaign WHERE campaign_id = ?', [campaignId])
  if (row === undefined) return undefined
  return (JSON.parse(String(row.rule)) as CampaignRule).uniqueness.period
}
