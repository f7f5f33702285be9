import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel world`. */
export function addWorld(program: Command, run: RunCommand): void {
  const world = program.command('world').description('the demo world: all roles over one directory')
  addHelp(world.command('up'), {
    examples: [
      'evenkeel world up',
      'evenkeel --dir ./another-world world up --once',
      'evenkeel --dir ./third-world world up --listen 127.0.0.1:0',
      'evenkeel --dir ./fourth-world world up --once --lease 1h --clock-bound 5',
      'evenkeel world up --processes 4',
    ],
    json: 'evenkeel.life-step/v1 {step, what, ms}, one per line',
  })
    .description('open the world, run one credential’s life, and stay up until Ctrl-C')
    .option(
      '--lease <class>',
      'how long anybody relies on a status list of a new world: 60s (if absent), 5min, 1h or 24h; for ever',
    )
    .option(
      '--clock-bound <seconds>',
      'how far any party’s clock may be off in a new world; 2 if absent; for ever',
    )
    .option('--once', 'end after the credential’s life instead of staying up')
    .option('--listen <host:port>', 'listen here for HTTP; port 0 is any free one')
    .option('--processes <count>', 'serve with so many processes over the same stores; 1 if absent')
    .option('--public-url <url>', 'where a new world is for everybody else, for ever')
    .option('--allow-remote', 'allow --listen an address that other machines reach')
    .option('--no-http', 'do not listen')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/world-up.ts')).worldUp(session, options),
      ),
    )
}
