import { assert, type CampaignId, type MinorUnits, type ReadTx, type Tx } from '@evenkeel/kernel'
import { type ClaimState, claimStates } from '../model/claim-states.ts'

export interface StateTotal {
  readonly claims: number
  readonly amount: bigint
}

/** What a claim counts for. */
interface Counted {
  readonly state: ClaimState
  readonly amount: MinorUnits | undefined
}

/** Changes to the totals of campaigns that one transaction collects and writes once. */
export interface TotalChanges {
  /** Notes that a claim is as `to` now, and was as `from` unless it is new. */
  move(campaignId: CampaignId, from: Counted | undefined, to: Counted): void
  save(tx: Tx): Promise<void>
}

/** Starts with no changes. */
export function collectTotalChanges(): TotalChanges {
  const changes = new Map<CampaignId, Map<ClaimState, { claims: number; amount: bigint }>>()

  function add(campaignId: CampaignId, state: ClaimState, claims: number, amount: bigint): void {
    const ofCampaign = changes.get(campaignId) ?? new Map()
    changes.set(campaignId, ofCampaign)
    const change = ofCampaign.get(state) ?? { claims: 0, amount: 0n }
    ofCampaign.set(state, { claims: change.claims + claims, amount: change.amount + amount })
  }

  return {
    move(campaignId, from, to) {
      if (from !== undefined) add(campaignId, from.state, -1, -(from.amount ?? 0n))
      add(campaignId, to.state, 1, to.amount ?? 0n)
    },
    async save(tx) {
      for (const [campaignId, ofCampaign] of changes) {
        const totals = await readTotals(tx, campaignId)
        const lists = [...ofCampaign].map(([state, change]) => {
          const claims = totals[state].claims + change.claims
          const amount = totals[state].amount + change.amount
          assert(
            claims >= 0 && amount >= 0n,
            `${campaignId}: more claims left ${state} than entered it`,
          )
          return [claims, amount.toString(), campaignId, state]
        })
        await tx.runMany(
          'UPDATE campaign_total SET claims = ?, amount = ? WHERE campaign_id = ? AND state = ?',
          lists,
        )
      }
    },
  }
}

/** Claims and amounts of a campaign by state; zeros for a campaign that is not there. */
export async function readTotals(
  tx: ReadTx,
  campaignId: CampaignId,
): Promise<Readonly<Record<ClaimState, StateTotal>>> {
  const rows = await tx.all(
    'SELECT state, claims, amount FROM campaign_total WHERE campaign_id = ? ORDER BY state',
    [campaignId],
  )
  const byState = new Map(rows.map((row) => [row.state, row]))
  const entries = claimStates.map((state) => {
    const row = byState.get(state)
    return [
      state,
      { claims: Number(row?.claims ?? 0), amount: BigInt((row?.amount as string) ?? 0) },
    ]
  })
  return Object.fromEntries(entries) as Readonly<Record<ClaimState, StateTotal>>
}
