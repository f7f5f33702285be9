import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel world`. */
export function addWorld(program: Command, run: RunCommand): void {
  const world = program.command('world').description('the demo world: all roles in one process')
  addHelp(world.command('up'), {
    examples: ['evenkeel world up', 'evenkeel --dir ./another-world world up --once'],
    json: 'evenkeel.life-step/v1 {step, what, ms}, one per line',
  })
    .description('open the world, run one credential’s life, and stay up until Ctrl-C')
    .option('--once', 'end after the credential’s life instead of staying up')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/world-up.ts')).worldUp(session, options),
      ),
    )
}
