import { readRoundOptions } from '../figures.ts'
import { measureLargeDrop } from './large.ts'
import { measureAllocations } from './measure-allocations.ts'
import { measureTrees } from './measure-trees.ts'
import { createMerkleReport, describeMerkleReport } from './report.ts'

const USAGE = 'npm run bench -- merkle [--rounds 1] [--json]'
/** One, because the other library's takes half a minute. */
const ROUNDS = 1

/** Measures trees for contracts against OpenZeppelin's library, and allocations, and prints the report. Returns the exit code. */
export async function runMerkleBench(argv: readonly string[]): Promise<number> {
  const options = readRoundOptions(argv, ROUNDS)
  if (!options.ok) {
    process.stderr.write(`${options.error}\n  use: ${USAGE}\n`)
    return 2
  }
  const { rounds, json } = options.value
  const large = measureLargeDrop()
  // Before the other library fills the heap.
  const allocations = measureAllocations()
  const trees = await measureTrees(rounds)
  const report = createMerkleReport({ trees, large, allocations })
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : describeMerkleReport(report))
  return 0
}
