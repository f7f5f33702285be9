import fc from 'fast-check'

// Every property of a run starts from the one seed that scripts/summary-reporter.ts prints first.
fc.configureGlobal({ seed: Number(process.env.EVENKEEL_SEED) })
