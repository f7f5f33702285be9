import {
  type CampaignRule,
  type ClaimId,
  formatMinor,
  type MinorUnits,
  ok,
  type Reasoned,
  type Result,
  refuse,
  vestedMinor,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import type { ClaimState } from '../model/claim-states.ts'
import { explainVesting, type VestingExplained } from '../model/explain-vesting.ts'
import { CLAIM_COLUMNS, claimFromRow } from '../store/claim-rows.ts'
import { readReleases } from '../store/release-rows.ts'

/** A claim that is paid in parts, with each payment and its one receipt. */
export interface VestingView extends VestingExplained {
  readonly claimId: ClaimId
  readonly state: ClaimState
  readonly amountMinor: string
  /** Fallen due by now, paid or not. */
  readonly vestedMinor: string
  readonly releases: readonly {
    readonly number: number
    readonly amountMinor: string
    readonly railReceipt: string
    readonly paidAtMs: number
  }[]
}

/** Shows what of a claim has fallen due, was paid and is to come. Reasons: claim_unknown, vesting_unknown. */
export function showVesting(
  { context }: DistributorParts,
  claimId: ClaimId,
): Promise<Result<VestingView, Reasoned>> {
  return context.ports.store.read('show-vesting', async (tx) => {
    const row = await tx.get(`SELECT ${CLAIM_COLUMNS.join(', ')} FROM claim WHERE claim_id = ?`, [
      claimId,
    ])
    if (row === undefined) return refuse('claim_unknown')
    const claim = claimFromRow(row)
    const campaign = await tx.get('SELECT rule FROM campaign WHERE campaign_id = ?', [
      claim.campaignId,
    ])
    const rule = JSON.parse(String(campaign?.rule)) as CampaignRule
    const explained = explainVesting(claim, rule)
    if (explained === undefined || rule.vesting === undefined) return refuse('vesting_unknown')
    const amount = claim.amount ?? (0n as MinorUnits)
    const due = vestedMinor(rule.vesting, amount, context.ports.clock.nowMs())
    const releases = await readReleases(tx, claimId)
    return ok({
      claimId,
      state: claim.state,
      ...explained,
      amountMinor: formatMinor(amount),
      vestedMinor: formatMinor(claim.vesting?.kept ?? due),
      releases: releases.map(({ amount: part, ...release }) => ({
        ...release,
        amountMinor: formatMinor(part),
      })),
    })
  })
}
