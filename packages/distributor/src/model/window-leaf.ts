import {
  type CampaignId,
  type EpochMs,
  hashWindowBody,
  type LogLeaf,
  type PartyId,
  type Row,
  type WindowAllocation,
  type WindowClosing,
} from '@evenkeel/kernel'

/** The closing of a window whose ticket root is known, from its campaign's row. */
export function closingOf(row: Row): WindowClosing {
  return {
    v: 1,
    campaignId: row.campaign_id as CampaignId,
    ruleHash: String(row.rule_hash),
    closedAtMs: row.closed_at as EpochMs,
    tickets: Number(row.tickets),
    ticketRoot: String(row.ticket_root),
    ...(row.entry_root !== null && { entryRoot: String(row.entry_root) }),
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
    bodyHash: hashWindowBody(body),
    decidedAtMs: at.now,
    effectiveAtMs: at.now,
  }
}
