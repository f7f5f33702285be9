import {
  assert,
  type CampaignId,
  type CampaignRule,
  type LimitKeys,
  type LimitKind,
  limitKinds,
  type MinorUnits,
  type Tx,
} from '@evenkeel/kernel'
import { limitName, takeWithinLimits, type Used } from '../model/take-within-limits.ts'

/** How much of campaigns with limits has been given to claims that have something in common, within one transaction. */
export interface LimitUse {
  /** Notes one more claim, or says which limit leaves no room for it (F6). */
  take(rule: CampaignRule, keys: LimitKeys, amount: MinorUnits): LimitKind | undefined
  save(tx: Tx): Promise<void>
}

/** A claim that may take something. */
export interface LimitedClaim {
  readonly rule: CampaignRule
  readonly limitKeys: LimitKeys
}

interface Use extends Used {
  readonly campaignId: CampaignId
  readonly limitKey: string
  /** Claims that the store has; undefined before it has a row. */
  readonly storedClaims: number | undefined
}

/** Reads what the claims could use up: one query for each campaign with limits, none for others. */
export async function openLimitUse(tx: Tx, claims: readonly LimitedClaim[]): Promise<LimitUse> {
  const wanted = new Map<CampaignId, Set<string>>()
  for (const { rule, limitKeys } of claims) {
    for (const name of namesOf(limitKeys)) {
      wanted.set(rule.id, (wanted.get(rule.id) ?? new Set()).add(name))
    }
  }
  const uses = new Map<string, Use>()
  for (const [campaignId, names] of wanted) {
    const rows = await tx.selectIn({
      table: 'limit_use',
      columns: ['limit_key', 'claims', 'amount'],
      key: 'limit_key',
      keys: [...names],
      where: { campaign_id: campaignId },
    })
    const stored = new Map(rows.map((row) => [String(row.limit_key), row]))
    for (const limitKey of names) {
      const row = stored.get(limitKey)
      const storedClaims = row === undefined ? undefined : Number(row.claims)
      const amount = BigInt(String(row?.amount ?? 0))
      const use = { campaignId, limitKey, storedClaims, claims: storedClaims ?? 0, amount }
      uses.set(`${campaignId} ${limitKey}`, use)
    }
  }

  return {
    take: ({ id, limits = {} }, keys, amount) =>
      takeWithinLimits(limits, keys, amount, (name) => {
        const use = uses.get(`${id} ${name}`)
        assert(use !== undefined, 'what a claim could use up was read')
        return use
      }),
    async save(within) {
      const changed = [...uses.values()].filter((use) => use.claims !== (use.storedClaims ?? 0))
      await within.insertMany({
        table: 'limit_use',
        columns: ['campaign_id', 'limit_key', 'claims', 'amount'],
        rows: changed
          .filter(({ storedClaims }) => storedClaims === undefined)
          .map((use) => [use.campaignId, use.limitKey, use.claims, String(use.amount)]),
        onConflict: 'fail',
      })
      await within.runMany(
        'UPDATE limit_use SET claims = ?, amount = ? WHERE campaign_id = ? AND limit_key = ?',
        changed
          .filter(({ storedClaims }) => storedClaims !== undefined)
          .map((use) => [use.claims, String(use.amount), use.campaignId, use.limitKey]),
      )
    },
  }
}

function namesOf(keys: LimitKeys): readonly string[] {
  return limitKinds.flatMap((kind) => {
    const key = keys[kind]
    return key === undefined ? [] : limitName(kind, key)
  })
}
