import { runClaimBench } from './claim/run-claim-bench.ts'

// The command behind `npm run bench`. Exit codes as those of `evenkeel`: 0 done, 1 unexpected, 2 usage, 130 interrupted.

/** Every bench by its name; each gets the arguments after it and gives the exit code. */
const benches: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  claim: runClaimBench,
}

const [name = '', ...argv] = process.argv.slice(2)
const run = Object.hasOwn(benches, name) ? benches[name] : undefined
if (run === undefined) {
  process.stderr.write(
    `there is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}\n`,
  )
  process.exitCode = 2
} else process.exitCode = await run(argv)
