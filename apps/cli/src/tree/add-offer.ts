import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel offer`. */
export function addOffer(program: Command, run: RunCommand): void {
  const offer = program.command('offer').description('offer credentials to ordinary wallets')
  addHelp(offer.command('create'), {
    examples: [
      'evenkeel offer create --claim member_id=m-1 --claim tier=gold',
      'evenkeel offer create --claim member_id=m-1 --tx-code --json',
    ],
    json: 'evenkeel.offer-created/v1 {issuer, offerId, link, credentialOfferUri, credentialOffer, endsAtMs, transactionCode?}',
  })
    .description('make an OpenID4VCI offer; in a terminal the link is also drawn as a QR code')
    .requiredOption('--claim <name=value...>', 'a claim of the credential; repeat it')
    .option('--issuer <party>', 'which issuer', 'issuer-strict')
    .option('--configuration <id>', 'which kind of credential', 'membership')
    .option('--tx-code', 'the wallet has to send a code that you give the person another way')
    .option('--deferred', 'decide only after the wallet has asked')
    .option('--batch <n>', 'most credentials that the wallet gets, each for a key of its own', '1')
    .option('--valid-days <days>', 'days until the credential expires', '365')
    .option('--expires-minutes <minutes>', 'minutes in which it can be fetched', '10')
    .option('--idempotency-key <key>', 'the same key again is the same offer')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/offer-create.ts')).offerCreate(session, options),
      ),
    )
}
