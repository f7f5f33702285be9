import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LINE_EVERY_MS } from '../replay/limits.ts'
import { progressOn } from '../replay/progress.ts'
import { describeReport, explainStop } from '../replay/report-run.ts'
import { readNames } from './read-names.ts'
import { runTakeover, type TakeoverReport } from './run-takeover.ts'

const USAGE = 'npm run takeover -- --data <directory of the lists> [--json]'

// The command behind `npm run takeover`. Exit codes as those of `evenkeel`: 0 done, 1 unexpected, 2 usage, 3 refused, 9 invariant broken.
process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n  use: ${USAGE}\n`)
    return 2
  }
  try {
    const report = await takeoverInDirectory(options.data)
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describeReport(report))
    return isSound(report) ? 0 : 9
  } catch (error) {
    return explainStop('takeover', error)
  }
}

function readOptions(argv: readonly string[]): { data: string; json: boolean } | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const { data, json } = values
    return data === undefined ? '--data is missing: the directory of the lists' : { data, json }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The world lives beside the checkout's others while it is needed. */
async function takeoverInDirectory(data: string): Promise<TakeoverReport> {
  const names = readNames(data)
  mkdirSync('.evenkeel', { recursive: true })
  const directory = mkdtempSync(join(resolve('.evenkeel'), 'takeover-'))
  try {
    return await runTakeover({ ...names, directory, startProgress: progressOn(LINE_EVERY_MS) })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Nobody who took a name over is paid by account, and everybody who lost one is. */
function isSound({ paidByUs, ownersPaidByUs, squattedEligible }: TakeoverReport): boolean {
  return paidByUs === 0 && ownersPaidByUs === squattedEligible
}
