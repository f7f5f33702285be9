import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel claim`. */
export function addClaim(program: Command, run: RunCommand): void {
  const claim = program.command('claim').description('submit, show and explain claims')
  addHelp(claim.command('submit'), {
    examples: ['evenkeel claim submit --credential cred-… --payout me'],
    json: 'evenkeel.claim/v1 as claim show, with {ticket}; evenkeel.verdict/v1 when there was no receipt',
  })
    .description(
      'present a credential for a campaign, claim with the receipt, and follow it until it is paid or decided; a person is paid once, however often it is repeated',
    )
    .requiredOption('--credential <id>', 'a credential of the demo holder')
    .requiredOption(
      '--payout <target>',
      'where the value goes: an account name of the internal rail',
    )
    .option('--campaign <id>', 'which campaign', 'demo-grant')
    .option('--verifier <party>', 'who verifies', 'verifier-a')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/claim-submit.ts')).claimSubmit(session, options),
      ),
    )
  addHelp(claim.command('show <claim>'), {
    examples: ['evenkeel claim show c… --json'],
    json: 'evenkeel.claim/v1 {claimId, campaignId, state, sinceMs, history, appealable, amountMinor?, reason?, concern?, next?, railReceipt?}',
  })
    .description('state, reason in words, history, and what happens next')
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/claim-show.ts')).claimShow(session, id),
      ),
    )
  addHelp(claim.command('explain <claim>'), {
    examples: ['evenkeel claim explain c…'],
    json: 'evenkeel.claim-explained/v1 {claimId, campaignId, campaignTitle, state, terminal, words, asset, sinceMs, steps, appeal, again, reason?, concern?, amountMinor?, next?, railReceipt?}',
  })
    .description(
      'the whole story: each step with the wait before it, reasons for both sides, what is awaited from whom, and how to appeal',
    )
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/claim-explain.ts')).claimExplain(session, id),
      ),
    )
  addHelp(claim.command('payout-confirm <claim>'), {
    examples: ['evenkeel claim payout-confirm c… --as anna'],
    json: 'evenkeel.payout-change/v1 {claimId, state, dueAtMs?}',
  })
    .description(
      'confirm the holder’s change of the payout target in the name of one person; it takes two, and the delay of the rule',
    )
    .requiredOption('--as <person>', 'who confirms')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/claim-payout-confirm.ts')).claimPayoutConfirm(
          session,
          id,
          options,
        ),
      ),
    )
  addHelp(claim.command('payout-cancel <claim>'), {
    examples: ['evenkeel claim payout-cancel c…'],
    json: 'evenkeel.payout-change/v1 {claimId, state}',
  })
    .description('cancel a change of the payout target before it applies')
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/claim-payout-cancel.ts')).claimPayoutCancel(session, id),
      ),
    )
}
