import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LabCopy, type Played, repoRoot } from '../../../../scripts/lab-copies.ts'
import type { WorldMutant } from './mutants.ts'

/** Plays a scenario over a copy with the mutation until a seed breaks something, `seeds` seeds at most. */
export async function playMutant(
  copy: LabCopy,
  { name, file, edits }: WorldMutant,
  seeds: number,
  scenario: 'partition' | 'status' | 'pressure' = 'partition',
): Promise<Played> {
  const path = join('packages', file)
  let text = await readFile(join(repoRoot, path), 'utf8')
  for (const [from, to] of edits) {
    if (text.split(from).length !== 2) {
      const fault = `${name}: ${file} has not one “${from}”`
      return { seeds: 0, violated: [], historyHash: '', fault }
    }
    text = text.replace(from, () => to)
  }
  return copy.withText(path, text, () => copy.play({ scenario, seeds }))
}
