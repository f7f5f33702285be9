import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds the commands that look across roles: `trace`, `custody`, `log verify`, `explain`. */
export function addQueries(program: Command, run: RunCommand): void {
  addHelp(program.command('trace <id>'), {
    examples: ['evenkeel trace cred-…'],
    json: 'evenkeel.trace/v1 {id, rows, truncated}',
  })
    .description('the whole story of any id, across roles, with the wait before each step')
    .action((id: string, _options, command: Command) =>
      run(command, async (session) => (await import('../commands/trace.ts')).trace(session, id)),
    )
  addHelp(program.command('custody'), {
    examples: ['evenkeel custody --json'],
    json: 'evenkeel.custody/v1 {asOfMs, items}',
  })
    .description('what each party holds and has not handed over yet, most overdue first')
    .option('--limit <n>', 'rows per party', '100')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/custody.ts')).custody(session, options),
      ),
    )
  const log = program.command('log').description('the transparency log')
  addHelp(log.command('verify'), {
    examples: [
      'evenkeel log verify --save checkpoint.note',
      'evenkeel log verify --since checkpoint.note',
    ],
    json: 'evenkeel.log-verified/v1 {size, root, sinceSize?}',
  })
    .description(
      'recompute the log from its entries and check its checkpoint; exit code 9 if anything is off',
    )
    .option('--since <file>', 'a checkpoint that was kept earlier: prove that the log only grew')
    .option('--save <file>', 'keep the checkpoint that was verified')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/log-verify.ts')).logVerify(session, options),
      ),
    )
  addHelp(program.command('explain <code>'), {
    examples: ['evenkeel explain status_stale'],
    json: 'evenkeel.reason/v1 {code, audience, operator, appealable, retryable, httpStatus}',
  })
    .description('what a reason code means')
    .action((code: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/explain.ts')).explain(session, code),
      ),
    )
}
