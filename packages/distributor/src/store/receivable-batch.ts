import {
  type AnyNewItem,
  brandId,
  type CampaignId,
  type CampaignRule,
  type CaseId,
  type ClaimId,
  type EpochMs,
  formatMinor,
  type HandoffId,
  type LifecycleEvent,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import {
  advanceReceivable,
  openMinor,
  type Receivable,
  type ReceivableAdvance,
  type ReceivableFollowUp,
  type ReceivableNews,
  type ReceivableState,
} from '../model/receivable.ts'
import { insertReceivables, readReceivables, updateReceivables } from './receivable-rows.ts'

/** The id of the case that decides whether the payment of a claim is owed back. */
export function clawBackCaseId(claimId: ClaimId): CaseId {
  return brandId<CaseId>(`${CLAW_BACK}${claimId}`)
}

const CLAW_BACK = 'claw-back.'

/** The claim that a case about a payment names; undefined for a case about anything else. */
export function readClawBackCase(caseId: CaseId): ClaimId | undefined {
  return caseId.startsWith(CLAW_BACK) ? (caseId.slice(CLAW_BACK.length) as ClaimId) : undefined
}

/** Some receivables within one transaction: news is applied in memory, and `save` writes each once with all that follows from it. */
export interface ReceivableBatch {
  all(): readonly Receivable[]
  get(transferId: TransferId): Receivable | undefined
  ofClaim(claimId: ClaimId): Receivable | undefined
  ruleOf(receivable: Receivable): CampaignRule
  add(advance: ReceivableAdvance): void
  advance(transferId: TransferId, news: ReceivableNews): void
  save(): Promise<void>
}

/** Loads the receivables of some claims or payments; `campaignIds` are those of further ones that may be added. */
export async function loadReceivables(
  tx: Tx,
  parts: DistributorParts,
  key: 'claim_id' | 'transfer_id',
  ids: readonly (ClaimId | TransferId)[],
  campaignIds: readonly CampaignId[] = [],
): Promise<ReceivableBatch> {
  const loaded = await readReceivables(tx, key, ids)
  const now = parts.context.ports.clock.nowMs()
  const rules = await readRules(tx, [...campaignIds, ...loaded.map((one) => one.campaignId)])
  const known = new Map(loaded.map((one) => [one.transferId, one]))
  const added = new Set<TransferId>()
  const changed = new Set<TransferId>()
  const items: AnyNewItem[] = []
  const events: LifecycleEvent[] = []

  function ruleOf({ campaignId }: Receivable): CampaignRule {
    const rule = rules.get(campaignId)
    if (rule === undefined) throw new Error(`${campaignId} has a rule`)
    return rule
  }

  function take({ receivable, followUp }: ReceivableAdvance, before?: Receivable): void {
    known.set(receivable.transferId, receivable)
    if (followUp) items.push(itemOf(parts, receivable, ruleOf(receivable), followUp))
    if (receivable.state !== before?.state) events.push(eventOf(receivable, now))
  }

  return {
    all: () => [...known.values()],
    get: (transferId) => known.get(transferId),
    ofClaim: (claimId) => [...known.values()].find((one) => one.claimId === claimId),
    ruleOf,
    add(advance) {
      added.add(advance.receivable.transferId)
      take(advance)
    },
    advance(transferId, news) {
      const before = known.get(transferId)
      if (before === undefined) throw new Error(`${transferId} is in the batch`)
      const advance = advanceReceivable(before, news, ruleOf(before).clawback, now)
      if (advance.receivable === before) return
      if (!added.has(transferId)) changed.add(transferId)
      take(advance, before)
    },
    async save() {
      const of = (ids: ReadonlySet<TransferId>): readonly Receivable[] =>
        [...ids].flatMap((id) => known.get(id) ?? [])
      await insertReceivables(tx, of(added))
      await updateReceivables(tx, of(changed))
      await parts.context.enqueue(tx, items)
      await parts.context.recordEvents(tx, events)
    },
  }
}

async function readRules(
  tx: Tx,
  campaignIds: readonly CampaignId[],
): Promise<ReadonlyMap<CampaignId, CampaignRule>> {
  const rows = await tx.selectIn({
    table: 'campaign',
    columns: ['campaign_id', 'rule'],
    key: 'campaign_id',
    keys: [...new Set(campaignIds)],
  })
  return new Map(
    rows.map((row) => [
      row.campaign_id as CampaignId,
      JSON.parse(String(row.rule)) as CampaignRule,
    ]),
  )
}

function itemOf(
  { context, config }: DistributorParts,
  receivable: Receivable,
  rule: CampaignRule,
  followUp: ReceivableFollowUp,
): AnyNewItem {
  const { transferId, claimId, evidence, cause } = receivable
  if (followUp.kind === 'open-case') {
    const { clawback } = rule
    if (clawback === undefined) throw new Error(`${rule.id} has terms for claiming back`)
    const { deadlineMs, byDefault, appealMs } = clawback
    return {
      id: handoffIdOf('claw-back-case', claimId),
      to: config.governance,
      kind: 'governance.open-case',
      body: {
        caseId: clawBackCaseId(claimId),
        subject: claimId,
        power: 'claw_back',
        openedBy: context.id,
        reason: cause,
        evidenceHash: evidence,
        deadlineMs,
        byDefault: byDefault === 'keep' ? 'release' : 'refuse',
        appealMs,
      },
    }
  }
  const to = config.ledger
  const amountMinor = formatMinor(openMinor(receivable))
  if (followUp.kind === 'end') {
    const { how } = followUp
    const id: HandoffId = handoffIdOf(how, transferId)
    return { id, to, kind: 'ledger.recover', body: { transferId, amountMinor, how, evidence } }
  }
  return {
    id: handoffIdOf('claw-back', transferId),
    to,
    kind: 'ledger.claw-back',
    body: {
      transferId,
      amountMinor,
      evidence,
      ...(receivable.debtor === 'programme' ? { waived: true } : {}),
      ...(rule.unclaimed === 'return' ? { returns: true } : {}),
    },
  }
}

const EVENT_NAMES: Readonly<Record<ReceivableState, string>> = {
  paying: 'PaymentOvertakenByRevocation',
  in_case: 'ClawBackProposed',
  posting: 'ClawBackDecided',
  owed: 'ReceivableOpened',
  ending: 'ReceivableEnding',
  kept: 'PaymentKept',
  waived: 'LossBorneByCampaign',
  recovered: 'ReceivableRecovered',
  written_off: 'ReceivableWrittenOff',
  dismissed: 'ReceivableDismissed',
}

function eventOf({ claimId, transferId, state, cause }: Receivable, now: EpochMs): LifecycleEvent {
  return {
    event: EVENT_NAMES[state],
    atMs: now,
    ids: { claim: claimId, transfer: transferId, case: clawBackCaseId(claimId) },
    detail: { reason: cause },
  }
}
