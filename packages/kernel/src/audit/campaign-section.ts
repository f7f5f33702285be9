import { startTableRoot, type TableRoot } from '../allocation/table-root.ts'
import { sha256Text } from '../crypto/hash.ts'
import type { CampaignId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { type CampaignRule, parseCampaignRule } from '../messages/campaign-rule.ts'
import { parseMinor } from '../money/minor-units.ts'
import { registry } from '../reasons/registry.ts'
import type { AuditLine, CampaignLine, ClaimLine, RowLine } from './audit-line.ts'
import { type AuditDifference, type AuditTally, differs } from './audit-report.ts'
import { checkAmount, isCutShort, isDue } from './check-amount.ts'
import { checkLimits } from './check-limits.ts'
import { checkWindow, type WindowHashes } from './check-window.ts'
import { AUDIT_CLAIMS_MAX, AUDIT_ROWS_MAX, AUDIT_TRANSFERS_MAX } from './limits.ts'

/** A claim as the rest of the audit needs it. */
export interface AuditedClaim extends Omit<ClaimLine, 'kind' | 'prev'> {
  /** Where it stands in the file. */
  readonly line: number
}

/** What the distributor says of the campaign, once it is recomputed. */
export interface CampaignAccount {
  readonly campaign: CampaignLine
  /** The campaign's line in the file. */
  readonly line: number
  readonly rule: CampaignRule
  readonly ruleHash: string
  /** In the order of nullifiers. */
  readonly claims: readonly AuditedClaim[]
  /** Positions in `claims` by the names of their transfers. */
  readonly claimOf: ReadonlyMap<string, number>
  /** Of a batch window: what its leaves must commit to. */
  readonly window?: WindowHashes
}

/** Takes the lines of the first section in order. */
export interface CampaignSection {
  take(line: AuditLine, at: number): AuditDifference | undefined
  /** Recomputes what takes all lines. Call it when the seal was taken. */
  end(): AuditDifference | undefined
  account(): CampaignAccount
}

interface Progress {
  campaign: CampaignLine
  line: number
  ruleHash: string
  table: TableRoot | undefined
  rows: number
}

export function startCampaignSection(campaignId: CampaignId, tally: AuditTally): CampaignSection {
  let progress: Progress | undefined
  let window: WindowHashes | undefined
  const claims: AuditedClaim[] = []
  const claimOf = new Map<string, number>()
  const withRow = new Set<number>()
  /** The first claim with another amount than its row; whether the row is right is known when the root is. */
  let unlikeRow: AuditDifference | undefined

  function takeCampaign(line: CampaignLine, at: number): AuditDifference | undefined {
    const rule = parseCampaignRule(line.rule)
    if (!rule.ok) return differs(at, 'rule', 'a rule that this version knows', rule.error.detail)
    if (rule.value.id !== campaignId) return differs(at, 'rule', campaignId, rule.value.id)
    const ruleHash = sha256Text(canonicalJson(line.rule), 'hex')
    const { allocation, window } = line.rule
    const isAllowed = INSTANT_KINDS.includes(allocation.kind)
    if (allocation.kind === 'table' ? window !== 'instant' : window === 'instant' && !isAllowed) {
      return differs(at, 'rule', 'an allocation that goes with its window', allocation.kind)
    }
    const table =
      allocation.kind === 'table' ? startTableRoot(allocation.layout, allocation.rows) : undefined
    progress = { campaign: line, line: at, ruleHash, table, rows: 0 }
    tally.count('rule')
    return checkTimes(line, at)
  }

  function takeClaim(line: ClaimLine, at: number): AuditDifference | undefined {
    const before = claims.at(-1)?.nullifier ?? ''
    if (line.nullifier <= before) {
      return differs(at, 'unique', `a nullifier after ${before}`, line.nullifier)
    }
    if (claims.length === AUDIT_CLAIMS_MAX || claimOf.size > AUDIT_TRANSFERS_MAX) {
      return differs(at, 'form', `at most ${AUDIT_CLAIMS_MAX} claims`, 'more')
    }
    const { kind: _, prev: __, ...said } = line
    const claim: AuditedClaim = { ...said, line: at }
    for (const transfer of claim.transfers) {
      if (claimOf.has(transfer)) {
        return differs(at, 'unique', 'a transfer of one claim', `${transfer}, twice`)
      }
      claimOf.set(transfer, claims.length)
    }
    claims.push(claim)
    tally.count('unique')
    const { rule } = (progress as Progress).campaign
    return (
      checkEnd(rule, claim, tally) ?? checkAmount((progress as Progress).campaign, claim, tally)
    )
  }

  function takeRow(line: RowLine, at: number): AuditDifference | undefined {
    const { table, campaign, rows } = progress as Progress
    if (table === undefined || rows === AUDIT_ROWS_MAX) {
      return differs(at, 'form', 'no row of a table', line.entry)
    }
    const amount = parseMinor(line.amountMinor)
    if (!amount.ok) return differs(at, 'table', 'an amount', line.amountMinor)
    const { allocation } = campaign.rule
    if (allocation.kind === 'table' && rows === allocation.rows) {
      return differs(at, 'table', `${allocation.rows} rows`, 'more')
    }
    if (allocation.kind === 'table' && !isEntry(allocation.layout, line.entry)) {
      return differs(at, 'table', 'an address in lower case', line.entry)
    }
    table.add([{ entry: line.entry, amount: amount.value }])
    ;(progress as Progress).rows += 1
    tally.count('table')
    return line.transfer === undefined ? undefined : takeFromRow(line, line.transfer, at)
  }

  function takeFromRow(line: RowLine, transfer: string, at: number): AuditDifference | undefined {
    const position = claimOf.get(transfer)
    const claim = position === undefined ? undefined : claims[position]
    if (position === undefined || claim?.transfers[0] !== transfer) {
      return differs(at, 'unique', 'the first transfer of a claim', transfer)
    }
    if (withRow.has(position)) return differs(at, 'unique', 'one row of a claim', 'a second one')
    withRow.add(position)
    const { rule } = (progress as Progress).campaign
    if (!isDue(rule, claim, line.amountMinor)) {
      unlikeRow ??= differs(claim.line, 'entitled', line.amountMinor, claim.amountMinor)
    }
    return undefined
  }

  return {
    take(line, at) {
      if (line.kind === 'campaign') return takeCampaign(line, at)
      if (line.kind === 'claim') return takeClaim(line, at)
      return line.kind === 'row' ? takeRow(line, at) : undefined
    },
    end() {
      const { campaign, line, ruleHash, table, rows } = progress as Progress
      const { allocation } = campaign.rule
      if (claims.length > 0 && campaign.openedAtMs === undefined) {
        return differs(line, 'rule', 'no claim in a campaign that never opened', `${claims.length}`)
      }
      if (allocation.kind === 'table') {
        if (rows !== allocation.rows) {
          return differs(line, 'table', `${allocation.rows} rows`, String(rows))
        }
        const root = table?.root()
        if (root !== allocation.root) return differs(line, 'table', allocation.root, root)
        if (unlikeRow !== undefined) return unlikeRow
        const without = claims.find((_, position) => !withRow.has(position))
        if (without) return differs(without.line, 'entitled', 'a row of the table', undefined)
      }
      const beyond = checkLimits(campaign, claims, tally)
      if (beyond !== undefined || campaign.rule.window === 'instant') return beyond
      const checked = checkWindow({ campaign, line, ruleHash, claims }, tally)
      if (!checked.ok) return checked.error
      window = checked.value
      return undefined
    },
    account() {
      const { campaign, line, ruleHash } = progress as Progress
      const { rule } = campaign
      return { campaign, line, rule, ruleHash, claims, claimOf, ...(window && { window }) }
    },
  }
}

/** What is due to a claim whoever else comes. */
const INSTANT_KINDS: readonly string[] = ['fixed', 'tiered', 'table']

function checkTimes(line: CampaignLine, at: number): AuditDifference | undefined {
  const { rule, openedAtMs, closedAtMs, allocatedAtMs, settledAtMs } = line
  const isBatch = rule.window !== 'instant'
  if (isBatch !== (allocatedAtMs !== undefined)) {
    return differs(at, 'rule', isBatch ? 'a time of allocation' : 'none', String(allocatedAtMs))
  }
  const allocatesAtMs = rule.window === 'instant' ? 0 : rule.window.allocateAfterMs
  const order = [
    ['opening', rule.opensAtMs, openedAtMs],
    ['closing', Math.max(rule.closesAtMs, openedAtMs ?? 0), closedAtMs],
    ['allocation', closedAtMs + allocatesAtMs, allocatedAtMs],
    ['end', allocatedAtMs ?? closedAtMs, settledAtMs],
  ] as const
  const early = order.find(([, earliest, time]) => time !== undefined && time < earliest)
  if (early === undefined) return undefined
  const [what, earliest, time] = early
  return differs(at, 'rule', `the ${what} at ${earliest} or later`, String(time))
}

/** D9: paid, or refused for a reason. What ended early has one for being paid less. */
function checkEnd(
  rule: CampaignRule,
  claim: AuditedClaim,
  tally: AuditTally,
): AuditDifference | undefined {
  const { line, state, reason, amountMinor, transfers } = claim
  tally.count('explained')
  if (state === 'refused') {
    if (reason !== undefined && Object.hasOwn(registry, reason)) return undefined
    return differs(line, 'explained', 'a reason of the registry', reason)
  }
  if (reason !== undefined && !isCutShort(rule, claim)) {
    return differs(line, 'explained', 'no reason of a payment', reason)
  }
  if (amountMinor === undefined || amountMinor === '0' || transfers.length === 0) {
    return differs(line, 'explained', 'an amount and a transfer of what is settled', amountMinor)
  }
  return undefined
}

function isEntry(layout: 'uniswap-merkle' | 'rfc6962', entry: string): boolean {
  return layout === 'rfc6962' || /^0x[0-9a-f]{40}$/.test(entry)
}
