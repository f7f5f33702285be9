import type { Reporter, TestModule, Vitest } from 'vitest/node'

/**
 * Prints the seed of the property tests first and, as the very last line, `N passed, N failed` with `, N skipped` if any.
 * A file that does not load and an error outside every test count as one failure each, so that zero failed means green.
 */
export default class SummaryReporter implements Reporter {
  onInit(vitest: Vitest): void {
    const seed = vitest.config.env.EVENKEEL_SEED
    console.log(`property seed ${seed}: EVENKEEL_SEED=${seed} npm test repeats it`)
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      counts.failed += module.errors().length
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const state = test.result().state
        counts[state === 'pending' ? 'skipped' : state] += 1
      }
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
    console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
  }
}
