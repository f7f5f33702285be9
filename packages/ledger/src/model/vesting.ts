import {
  canonicalJson,
  type EpochMs,
  encodeBase64url,
  type HandoffId,
  type MinorUnits,
  sha256,
  type TransferId,
  type VestingSchedule,
  vestedMinor,
} from '@evenkeel/kernel'
import { type CampaignAccountName, campaignAccount } from './account.ts'
import type { SingleLeg } from './transfer.ts'

/** How far a vesting transfer is. */
export interface Vesting {
  readonly schedule: VestingSchedule
  /** All that was settled. */
  readonly amount: MinorUnits
  /** What a cancellation left of it; undefined without one. */
  readonly kept: MinorUnits | undefined
  /** What has left for the payee. */
  readonly released: MinorUnits
}

/**
 * What is payable at `now`, paid or not. It never falls: a cancellation keeps what was payable then (D4), and what has left was payable, also for a
 * clock that was set back.
 */
export function payableMinor(
  { schedule, amount, kept, released }: Vesting,
  now: EpochMs,
): MinorUnits {
  const vested = vestedMinor(schedule, amount, now)
  return kept ?? (vested < released ? released : vested)
}

/** Id of the transfer that releases the nth part of a vesting transfer; no request can have such an id. */
export function releaseId(transferId: TransferId, number: number): TransferId {
  return `${transferId}/release.${number}` as TransferId
}

/** The vesting transfer and number that a release's id names; undefined for any other transfer. */
export function readReleaseId(
  id: TransferId,
): { readonly transferId: TransferId; readonly number: number } | undefined {
  const [, transferId, number] = /^([^/]+)\/release\.([1-9][0-9]*)$/.exec(id) ?? []
  if (transferId === undefined) return undefined
  return { transferId: transferId as TransferId, number: Number(number) }
}

/** Id of the transfer that takes back what a cancelled vesting does not give. */
export function cancelId(transferId: TransferId): TransferId {
  return `${transferId}/cancel` as TransferId
}

/** Id of the item that tells what a cancelled vesting came to. `seq` is the journal entry that began it. */
export function endItemId(seq: number): HandoffId {
  return `vesting-end:${String(seq).padStart(SEQ_DIGITS, '0')}` as HandoffId
}

/** Digits of the largest safe integer. */
const SEQ_DIGITS = 16

/** Moves an amount between two accounts of the campaign. */
export function moveWithin(
  campaignId: Parameters<typeof campaignAccount>[0],
  from: CampaignAccountName,
  to: CampaignAccountName,
  amount: MinorUnits,
): SingleLeg {
  const [debit, credit] = [campaignAccount(campaignId, from), campaignAccount(campaignId, to)]
  return { kind: 'single', debit, credit, amount }
}

/** Names a schedule in the journal: a campaign that is opened again with another is another campaign. */
export function scheduleHash(schedule: VestingSchedule): string {
  return encodeBase64url(sha256(canonicalJson(schedule)))
}
