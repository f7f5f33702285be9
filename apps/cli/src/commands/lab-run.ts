import { closeSync, openSync, writeSync } from 'node:fs'
import { type LabReport, type Scenario, scenarios } from '@evenkeel/lab'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { quote, readWholeNumber } from '../read-arguments.ts'
import { RefusedError } from '../refused-error.ts'
import type { Session } from '../session.ts'

/** The largest seed: 32 bits are history enough. */
const SEED_MAX = 4_294_967_295
/** Seeds of one command. Chosen: more than a night takes. */
const SEEDS_MAX = 1_000_000
/** Violations that people are shown of one run; --json has all of them. */
const VIOLATIONS_SHOWN_MAX = 10

/** Seeds after which somebody who waits is told how far it is. Chosen: about half a minute. */
const SEEDS_PER_WORD = 10

interface LabRunOptions {
  readonly seed: string
  readonly seeds: string
  readonly history?: string
  readonly each?: boolean
}

/**
 * `evenkeel lab run`: one report per seed; with --seeds and --json, one line each (NDJSON). A family of worlds is summed up into one object
 * instead, unless --each asks for the reports.
 */
export async function labRun(
  { output, streams }: Session,
  name: string,
  options: LabRunOptions,
): Promise<ExitCode> {
  const first = readWholeNumber(options.seed, { flag: '--seed', min: 0, max: SEED_MAX })
  const count = readWholeNumber(options.seeds, { flag: '--seeds', min: 1, max: SEEDS_MAX })
  const scenario = scenarios.find((candidate) => candidate.name === name)
  if (scenario === undefined) {
    const what = `There is no scenario ${quote(name)}.`
    return output.refuse({ what, code: 'not_found', next: 'see evenkeel lab list' })
  }
  const summary = options.each === true ? undefined : scenario.createSummary?.()
  let violations = 0
  for (let seed = first; seed < first + count && !streams.unread.aborted; seed += 1) {
    const report = await runOne(scenario, seed, options.history)
    violations += report.violations.length
    if (summary === undefined) {
      output.result(report.schema, report, describe(report))
      continue
    }
    summary.add(report)
    const played = seed - first + 1
    if (played % SEEDS_PER_WORD === 0 || report.violations.length > 0) {
      output.say(`${played} of ${count} seeds, ${violations} violations`)
    }
  }
  if (summary !== undefined) {
    const result = summary.result()
    output.result(result.schema, result, summary.describe())
  }
  if (options.history !== undefined) output.say(`history in ${options.history}`)
  return violations === 0 ? EXIT.done : EXIT.invariantBroken
}

/** The history file holds the run that was last. */
async function runOne(
  scenario: Scenario,
  seed: number,
  historyFile: string | undefined,
): Promise<LabReport> {
  if (historyFile === undefined) return scenario.run(seed)
  const file = openHistory(historyFile)
  try {
    return await scenario.run(seed, { onLine: (line) => writeSync(file, `${line}\n`) })
  } finally {
    closeSync(file)
  }
}

function openHistory(path: string): number {
  try {
    return openSync(path, 'w')
  } catch (error) {
    throw new RefusedError({
      what: `The history cannot be written to ${path}.`,
      code: 'file_not_usable',
      detail: String(error),
    })
  }
}

function describe(report: LabReport): readonly string[] {
  const verdict =
    report.violations.length === 0 ? 'no violation' : `${report.violations.length} VIOLATIONS`
  return [
    `${report.scenario} seed ${report.seed}: ${verdict}, ${report.events} events over ${Math.round(report.virtualMs / 1_000)} s of virtual time`,
    `  happened ${countsOf(report.happened)}`,
    `  checked ${countsOf(report.invariants)}`,
    `  history ${report.historyHash}`,
    ...report.violations
      .slice(0, VIOLATIONS_SHOWN_MAX)
      .map((v) => `  ${v.invariant} at ${v.atMs} ms: ${v.detail}`),
    ...(report.violations.length === 0 ? [] : [`  again: ${report.replay}`]),
  ]
}

function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, times]) => `${name} ${times}×`)
    .join(', ')
}
