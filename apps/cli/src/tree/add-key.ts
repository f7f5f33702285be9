import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel key`. */
export function addKey(program: Command, run: RunCommand): void {
  const key = program.command('key').description('keys for the HTTP API of a party')
  addHelp(key.command('create'), {
    examples: [
      'evenkeel key create --party issuer-strict --label registrar --scope issuer:issue',
      'evenkeel key create --party authority --label reviewer-1 --scope governance:read governance:decide',
    ],
    json: 'evenkeel.key-created/v1 {party, key, keyId, label, scopes, createdAtMs, expiresAtMs}',
  })
    .description('make a key and print it, once; without a key only public routes can be called')
    .requiredOption('--party <party>', 'whose API')
    .requiredOption('--label <who>', 'who it is for: what they do is recorded under this name')
    .requiredOption('--scope <scope...>', 'what it allows, as <role>:<what>; repeat it')
    .option('--valid-days <days>', 'days until it expires, 400 at most', '90')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/key-create.ts')).keyCreate(session, options),
      ),
    )
  addHelp(key.command('list'), {
    examples: ['evenkeel key list --party issuer-strict'],
    json: 'evenkeel.key-list/v1 {party, keys}',
  })
    .description('the keys of a party, newest first; never the keys themselves')
    .requiredOption('--party <party>', 'whose API')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/key-list.ts')).keyList(session, options),
      ),
    )
  addHelp(key.command('revoke <key>'), {
    examples: ['evenkeel key revoke key-… --party issuer-strict'],
    json: 'evenkeel.key/v1 {party, keyId, label, scopes, createdAtMs, expiresAtMs, revokedAtMs}',
  })
    .description('end a key for ever')
    .requiredOption('--party <party>', 'whose API')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/key-revoke.ts')).keyRevoke(session, id, options),
      ),
    )
}
