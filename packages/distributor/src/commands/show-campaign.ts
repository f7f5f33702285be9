import {
  type CampaignId,
  type CampaignRule,
  type EpochMs,
  epochMs,
  type ListPage,
  ok,
  type PartyId,
  type ReasonCode,
  type Reasoned,
  type Result,
  type Row,
  refuse,
} from '@evenkeel/kernel'
import { beaconRound, type DrandBeacon, type Reveal } from '@evenkeel/kernel/allocation'
import type { DistributorParts } from '../distributor-parts.ts'
import { CAMPAIGNS_PAGE_MAX } from '../limits.ts'
import type { CampaignState } from '../model/campaign-states.ts'
import { type ClaimState, claimStates } from '../model/claim-states.ts'
import {
  beaconOf,
  type DrawState,
  revealsUntil,
  revealTerms,
  silentParties,
} from '../model/draw.ts'
import { readTotals } from '../store/campaign-totals.ts'
import { readReveals } from '../store/reveal-rows.ts'

/** A campaign as anybody may see it. Amounts are decimal strings of minor units. */
export interface CampaignView {
  readonly campaignId: CampaignId
  readonly state: CampaignState
  readonly rule: CampaignRule
  readonly ruleHash: string
  /** How many people have announced it; it takes two. */
  readonly announcers: number
  readonly announcedAtMs?: EpochMs
  readonly openedAtMs?: EpochMs
  readonly closedAtMs?: EpochMs
  readonly settledAtMs?: EpochMs
  /** When a claimant was last refused for lack of room, if the closing waits for that. */
  readonly refusedAtMs?: EpochMs
  /** While it is paused: when that lapses. */
  readonly pausedUntilMs?: EpochMs
  /** Who has not taken the campaign yet; with a reason, who never will. */
  readonly waitingFor: readonly { readonly handoff: string; readonly reason?: ReasonCode }[]
  /** There once a batch window has closed. */
  readonly window?: WindowView
  readonly totals: Readonly<
    Record<ClaimState, { readonly claims: number; readonly amountMinor: string }>
  >
}

/** What a batch window has come to. The roots are in the log. */
export interface WindowView {
  readonly tickets: number
  /** See `ticketSetRoot`. */
  readonly ticketRoot: string
  /** Of a rule with limits in count, which go by it: the root of all entries, logged with the tickets. */
  readonly entryRoot?: string
  /** Not before then. */
  readonly allocatesAtMs: EpochMs
  /** Of a draw: the round of the beacon that decides, and the round itself once somebody has brought it. */
  readonly beaconRound?: number
  readonly beacon?: DrandBeacon
  /** Of a draw from revealed values: until when, what was revealed, and who has not yet. */
  readonly revealsUntilMs?: EpochMs
  readonly reveals?: readonly Reveal[]
  readonly silent?: readonly PartyId[]
  readonly allocation?: {
    readonly atMs: EpochMs
    readonly root: string
    /** Claims that shared: those of the window that were still in it. */
    readonly claims: number
  }
}

type Details = 'rule' | 'waitingFor' | 'totals' | 'window'

/** A campaign in a list. */
export type CampaignSummary = Omit<CampaignView, Details> & {
  readonly title: string
  readonly opensAtMs: number
  readonly closesAtMs: number
}

/** The campaigns in the order of their ids, from the one after `after` on, at most CAMPAIGNS_PAGE_MAX. */
export async function listCampaigns(
  { context }: DistributorParts,
  after?: string,
): Promise<ListPage<CampaignSummary>> {
  const rows = await context.ports.store.read('list-campaigns', (tx) =>
    tx.all('SELECT * FROM campaign WHERE campaign_id > ? ORDER BY campaign_id LIMIT ?', [
      after ?? '',
      CAMPAIGNS_PAGE_MAX + 1,
    ]),
  )
  const items = rows.slice(0, CAMPAIGNS_PAGE_MAX).map((row): CampaignSummary => {
    const { title, opensAtMs, closesAtMs } = JSON.parse(String(row.rule)) as CampaignRule
    return { ...standingOf(row), title, opensAtMs, closesAtMs }
  })
  const last = items.at(-1)
  return rows.length > items.length && last !== undefined
    ? { items, next: last.campaignId }
    : { items }
}

function standingOf(row: Row): Omit<CampaignView, Details> {
  const state = row.state as CampaignState
  return {
    campaignId: row.campaign_id as CampaignId,
    state,
    ruleHash: String(row.rule_hash),
    // A campaign from before announcing took two people has no names.
    announcers: [row.proposed_by, row.confirmed_by].filter((by) => by !== null).length,
    ...(row.confirmed_by === null && state === 'draft'
      ? {}
      : { announcedAtMs: row.announced_at as EpochMs }),
    ...(row.opened_at === null ? {} : { openedAtMs: row.opened_at as EpochMs }),
    ...(row.closed_at === null ? {} : { closedAtMs: row.closed_at as EpochMs }),
    ...(row.refused_at === null ? {} : { refusedAtMs: row.refused_at as EpochMs }),
    ...(row.settled_at === null ? {} : { settledAtMs: row.settled_at as EpochMs }),
    ...(state === 'paused' ? { pausedUntilMs: row.paused_until as EpochMs } : {}),
  }
}

function windowOf(rule: CampaignRule, { row, reveals }: DrawState): WindowView | undefined {
  if (row.ticket_root === null) return undefined
  const { allocation } = rule
  const terms = revealTerms(rule)
  const beacon = beaconOf(row)
  const closedAtMs = row.closed_at as EpochMs
  return {
    tickets: Number(row.tickets),
    ticketRoot: String(row.ticket_root),
    ...(row.entry_root !== null && { entryRoot: String(row.entry_root) }),
    allocatesAtMs: epochMs(closedAtMs + Number(row.allocate_after)),
    ...(allocation.kind === 'lottery' &&
      allocation.seed.kind === 'drand' && {
        beaconRound: beaconRound(allocation.seed, closedAtMs),
      }),
    ...(beacon && { beacon }),
    ...(terms && {
      revealsUntilMs: revealsUntil(terms, row),
      reveals,
      silent: silentParties(terms, reveals),
    }),
    ...(row.allocation_root !== null && {
      allocation: {
        atMs: row.allocated_at as EpochMs,
        root: String(row.allocation_root),
        claims: Number(row.tickets_shared),
      },
    }),
  }
}

/** The campaign with claims and amounts by state, on one snapshot. Reason: campaign_unknown. */
export async function showCampaign(
  { context }: DistributorParts,
  campaignId: CampaignId,
): Promise<Result<CampaignView, Reasoned>> {
  return context.ports.store.read('show-campaign', async (tx) => {
    const row = await tx.get('SELECT * FROM campaign WHERE campaign_id = ?', [campaignId])
    if (row === undefined) return refuse('campaign_unknown')
    const gates = await tx.all(
      'SELECT handoff_id, reason FROM campaign_gate WHERE campaign_id = ? AND acknowledged_at IS NULL ORDER BY handoff_id',
      [campaignId],
    )
    const totals = await readTotals(tx, campaignId)
    const rule = JSON.parse(String(row.rule)) as CampaignRule
    const window = windowOf(rule, { row, reveals: await readReveals(tx, campaignId) })
    return ok({
      ...standingOf(row),
      rule,
      ...(window && { window }),
      waitingFor: gates.map((gate) => ({
        handoff: String(gate.handoff_id),
        ...(gate.reason === null ? {} : { reason: gate.reason as ReasonCode }),
      })),
      totals: Object.fromEntries(
        claimStates.map((state) => [
          state,
          { claims: totals[state].claims, amountMinor: totals[state].amount.toString() },
        ]),
      ) as CampaignView['totals'],
    })
  })
}
