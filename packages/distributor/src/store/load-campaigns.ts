import {
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeHex,
  type ReadTx,
  type Store,
  sha256,
} from '@evenkeel/kernel'
import { CAMPAIGN_CACHE_ENTRIES_MAX } from '../limits.ts'

/** What intake needs to know of a campaign. Rules never change, and a campaign that has opened has opened for ever. */
export interface CampaignInfo {
  readonly rule: CampaignRule
  /** SHA-256 of the canonical policy, hex. */
  readonly policyHash: string
  readonly opened: boolean
}

/** Gives the campaigns that exist among the ids; what cannot change is remembered. */
export type LoadCampaigns = (
  ids: Iterable<CampaignId>,
) => Promise<ReadonlyMap<CampaignId, CampaignInfo>>

/** Remembers campaigns that have opened, at most CAMPAIGN_CACHE_ENTRIES_MAX of them. */
export function createCampaignLoader(store: Store): LoadCampaigns {
  const cache = new Map<CampaignId, CampaignInfo>()

  return async (ids) => {
    const wanted = [...new Set(ids)]
    const missing = wanted.filter((id) => !cache.has(id))
    if (missing.length === 0) return cache
    const found = new Map(cache)
    const rows = await store.read('load-campaigns', (tx) => readCampaigns(tx, missing))
    for (const [id, info] of rows) {
      found.set(id, info)
      if (info.opened) cache.set(id, info)
    }
    for (const oldest of cache.keys()) {
      if (cache.size <= CAMPAIGN_CACHE_ENTRIES_MAX) break
      cache.delete(oldest)
    }
    return found
  }
}

async function readCampaigns(
  tx: ReadTx,
  ids: readonly CampaignId[],
): Promise<readonly (readonly [CampaignId, CampaignInfo])[]> {
  const rows = await tx.selectIn({
    table: 'campaign',
    columns: ['campaign_id', 'rule', 'opened_at'],
    key: 'campaign_id',
    keys: ids,
  })
  return rows.map((row) => {
    const rule = JSON.parse(String(row.rule)) as CampaignRule
    const policyHash = encodeHex(sha256(canonicalJson(rule.policy)))
    return [rule.id, { rule, policyHash, opened: row.opened_at !== null }]
  })
}
