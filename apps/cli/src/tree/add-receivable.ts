import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel receivable`. */
export function addReceivable(program: Command, run: RunCommand): void {
  const receivable = program
    .command('receivable')
    .description('record revocations after payment, and the money that comes back')
  addHelp(receivable.command('record <claim...>'), {
    examples: ['evenkeel receivable record c… --evidence <hash> --as anna'],
    json: 'evenkeel.revocation-recorded/v1 {claims: [{claimId, outcome}]}',
  })
    .description(
      'what claims rest on was revoked: those paid become a case or a loss of the campaign; those not paid end when a second person says the same',
    )
    .requiredOption('--evidence <hash>', 'SHA-256 of what shows it, 64 hex digits')
    .requiredOption('--as <person>', 'who says so')
    .option('--cause <cause>', 'why, as the rule’s losses name it', 'revoked_after_payout')
    .action((ids: readonly string[], options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/receivable-record.ts')).receivableRecord(session, ids, options),
      ),
    )
  addHelp(receivable.command('list <campaign>'), {
    examples: ['evenkeel receivable list demo-grant'],
    json: 'evenkeel.receivables/v1 {items, next?}',
  })
    .description('what payments of a campaign became whose ground was revoked')
    .option('--after <transfer>', 'from the one after this on')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/receivable-list.ts')).receivableList(session, id, options),
      ),
    )
  addHelp(receivable.command('repay <transfer>'), {
    examples: ['evenkeel receivable repay c… --amount 500 --evidence <hash>'],
    json: 'evenkeel.repayment-recorded/v1 {transferId, amountMinor, openMinor}',
  })
    .description('record money that came for a receivable; a statement counts once')
    .requiredOption('--amount <minor>', 'in minor units')
    .requiredOption('--evidence <hash>', 'SHA-256 of the statement’s entry, 64 hex digits')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/receivable-repay.ts')).receivableRepay(session, id, options),
      ),
    )
}
