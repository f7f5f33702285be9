import { Command, CommanderError } from 'commander'
import { addCommands } from './commands/add-commands.ts'
import { EXIT } from './exit-codes.ts'
import { createSession } from './session.ts'

/**
 * Runs the command line and resolves with the exit code; never rejects. Arguments are those after the program's name.
 * A fault of the program prints one line, and its stack with --debug.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const session = createSession()
  const program = new Command('evenkeel')
    .description(
      'Credential verification and token distribution that holds together when conditions are uneven.',
    )
    .option('--dir <path>', 'directory of the world', '.evenkeel/world')
    .option('--json', 'print one JSON object with its schema')
    .option('--quiet', 'say nothing on stderr but refusals')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .option('--debug', 'print the stack of a fault')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
    })
    .showHelpAfterError('(see --help)')
  addCommands(program, session)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return session.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    process.stderr.write(`evenkeel: ${error instanceof Error ? error.message : String(error)}\n`)
    process.stderr.write('  why:  a fault of the program or of its store, not of your input\n')
    process.stderr.write('  next: run it again with --debug and report what it prints\n')
    if (program.opts().debug === true && error instanceof Error)
      process.stderr.write(`${error.stack}\n`)
    return EXIT.unexpected
  }
}
