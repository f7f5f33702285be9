// The command behind `npm run bench`. Exit codes as those of `evenkeel`: 0 done, 1 unexpected, 2 usage, 130 interrupted.

type RunBench = (argv: readonly string[]) => Promise<number>

/** Every bench by its name, loaded when it is asked for; each gets the arguments after it and gives the exit code. */
const benches: Readonly<Record<string, () => Promise<RunBench>>> = {
  claim: async () => (await import('./claim/run-claim-bench.ts')).runClaimBench,
  verify: async () => (await import('./verify/run-verify-bench.ts')).runVerifyBench,
  status: async () => (await import('./status/run-status-bench.ts')).runStatusBench,
  burst: async () => (await import('./burst/run-burst-bench.ts')).runBurstBench,
  merkle: async () => (await import('./merkle/run-merkle-bench.ts')).runMerkleBench,
}

const [name = '', ...argv] = process.argv.slice(2)
const load = Object.hasOwn(benches, name) ? benches[name] : undefined
if (load === undefined) {
  process.stderr.write(
    `there is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}\n`,
  )
  process.exitCode = 2
} else {
  const run = await load()
  process.exitCode = await run(argv)
}
