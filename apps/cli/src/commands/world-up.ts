import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { performance } from 'node:perf_hooks'
import { LEASE_CLASSES, type LeaseClass, leaseRuleOf } from '@evenkeel/kernel'
import {
  brownOutWaits,
  canSharePorts,
  coresFor,
  type Listener,
  openWorld,
  PROCESSES_MAX,
  readWorldFile,
  runDemoLife,
  seedDemo,
  serveInProcesses,
  type World,
  type WorldLease,
  type WorldWaits,
  worldParties,
} from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatDuration } from '../format.ts'
import { type ListenOptions, listenFor } from '../listen-for.ts'
import { openPlatform } from '../open-platform.ts'
import type { Output } from '../output.ts'
import { readOneOf, readWholeNumber } from '../read-arguments.ts'
import { malformed, RefusedError } from '../refused-error.ts'
import type { Session } from '../session.ts'

export interface WorldUpOptions extends ListenOptions {
  readonly once?: boolean
  readonly lease?: string
  readonly clockBound?: string
  readonly processes?: string
}

/** Chosen: clocks that are off by more need mending, not a bound. */
const CLOCK_BOUND_S_MAX = 60

/** `evenkeel world up`: opens or continues the world, runs one credential's life, and stays up until it is told to stop. */
export async function worldUp(session: Session, options: WorldUpOptions): Promise<ExitCode> {
  const { streams, directory } = session
  const lease = readLease(options)
  const processes = readProcesses(options)
  const stopped = AbortSignal.any([streams.catchInterrupts(), streams.unread])
  makeDirectory(directory)
  // The port comes first: the addresses of a new world are part of what it signs.
  const listener = options.once === true ? undefined : await listenFor(directory, options)
  try {
    return await runWorld(session, { ...options, lease, processes }, listener, stopped)
  } finally {
    await listener?.close()
  }
}

async function runWorld(
  { output, directory }: Session,
  {
    once,
    publicUrl,
    lease,
    processes,
  }: Pick<WorldUpOptions, 'once' | 'publicUrl'> & {
    readonly lease: Partial<WorldLease>
    readonly processes: number
  },
  listener: Listener | undefined,
  stopped: AbortSignal,
): Promise<ExitCode> {
  const startedMs = performance.now()
  const isMade = readWorldFile(directory) !== undefined
  const address = publicUrl ?? (isMade ? undefined : listener?.url)
  const platform = openPlatform({
    directory,
    output,
    publicUrl: address,
    lease,
    cores: coresFor(processes),
  })
  try {
    const world = await openWorld(platform)
    const isNew = await seedDemo(world, platform)
    output.say(
      `${isNew ? 'new' : 'continued'} world of ${worldParties.length} parties in ${directory}, ready after ${formatDuration(performance.now() - startedMs)}`,
    )
    const { lease: made, timing } = platform
    const { leaseMs, gridMs, clockBoundMs } = leaseRuleOf({
      leaseMs: timing.statusLeaseMs,
      clockBoundMs: timing.clockBoundMs,
    })
    output.say(
      `status leases of ${made.lease}, clocks within ${formatDuration(clockBoundMs)}: an announced change counts everywhere after ${formatDuration(leaseMs + gridMs)} at most`,
    )
    const server =
      listener &&
      (await serveInProcesses(world, platform, {
        directory,
        listener,
        processes,
        onFault,
        say: output.say,
      }))
    if (listener) output.say(`at ${platform.publicUrl}, listening on ${listener.url}`)
    try {
      const waits = server && brownOutWaits(server, world.the('distributor').ports.clock)
      await liveOn(world, output, { once, stopped, waits })
    } finally {
      await server?.stop()
    }
    return EXIT.done
  } finally {
    await platform.close()
  }

  function onFault(party: string, error: unknown): void {
    output.say(`${party}: ${String(error)}`)
  }
}

/** More than one needs a port to share. */
function readProcesses({ processes, once, http }: WorldUpOptions): number {
  if (processes === undefined) return 1
  const count = readWholeNumber(processes, { flag: '--processes', min: 1, max: PROCESSES_MAX })
  if (count === 1) return count
  if (once === true || !http) {
    throw malformed('--processes is about serving.', 'leave --once and --no-http out')
  }
  if (!canSharePorts) {
    throw malformed('Processes cannot share a port on this system.', 'leave --processes out')
  }
  return count
}

function readLease({ lease, clockBound }: WorldUpOptions): Partial<WorldLease> {
  const classes = Object.keys(LEASE_CLASSES) as readonly LeaseClass[]
  const bound = { flag: '--clock-bound', min: 0, max: CLOCK_BOUND_S_MAX }
  return {
    ...(lease !== undefined && { lease: readOneOf(lease, classes, '--lease') }),
    ...(clockBound !== undefined && { clockBoundMs: readWholeNumber(clockBound, bound) * 1_000 }),
  }
}

/** Runs the life, then the world by the clock until it is told to stop. */
async function liveOn(
  world: World,
  output: Output,
  {
    once,
    stopped,
    waits,
  }: {
    readonly once: boolean | undefined
    readonly stopped: AbortSignal
    /** What waits for load at the door to fall. */
    readonly waits: WorldWaits | undefined
  },
): Promise<void> {
  await runDemoLife(world, {
    onStep({ step, what, ms }) {
      const line = `${step.padEnd(10)} ${formatDuration(ms).padStart(8)}  ${what}`
      output.result('evenkeel.life-step/v1', { step, what, ms }, [line])
    },
    onWait: (forWhat, ms) =>
      output.say(`waiting at most ${formatDuration(ms)} for ${forWhat}; Ctrl-C stops it`),
    signal: stopped,
  })
  if (once !== true && !stopped.aborted) {
    output.say('up; Ctrl-C stops it. In another terminal: npx evenkeel campaign show demo-grant')
    const stop = world.start(waits)
    await whenAborted(stopped)
    await stop()
  }
  if (stopped.aborted) output.say('stopped; the next start continues from here')
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function makeDirectory(path: string): void {
  try {
    makeLevel(path)
  } catch (error) {
    throw new RefusedError({
      what: `No world can be made in ${path}.`,
      code: 'file_not_usable',
      detail: String(error),
      next: 'name a directory that you may write to with --dir',
    })
  }
}

/** Level by level, because Node's `recursive` never returns below /proc, where a directory is absent and cannot be made. */
function makeLevel(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    makeLevel(dirname(path))
    mkdirSync(path, { mode: 0o700 })
  }
}
