import {
  brandId,
  type CampaignLimits,
  type CampaignRule,
  canonicalJson,
  formatMinor,
  type MinorUnits,
  minorUnits,
  type PartyId,
  parseMinor,
  type ReasonCode,
  type Receipt,
  sha256Text,
  unwrap,
} from '@evenkeel/kernel'
import { type AllocationEntry, allocate, allocationRoot } from '@evenkeel/kernel/allocation'
import { amountDue } from './amount-due.ts'
import { limitKeysOf, limitReasons } from './limit-keys.ts'
import { normaliseEntry } from './normalise-entry.ts'
import { takeWithinLimits, type Used } from './take-within-limits.ts'
import { allocatedBy } from './window.ts'

/** Somebody of a population: who they are, and what a verifier would put out about them. */
export interface PopulationMember {
  readonly person: string
  readonly outputs: Receipt['outputs']
  /** Why no verifier would accept them, if none would. */
  readonly reason?: ReasonCode
}

/** What somebody would get, or why nothing. */
export interface DryRunOutcome {
  readonly person: string
  readonly amountMinor: string
  readonly reason?: ReasonCode
}

/** What a rule would do to a population. Says nothing about anybody; `outcomeRoot` commits to who gets what. */
export interface DryRunReport {
  readonly v: 1
  readonly ruleHash: string
  readonly people: number
  readonly paid: number
  /** What it costs. */
  readonly amountMinor: string
  readonly leftMinor: string
  readonly fallsOut: readonly { readonly reason: ReasonCode; readonly people: number }[]
  /** What one of those who are paid would gain by coming as several people; of a draw what could be expected. */
  readonly splitting: readonly { readonly identities: number; readonly gainMinor: string }[]
  readonly outcomeRoot: string
}

export interface DryRun {
  readonly report: DryRunReport
  /** In the order of the population. */
  readonly outcomes: readonly DryRunOutcome[]
}

/** Into how many identities somebody splits. Chosen: a couple, a family, a farm. */
const SPLITS = [2, 5, 20]

/**
 * Computes what a rule would do to a population in which everybody comes once, with the code that does it. In an instant window they come in the
 * order of the population. A draw is an example: its seed is the rule's hash. `table` has the amounts of a table by entry. Of limits those count that
 * go by what a population says: not those per verifier and payout target.
 */
export function dryRun(
  rule: CampaignRule,
  population: readonly PopulationMember[],
  table: ReadonlyMap<string, MinorUnits> = new Map(),
): DryRun {
  const ruleHash = sha256Text(canonicalJson(rule), 'hex')
  const tried = { ...rule, limits: limitsTried(rule) }
  const outcomes = outcomesOf(tried, population, table, ruleHash)
  const amounts = outcomes.map(({ amountMinor }) => BigInt(amountMinor))
  const sum = amounts.reduce((total, amount) => total + amount, 0n)
  const fallsOut = new Map<ReasonCode, number>()
  for (const { reason } of outcomes) {
    if (reason !== undefined) fallsOut.set(reason, (fallsOut.get(reason) ?? 0) + 1)
  }
  const pool = unwrap(parseMinor(rule.poolMinor))
  const report: DryRunReport = {
    v: 1,
    ruleHash,
    people: population.length,
    paid: amounts.filter((amount) => amount > 0n).length,
    amountMinor: String(sum),
    leftMinor: String(pool - sum),
    fallsOut: [...fallsOut]
      .map(([reason, people]) => ({ reason, people }))
      .sort((a, b) => (a.reason < b.reason ? -1 : 1)),
    splitting: SPLITS.map((identities) => ({
      identities,
      gainMinor: String(gainBySplitting(tried, population, outcomes, identities)),
    })),
    outcomeRoot: unwrap(
      allocationRoot({
        shares: outcomes.map(({ person, amountMinor }) => ({ entry: person, amountMinor })),
      }),
    ),
  }
  return { report, outcomes }
}

/** SHA-256 of the canonical report, hex: what is logged. */
export function dryRunHash(report: DryRunReport): string {
  return sha256Text(canonicalJson(report), 'hex')
}

/** Stands for the verifier and the payout target, of which a population says nothing. */
const NOBODY = brandId<PartyId>('nobody')

/** A rule with the limits that count in a dry run. */
type TriedRule = CampaignRule & { readonly limits: CampaignLimits }

function limitsTried({ limits: { perIssuer, perJurisdiction, perPeriod } = {} }: CampaignRule) {
  return {
    ...(perIssuer && { perIssuer }),
    ...(perJurisdiction && { perJurisdiction }),
    ...(perPeriod && { perPeriod }),
  }
}

/** Reasons of those who have nothing from a pool that was shared with them. */
const NOTHING_SHARED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'share_is_zero',
  'lottery_not_drawn',
  ...Object.values(limitReasons),
])

function outcomesOf(
  rule: TriedRule,
  population: readonly PopulationMember[],
  table: ReadonlyMap<string, MinorUnits>,
  seed: string,
): readonly DryRunOutcome[] {
  const { allocation, limits } = rule
  const used = new Map<string, Used>()
  const usedBy = (name: string): Used => {
    const one = used.get(name) ?? { claims: 0, amount: 0n }
    used.set(name, one)
    return one
  }
  const rowOf = (entry: unknown): string | undefined =>
    allocation.kind === 'table' ? normaliseEntry(allocation.layout, entry) : undefined
  const rows = new Map([...table].map(([entry, amount]) => [rowOf(entry), amount]))
  const entries: AllocationEntry[] = []
  const taken = new Set<string>()
  const dues = new Map<number, MinorUnits>()
  const reasons = population.map(({ person, outputs, reason }, place): ReasonCode | undefined => {
    if (reason !== undefined) return reason
    if (taken.has(`person ${person}`)) return 'already_claimed'
    const limitKeys = limitKeysOf(rule, { iss: NOBODY, outputs }, () => NOBODY)
    if (limitKeys === undefined) return 'limit_output_missing'
    let amount: MinorUnits | undefined
    if (allocation.kind === 'table') {
      const entry = rowOf(outputs.entry)
      amount = entry === undefined ? undefined : rows.get(entry)
      if (amount === undefined) return 'not_in_table'
      if (taken.has(`entry ${entry}`)) return 'already_claimed'
      taken.add(`entry ${entry}`)
    } else {
      const due = amountDue(rule, outputs)
      if (!due.ok) return due.error
      amount = due.value
    }
    if (amount === undefined) entries.push(entryTried(rule, person, outputs))
    else {
      const full = takeWithinLimits(limits, limitKeys, amount, usedBy)
      if (full !== undefined) return limitReasons[full]
      dues.set(place, amount)
    }
    taken.add(`person ${person}`)
    return undefined
  })
  const shares = sharesOf(rule, entries, seed)
  let free = unwrap(parseMinor(rule.poolMinor)) as bigint
  const zero = rule.allocation.kind === 'lottery' ? 'lottery_not_drawn' : 'share_is_zero'
  return population.map(({ person }, place) => {
    const reason = reasons[place]
    if (reason !== undefined) return { person, amountMinor: '0', reason }
    const due = dues.get(place)
    if (due !== undefined && due > free) {
      return { person, amountMinor: '0', reason: 'campaign_exhausted' }
    }
    free -= due ?? 0n
    const share = shares.get(person)
    const amount = due ?? share?.amount ?? minorUnits(0n)
    const amountMinor = formatMinor(amount)
    return amount === 0n
      ? { person, amountMinor, reason: share?.limited ?? zero }
      : { person, amountMinor }
  })
}

interface ShareTried {
  readonly amount: MinorUnits
  readonly limited?: ReasonCode
}

function sharesOf(
  rule: TriedRule,
  entries: readonly AllocationEntry[],
  seed: string,
): ReadonlyMap<string, ShareTried> {
  if (rule.window === 'instant' || rule.allocation.kind === 'table') return new Map()
  const { poolMinor, allocation, limits } = rule
  const outcome = unwrap(allocate({ poolMinor, rule: allocation, entries, seed, limits }))
  const limited = new Map(outcome.limited?.map(({ entry, by }) => [entry, limitReasons[by]]))
  return new Map(
    outcome.shares.map(({ entry, amountMinor }) => {
      const reason = limited.get(entry)
      const amount = unwrap(parseMinor(amountMinor))
      return [entry, { amount, ...(reason && { limited: reason }) }]
    }),
  )
}

function entryTried(rule: TriedRule, entry: string, outputs: Receipt['outputs']): AllocationEntry {
  const limitKeys = limitKeysOf(rule, { iss: NOBODY, outputs }, () => NOBODY)
  return { ...allocatedBy(rule, entry, outputs), ...(limitKeys && { limitKeys }) }
}

/** The gain of the first who is paid. A row of a table is one, however many people one is. */
function gainBySplitting(
  rule: TriedRule,
  population: readonly PopulationMember[],
  outcomes: readonly DryRunOutcome[],
  identities: number,
): bigint {
  const place = outcomes.findIndex(({ amountMinor }) => amountMinor !== '0')
  const splitter = population[place]
  const { allocation, window } = rule
  if (splitter === undefined || allocation.kind === 'table') return 0n
  const before = BigInt(outcomes[place]?.amountMinor ?? '0')
  const asMany = Array.from({ length: identities }, (_, i) => i)
  if (window === 'instant') {
    const spent = outcomes.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n)
    const room = (BigInt(rule.poolMinor) - spent) / before
    const more = BigInt(identities - 1)
    return before * (room < more ? room : more)
  }
  const sharers = population.filter((_, i) => {
    const reason = outcomes[i]?.reason
    return reason === undefined || NOTHING_SHARED.has(reason)
  })
  if (allocation.kind === 'lottery') {
    const expected = (own: number, all: number): bigint =>
      (BigInt(allocation.amountMinor) * BigInt(own * Math.min(allocation.winners, all))) /
      BigInt(all)
    return expected(identities, sharers.length + identities - 1) - expected(1, sharers.length)
  }
  const others = sharers
    .filter(({ person }) => person !== splitter.person)
    .map(({ person, outputs }) => entryTried(rule, `p ${person}`, outputs))
  const own = entryTried(rule, 's', splitter.outputs)
  const parts = asMany.map((i): AllocationEntry => {
    if (own.weight === undefined) return { ...own, entry: `s ${i}` }
    const weight = BigInt(own.weight)
    const many = BigInt(identities)
    const part = weight / many + (BigInt(i) < weight % many ? 1n : 0n)
    return { ...own, entry: `s ${i}`, weight: String(part) }
  })
  const shares = sharesOf(rule, [...others, ...parts], '')
  return parts.reduce((sum, { entry }) => sum + (shares.get(entry)?.amount ?? 0n), 0n) - before
}
