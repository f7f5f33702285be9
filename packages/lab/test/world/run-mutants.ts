import { copyLab } from '../../../../scripts/lab-copies.ts'
import { worldMutants } from './mutants.ts'
import { playMutant } from './play-mutant.ts'

/** Seeds that a mutant may survive. Chosen: a minute of looking. */
const SEEDS_MAX = 20

/** Plays every mutant and prints which invariant noticed it after how many seeds, as rows of docs/operating/lab.md; fails if one survives. */
async function runMutants(): Promise<void> {
  const copy = await copyLab()
  let survivors = 0
  try {
    for (const mutant of worldMutants) {
      const { seeds, violated, fault } = await playMutant(copy, mutant, SEEDS_MAX)
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

await runMutants()
