import {
  type CampaignId,
  canonicalJson,
  type EpochMs,
  type LogLeaf,
  type PartyId,
  type Row,
  sha256Text,
} from '@evenkeel/kernel'
import type { LotterySeed } from '@evenkeel/kernel/allocation'

/** What is logged when a window closes: which tickets are in it. */
export interface WindowClosing {
  readonly v: 1
  readonly campaignId: CampaignId
  readonly ruleHash: string
  readonly closedAtMs: EpochMs
  readonly tickets: number
  /** See `ticketSetRoot`. */
  readonly ticketRoot: string
}

/** What is logged when its shares are worked out. */
export interface WindowAllocation {
  readonly v: 1
  readonly campaignId: CampaignId
  readonly ruleHash: string
  readonly entries: number
  /** See `allocationRoot`. */
  readonly allocationRoot: string
  readonly leftMinor: string
  readonly draw?: LotterySeed
}

/** The closing of a window whose ticket root is known, from its campaign's row. */
export function closingOf(row: Row): WindowClosing {
  return {
    v: 1,
    campaignId: row.campaign_id as CampaignId,
    ruleHash: String(row.rule_hash),
    closedAtMs: row.closed_at as EpochMs,
    tickets: Number(row.tickets),
    ticketRoot: String(row.ticket_root),
  }
}

/** The leaf of one of the two. It names the body before it, so that a campaign's leaves are one chain. */
export function windowLeaf(
  body: WindowClosing | WindowAllocation,
  at: { readonly actor: PartyId; readonly now: EpochMs; readonly prev: string },
): LogLeaf {
  const closes = 'ticketRoot' in body
  return {
    v: 1,
    kind: closes ? 'window_close' : 'allocation_root',
    scope: body.campaignId,
    seq: closes ? 1 : 2,
    actor: at.actor,
    prev: at.prev,
    bodyHash: bodyHash(body),
    decidedAtMs: at.now,
    effectiveAtMs: at.now,
  }
}

/** SHA-256 of the canonical body, hex. */
export function bodyHash(body: WindowClosing | WindowAllocation): string {
  return sha256Text(canonicalJson(body), 'hex')
}
