import { setTimeout as sleep } from 'node:timers/promises'
import { formatMinor, minorUnits, unwrap } from '@evenkeel/kernel'
import { systemClock } from '@evenkeel/kernel/adapters'
import type { TableRow } from '@evenkeel/kernel/allocation'
import { openFilePlatform } from '../adapters/file-platform.ts'
import { announceDemo } from '../demo/announce-demo.ts'
import { demoAccreditation } from '../demo/seed-demo.ts'
import { openWorld, type World } from '../open-world.ts'
import { LOOK_EVERY_MS } from '../replay/limits.ts'
import type { StartProgress } from '../replay/progress.ts'
import { worldParties } from '../world-config.ts'
import type { WorldPlatform } from '../world-platform.ts'
import {
  type Claimant,
  claimDrop,
  type DropClaim,
  TAKEOVER_ISSUER,
  TAKEOVER_VERIFIER,
} from './claim-drop.ts'
import { CLAIMANTS_AT_A_TIME } from './limits.ts'
import type { TakeoverNames } from './read-names.ts'
import { ACCOUNT_TYPE, campaignOf, type KeyedOn, takeoverRule } from './takeover-rules.ts'

export interface TakeoverInput extends TakeoverNames {
  /** Empty; the world's stores are made in it. */
  readonly directory: string
  readonly startProgress: StartProgress
}

/** Who got what: docs/guides/one-person-one-claim.md says what each member means. */
export interface TakeoverReport {
  readonly schema: 'evenkeel.takeover/v1'
  readonly eligible: number
  readonly listedTwice: number
  readonly squatted: number
  readonly squattedEligible: number
  readonly paidByHandle: number
  readonly paidByUs: number
  readonly ownersPaidByUs: number
  readonly refusalsByUs: Readonly<Record<string, number>>
  readonly seconds: number
}

/**
 * Plays a drop whose names were taken over: everybody who took one claims from a campaign that counts by name and from one that counts by
 * account, and the former owners, who have another name by now, from the latter. Every step is the real roles' own: issued, presented, verified,
 * claimed, paid. The lists have names only, so each account is given a number.
 */
export async function runTakeover(input: TakeoverInput): Promise<TakeoverReport> {
  const startMs = systemClock.monotonicMs()
  const { eligible, squatted } = input
  const claimants = claimantsOf(input)
  const files = openFilePlatform({ directory: input.directory, parties: worldParties })
  try {
    const world = await openWorld(files)
    await openCampaigns(world, files, eligible)
    const { bySquatters, byOwners } = await playClaims(world, claimants, input.startProgress)
    return {
      schema: 'evenkeel.takeover/v1',
      eligible: eligible.length,
      listedTwice: eligible.length - listedAccounts(eligible).size,
      squatted: squatted.length,
      squattedEligible: claimants.owners.length,
      paidByHandle: await countPaid(world, bySquatters, 'handle'),
      paidByUs: await countPaid(world, bySquatters, 'account'),
      ownersPaidByUs: await countPaid(world, byOwners, 'account'),
      refusalsByUs: refusalsOf(bySquatters, 'account'),
      seconds: Math.round(systemClock.monotonicMs() - startMs) / 1_000,
    }
  } finally {
    await files.close()
  }
}

/** Has everybody claim while the world runs, the squatters first, and waits until all is paid or refused. */
async function playClaims(
  world: World,
  { squatters, owners }: Claimants,
  startProgress: StartProgress,
): Promise<{
  readonly bySquatters: readonly DropClaim[]
  readonly byOwners: readonly DropClaim[]
}> {
  const progress = startProgress('claimed', squatters.length + owners.length, 0)
  let done = 0
  const claimed = async (claimant: Claimant): Promise<readonly DropClaim[]> => {
    const made = await claimDrop(world, claimant)
    done += 1
    progress.update(done)
    return made
  }
  const stop = world.start()
  try {
    const bySquatters = await inLanes(squatters, claimed)
    const byOwners = await inLanes(owners, claimed)
    progress.end()
    await untilSettled(world)
    return { bySquatters, byOwners }
  } finally {
    await stop()
  }
}

interface Claimants {
  readonly squatters: readonly Claimant[]
  readonly owners: readonly Claimant[]
}

/** Numbers of the accounts that were listed, and of those that were opened under their names afterwards. */
const LISTED_FROM = 1_000_000
const OPENED_FROM = 100_000_000

/** The numbers of the listed accounts by their names. GitHub takes no notice of case, so a list of names may have one account twice. */
function listedAccounts(eligible: TakeoverNames['eligible']): ReadonlyMap<string, string> {
  const accounts = new Map<string, string>()
  for (const { handle } of eligible) {
    const name = handle.toLowerCase()
    if (!accounts.has(name)) accounts.set(name, String(LISTED_FROM + accounts.size))
  }
  return accounts
}

function claimantsOf({ eligible, squatted }: TakeoverNames): Claimants {
  const accounts = listedAccounts(eligible)
  return {
    squatters: squatted.map((handle, at) => ({
      githubId: String(OPENED_FROM + at),
      login: handle,
      claims: ['handle', 'account'],
    })),
    owners: squatted.flatMap((handle): readonly Claimant[] => {
      const githubId = accounts.get(handle.toLowerCase())
      if (githubId === undefined) return []
      return [{ githubId, login: `renamed-${githubId}`, claims: ['account'] }]
    }),
  }
}

/** Accredits the issuer and opens both campaigns over the same list: by name, and by the number that each name had then. */
async function openCampaigns(
  world: World,
  platform: WorldPlatform,
  eligible: TakeoverNames['eligible'],
): Promise<void> {
  const { ports } = world.the('distributor')
  const nowMs = ports.clock.nowMs()
  const record = {
    ...demoAccreditation(TAKEOVER_ISSUER, platform, nowMs),
    credentialTypes: [ACCOUNT_TYPE],
  }
  unwrap(await world.the('governance').role.accredit({ record, mode: 'immediate' }))
  await world.quiesce()
  for (const keyedOn of ['handle', 'account'] as const) {
    const rows = keyedOn === 'handle' ? rowsByName(eligible) : rowsByAccount(eligible)
    const rule = takeoverRule(keyedOn, rows, { verifier: TAKEOVER_VERIFIER, nowMs })
    const table = rows.map(({ entry, amount }) => ({ entry, amountMinor: formatMinor(amount) }))
    unwrap(await announceDemo(world.the('distributor').role, rule, { table }))
  }
  await world.quiesce()
}

/** The list as it was published. */
function rowsByName(eligible: TakeoverNames['eligible']): readonly TableRow[] {
  return eligible.map(({ handle, amountMinor }) => ({
    entry: handle,
    amount: minorUnits(BigInt(amountMinor)),
  }))
}

/** One row for each account, the first that the list has. */
function rowsByAccount(eligible: TakeoverNames['eligible']): readonly TableRow[] {
  const accounts = listedAccounts(eligible)
  const rows = new Map<string, TableRow>()
  for (const { entry, amount } of rowsByName(eligible)) {
    const account = accounts.get(entry.toLowerCase()) ?? ''
    if (!rows.has(account)) rows.set(account, { entry: account, amount })
  }
  return [...rows.values()]
}

/** Runs the work for each, CLAIMANTS_AT_A_TIME at once; the results are in the order of the items. */
async function inLanes<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const results: (readonly R[])[] = []
  let next = 0
  async function lane(): Promise<void> {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T)
  }
  await Promise.all(Array.from({ length: CLAIMANTS_AT_A_TIME }, lane))
  return results.flat()
}

/** Waits until nothing of either campaign is under way. */
async function untilSettled(world: World): Promise<void> {
  for (const keyedOn of ['handle', 'account'] as const) {
    for (;;) {
      const { totals } = unwrap(
        await world.the('distributor').role.showCampaign(campaignOf(keyedOn)),
      )
      const { accepted, held, reserved, settling } = totals
      if (accepted.claims + held.claims + reserved.claims + settling.claims === 0) break
      await sleep(LOOK_EVERY_MS)
    }
  }
}

async function countPaid(world: World, claims: readonly DropClaim[], of: KeyedOn): Promise<number> {
  let paid = 0
  for (const { keyedOn, outcome } of claims) {
    if (keyedOn !== of || !('claimId' in outcome)) continue
    const claim = unwrap(await world.the('distributor').role.showClaim(outcome.claimId))
    if (claim.state === 'settled') paid += 1
  }
  return paid
}

function refusalsOf(claims: readonly DropClaim[], of: KeyedOn): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { keyedOn, outcome } of claims) {
    if (keyedOn !== of || !('refused' in outcome)) continue
    counts[outcome.refused] = (counts[outcome.refused] ?? 0) + 1
  }
  return counts
}
