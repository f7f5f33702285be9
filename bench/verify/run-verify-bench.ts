import { readRoundOptions } from '../figures.ts'
import { withDirectory } from '../with-directory.ts'
import { measureVerify } from './measure-verify.ts'
import { createVerifyReport, describeVerifyReport } from './report.ts'

const USAGE = 'npm run bench -- verify [--rounds 15] [--json]'
const ROUNDS = 15

/** Measures what one verdict costs and prints the report. Returns the exit code. */
export async function runVerifyBench(argv: readonly string[]): Promise<number> {
  const options = readRoundOptions(argv, ROUNDS)
  if (!options.ok) {
    process.stderr.write(`${options.error}\n  use: ${USAGE}\n`)
    return 2
  }
  const { rounds, json } = options.value
  const measured = await withDirectory((directory) => measureVerify(directory, rounds))
  const report = createVerifyReport(measured)
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : describeVerifyReport(report))
  return 0
}
