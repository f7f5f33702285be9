import { CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { createProgram } from './program.ts'
import { processStreams, type Streams } from './streams.ts'

/** Runs the command line and resolves with the exit code; never rejects. Arguments are those after the program's name. */
export async function main(
  argv: readonly string[],
  streams: Streams = processStreams(),
): Promise<number> {
  let exitCode: ExitCode = EXIT.done
  const program = createProgram(streams, async (options, body) => {
    const { createSession } = await import('./session.ts')
    exitCode = await body(createSession(options, streams))
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    // Help that was asked for.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done
    const { reportFailure } = await import('./report-failure.ts')
    return reportFailure(error, argv, streams)
  }
}
