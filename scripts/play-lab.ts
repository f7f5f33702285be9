import { parseArgs } from 'node:util'

/** What the lab of one copy of the sources says; printed as one line of JSON. */
export interface Played {
  /** Seeds played until something broke, or all. */
  readonly seeds: number
  /** Names of the invariants that broke under the last seed. */
  readonly violated: readonly string[]
  /** Why the run could not go on, if it could not. */
  readonly fault?: string
  /** Of the last seed. */
  readonly historyHash: string
}

interface Lab {
  readonly scenarios: readonly {
    readonly name: string
    run(seed: number): Promise<{
      readonly historyHash: string
      readonly violations: readonly { readonly invariant: string }[]
    }>
  }[]
}

/** Plays a scenario under seed after seed until something breaks. */
async function playSeeds(
  scenario: Lab['scenarios'][number],
  first: number,
  count: number,
): Promise<Played> {
  let played: Played = { seeds: 0, violated: [], historyHash: '' }
  for (let seeds = 1; seeds <= count && played.violated.length === 0; seeds += 1) {
    try {
      const { violations, historyHash } = await scenario.run(first + seeds - 1)
      const violated = [...new Set(violations.map(({ invariant }) => invariant))].sort()
      played = { seeds, violated, historyHash }
    } catch (error) {
      return { seeds, violated: [], fault: String(error), historyHash: '' }
    }
  }
  return played
}

// Names the lab by its place, because it is another one for each copy.
const { values } = parseArgs({
  options: {
    lab: { type: 'string', default: '' },
    scenario: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
  },
})
const lab = (await import(values.lab)) as Lab
const scenario = lab.scenarios.find(({ name }) => name === values.scenario)
if (scenario === undefined) throw new Error(`there is no scenario ${values.scenario}`)
const played = await playSeeds(scenario, Number(values.seed), Number(values.seeds))
process.stdout.write(`${JSON.stringify(played)}\n`)
