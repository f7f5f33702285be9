import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isReasonCode, reasons } from '@evenkeel/kernel'
import { progressOn } from './progress.ts'
import { REPLAY_USAGE, type ReplayOptions, readReplayOptions } from './replay-options.ts'
import { type ReplayReport, runReplay } from './run-replay.ts'

// The command behind `npm run replay`. Exit codes as those of `evenkeel`: 0 done, 1 unexpected, 2 usage, 3 refused, 9 invariant broken,
// 130 interrupted.
process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  const options = readReplayOptions(argv)
  if (!options.ok) {
    process.stderr.write(`${options.error}\n  use: ${REPLAY_USAGE}\n`)
    return 2
  }
  try {
    const report = await replayInDirectory(options.value)
    process.stdout.write(options.value.json ? `${JSON.stringify(report)}\n` : describe(report))
    return isSound(report) ? 0 : 9
  } catch (error) {
    return explain(error)
  }
}

/** Without --dir the state lives beside the checkout's other worlds while the replay runs: on a disk, so that fsync means something. */
async function replayInDirectory({
  dir,
  lineEveryMs,
  ...data
}: ReplayOptions): Promise<ReplayReport> {
  const input = { ...data, startProgress: progressOn(lineEveryMs) }
  if (dir !== undefined) return runReplay({ ...input, directory: resolve(dir) })
  mkdirSync('.evenkeel', { recursive: true })
  const directory = mkdtempSync(join(resolve('.evenkeel'), 'replay-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  // Ctrl-C leaves no gigabyte behind.
  process.once('SIGINT', () => {
    remove()
    process.exit(130)
  })
  try {
    return await runReplay({ ...input, directory })
  } finally {
    remove()
  }
}

/** Everybody paid once, and nothing else. */
function isSound(report: ReplayReport): boolean {
  return (
    report.conserved &&
    report.totalMinor === report.expectedMinor &&
    report.settled === report.claims &&
    report.lost === 0 &&
    report.doubled === 0
  )
}

function describe(report: ReplayReport): string {
  const lines = Object.entries(report).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return `${name.padEnd(18)} ${text}\n`
  })
  return lines.join('')
}

/** One line what, one line why; no stack for what is not a fault of the program. */
function explain(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code === 'string' && isReasonCode(code)) {
    process.stderr.write(`the replay stopped: ${(error as Error).message}\n`)
    process.stderr.write(`  why:  ${reasons[code].operator}\n  code: ${code}\n`)
    return 3
  }
  process.stderr.write(`the replay stopped by a fault: ${String(error)}\n`)
  if (error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return 1
}
