import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel vesting`. */
export function addVesting(program: Command, run: RunCommand): void {
  const vesting = program.command('vesting').description('show and end payments in parts')
  addHelp(vesting.command('show <claim>'), {
    examples: ['evenkeel vesting show c…'],
    json: 'evenkeel.vesting/v1 {claimId, state, amountMinor, vestedMinor, paidMinor, payments, remainingMinor, endsAtMs, releases, next?, cancelled?}',
  })
    .description(
      'what of a claim has fallen due, each payment with its receipt, and what is to come',
    )
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/vesting-show.ts')).vestingShow(session, id),
      ),
    )
  addHelp(vesting.command('cancel <claim>').alias('confirm'), {
    examples: [
      'evenkeel vesting cancel c… --evidence <hash> --as anna',
      'evenkeel vesting confirm c… --evidence <hash> --as ben',
    ],
    json: 'evenkeel.vesting-cancelled/v1 {claimId, endsAtMs?}',
  })
    .description(
      'end a claim’s payments in the name of one person; it takes two, upon the same evidence, and the notice of the rule',
    )
    .requiredOption('--evidence <hash>', 'SHA-256 of what it rests on, 64 hex digits')
    .requiredOption('--as <person>', 'who says so')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/vesting-cancel.ts')).vestingCancel(session, id, options),
      ),
    )
  addHelp(vesting.command('withdraw <claim>'), {
    examples: ['evenkeel vesting withdraw c… --as cleo'],
    json: 'evenkeel.vesting-cancelled/v1 {claimId}',
  })
    .description('take back, before its notice is over, that a claim’s payments end early')
    .requiredOption('--as <person>', 'who says so')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/vesting-withdraw.ts')).vestingWithdraw(session, id, options),
      ),
    )
}
