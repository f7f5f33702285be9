import { scenarios } from '@evenkeel/lab'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTable } from '../format.ts'
import type { Session } from '../session.ts'

/** `evenkeel lab list`. */
export async function labList({ output }: Session): Promise<ExitCode> {
  const rows = scenarios.map(({ name, description }) => ({ name, description }))
  const table = formatTable(
    ['scenario', 'what happens'],
    rows.map(({ name, description }) => [name, description]),
  )
  output.result('evenkeel.lab-list/v1', { scenarios: rows }, table)
  return EXIT.done
}
