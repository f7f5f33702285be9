import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel party`. */
export function addParty(program: Command, run: RunCommand): void {
  const party = program.command('party').description('the parties of the world')
  addHelp(party.command('keys <parties...>'), {
    examples: ['evenkeel party keys verifier-a verifier-b > verifiers.json'],
    json: 'evenkeel.party-keys/v1 {keys}',
  })
    .description(
      'the public keys under which others check what these parties sign, as one JSON object',
    )
    .action((names: readonly string[], _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/party-keys.ts')).partyKeys(session, names),
      ),
    )
}
