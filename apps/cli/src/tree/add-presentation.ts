import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel presentation`. */
export function addPresentation(program: Command, run: RunCommand): void {
  const presentation = program
    .command('presentation')
    .description('ask ordinary wallets for presentations')
  addHelp(presentation.command('request'), {
    examples: ['evenkeel presentation request --payout me'],
    json: 'evenkeel.presentation-request/v1 {verifier, sessionId, requestUri, walletUrl, expiresAtMs}',
  })
    .description(
      'make an OpenID4VP request for a campaign; in a terminal the link is also drawn as a QR code',
    )
    .requiredOption(
      '--payout <target>',
      'where the value goes: the wallet shows it and signs it with the presentation',
    )
    .option('--campaign <id>', 'which campaign', 'demo-grant')
    .option('--verifier <party>', 'who verifies', 'verifier-a')
    .option('--response-mode <mode>', 'direct_post or direct_post.jwt', 'direct_post.jwt')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/presentation-request.ts')).presentationRequest(session, options),
      ),
    )
  addHelp(presentation.command('show'), {
    examples: ['evenkeel presentation show --session …'],
    json: 'evenkeel.presentation/v1 {verifier, state, expiresAtMs, reason?, words?, result?}',
  })
    .description(
      'what the wallet’s answer gave: verdict, receipt, and the claim that is ready to be posted',
    )
    .requiredOption('--session <id>', 'as presentation request printed it')
    .option('--verifier <party>', 'who asked', 'verifier-a')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/presentation-show.ts')).presentationShow(session, options),
      ),
    )
}
