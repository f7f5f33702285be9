import {
  type EpochMs,
  formatMinor,
  type MinorUnits,
  minorFromBytes,
  minorToBytes,
  minorUnits,
  type Row,
  type SqlValue,
} from '@evenkeel/kernel'
import type { Claim, ClaimAppeal, HistoryEntry, VestingProgress } from '../model/claim.ts'
import type { ClaimState } from '../model/claim-states.ts'
import type { ClaimWait } from '../model/payment-gate.ts'

/** The columns that `claimFromRow` needs. */
export const CLAIM_COLUMNS: readonly string[] = [
  'claim_id',
  'campaign_id',
  'receipt_id',
  'handle',
  'amount',
  'state',
  'reason',
  'since',
  'due_at',
  'history',
  'transfer_version',
  'reserved_version',
  'returned_version',
  'decision_version',
  'rail_receipt',
  'concern',
  'decided_at',
  'appeal',
  'wait',
  'vesting',
]

/** Reads a claim as it stands from its row. */
export function claimFromRow(row: Row): Claim {
  return {
    claimId: row.claim_id as Claim['claimId'],
    campaignId: row.campaign_id as Claim['campaignId'],
    receiptId: row.receipt_id as Claim['receiptId'],
    handle: row.handle as Claim['handle'],
    amount: amountFromColumn(row.amount),
    state: row.state as ClaimState,
    reason: (row.reason ?? undefined) as Claim['reason'],
    sinceMs: row.since as EpochMs,
    dueAtMs: (row.due_at ?? undefined) as Claim['dueAtMs'],
    history: JSON.parse(String(row.history)) as readonly HistoryEntry[],
    transferVersion: Number(row.transfer_version),
    reservedVersion: Number(row.reserved_version),
    returnedVersion: Number(row.returned_version),
    decisionVersion: Number(row.decision_version),
    railReceipt: (row.rail_receipt ?? undefined) as string | undefined,
    concern: (row.concern ?? undefined) as Claim['concern'],
    decidedAtMs: (row.decided_at ?? undefined) as Claim['decidedAtMs'],
    appeal: row.appeal === null ? undefined : (JSON.parse(String(row.appeal)) as ClaimAppeal),
    wait: row.wait === null ? undefined : (JSON.parse(String(row.wait)) as ClaimWait),
    vesting: vestingFromColumn(row.vesting),
  }
}

/** Columns that change during a claim's life, in the order of `changingValues`. A batch window gives the amount later. */
export const CHANGING_COLUMNS: readonly string[] = CLAIM_COLUMNS.slice(4)

/** What `CHANGING_COLUMNS` hold for this claim. */
export function changingValues(claim: Claim): readonly SqlValue[] {
  return [
    amountToColumn(claim.amount),
    claim.state,
    claim.reason ?? null,
    claim.sinceMs,
    claim.dueAtMs ?? null,
    JSON.stringify(claim.history),
    claim.transferVersion,
    claim.reservedVersion,
    claim.returnedVersion,
    claim.decisionVersion,
    claim.railReceipt ?? null,
    claim.concern ?? null,
    claim.decidedAtMs ?? null,
    claim.appeal === undefined ? null : JSON.stringify(claim.appeal),
    claim.wait === undefined ? null : JSON.stringify(claim.wait),
    vestingToColumn(claim.vesting),
  ]
}

/** The amount as its column holds it: NULL without an entitlement. */
function amountToColumn(amount: MinorUnits | undefined): Uint8Array | null {
  return amount === undefined ? null : minorToBytes(amount)
}

function amountFromColumn(value: SqlValue | undefined): MinorUnits | undefined {
  return value instanceof Uint8Array ? minorFromBytes(value) : undefined
}

/** An amount for messages, `0` without an entitlement. */
export function amountText(amount: MinorUnits | undefined): string {
  return amount === undefined ? '0' : formatMinor(amount)
}

function vestingToColumn(vesting: VestingProgress | undefined): string | null {
  if (vesting === undefined) return null
  const { paid, kept, ...rest } = vesting
  const amounts = {
    paid: formatMinor(paid),
    ...(kept === undefined ? {} : { kept: formatMinor(kept) }),
  }
  return JSON.stringify({ ...rest, ...amounts })
}

function vestingFromColumn(value: SqlValue | undefined): VestingProgress | undefined {
  if (typeof value !== 'string') return undefined
  const { paid, kept, ...rest } = JSON.parse(value) as Omit<VestingProgress, 'paid' | 'kept'> & {
    readonly paid: string
    readonly kept?: string
  }
  const ended = kept === undefined ? {} : { kept: minorUnits(BigInt(kept)) }
  return { ...rest, paid: minorUnits(BigInt(paid)), ...ended }
}
