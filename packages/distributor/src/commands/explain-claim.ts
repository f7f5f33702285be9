import { assert, type ClaimId, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import type { Claim } from '../model/claim.ts'
import { isClaimId } from '../model/claim-ids.ts'
import { type ClaimExplanation, explainClaim as tell } from '../model/explain-claim.ts'
import { CLAIM_COLUMNS, claimFromRow } from '../store/claim-rows.ts'
import type { LoadCampaigns } from '../store/load-campaigns.ts'
import { readAftermath, withAftermath } from '../store/read-aftermath.ts'

/** Tells the stories of the claims that exist among the ids, as stored now: one query, and one for campaigns not seen before. */
export type ExplainClaims = (
  claimIds: readonly ClaimId[],
) => Promise<ReadonlyMap<ClaimId, ClaimExplanation>>

/** Makes the teller. */
export function createClaimTeller(
  { context, config }: DistributorParts,
  loadCampaigns: LoadCampaigns,
): ExplainClaims {
  const { ledger, governance } = config
  return async (claimIds) => {
    const { claims, aftermath } = await context.ports.store.read('explain-claims', async (tx) => {
      const rows = await tx.selectIn({
        table: 'claim',
        columns: CLAIM_COLUMNS,
        key: 'claim_id',
        keys: claimIds,
      })
      const found = rows.map(claimFromRow)
      return { claims: found, aftermath: await readAftermath(tx, found) }
    })
    const campaigns = await loadCampaigns(claims.map((claim) => claim.campaignId))
    const { urlOf } = context.directory
    const parties = {
      distributor: context.id,
      ledger,
      governance,
      governanceUrl: urlOf(governance),
      distributorUrl: urlOf(context.id),
    }
    const story = (claim: Claim): ClaimExplanation => {
      const campaign = campaigns.get(claim.campaignId)
      assert(campaign !== undefined, `${claim.claimId} belongs to a campaign`)
      const { rule } = campaign
      return withAftermath(tell(claim, rule, parties), claim, rule, aftermath, parties)
    }
    return new Map(claims.map((claim) => [claim.claimId, story(claim)]))
  }
}

/** The whole story of a claim (E1). Reason: claim_unknown. */
export async function explainClaim(
  explain: ExplainClaims,
  claimId: string,
): Promise<Result<ClaimExplanation, Reasoned>> {
  const story = isClaimId(claimId) ? (await explain([claimId])).get(claimId) : undefined
  return story === undefined ? refuse('claim_unknown') : ok(story)
}
