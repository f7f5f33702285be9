import type { CampaignId, CampaignRule, EpochMs, ReadTx, Row } from '@evenkeel/kernel'

/** What decides whether a claim is in a window. */
export interface WindowState {
  readonly closedAtMs: EpochMs | undefined
  /** Then it closes, whoever was refused for lack of room. */
  readonly closesByMs: EpochMs | undefined
  readonly knocksMs: number
  /** From then on nobody gets in. */
  readonly isFixed: boolean
  /** Whether it has waited long enough, as far as the store knows, and has to be closed before anybody else is let in. */
  readonly isOver: boolean
}

/** The windows of these claims for which the clock alone does not decide: one query, none if there are no such. */
export async function readWindows(
  tx: ReadTx,
  items: readonly { readonly rule: CampaignRule }[],
  now: EpochMs,
): Promise<ReadonlyMap<CampaignId, WindowState>> {
  const keys = items.flatMap(({ rule }) =>
    rule.window === 'instant' && rule.intake === undefined ? [] : [rule.id],
  )
  if (keys.length === 0) return new Map()
  const rows = await tx.selectIn({
    table: 'campaign',
    columns: COLUMNS,
    key: 'campaign_id',
    keys,
  })
  return new Map(rows.map((row) => [row.campaign_id as CampaignId, stateOf(row, now)]))
}

const COLUMNS: readonly string[] = [
  'campaign_id',
  'closes_at',
  'closed_at',
  'closes_by',
  'quiet_ms',
  'refused_at',
  'knocks_ms',
  'tickets_fixed_at',
]

function stateOf(row: Row, now: EpochMs): WindowState {
  const quietFrom = Number(row.refused_at ?? 0) + Number(row.quiet_ms ?? 0)
  const closesByMs = (row.closes_by ?? undefined) as EpochMs | undefined
  return {
    closedAtMs: (row.closed_at ?? undefined) as EpochMs | undefined,
    closesByMs,
    knocksMs: Number(row.knocks_ms ?? 0),
    isFixed: row.tickets_fixed_at !== null,
    // Also while it is paused: a pause only narrows, so it keeps no window open.
    isOver:
      row.closed_at === null &&
      Number(row.closes_at) <= now &&
      closesByMs !== undefined &&
      (closesByMs <= now || quietFrom <= now),
  }
}

/** When a claim came, and when it had first come, by its knock. */
export interface Arrival {
  readonly arrivedAtMs: EpochMs
  readonly knockedAtMs?: EpochMs
}

/**
 * Whether a claim is in a window: it came before the window closed, also if that is told only now; or it had knocked before and comes again while
 * knocks count. Once the tickets are fixed nobody is any more.
 */
export function isInWindow(
  { closedAtMs, closesByMs, knocksMs, isFixed }: WindowState,
  { arrivedAtMs, knockedAtMs }: Arrival,
): boolean {
  if (isFixed) return false
  if (closedAtMs === undefined) return closesByMs === undefined || arrivedAtMs < closesByMs
  if (arrivedAtMs < closedAtMs) return true
  const hadKnocked = knockedAtMs !== undefined && knockedAtMs < closedAtMs
  return hadKnocked && arrivedAtMs < closedAtMs + knocksMs
}
