import { sha256 } from '@evenkeel/kernel'
import { ticketSetRoot } from '@evenkeel/kernel/allocation'
import {
  DRAW_MINOR,
  DRAW_WINNERS,
  EQUAL_CAP_MINOR,
  EQUAL_POOL_MINOR,
  PLACE_CLAIMS_MAX,
  PLACE_MINOR_MAX,
  WEIGHTED_POOL_MINOR,
} from '../campaigns.ts'
import type { Claimants } from '../claimants.ts'
import { BATCH, PLACES } from '../pressure-plan.ts'
import type { PressureWorld } from '../pressure-world.ts'
import { nameOf } from './claim-checks.ts'
import type { EntryRow, Rows } from './read-rows.ts'

/** What a batch window came to, as far as it may not depend on who came when. */
export interface WindowOutcome {
  readonly allocationRoot: string
  /** Minor units by entry, sorted: those in the set, taken out later or not. */
  readonly shares: readonly (readonly [string, string])[]
  readonly leftMinor: string
}

/** Outcomes by campaign. */
export type Outcomes = Readonly<Record<string, WindowOutcome>>

/** D3 and D11 of the shares, and D9 of the sets that were logged; returns what the windows came to. */
export function checkWindows(world: PressureWorld, claimants: Claimants, rows: Rows): Outcomes {
  const { invariants } = world.simulation
  const outcomes: Record<string, WindowOutcome> = {}
  for (const row of rows.campaigns) {
    const name = BATCH.find((one) => one === row.campaign_id)
    if (name === undefined) continue
    const tickets = rows.claims.flatMap(({ campaign, ticket }) =>
      campaign === name && ticket !== undefined ? [ticket] : [],
    )
    const root = ticketSetRoot(tickets.map((ticket) => sha256(ticket)))
    const isLogged = row.ticket_root === root && Number(row.tickets) === tickets.length
    invariants.check('D9', isLogged, () => `${name}: ${row.tickets} logged of ${tickets.length}`)
    for (const { ticket, person } of claimants.told) {
      if (ticket === undefined || person.campaign !== name) continue
      invariants.check('D9', tickets.includes(ticket), () => `${name}: a ticket is not in the set`)
    }
    const sharers = rows.entries.filter((one) => one.campaign === name && !one.isTakenOut)
    const left =
      name === 'draw'
        ? checkDraw(world, sharers)
        : checkShares(world, name, limitOf(world, name, sharers))
    outcomes[name] = {
      allocationRoot: String(row.allocation_root),
      shares: sharers
        .map(({ entry, share }) => [entry, String(share)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
      leftMinor: String(left),
    }
  }
  return outcomes
}

/** Entries with their place, and those for whom their place has no room. */
interface Limited {
  readonly sharers: readonly EntryRow[]
  /** F6: what each place got of a limited window. */
  readonly isCut: (entry: EntryRow) => boolean
}

/** F6: no place has more than its limit; and only who is of a place that has all of it has less than otherwise. */
function limitOf(
  { simulation, plan }: PressureWorld,
  name: 'equal' | 'weighted',
  sharers: readonly EntryRow[],
): Limited {
  if (!plan.isLimited) return { sharers, isCut: () => false }
  const placeOf = new Map(
    plan.people.map((person) => [`nullifier-${nameOf(person)}`, person.place]),
  )
  const full = new Set<string | undefined>()
  for (const place of PLACES) {
    const own = sharers.filter(({ entry }) => placeOf.get(entry) === place)
    const count = own.filter(({ share = 0n }) => share > 0n).length
    const sum = own.reduce((total, { share = 0n }) => total + share, 0n)
    const isWithin = name === 'equal' ? count <= PLACE_CLAIMS_MAX : sum <= PLACE_MINOR_MAX
    const has = () => `${name}: ${place} has ${count} claims and ${sum}`
    simulation.invariants.check('F6', isWithin, has)
    if (name === 'equal' ? count === PLACE_CLAIMS_MAX : sum === PLACE_MINOR_MAX) full.add(place)
  }
  const isCut = ({ entry, share = 0n }: EntryRow): boolean =>
    full.has(placeOf.get(entry)) && (name === 'weighted' || share === 0n)
  return { sharers, isCut }
}

/** D11: shares and rest are the pool. D3: each is what a division with remainders would give. Returns the rest. */
function checkShares(
  { simulation }: PressureWorld,
  name: 'equal' | 'weighted',
  { sharers: all, isCut }: Limited,
): bigint {
  const { invariants } = simulation
  // In count a limit comes before the division, in value after it.
  const sharers = name === 'equal' ? all.filter((entry) => !isCut(entry)) : all
  const pool = name === 'equal' ? EQUAL_POOL_MINOR : WEIGHTED_POOL_MINOR
  const sum = sharers.reduce((total, { share = 0n }) => total + share, 0n)
  const count = BigInt(sharers.length)
  const weights = sharers.reduce((total, { weight }) => total + weight, 0n)
  const most = name === 'equal' ? EQUAL_CAP_MINOR * count : count === 0n ? 0n : pool
  const shared = most < pool ? most : pool
  const isAll = sum === shared || (sum < shared && sharers.some(isCut))
  invariants.check('D11', isAll, () => `${name}: ${sum} shared of ${shared}`)
  for (const one of sharers) {
    const { entry, weight, share } = one
    // Within one unit of the exact part, compared without dividing.
    const off = (share ?? -pool) * weights - shared * weight
    const isPart = off < weights && (off > -weights || (isCut(one) && share !== undefined))
    invariants.check('D3', isPart, () => `${name}: ${entry} has ${share} of ${shared}`)
  }
  return pool - sum
}

/** D3 and D11 of a draw: as many win as can, the same for each, unless a party was silent; then nobody does. Returns the rest. */
function checkDraw({ simulation, plan }: PressureWorld, sharers: readonly EntryRow[]): bigint {
  const count = BigInt(sharers.length)
  const winners = sharers.filter(({ share }) => share === DRAW_MINOR).length
  const losers = sharers.filter(({ share }) => share === 0n).length
  const due = plan.isSilent ? 0n : count < DRAW_WINNERS ? count : DRAW_WINNERS
  const isDue = BigInt(winners) === due && winners + losers === sharers.length
  const detail = () => `${winners} win and ${losers} lose of ${count}, due are ${due}`
  simulation.invariants.check('D11', isDue, detail)
  simulation.tally(plan.isSilent ? 'draws void' : 'draws')
  return DRAW_MINOR * (DRAW_WINNERS - BigInt(winners))
}

/** F1: the same people on another day, in another order, get the same. */
export function checkTwins(world: PressureWorld, ours: Outcomes, twins: Outcomes): void {
  for (const name of BATCH) {
    const [a, b] = [JSON.stringify(ours[name]), JSON.stringify(twins[name])]
    const isEqual = ours[name] !== undefined && a === b
    const detail = () => `${name}: ${firstDifference(ours[name], twins[name])}`
    world.simulation.invariants.check('F1', isEqual, detail)
  }
}

function firstDifference(ours?: WindowOutcome, twins?: WindowOutcome): string {
  const [a, b] = [new Map(ours?.shares), new Map(twins?.shares)]
  const missing = [...new Set([...a.keys(), ...b.keys()])].find((key) => a.has(key) !== b.has(key))
  if (missing !== undefined) return `${missing} is in one set only, ours: ${a.has(missing)}`
  const [entry = ''] = [...a].find(([key, share]) => b.get(key) !== share) ?? []
  return `${entry} gets ${a.get(entry)} and on another day ${b.get(entry)}`
}
