import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

/** What the lab says about one copy of the source: the first seed under which an invariant broke, and which broke. */
export interface Played {
  readonly copy: string
  readonly seeds: number
  readonly violated: readonly string[]
  /** Of the last seed played. */
  readonly historyHash: string
}

/** Plays the toy parties of each copy given on the command line until a seed shows a violation; one JSON line per copy. */
async function playSeeds(): Promise<void> {
  const options = { seeds: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const seedsMax = Number(values.seeds)
  for (const copy of positionals) {
    const scenario = pathToFileURL(`${copy}/packages/lab/src/scenarios/handoffs.ts`).href
    const { handoffs } = (await import(
      scenario
    )) as typeof import('../../src/scenarios/handoffs.ts')
    let played: Played = { copy, seeds: 0, violated: [], historyHash: '' }
    for (let seed = 1; seed <= seedsMax && played.violated.length === 0; seed += 1) {
      const { violations, historyHash } = await handoffs.run(seed)
      const violated = [...new Set(violations.map(({ invariant }) => invariant))]
      played = { copy, seeds: seed, violated, historyHash }
    }
    process.stdout.write(`${JSON.stringify(played)}\n`)
  }
}

await playSeeds()
