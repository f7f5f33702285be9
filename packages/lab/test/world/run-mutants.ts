import { copyLab } from '../../../../scripts/lab-copies.ts'
import { pressureMutants } from '../pressure/mutants.ts'
import { statusMutants } from '../status/mutants.ts'
import { worldMutants } from './mutants.ts'
import { playMutant } from './play-mutant.ts'

/** Seeds that a mutant may survive. Chosen: a minute of looking. */
const SEEDS_MAX = 20

const FAMILIES = [
  { scenario: 'partition', mutants: worldMutants },
  { scenario: 'status', mutants: statusMutants },
  { scenario: 'pressure', mutants: pressureMutants },
] as const

/** Plays every mutant of the named scenarios, of all if none is named, and prints which invariant noticed it after how many seeds, as rows of docs/operating/lab.md; fails if one survives. */
async function runMutants(named: readonly string[]): Promise<void> {
  const copy = await copyLab()
  const played = FAMILIES.filter(
    ({ scenario }) => named.length === 0 || named.includes(scenario),
  ).flatMap(({ scenario, mutants }) => mutants.map((mutant) => ({ scenario, mutant })))
  let survivors = 0
  try {
    for (const { scenario, mutant } of played) {
      const { seeds, violated, fault } = await playMutant(copy, mutant, SEEDS_MAX, scenario)
      const isCaught = violated.includes(mutant.invariant)
      if (!isCaught) survivors += 1
      const seen = isCaught ? mutant.invariant : `not ${mutant.invariant}`
      const also = violated.filter((invariant) => invariant !== mutant.invariant).join(' ')
      process.stdout.write(`| ${mutant.name} | ${seen} | ${seeds} | ${fault ?? also} |\n`)
    }
  } finally {
    await copy.remove()
  }
  process.exitCode = survivors === 0 ? 0 : 1
}

await runMutants(process.argv.slice(2))
