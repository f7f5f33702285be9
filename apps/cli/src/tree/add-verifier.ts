import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel verifier`. */
export function addVerifier(program: Command, run: RunCommand): void {
  const verifier = program.command('verifier').description('what rests on a verifier’s word')
  addHelp(verifier.command('hold <verifier>').alias('confirm'), {
    examples: [
      'evenkeel verifier hold verifier-a --since 2027-01-10T12:00:00Z --hours 48 --evidence <hash> --as anna',
      'evenkeel verifier confirm verifier-a --since 2027-01-10T12:00:00Z --hours 48 --evidence <hash> --as ben',
    ],
    json: 'evenkeel.verifier-held/v1 {verifier, sinceMs, heldUntilMs?}',
  })
    .description(
      'hold a verifier whose word is in doubt, in the name of one person; it takes two, who say the same',
    )
    .requiredOption('--since <time>', 'since when its word is in doubt')
    .requiredOption('--hours <n>', 'how long, up to a week')
    .requiredOption('--evidence <sha256>', 'hash of what speaks for it, 64 hex digits')
    .requiredOption('--as <person>', 'who holds')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/verifier-hold.ts')).verifierHold(session, id, options),
      ),
    )
  addHelp(verifier.command('exposure <verifier>'), {
    examples: ['evenkeel verifier exposure verifier-a --since 2027-01-10T12:00:00Z --json'],
    json: 'evenkeel.verifier-exposure/v1 {verifier, holds, campaigns}',
  })
    .description('how many claims and how much came on its word since a time, by state')
    .requiredOption('--since <time>', 'by the distributor’s clock')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/verifier-exposure.ts')).verifierExposure(session, id, options),
      ),
    )
}
