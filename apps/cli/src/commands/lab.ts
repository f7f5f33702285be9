import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { type LabReport, type Scenario, scenarios } from '@evenkeel/lab'
import { type Command, InvalidArgumentError } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { formatTable } from '../format.ts'
import type { Output } from '../output.ts'
import type { Session } from '../session.ts'

/** `evenkeel lab list`. */
export function labList(command: Command, session: Session): Promise<void> {
  return session.run(command, async (output) => {
    const rows = scenarios.map(({ name, description }) => ({ name, description }))
    const table = formatTable(
      ['scenario', 'what happens'],
      rows.map(({ name, description }) => [name, description]),
    )
    output.result('evenkeel.lab-list/v1', { scenarios: rows }, table)
    return EXIT.done
  })
}

/** `evenkeel lab run`: one report per seed; with --seeds and --json, one line each (NDJSON). */
export function labRun(name: string, command: Command, session: Session): Promise<void> {
  return session.run(command, async (output) => {
    const scenario = scenarios.find((candidate) => candidate.name === name)
    if (scenario === undefined) {
      return output.refusal(`There is no scenario ${name}; see evenkeel lab list.`, {
        code: 'not_found',
        detail: name,
      })
    }
    const options = command.opts()
    const first = wholeNumber('--seed', options.seed)
    const count = options.seeds === undefined ? 1 : wholeNumber('--seeds', options.seeds)
    let violations = 0
    for (let seed = first; seed < first + count; seed += 1) {
      const report = await runOne(scenario, seed, options.history, output)
      violations += report.violations.length
      output.result(report.schema, report, describe(report))
    }
    return violations === 0 ? EXIT.done : EXIT.invariantBroken
  })
}

async function runOne(
  scenario: Scenario,
  seed: number,
  historyFile: string | undefined,
  output: Output,
): Promise<LabReport> {
  if (historyFile === undefined) return scenario.run(seed)
  const file = createWriteStream(historyFile)
  const report = await scenario.run(seed, {
    onLine: (line) => {
      file.write(`${line}\n`)
    },
  })
  file.end()
  await once(file, 'finish')
  output.say(`history of ${report.events} events in ${historyFile}`)
  return report
}

function describe(report: LabReport): readonly string[] {
  const checked = Object.entries(report.invariants)
    .map(([name, times]) => `${name} ${times}×`)
    .join(', ')
  const verdict =
    report.violations.length === 0 ? 'no violation' : `${report.violations.length} VIOLATIONS`
  return [
    `${report.scenario} seed ${report.seed}: ${verdict}, ${report.events} events over ${Math.round(report.virtualMs / 1_000)} s of virtual time`,
    `  checked ${checked}`,
    `  history ${report.historyHash}`,
    ...report.violations.slice(0, 10).map((v) => `  ${v.invariant} at ${v.atMs} ms: ${v.detail}`),
    ...(report.violations.length === 0 ? [] : [`  again: ${report.replay}`]),
  ]
}

function wholeNumber(flag: string, text: unknown): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError(`${flag} takes a whole number`)
  return value
}
