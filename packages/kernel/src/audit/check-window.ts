import type { AllocationEntry, AllocationInput } from '../allocation/allocate.ts'
import { allocate, allocationRoot } from '../allocation/allocate.ts'
import { isLimitedInCount } from '../allocation/limit-shares.ts'
import { entrySetRoot, ticketSetRoot } from '../allocation/ticket-set-root.ts'
import { assert } from '../assert.ts'
import { decodeHex } from '../bytes/hex.ts'
import { hashWindowBody } from '../messages/window-body.ts'
import { err, ok, type Result } from '../result.ts'
import type { CampaignLine } from './audit-line.ts'
import { type AuditDifference, type AuditTally, differs } from './audit-report.ts'
import type { AuditedClaim } from './campaign-section.ts'
import { checkDraw } from './check-draw.ts'

/** What the leaves of a window's closing and allocation must have as `bodyHash`. */
export interface WindowHashes {
  readonly closing: string
  readonly allocation: string
}

export interface WindowClaims {
  readonly campaign: CampaignLine
  /** The campaign's line in the file. */
  readonly line: number
  readonly ruleHash: string
  readonly claims: readonly AuditedClaim[]
}

/** Recomputes a batch window: the root of its tickets, its seed, every share, and the root of all. */
export function checkWindow(
  input: WindowClaims,
  tally: AuditTally,
): Result<WindowHashes, AuditDifference> {
  const { campaign, ruleHash, claims, line } = input
  const { campaignId, closedAtMs } = campaign
  const tickets = claims.map(({ ticket }) => decodeHex(ticket) as Uint8Array)
  const repeated = firstRepeated(claims)
  if (repeated !== undefined) {
    return err(differs(repeated.line, 'unique', 'a ticket of one claim', repeated.ticket))
  }
  const ofCampaign = { v: 1, campaignId, ruleHash } as const
  // Of all that were in it, those that were taken out later included.
  const ofEntries = isLimitedInCount(campaign.rule.limits)
    ? { entryRoot: entrySetRoot(claims.map(({ nullifier }) => nullifier)) }
    : {}
  const closing = hashWindowBody({
    ...ofCampaign,
    closedAtMs,
    tickets: tickets.length,
    ticketRoot: ticketSetRoot(tickets),
    ...ofEntries,
  })
  const drawn = checkDraw(campaign, line)
  if (!drawn.ok) return drawn
  const { seed, ...inBody } = drawn.value
  if (seed !== undefined) tally.count('drawn')
  const sharers = claims.filter(({ shareMinor }) => shareMinor !== undefined)
  const computed = computeShares(campaign, sharers, { ...ofEntries, ...(seed && { seed }) })
  if (computed.error !== undefined) {
    return err(differs(line, 'allocated', 'an allocation that can be computed', computed.error))
  }
  const { shares, leftMinor } = computed.allocation
  for (const [place, claim] of sharers.entries()) {
    const share = shares[place]
    assert(share?.entry === claim.nullifier, 'claims and shares are in one order')
    if (share.amountMinor !== claim.shareMinor) {
      return err(differs(claim.line, 'allocated', share.amountMinor, claim.shareMinor))
    }
  }
  tally.count('allocated', sharers.length)
  const root = allocationRoot(computed.allocation)
  assert(root.ok, 'computed shares are amounts')
  const allocation = hashWindowBody({
    ...ofCampaign,
    entries: sharers.length,
    allocationRoot: root.value,
    leftMinor,
    ...inBody,
  })
  return ok({ closing, allocation })
}

function computeShares(
  { rule: { allocation, poolMinor, limits } }: CampaignLine,
  sharers: readonly AuditedClaim[],
  of: Pick<AllocationInput, 'seed' | 'entryRoot'>,
) {
  if (allocation.kind === 'table') return { error: 'a table in a batch window' } as const
  const entries = sharers.map(
    ({ nullifier, tier, weight, limitKeys }): AllocationEntry => ({
      entry: nullifier,
      ...(tier !== undefined && { tier }),
      ...(weight !== undefined && { weight }),
      ...(limitKeys !== undefined && { limitKeys }),
    }),
  )
  const computed = allocate({
    poolMinor,
    rule: allocation,
    entries,
    ...(limits && { limits }),
    ...of,
  })
  if (computed.ok) return { allocation: computed.value } as const
  const { code, detail = '' } = computed.error
  return { error: `${code}: ${detail}` } as const
}

/** The first claim, in the order of the file, whose ticket another had before. */
function firstRepeated(claims: readonly AuditedClaim[]): AuditedClaim | undefined {
  const seen = new Set<string>()
  return claims.find(({ ticket }) => {
    const isRepeated = seen.has(ticket)
    seen.add(ticket)
    return isRepeated
  })
}
