import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { err, ok, type Result } from '@evenkeel/kernel'
import { DROP_ROWS_MAX, LINE_EVERY_MS, RETRIES_MAX } from '../replay/limits.ts'
import { progressOn } from '../replay/progress.ts'
import { readCount } from '../replay/replay-options.ts'
import { describeReport, explainStop } from '../replay/report-run.ts'
import { type FlagshipReport, runFlagship } from './run-flagship.ts'

const USAGE =
  'npm run flagship -- --data <drop.csv.gz, or the directory that has uniswap/uni-drop.csv.gz> [--limit N] [--per-second 3000] [--retries 3] [--json]'
const DROP_PATH = 'uniswap/uni-drop.csv.gz'
const PER_SECOND_MAX = 100_000

// The command behind `npm run flagship`. Exit codes as those of `evenkeel`: 0 done, 1 unexpected, 2 usage, 3 refused, 9 invariant broken.
process.exitCode = await main(process.argv.slice(2))

interface Options {
  readonly data: string
  readonly limit: number
  readonly perSecond: number
  readonly retries: number
  readonly json: boolean
}

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  if (!options.ok) {
    process.stderr.write(`${options.error}\n  use: ${USAGE}\n`)
    return 2
  }
  try {
    const { json, ...input } = options.value
    const report = await flagshipInDirectory(input)
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : describeReport(report))
    return report.violations.length === 0 ? 0 : 9
  } catch (error) {
    return explainStop('flagship', error)
  }
}

function readOptions(argv: readonly string[]): Result<Options, string> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        limit: { type: 'string', default: String(DROP_ROWS_MAX) },
        'per-second': { type: 'string', default: '3000' },
        retries: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
      },
    })
    const { data, json } = values
    if (data === undefined) return err('--data is missing: a drop, or the directory of the data')
    const limit = readCount(values.limit, 1, DROP_ROWS_MAX)
    if (limit === undefined) return err(`--limit is a number from 1 to ${DROP_ROWS_MAX}`)
    const perSecond = readCount(values['per-second'], 1, PER_SECOND_MAX)
    if (perSecond === undefined) return err(`--per-second is a number from 1 to ${PER_SECOND_MAX}`)
    const retries = readCount(values.retries, 0, RETRIES_MAX)
    if (retries === undefined) return err(`--retries is a number from 0 to ${RETRIES_MAX}`)
    const path = statSync(data).isDirectory() ? join(data, DROP_PATH) : data
    return ok({ data: resolve(path), limit, perSecond, retries, json })
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}

/** The world lives beside the checkout's others while it is needed: on a disk, so that fsync means something. */
async function flagshipInDirectory(input: Omit<Options, 'json'>): Promise<FlagshipReport> {
  mkdirSync('.evenkeel', { recursive: true })
  const directory = mkdtempSync(join(resolve('.evenkeel'), 'flagship-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  // Ctrl-C leaves no gigabyte behind.
  process.once('SIGINT', () => {
    remove()
    process.exit(130)
  })
  try {
    return await runFlagship({ ...input, directory, startProgress: progressOn(LINE_EVERY_MS) })
  } finally {
    remove()
  }
}
