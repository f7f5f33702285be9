import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { performance } from 'node:perf_hooks'
import { LEASE_CLASSES, type LeaseClass, leaseRuleOf, type StartOptions } from '@evenkeel/kernel'
import {
  type Listener,
  openWorld,
  readWorldFile,
  runDemoLife,
  seedDemo,
  serveWorld,
  settlementWaits,
  type World,
  type WorldLease,
  worldParties,
} from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatDuration } from '../format.ts'
import { type ListenOptions, listenFor } from '../listen-for.ts'
import { openPlatform } from '../open-platform.ts'
import type { Output } from '../output.ts'
import { readOneOf, readWholeNumber } from '../read-arguments.ts'
import { RefusedError } from '../refused-error.ts'
import type { Session } from '../session.ts'

export interface WorldUpOptions extends ListenOptions {
  readonly once?: boolean
  readonly lease?: string
  readonly clockBound?: string
}

/** Chosen: clocks that are off by more need mending, not a bound. */
const CLOCK_BOUND_S_MAX = 60

/** `evenkeel world up`: opens or continues the world, runs one credential's life, and stays up until it is told to stop. */
export async function worldUp(session: Session, options: WorldUpOptions): Promise<ExitCode> {
  const { streams, directory } = session
  const lease = readLease(options)
  const stopped = AbortSignal.any([streams.catchInterrupts(), streams.unread])
  makeDirectory(directory)
  // The port comes first: the addresses of a new world are part of what it signs.
  const listener = options.once === true ? undefined : await listenFor(directory, options)
  try {
    return await runWorld(session, { ...options, lease }, listener, stopped)
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
  }: Omit<WorldUpOptions, 'lease'> & {
    readonly lease: Partial<WorldLease>
  },
  listener: Listener | undefined,
  stopped: AbortSignal,
): Promise<ExitCode> {
  const startedMs = performance.now()
  const isMade = readWorldFile(directory) !== undefined
  const address = publicUrl ?? (isMade ? undefined : listener?.url)
  const platform = openPlatform({ directory, output, publicUrl: address, lease })
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
    const server = listener && (await serveWorld(world, platform, { listener, onFault }))
    if (listener) output.say(`at ${platform.publicUrl}, listening on ${listener.url}`)
    try {
      const settlement = server && settlementWaits(server, world.the('distributor').ports.clock)
      await liveOn(world, output, { once, stopped, settlement })
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
    settlement,
  }: {
    readonly once: boolean | undefined
    readonly stopped: AbortSignal
    /** When payments wait for load at the door to fall. */
    readonly settlement: StartOptions | undefined
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
    const stop = world.start(settlement)
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
