import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel verdict`. */
export function addVerdict(program: Command, run: RunCommand): void {
  const verdict = program.command('verdict').description('compare what verifiers said')
  addHelp(verdict.command('diff <a> <b>'), {
    examples: [
      'evenkeel verdict diff rcpt-… rcpt-…',
      'evenkeel verdict diff yesterday.json today.json --json',
    ],
    json: 'evenkeel.verdict-diff/v1 {sentence, differences, first?}',
  })
    .description(
      'why two verdicts are not the same, in one sentence; each is the id of a receipt or a file as credential verify --json prints it',
    )
    .action((a: string, b: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/verdict-diff.ts')).verdictDiff(session, a, b),
      ),
    )
}
