import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { medianOf } from '../alternate.ts'
import { withDirectory } from '../with-directory.ts'
import { mintClaims } from './mint-claims.ts'
import { burstRule, burstVerifier, CLAIMS_TARGET } from './open-evenkeel.ts'
import type {
  ChecksTimed,
  CpuTaken,
  GeneratorRequest,
  Phase,
  PhaseResult,
  Reconciled,
  ServerRequest,
  ServerStarted,
} from './phase.ts'
import { canPin, type PinnedProcess, startPinned } from './pinned-process.ts'
import { type BurstMeasured, createBurstReport, describeBurstReport } from './report.ts'
import type { ServerArguments } from './server-process.ts'

const USAGE = 'npm run bench -- burst [--quick] [--json]'
/** Enough for phases of some three seconds, or a second and a half: a moment of settlement or a slow disk is a small part of the one. */
const CLAIMS = { full: 200_000, quick: 80_000 }
const ROUNDS = { full: 2, quick: 1 }
/** Capacity of the check behind the door: far below what the door can do, as a rail or a regulator is. */
const CHECKS_PER_SECOND = 50
const BEHIND_MS = 7_000
/** By then the callers of the naive server have begun to give up. */
const BEHIND_SETTLE_IN_MS = 3_000
/** Callers at the peak: more than any two cores have places for, so that there is always all to do that there can be. Who is refused pauses. */
const PEAK_CONNECTIONS = 600
const NAIVE_CONNECTIONS = 64
const REFUSED_CONNECTIONS = 32
const PHASE_MS_MIN = 1_500
const PHASE_MS_MAX = 4_000
const SETTLE_IN_MS = 500
const FLOCK_MS_MAX = 40_000
const RECOVERY_MS = 5_500
const BUDGET_MS = 2_000

type Server = PinnedProcess<ServerRequest, ServerStarted>

/** Measures what the intake serves when more come than it can serve, and prints the report. Returns the exit code. */
export async function runBurstBench(argv: readonly string[]): Promise<number> {
  let size: 'full' | 'quick'
  let json: boolean
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    size = values.quick ? 'quick' : 'full'
    json = values.json
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n  use: ${USAGE}\n`)
    return 2
  }
  const pinned = canPin()
  const rounds = ROUNDS[size]
  const report = await withDirectory(async (directory) => {
    const bench = await openBench(directory, CLAIMS[size], pinned)
    try {
      const { phaseMs, ...measured } = await measure(bench, rounds, CLAIMS[size])
      return createBurstReport(measured, { rounds, phaseMs, pinned })
    } finally {
      await bench.generator.end()
    }
  })
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : describeBurstReport(report))
  return 0
}

interface Bench {
  readonly claims: number
  readonly generator: PinnedProcess<GeneratorRequest, { readonly count: number }>
  readonly ticketsPath: string
  start(kind: ServerArguments['kind'], checksPerSecond?: number): Promise<Server>
}

async function openBench(directory: string, claims: number, pinned: boolean): Promise<Bench> {
  const seed = randomBytes(32)
  const claimsPath = `${directory}/claims`
  const verifier = burstVerifier(seed)
  const [serverCore, generatorCore] = pinned ? [0, 1] : [undefined, undefined]
  await mintClaims({
    path: claimsPath,
    count: claims,
    rule: burstRule(),
    target: CLAIMS_TARGET,
    verifier,
  })
  let servers = 0
  return {
    claims,
    ticketsPath: `${directory}/tickets`,
    generator: await startPinned('generator-process.ts', claimsPath, generatorCore),
    start(kind, checksPerSecond = 0) {
      servers += 1
      const own = `${directory}/${servers}`
      mkdirSync(own)
      const given: ServerArguments = {
        kind,
        directory: own,
        verifierSeed: seed.toString('hex'),
        checksPerSecond,
        claimsPath,
      }
      return startPinned('server-process.ts', JSON.stringify(given), serverCore)
    },
  }
}

/** What came of one phase, and what it cost the server. */
interface Played extends PhaseResult {
  readonly cpuUs: number
}

async function play(
  bench: Bench,
  server: Server,
  phase: Partial<Phase> & Pick<Phase, 'arrivals'>,
): Promise<Played> {
  const before = await server.ask<CpuTaken>({ kind: 'cpu' })
  const played = await bench.generator.ask<PhaseResult>({
    kind: 'run',
    phase: {
      port: server.started.port,
      from: 0,
      to: bench.claims,
      durationMs: PHASE_MS_MAX,
      settleInMs: SETTLE_IN_MS,
      tries: 1,
      obeys: false,
      budgetMs: BUDGET_MS,
      keeps: true,
      ...phase,
    },
  })
  const after = await server.ask<CpuTaken>({ kind: 'cpu' })
  if (played.unexpected.length > 0) throw new Error(played.unexpected.join('\n'))
  return { ...played, cpuUs: after.cpuUs - before.cpuUs }
}

async function measure(
  bench: Bench,
  rounds: number,
  claims: number,
): Promise<BurstMeasured & { readonly phaseMs: number }> {
  const behind = await measureBehind(bench)
  const naive = await measureNaive(bench)
  const door = await measureDoor(bench, rounds, claims)
  return {
    ...door,
    behindDoor: behind.ratios,
    behindDoorStorm3x: behind.storm,
    serverTimeouts: behind.serverTimeouts + door.serverTimeouts,
    unanswered: behind.unanswered + door.unanswered,
    ticketsGiven: behind.books.given + door.ticketsGiven,
    ticketsLost: behind.books.ticketsLost + door.ticketsLost,
    doublePayments: behind.books.doublePayments + door.doublePayments,
    unpaid: behind.books.unpaid + door.unpaid,
    naive: { ...naive, behindDoor3x: behind.naive3x },
  }
}

const troubles = (played: readonly Played[]) => ({
  serverTimeouts: played.reduce((sum, one) => sum + one.serverTimeouts, 0),
  unanswered: played.reduce((sum, one) => sum + one.callerTimeouts, 0),
})

/** Claimants who try four times and do not care when they were told to come. */
const impatient = { tries: 4, obeys: false } as const

async function measureBehind(bench: Bench) {
  const phase = (times: number) =>
    ({
      arrivals: { kind: 'open', perSecond: times * CHECKS_PER_SECOND },
      durationMs: BEHIND_MS,
      settleInMs: BEHIND_SETTLE_IN_MS,
    }) as const
  const server = await bench.start('evenkeel', CHECKS_PER_SECOND)
  const once = await play(bench, server, phase(1))
  const thrice = await play(bench, server, phase(3))
  const tenfold = await play(bench, server, phase(10))
  const storm = await play(bench, server, { ...phase(3), ...impatient })
  const books = await reconcile(bench, server)
  await server.end()
  const naiveServer = await bench.start('naive', CHECKS_PER_SECOND)
  const naive = await play(bench, naiveServer, phase(3))
  await naiveServer.end()
  const ratio = ({ goodputPerSecond }: Played): number => goodputPerSecond / CHECKS_PER_SECOND
  return {
    ratios: { '1x': ratio(once), '3x': ratio(thrice), '10x': ratio(tenfold) },
    storm: ratio(storm),
    naive3x: ratio(naive),
    books,
    ...troubles([once, thrice, tenfold, storm]),
  }
}

async function measureNaive(bench: Bench) {
  const server = await bench.start('naive')
  const at = (perSecond: number) =>
    play(bench, server, {
      arrivals: { kind: 'open', perSecond },
      durationMs: BEHIND_MS,
      settleInMs: BEHIND_SETTLE_IN_MS,
      ...impatient,
    })
  const { goodputPerSecond: peak } = await play(bench, server, {
    arrivals: { kind: 'closed', connections: NAIVE_CONNECTIONS },
  })
  const twice = await at(2 * peak)
  const fourfold = await at(4 * peak)
  await server.end()
  return { peak, '2x': twice.goodputPerSecond / peak, '4x': fourfold.goodputPerSecond / peak }
}

async function measureDoor(bench: Bench, rounds: number, claims: number) {
  const floor = await bench.start('floor')
  const server = await bench.start('evenkeel')
  const all: Played[] = []
  const note = async (played: Promise<Played>): Promise<Played> => {
    all.push(await played)
    return played
  }
  const peakOf = (durationMs: number): Promise<Played> =>
    note(
      play(bench, server, {
        arrivals: { kind: 'closed', connections: PEAK_CONNECTIONS },
        durationMs,
      }),
    )
  const openAt = (perSecond: number, durationMs: number) =>
    note(play(bench, server, { arrivals: { kind: 'open', perSecond }, durationMs }))
  // Compiled, and with a rate that was measured.
  const { goodputPerSecond: first } = await peakOf(PHASE_MS_MAX)
  const phases = 6 * rounds
  const phaseMs = Math.min(
    PHASE_MS_MAX,
    Math.max(PHASE_MS_MIN, ((0.4 * claims) / first / phases) * 1_000),
  )

  const taken: Round[] = []
  for (let round = 0; round < rounds; round += 1) {
    const floorTaken = await measureFloor(bench, floor)
    // What was left behind the door meanwhile is no work of these claims.
    await server.ask({ kind: 'drain' })
    await peakOf(PHASE_MS_MIN)
    const peaks = [await peakOf(phaseMs)]
    const perSecond = peaks[0]?.goodputPerSecond ?? first
    const once = await openAt(perSecond, phaseMs)
    const twice = await openAt(2 * perSecond, phaseMs)
    peaks.push(await peakOf(phaseMs))
    const fourfold = await openAt(4 * perSecond, phaseMs)
    peaks.push(await peakOf(phaseMs))
    taken.push({ floor: floorTaken, peaks, once, twice, fourfold })
  }
  await server.ask({ kind: 'drain' })
  // Their budget is none, so each is refused, with 504.
  const refused = await play(bench, server, {
    arrivals: { kind: 'closed', connections: REFUSED_CONNECTIONS },
    durationMs: PHASE_MS_MIN,
    budgetMs: 0,
    keeps: false,
  })
  const refusalUs = refused.cpuUs / refused.serverTimeouts
  const peakGoodput = medianOf(
    taken.flatMap(({ peaks }) => peaks.map((one) => one.goodputPerSecond)),
  )
  const claimUs = medianOf(taken.map(claimUsOf))
  const flock = await measureFlock(bench, server, peakGoodput, claims)
  all.push(flock.played)
  const calm = await note(openAt(peakGoodput / 2, RECOVERY_MS))
  const books = await reconcile(bench, server)
  await server.end()
  await floor.end()
  const refusalCpuRatio = refusalUs / claimUs
  const load = byLoad(taken, (one, round) => (one.requests / one.cpuUs) * claimUsOf(round))
  const bound = (k: number): number => 0.9 * (1 - (k - 1) * refusalCpuRatio)
  return {
    phaseMs,
    peakGoodput,
    ratioToFloor: medianOf(
      taken.map((round) => (peakRate(round) * round.floor.wallUs) / 1_000_000),
    ),
    ratioToFloorByCore: medianOf(taken.map((round) => round.floor.cpuUs / claimUsOf(round))),
    refusalCpuRatio,
    openLoop: byLoad(taken, (one, round) => (one.ticketsInAll / one.cpuUs) * claimUsOf(round)),
    openLoopByClock: byLoad(taken, (one, round) => one.goodputPerSecond / peakRate(round)),
    openLoopLoad: load,
    openLoopBound: { '2x': bound(load['2x']), '4x': bound(load['4x']) },
    claimants10x: { claimants: flock.claimants, ratio: flock.ratio },
    ...troubles(all),
    ticketsGiven: books.given,
    ticketsLost: books.ticketsLost,
    doublePayments: books.doublePayments,
    unpaid: books.unpaid,
    p99TicketMs: medianOf(taken.map(({ fourfold }) => fourfold.ticketMs.p99)),
    recoverySeconds: calm.lastTroubleMs / 1_000,
  }
}

interface Round {
  readonly floor: ChecksTimed
  readonly peaks: readonly Played[]
  readonly once: Played
  readonly twice: Played
  readonly fourfold: Played
}

const peakRate = ({ peaks }: Round): number => medianOf(peaks.map((one) => one.goodputPerSecond))

/** Core time of one ticket at the peak. */
const claimUsOf = ({ peaks }: Round): number =>
  medianOf(peaks.map((one) => one.cpuUs / one.ticketsInAll))

function byLoad(taken: readonly Round[], figure: (one: Played, round: Round) => number) {
  return {
    '1x': medianOf(taken.map((round) => figure(round.once, round))),
    '2x': medianOf(taken.map((round) => figure(round.twice, round))),
    '4x': medianOf(taken.map((round) => figure(round.fourfold, round))),
  }
}

/** The checks of a claim and one bare exchange of its body. */
async function measureFloor(bench: Bench, floor: Server): Promise<ChecksTimed> {
  const checks = await floor.ask<ChecksTimed>({ kind: 'checks' })
  const exchanges = await play(bench, floor, {
    arrivals: { kind: 'closed', connections: NAIVE_CONNECTIONS },
    durationMs: PHASE_MS_MIN,
    keeps: false,
  })
  return {
    wallUs: checks.wallUs + 1_000_000 / exchanges.goodputPerSecond,
    cpuUs: checks.cpuUs + exchanges.cpuUs / exchanges.ticketsInAll,
  }
}

/** Ten times as many as are served in a second come within one second and then as they are told, until nine in ten have a ticket. */
async function measureFlock(bench: Bench, server: Server, peak: number, claims: number) {
  const claimants = Math.round(Math.min(10 * peak, 0.2 * claims))
  const played = await play(bench, server, {
    arrivals: { kind: 'flock', claimants },
    durationMs: FLOCK_MS_MAX,
    tries: 100,
    obeys: true,
  })
  const seconds = (played.ninetyPercentMs ?? Number.POSITIVE_INFINITY) / 1_000
  return { played, claimants, ratio: (0.9 * claimants) / seconds / peak }
}

async function reconcile(
  bench: Bench,
  server: Server,
): Promise<Reconciled & { readonly given: number }> {
  const path = bench.ticketsPath
  const { count } = await bench.generator.ask<{ readonly count: number }>({
    kind: 'tickets',
    port: server.started.port,
    path,
  })
  return { ...(await server.ask<Reconciled>({ kind: 'reconcile', path })), given: count }
}
