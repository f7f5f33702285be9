import {
  assert,
  type CampaignId,
  err,
  type MinorUnits,
  ok,
  type PartyId,
  type ReasonCode,
  type Result,
  type TransferId,
} from '@evenkeel/kernel'
import type { Receivable } from './recovery.ts'
import type { CampaignBook } from './transfer.ts'

/** What is owed while a batch is planned: each plan sees what those before it took. */
export interface OpenReceivables {
  /** A receivable of a campaign of this party, as those before left it. */
  find(id: TransferId, owner: PartyId): Receivable | undefined
  /** Takes an amount out of a receivable. Reason: receivable_exceeded. */
  take(receivable: Receivable, amount: MinorUnits): Result<undefined, ReasonCode>
}

/** Plans against the receivables of one batch. */
export function planAgainst(
  receivables: ReadonlyMap<TransferId, Receivable>,
  campaigns: ReadonlyMap<CampaignId, CampaignBook>,
): OpenReceivables {
  const open = new Map([...receivables].map(([id, one]) => [id, one.open]))
  return {
    find(id, owner) {
      const receivable = receivables.get(id)
      const campaign = receivable && campaigns.get(receivable.campaignId)
      if (campaign?.owner !== owner) return undefined
      return receivable && { ...receivable, open: open.get(id) ?? receivable.open }
    },
    take({ transferId }, amount) {
      const left = open.get(transferId) ?? 0n
      if (amount === 0n || amount > left) return err('receivable_exceeded')
      open.set(transferId, (left - amount) as MinorUnits)
      return ok(undefined)
    },
  }
}

/** What is owed after transfers that were applied took these amounts. */
export function openAfter(
  receivables: ReadonlyMap<TransferId, Receivable>,
  taken: readonly { readonly transferId: TransferId; readonly amount: MinorUnits }[],
): ReadonlyMap<TransferId, MinorUnits> {
  const after = new Map<TransferId, MinorUnits>()
  for (const { transferId, amount } of taken) {
    const before = after.get(transferId) ?? receivables.get(transferId)?.open
    assert(before !== undefined && before >= amount, `${transferId} owes less than ${amount}`)
    after.set(transferId, (before - amount) as MinorUnits)
  }
  return after
}
