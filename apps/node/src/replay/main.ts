import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { progressOn } from './progress.ts'
import { REPLAY_USAGE, type ReplayOptions, readReplayOptions } from './replay-options.ts'
import { describeReport, explainStop } from './report-run.ts'
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
    process.stdout.write(
      options.value.json ? `${JSON.stringify(report)}\n` : describeReport(report),
    )
    return isSound(report) ? 0 : 9
  } catch (error) {
    return explainStop('replay', error)
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
