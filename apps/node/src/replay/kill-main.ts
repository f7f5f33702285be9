import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DROP_ROWS_MAX, KILLS_MAX } from './limits.ts'
import { readCount } from './replay-options.ts'
import { type KillsReport, runKills } from './run-kills.ts'

const USAGE = 'npm run kill -- [--kills 20] [--claims 20000] [--json]'

// The command behind `npm run kill`. Exit codes: 0 nothing differs, 1 unexpected, 2 usage, 9 something was lost, doubled or changed.
process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n  use: ${USAGE}\n`)
    return 2
  }
  const { json, ...counts } = options
  mkdirSync('.evenkeel', { recursive: true })
  const directory = mkdtempSync(join(resolve('.evenkeel'), 'kill-'))
  const onKill = (kills: number, settled: number): void => {
    process.stderr.write(`kill ${kills}: the journal has ${settled} of ${counts.claims} settled\n`)
  }
  let report: KillsReport
  try {
    report = await runKills({ ...counts, retries: 3, directory, onKill })
  } catch (error) {
    process.stderr.write(
      `the kill harness stopped, its files are in ${directory}\n${String(error)}\n`,
    )
    return 1
  }
  rmSync(directory, { recursive: true, force: true })
  const lines = Object.entries(report).map(([name, value]) => `${name.padEnd(36)} ${value}\n`)
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : lines.join(''))
  const { equalTotals, equalBalances, equalTable, lost, doubled } = report
  return equalTotals && equalBalances && equalTable && lost + doubled === 0 ? 0 : 9
}

function readOptions(
  argv: readonly string[],
): string | { readonly kills: number; readonly claims: number; readonly json: boolean } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        kills: { type: 'string', default: '20' },
        claims: { type: 'string', default: '20000' },
        json: { type: 'boolean', default: false },
      },
    })
    const kills = readCount(values.kills, 1, KILLS_MAX)
    const claims = readCount(values.claims, 1, DROP_ROWS_MAX)
    if (kills === undefined) return `--kills is a number from 1 to ${KILLS_MAX}`
    if (claims === undefined) return `--claims is a number from 1 to ${DROP_ROWS_MAX}`
    return { kills, claims, json: values.json }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
