import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { assert, epochMs } from '@evenkeel/kernel'
import { systemClock } from '@evenkeel/kernel/adapters'
import { openClaimFile } from '../replay/claim-file.ts'
import type { StartProgress } from '../replay/progress.ts'
import { readFacts } from '../replay/replay-state.ts'
import { type Bank, startBank } from './bank.ts'
import { checkBank } from './check-bank.ts'
import { flagshipRule } from './flagship-rule.ts'
import { DRAIN_MS_MAX, LOOK_EVERY_MS, RECOVERY_MS_MAX, RSS_MIB_MAX } from './limits.ts'
import type { IssuerWithdrawn, WorldArguments, WorldJudged, WorldLook } from './protocol.ts'
import { type Storm, type StormTally, startStorm } from './send-storm.ts'
import { startWorld, type WorldChild } from './world-child.ts'

export interface FlagshipInput {
  /** Gzipped CSV of the drop. */
  readonly data: string
  readonly limit: number
  readonly retries: number
  readonly perSecond: number
  /** Empty; what is in it afterwards is the caller's to remove. */
  readonly directory: string
  readonly startProgress: StartProgress
}

/** What became of a burst of claims with everything going wrong at once: docs/operating/flagship.md says what each member means. */
export interface FlagshipReport {
  readonly schema: 'evenkeel.flagship/v1'
  readonly claims: number
  readonly perSecond: number
  readonly kills: readonly Outage[]
  readonly storm: Omit<StormTally, 'ticketsBySecond'> & { readonly seconds: number }
  readonly goodputPerSecond: { readonly median: number; readonly best: number }
  readonly bank: { readonly payments: number; readonly silences: number; readonly repeats: number }
  readonly withdrawn: IssuerWithdrawn | undefined
  readonly ofWithdrawnIssuer: WorldJudged['ofWithdrawnIssuer']
  readonly states: WorldJudged['states']
  readonly refusals: WorldJudged['refusals']
  readonly peakRssMib: number
  readonly drainSeconds: number
  readonly seconds: number
  /** How often each invariant was looked at. */
  readonly checks: Readonly<Record<string, number>>
  readonly violations: readonly string[]
}

/** A kill: the tickets at that moment, the time without a server, and until the first ticket after it. */
interface Outage {
  readonly atTickets: number
  readonly downMs: number
  readonly recoveryMs: number
}

/** Parts of the claims that have tickets when the world is killed, and when the issuer is withdrawn. */
const KILLS_AT = [0.3, 0.7]
const WITHDRAWN_AT = 0.5

/** Plays the whole of it. Throws when a party refuses what it must not; what does not hold is in the report. */
export async function runFlagship(input: FlagshipInput): Promise<FlagshipReport> {
  const startMs = systemClock.monotonicMs()
  const { data, limit, directory, startProgress } = input
  const facts = await readFacts(data, limit)
  const bank = await startBank()
  const rule = flagshipRule(facts, epochMs(systemClock.nowMs()))
  const given: WorldArguments = { directory, bankUrl: bank.url, rule, data, limit }
  let world = await startWorld(given)
  try {
    await world.ask({ kind: 'announce' })
    const prepared = startProgress('verified', facts.claims, 0)
    await world.ask({ kind: 'prepare' }, prepared.update)
    prepared.end()
    const played = await playStorm(input, given, world)
    world = played.world
    const judgedProgress = startProgress('explained', facts.claims, 0)
    const withdrawnAtMs = played.withdrawn?.publishedAtMs
    const judged = await world.ask<WorldJudged>(
      { kind: 'judge', withdrawnAtMs },
      judgedProgress.update,
    )
    judgedProgress.end()
    return report(input, facts.claims, { ...played, judged, bank, startMs })
  } finally {
    await world.end()
    await bank.stop()
  }
}

interface Played {
  readonly world: WorldChild
  readonly tally: StormTally
  readonly stormSeconds: number
  readonly drainSeconds: number
  readonly kills: readonly Outage[]
  readonly withdrawn: IssuerWithdrawn | undefined
  readonly peakRssMib: number
}

/** The storm, with two kills and a withdrawal in its midst, until every claim has ended. */
async function playStorm(
  { retries, perSecond, startProgress }: FlagshipInput,
  given: WorldArguments,
  first: WorldChild,
): Promise<Played> {
  let world = first
  const file = openClaimFile(given.directory)
  const url = `${world.url}/distributor/campaigns/${given.rule.id}/claims`
  const startMs = systemClock.monotonicMs()
  const storm = startStorm({ url, file, perSecond, retries })
  const { tally } = storm
  const progress = startProgress('tickets', file.count, 0)
  const kills: Outage[] = []
  const killsAt = KILLS_AT.map((part) => Math.floor(part * file.count))
  let withdrawn: IssuerWithdrawn | undefined
  let peakRssMib = 0
  let isStormOver = false
  const over = storm.done.then(() => {
    isStormOver = true
  })
  while (!isStormOver) {
    await Promise.race([over, sleep(LOOK_EVERY_MS)])
    progress.update(tally.tickets)
    if (tally.tickets >= (killsAt[0] ?? Number.POSITIVE_INFINITY)) {
      killsAt.shift()
      const killed = await killWorld(world, given, storm)
      world = killed.world
      kills.push(killed.outage)
    }
    if (withdrawn === undefined && tally.tickets >= WITHDRAWN_AT * file.count) {
      withdrawn = await world.ask<IssuerWithdrawn>({ kind: 'withdraw-issuer' })
    }
    peakRssMib = Math.max(peakRssMib, (await world.ask<WorldLook>({ kind: 'look' })).rssMib)
  }
  await over
  progress.end()
  const stormSeconds = (systemClock.monotonicMs() - startMs) / 1_000
  const drained = await untilEnded(world, file.count - refusedAtOnce(tally), startProgress)
  file.close()
  return {
    world,
    tally,
    kills,
    withdrawn,
    stormSeconds,
    drainSeconds: drained.seconds,
    peakRssMib: Math.max(peakRssMib, drained.rssMib),
  }
}

function refusedAtOnce({ refusals, gaveUp }: StormTally): number {
  return Object.values(refusals).reduce((sum, count) => sum + count, gaveUp)
}

/** Kills the world and starts it again at once, as something that looks after processes would. */
async function killWorld(
  world: WorldChild,
  given: WorldArguments,
  storm: Storm,
): Promise<{ readonly world: WorldChild; readonly outage: Outage }> {
  const atTickets = storm.tally.tickets
  const killedMs = systemClock.monotonicMs()
  storm.setDown(true)
  await world.kill()
  const next = await startWorld(given)
  const backMs = systemClock.monotonicMs()
  const before = storm.tally.tickets
  while (storm.tally.tickets === before && !storm.isAnswered()) await sleep(10)
  storm.setDown(false)
  const recoveryMs = Math.round(systemClock.monotonicMs() - backMs)
  return {
    world: next,
    outage: { atTickets, downMs: Math.round(backMs - killedMs), recoveryMs },
  }
}

/** Waits until every claim with a ticket is paid or refused. */
async function untilEnded(
  world: WorldChild,
  claims: number,
  startProgress: StartProgress,
): Promise<{ readonly seconds: number; readonly rssMib: number }> {
  const startMs = systemClock.monotonicMs()
  const progress = startProgress('ended', claims, 0)
  for (;;) {
    const look = await world.ask<WorldLook>({ kind: 'look' })
    const ended = (look.claims.settled ?? 0) + (look.claims.refused ?? 0)
    progress.update(ended)
    const seconds = (systemClock.monotonicMs() - startMs) / 1_000
    if (ended >= claims) {
      progress.end()
      return { seconds: rounded(seconds), rssMib: look.rssMib }
    }
    assert(seconds * 1_000 < DRAIN_MS_MAX, `only ${ended} of ${claims} claims have ended`)
    await sleep(LOOK_EVERY_MS)
  }
}

interface Ended extends Played {
  readonly judged: WorldJudged
  readonly bank: Bank
  readonly startMs: number
}

function report(input: FlagshipInput, claims: number, ended: Ended): FlagshipReport {
  const { tally, judged, bank, kills, peakRssMib } = ended
  const { ticketsBySecond, ...storm } = tally
  const checks: Record<string, number> = { ...judged.checks }
  const violations = [...judged.violations]
  const check = (name: string, holds: boolean, detail: string): void => {
    checks[name] = (checks[name] ?? 0) + 1
    if (!holds) violations.push(`${name}: ${detail}`)
  }
  checkBank(bank.paid.values(), readFileSync(judged.settledPath, 'utf8'), check)
  const answered = tally.sends - tally.broken - tally.unanswered
  check('O2', tally.serverTimeouts === 0, `${tally.serverTimeouts} server time-outs`)
  check(
    'O2',
    tally.unanswered === 0,
    `${tally.unanswered} of ${answered} were not answered in time`,
  )
  check('O2', tally.refusedWithoutTime === 0, `${tally.refusedWithoutTime} without Retry-After`)
  check('O3', tally.doubledTickets === 0, `${tally.doubledTickets} claims had two tickets`)
  check('D9', tally.gaveUp === 0, `${tally.gaveUp} claimants gave up`)
  check('O4', peakRssMib <= RSS_MIB_MAX, `${peakRssMib} MiB`)
  for (const { recoveryMs } of kills) {
    check('O6', recoveryMs <= RECOVERY_MS_MAX, `a first ticket only after ${recoveryMs} ms`)
  }
  const perSecond = [...ticketsBySecond].map((count) => count ?? 0).sort((a, b) => a - b)
  return {
    schema: 'evenkeel.flagship/v1',
    claims,
    perSecond: input.perSecond,
    kills,
    storm: { ...storm, seconds: rounded(ended.stormSeconds) },
    goodputPerSecond: {
      median: perSecond[Math.floor(perSecond.length / 2)] ?? 0,
      best: perSecond.at(-1) ?? 0,
    },
    bank: { payments: bank.paid.size, silences: bank.silences(), repeats: bank.repeats() },
    withdrawn: ended.withdrawn,
    ofWithdrawnIssuer: judged.ofWithdrawnIssuer,
    states: judged.states,
    refusals: judged.refusals,
    peakRssMib,
    drainSeconds: ended.drainSeconds,
    seconds: rounded((systemClock.monotonicMs() - ended.startMs) / 1_000),
    checks,
    violations,
  }
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
