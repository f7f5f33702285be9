import {
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  err,
  type LimitKeys,
  type MinorUnits,
  minorFromBytes,
  type Nullifier,
  ok,
  type ReasonCode,
  type Receipt,
  type Result,
  type Tx,
} from '@evenkeel/kernel'
import { amountDue } from '../model/amount-due.ts'
import { limitReasons } from '../model/limit-keys.ts'
import { normaliseEntry } from '../model/normalise-entry.ts'
import { openLimitUse } from './limit-use.ts'

/** Who asks for an entitlement: a claim whose signatures hold and which the rule admits. */
export interface Candidate {
  readonly claimId: ClaimId
  readonly rule: CampaignRule
  readonly receipt: Receipt
  /** What it has in common with others, for each limit of its rule. */
  readonly limitKeys: LimitKeys
}

/** The entitlements of one batch: at most one per nullifier (D2), none beyond the rule (D3), each row of a table once. */
export interface Entitlements {
  /**
   * Takes what the rule gives; undefined for a place in a batch window, whose amount comes later. Reasons: already_claimed, not_in_table,
   * tier_not_in_rule, weight_malformed, and those of `limitReasons`.
   */
  take(candidate: Candidate): Result<MinorUnits | undefined, ReasonCode>
  save(tx: Tx): Promise<void>
}

interface OpenRow {
  readonly position: number
  readonly amount: MinorUnits
  taken: boolean
}

/** Reads what the candidates could take, in one query per campaign and kind. */
export async function openEntitlements(
  tx: Tx,
  candidates: readonly Candidate[],
): Promise<Entitlements> {
  const rules = new Map(candidates.map(({ rule }) => [rule.id, rule]))
  const nullifiersTaken = new Set<string>()
  const table = new Map<string, OpenRow>()
  for (const rule of rules.values()) {
    const ofRule = candidates.filter((candidate) => candidate.rule.id === rule.id)
    for (const nullifier of await readNullifiers(tx, rule, ofRule)) {
      nullifiersTaken.add(keyOf(rule.id, nullifier))
    }
    for (const [entry, row] of await readTable(tx, rule, ofRule))
      table.set(keyOf(rule.id, entry), row)
  }
  const use = await openLimitUse(tx, candidates)
  const newNullifiers: (readonly [CampaignId, string, Nullifier, ClaimId])[] = []
  const newClaimants: (readonly [ClaimId, CampaignId, number])[] = []

  return {
    take({ claimId, rule, receipt, limitKeys }) {
      const nullifierKey = keyOf(rule.id, receipt.nullifier)
      if (nullifiersTaken.has(nullifierKey)) return err('already_claimed')
      let amount: MinorUnits | undefined
      if (rule.allocation.kind === 'table') {
        const row = table.get(keyOf(rule.id, entryOf(rule, receipt) ?? ''))
        if (row === undefined) return err('not_in_table')
        if (row.taken) return err('already_claimed')
        const full = use.take(rule, limitKeys, row.amount)
        if (full !== undefined) return err(limitReasons[full])
        row.taken = true
        newClaimants.push([claimId, rule.id, row.position])
        amount = row.amount
      } else {
        const due = amountDue(rule, receipt.outputs)
        if (!due.ok) return due
        amount = due.value
        const full = amount === undefined ? undefined : use.take(rule, limitKeys, amount)
        if (full !== undefined) return err(limitReasons[full])
      }
      nullifiersTaken.add(nullifierKey)
      newNullifiers.push([rule.id, rule.uniqueness.period, receipt.nullifier, claimId])
      return ok(amount)
    },
    async save(within) {
      await use.save(within)
      await within.insertMany({
        table: 'nullifier',
        columns: ['campaign_id', 'period', 'nullifier', 'claim_id'],
        rows: newNullifiers,
        onConflict: 'fail',
      })
      await within.runMany(
        'UPDATE allocation SET claim_id = ? WHERE campaign_id = ? AND position = ?',
        newClaimants,
      )
    },
  }
}

async function readNullifiers(
  tx: Tx,
  rule: CampaignRule,
  candidates: readonly Candidate[],
): Promise<readonly string[]> {
  const rows = await tx.selectIn({
    table: 'nullifier',
    columns: ['nullifier'],
    key: 'nullifier',
    keys: candidates.map(({ receipt }) => receipt.nullifier),
    where: { campaign_id: rule.id, period: rule.uniqueness.period },
  })
  return rows.map((row) => String(row.nullifier))
}

async function readTable(
  tx: Tx,
  rule: CampaignRule,
  candidates: readonly Candidate[],
): Promise<readonly (readonly [string, OpenRow])[]> {
  const entries = candidates.flatMap(({ receipt }) => entryOf(rule, receipt) ?? [])
  if (entries.length === 0) return []
  const rows = await tx.selectIn({
    table: 'allocation',
    columns: ['position', 'entry', 'amount', 'claim_id'],
    key: 'entry',
    keys: entries,
    where: { campaign_id: rule.id },
  })
  return rows.map((row) => [
    String(row.entry),
    {
      position: Number(row.position),
      amount: minorFromBytes(row.amount as Uint8Array),
      taken: row.claim_id !== null,
    },
  ])
}

function entryOf(rule: CampaignRule, receipt: Receipt): string | undefined {
  if (rule.allocation.kind !== 'table') return undefined
  return normaliseEntry(rule.allocation.layout, receipt.outputs.entry)
}

/** Campaign ids have no spaces. */
function keyOf(campaignId: CampaignId, key: string): string {
  return `${campaignId} ${key}`
}
