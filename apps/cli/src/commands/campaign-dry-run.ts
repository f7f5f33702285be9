import { type MinorUnits, parseCampaignRule, parseMinor } from '@evenkeel/kernel'
import {
  type DryRunReport,
  dryRun,
  dryRunHash,
  type PopulationMember,
  populationMember,
} from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatMoney } from '../format.ts'
import { readCell } from '../read-cell.ts'
import { readPopulation, readRule, readTable } from '../read-files.ts'
import { malformed } from '../refused-error.ts'
import type { Session } from '../session.ts'

/** People whose outcomes are shown on a terminal. */
const SHOWN_MAX = 10

interface CampaignDryRunOptions {
  readonly population: string
  readonly table?: string
}

/** `evenkeel campaign dry-run`: what a rule would do. Its report's hash is logged if the rule is that of a draft here. */
export async function campaignDryRun(
  { output, withWorld }: Session,
  file: string,
  options: CampaignDryRunOptions,
): Promise<ExitCode> {
  const parsed = parseCampaignRule(readRule(file))
  if (!parsed.ok) return output.refuse({ what: 'The rule cannot be used.', ...parsed.error })
  const rule = parsed.value
  const rows = await readPopulation(options.population)
  const population = rows.map((row): PopulationMember => {
    const person = row.get('person')
    if (person === undefined) throw malformed('The population has no column `person`.')
    const claims = [...row].flatMap(([heading, cell]) => {
      const read = readCell(heading, cell)
      if (read === undefined) throw malformed(`A cell of the column \`${heading}\` is none.`)
      return read
    })
    return populationMember(rule, person, Object.fromEntries(claims))
  })
  const { report, outcomes } = dryRun(rule, population, await readAmounts(options.table))
  const reportHash = dryRunHash(report)
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const logged = await distributor.recordDryRun(rule.id, report)
    await world.quiesce()
    output.result(
      'evenkeel.dry-run/v1',
      { campaignId: rule.id, reportHash, logged: logged.ok, report, outcomes },
      [
        ...describe(report, rule.asset),
        ...outcomes
          .slice(0, SHOWN_MAX)
          .map(
            ({ person, amountMinor, reason }) =>
              `    ${person}  ${reason ?? formatMoney(amountMinor, rule.asset)}`,
          ),
        `  report ${reportHash}${logged.ok ? ', logged' : ', not logged: this rule is no draft here'}`,
      ],
    )
    return EXIT.done
  })
}

async function readAmounts(table: string | undefined): Promise<ReadonlyMap<string, MinorUnits>> {
  const amounts = new Map<string, MinorUnits>()
  if (table === undefined) return amounts
  for await (const { entry, amountMinor } of readTable(table)) {
    const amount = parseMinor(amountMinor)
    if (entry === '' || !amount.ok) throw malformed(`${table} has a row that is none.`)
    amounts.set(entry, amount.value)
  }
  return amounts
}

function describe(
  report: DryRunReport,
  asset: { readonly code: string; readonly scale: number },
): readonly string[] {
  return [
    `Of ${report.people} people ${report.paid} would be paid ${formatMoney(report.amountMinor, asset)}; ${formatMoney(report.leftMinor, asset)} would be left`,
    ...report.fallsOut.map(({ reason, people }) => `  ${people} fall out: ${reason}`),
    ...report.splitting.map(
      ({ identities, gainMinor }) =>
        `  one who comes as ${identities} people would gain ${gainMinor.startsWith('-') ? '-' : ''}${formatMoney(gainMinor.replace('-', ''), asset)}`,
    ),
  ]
}
