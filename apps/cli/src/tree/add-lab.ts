import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel lab`. */
export function addLab(program: Command, run: RunCommand): void {
  const lab = program.command('lab').description('run the real code of all roles under a seed')
  addHelp(lab.command('list'), {
    examples: ['evenkeel lab list'],
    json: 'evenkeel.lab-list/v1 {scenarios}',
  })
    .description('the scenarios')
    .action((_options, command: Command) =>
      run(command, async (session) => (await import('../commands/lab-list.ts')).labList(session)),
    )
  addHelp(lab.command('run <scenario>'), {
    examples: [
      'evenkeel lab run calm --seed 7 --json',
      'evenkeel lab run partition --seeds 20',
      'evenkeel lab run status --seeds 200 --json',
    ],
    json: 'evenkeel.lab-report/v1 {scenario, seed, historyHash, events, virtualMs, happened, invariants, violations, replay}, one per line and seed; of the scenario status one evenkeel.lab-status/v1 {seeds, simulatedHours, acts, invariants, violations, disagreementMsMax, definiteShare, definiteShareAfterT, plain, …} for all seeds',
  })
    .description('run a scenario; exit code 9 if an invariant is broken')
    .option('--seed <n>', 'which history', '1')
    .option('--seeds <n>', 'run this many seeds, from --seed on', '1')
    .option('--each', 'report on each seed also where a scenario sums them up')
    .option('--history <file>', 'write the history, one JSON line per event')
    .action((name: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/lab-run.ts')).labRun(session, name, options),
      ),
    )
}
