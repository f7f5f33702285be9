import { assert } from '../assert.ts'
import { decodeHex } from '../bytes/hex.ts'
import { SHA256_BYTES } from '../crypto/hash.ts'
import type { MinorUnits } from '../ids.ts'
import type { CampaignLimits, LimitKeys, LimitKind } from '../messages/rule/limits.ts'
import { formatMinor, MINOR_MAX, parseMinor } from '../money/minor-units.ts'
import { splitCapped } from '../money/split-capped.ts'
import { splitPool } from '../money/split-pool.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import type { AllocationRule, DueAllocation, SharedAllocation } from './allocation-rule.ts'
import { drawLottery } from './draw-lottery.ts'
import { limitAmounts, limitEntries } from './limit-shares.ts'
import { startTableRoot } from './table-root.ts'

/** Everything that an allocation is computed from, as plain JSON: amounts and weights are decimal strings. */
export interface AllocationInput {
  readonly poolMinor: string
  readonly rule: AllocationRule
  /** The window's entries, in any order (D8). */
  readonly entries: readonly AllocationEntry[]
  /** Of a lottery: 64 hex digits, from `lotterySeed`; or that there is no draw, and nothing for anybody. */
  readonly seed?: string | typeof VOID_SEED
  /** How much goes to entries that have something in common. */
  readonly limits?: CampaignLimits
  /**
   * With limits in count: `entrySetRoot` of all entries that were there when the window closed, with those that were taken out since. Of `entries` if
   * absent.
   */
  readonly entryRoot?: string
}

/** In place of the seed of a draw that cannot be held. */
export const VOID_SEED = 'void'

export interface AllocationEntry {
  /** Unique among the entries. Orders them and breaks ties, so it must not be for claimants to choose. */
  readonly entry: string
  /** For `pro-rata`. */
  readonly weight?: string
  /** For `tiered`. */
  readonly tier?: string
  /** For `table`: the amount of its row. */
  readonly amountMinor?: string
  /** For `equal-capped` and `pro-rata`: a cap of its own; the lower one counts. */
  readonly capMinor?: string
  /** With limits: what it has in common with others, for every kind of limit. */
  readonly limitKeys?: LimitKeys
}

export interface Allocation {
  /** One per entry, those with nothing included, by `entry` in the order of UTF-16 code units. */
  readonly shares: readonly AllocationShare[]
  /** What of the pool is not allocated. */
  readonly leftMinor: string
  /** There with limits in count: the entries that have nothing because of them, in the same order. */
  readonly limited?: readonly { readonly entry: string; readonly by: LimitKind }[]
}

/** One row of an allocation's outcome; `tableRoot` commits to rows of this form. */
export interface AllocationShare {
  readonly entry: string
  readonly amountMinor: string
}

/**
 * Computes who gets how much. Depends on the set of entries alone: not on their order (D8), not on a clock. The shares and what is left sum
 * to the pool (D11); what is rounded goes to the largest remainders, equal ones in the order of the entries. Limits in count come before the
 * shares, limits in value after them; what they take away is left. Reasons: amount_malformed,
 * amount_overflow (the pool or an amount of the rule), allocation_entry_invalid, allocation_exceeds_pool, lottery_seed_missing.
 */
export function allocate(input: AllocationInput): Result<Allocation, Reasoned> {
  const pool = parseMinor(input.poolMinor)
  if (!pool.ok) return pool
  const entries = input.entries.toSorted((a, b) => (a.entry < b.entry ? -1 : 1))
  const repeated = entries.findIndex(({ entry }, place) => entries[place - 1]?.entry === entry)
  if (repeated !== -1) return refuseEntry(repeated, 'occurs twice')
  const { rule, seed, limits = {}, entryRoot } = input
  const cut = limitEntries(limits, entries, entryRoot)
  const sharers = entries.filter(({ entry }) => !cut.has(entry))
  const split = isShared(rule)
    ? shareOut(pool.value, rule, sharers)
    : payDue(pool.value, rule, sharers, seed)
  if (!split.ok) return split
  const amounts = limitAmounts(limits, sharers, split.value.amounts)
  const left = (pool.value - sumOf(amounts)) as MinorUnits
  assert(left >= split.value.left, 'shares and rest sum to the pool')
  const amountOf = new Map(sharers.map(({ entry }, place) => [entry, amounts[place]]))
  const nothing = 0n as MinorUnits
  return ok({
    shares: entries.map(({ entry }) => ({
      entry,
      amountMinor: formatMinor(amountOf.get(entry) ?? nothing),
    })),
    leftMinor: formatMinor(left),
    ...(cut.size > 0 && {
      limited: entries.flatMap(({ entry }) => {
        const by = cut.get(entry)
        return by === undefined ? [] : [{ entry, by }]
      }),
    }),
  })
}

/** The root that commits to an allocation: that of a table with these rows in `rfc6962`, as 64 hex digits. Reason: amount_malformed. */
export function allocationRoot({ shares }: Pick<Allocation, 'shares'>): Result<string, Reasoned> {
  const root = startTableRoot('rfc6962', shares.length)
  for (const { entry, amountMinor } of shares) {
    const amount = parseMinor(amountMinor)
    if (!amount.ok) return amount
    root.add([{ entry, amount: amount.value }])
  }
  return ok(root.root())
}

interface Split {
  /** In the order of the entries. */
  readonly amounts: readonly MinorUnits[]
  readonly left: MinorUnits
}

type Entries = readonly AllocationEntry[]

function isShared(rule: AllocationRule): rule is SharedAllocation {
  return rule.kind === 'equal-capped' || rule.kind === 'pro-rata'
}

function shareOut(
  pool: MinorUnits,
  rule: SharedAllocation,
  entries: Entries,
): Result<Split, Reasoned> {
  const ruleCap = rule.capMinor === undefined ? ok(MINOR_MAX) : parseMinor(rule.capMinor)
  if (!ruleCap.ok) return ruleCap
  const weights =
    rule.kind === 'equal-capped'
      ? ok(entries.map(() => 1n))
      : readEach(entries, 'weight', (entry) => entry.weight)
  if (!weights.ok) return weights
  const caps = readEach(entries, 'cap', (entry) => entry.capMinor, ruleCap.value)
  if (!caps.ok) return caps
  const shares = entries.map(({ entry }, place) => {
    const cap = caps.value[place] as MinorUnits
    return {
      key: entry,
      weight: weights.value[place] as bigint,
      cap: cap < ruleCap.value ? cap : ruleCap.value,
    }
  })
  return ok(splitCapped(pool, shares))
}

function payDue(
  pool: MinorUnits,
  rule: DueAllocation,
  entries: Entries,
  seed: string | undefined,
): Result<Split, Reasoned> {
  const due = amountsDue(rule, entries, seed)
  if (!due.ok) return due
  const sum = sumOf(due.value)
  if (sum <= pool) return ok({ amounts: due.value, left: (pool - sum) as MinorUnits })
  if (rule.shortfall !== 'scale') {
    return refuse('allocation_exceeds_pool', `${sum} is due of a pool of ${pool}`)
  }
  // Scaled by less than 1 and rounded up at most, nobody gets more than was due.
  const shares = entries.map(({ entry }, place) => ({
    key: entry,
    weight: due.value[place] as bigint,
  }))
  const amounts = splitPool(pool, shares)
  return amounts.ok ? ok({ amounts: amounts.value, left: 0n as MinorUnits }) : amounts
}

function amountsDue(
  rule: DueAllocation,
  entries: Entries,
  seed: string | undefined,
): Result<readonly MinorUnits[], Reasoned> {
  switch (rule.kind) {
    case 'table':
      return readEach(entries, 'amount', (entry) => entry.amountMinor)
    case 'tiered':
      return readEach(entries, 'tier', ({ tier }) =>
        tier !== undefined && Object.hasOwn(rule.tiers, tier) ? rule.tiers[tier] : undefined,
      )
    case 'fixed': {
      const amount = parseMinor(rule.amountMinor)
      return amount.ok ? ok(entries.map(() => amount.value)) : amount
    }
    case 'lottery': {
      const amount = parseMinor(rule.amountMinor)
      if (!amount.ok) return amount
      if (seed === VOID_SEED) return ok(entries.map(() => 0n as MinorUnits))
      const seedBytes = decodeHex(seed ?? '')
      if (seedBytes?.length !== SHA256_BYTES) return refuse('lottery_seed_missing')
      const winners = drawLottery(
        seedBytes,
        entries.map(({ entry }) => entry),
        rule.winners,
      )
      const nothing = 0n as MinorUnits
      return ok(entries.map((_, place) => (winners.has(place) ? amount.value : nothing)))
    }
  }
}

/** Reads one decimal string of every entry; one that is not there is the default, or a fault. */
function readEach(
  entries: Entries,
  what: string,
  read: (entry: AllocationEntry) => string | undefined,
  byDefault?: MinorUnits,
): Result<readonly MinorUnits[], Reasoned> {
  const values: MinorUnits[] = []
  for (const [place, entry] of entries.entries()) {
    const text = read(entry)
    if (text === undefined && byDefault !== undefined) {
      values.push(byDefault)
      continue
    }
    const value = parseMinor(text ?? '')
    if (!value.ok) return refuseEntry(place, `has no ${what} that the rule can use`)
    values.push(value.value)
  }
  return ok(values)
}

/** An entry by its place in order: what it is called may be nobody's to read. */
function refuseEntry(place: number, fault: string): Result<never, Reasoned> {
  return refuse('allocation_entry_invalid', `entry ${place + 1} in order ${fault}`)
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}
