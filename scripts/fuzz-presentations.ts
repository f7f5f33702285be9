import { parseArgs } from 'node:util'
import { playCase, runFuzz } from '../packages/verifier/test/differential/run.ts'

/**
 * Has our reader and the reference library read mutated presentations, and counts where they agree and why they differ. Exits with 1 when a
 * difference has no rule. `--only <case>` plays one case of a seed and prints it.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)

if (values.only !== undefined) {
  const { mutations, ...played } = await playCase(seed, Number(values.only))
  print({ seed, mutations: mutations.map(({ name }) => name), ...played })
} else {
  const startedMs = performance.now()
  const report = await runFuzz(seed, Number(values.count))
  const seconds = (performance.now() - startedMs) / 1_000
  if (values.json) print({ ...report, seconds: Number(seconds.toFixed(1)) })
  else {
    const { count, bothAccept, bothRefuse, differences, explained, unexplained } = report
    const lines = [
      `${count} presentations, seed ${seed}, ${seconds.toFixed(1)} s`,
      `both accept ${bothAccept}, both refuse ${bothRefuse}, differ ${differences}`,
      ...Object.entries(explained).map(([rule, cases]) => `  ${rule}: ${cases}`),
      `without a rule: ${unexplained.length}`,
      ...unexplained.map(({ index, mutations }) => `  --only ${index}: ${mutations.join(', ')}`),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
  }
  if (report.unexplained.length > 0) process.exitCode = 1
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`)
}
