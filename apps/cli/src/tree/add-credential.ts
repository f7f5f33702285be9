import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel credential`. */
export function addCredential(program: Command, run: RunCommand): void {
  const credential = program
    .command('credential')
    .description('issue, show, verify, re-issue and revoke credentials')
  addHelp(credential.command('issue'), {
    examples: [
      'evenkeel credential issue --claim member_id=m-1 --claim tier=gold',
      'evenkeel credential issue --claim member_id=m-1 --idempotency-key order-17',
    ],
    json: 'evenkeel.credential-issued/v1 {credentialId, issuer, vct, statusUri, statusIndex, repeated}',
  })
    .description('issue a credential to the demo holder')
    .option('--issuer <party>', 'which issuer', 'issuer-strict')
    .option('--type <vct>', 'credential type', 'https://evenkeel.example/types/membership')
    .option('--claim <name=value...>', 'a claim that the holder may withhold; repeat it')
    .option('--valid-days <days>', 'days until it expires', '365')
    .option('--idempotency-key <key>', 'the same key again issues nothing new; for ever')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/credential-issue.ts')).credentialIssue(session, options),
      ),
    )
  addHelp(credential.command('show <credential>'), {
    examples: ['evenkeel credential show cred-… --json'],
    json: 'evenkeel.credential/v1 {credentialId, issuer, vct, status, issuedAtMs, expiresAtMs, statusUri, statusIndex, changedAtMs?, reason?, effectiveEverywhereAtMs?, pending?: [{act, status, reason, announcedAtMs, effectiveAtMs, mode}]}',
  })
    .description('what the issuer keeps of a credential, and its standing')
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/credential-show.ts')).credentialShow(session, id),
      ),
    )
  addHelp(credential.command('verify <credential>'), {
    examples: ['evenkeel credential verify cred-… --verifier verifier-b'],
    json: 'evenkeel.verdict/v1 {verdict, timings}',
  })
    .description('let the demo holder present it and a verifier judge it; nothing is claimed')
    .option('--verifier <party>', 'which verifier', 'verifier-a')
    .option('--campaign <id>', 'judge it by this campaign’s policy', 'demo-grant')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/credential-verify.ts')).credentialVerify(session, id, options),
      ),
    )
  for (const change of CHANGES) addChange(credential, run, change)
  addHelp(credential.command('cancel-act <act>'), {
    examples: [
      'evenkeel credential cancel-act act-…',
      'evenkeel credential cancel-act cred-… --yes',
    ],
    json: 'evenkeel.act-cancelled/v1 {credentialId, issuer, act, effectiveAtMs}; without --yes evenkeel.preview/v1 {credentialId, act, status, reason, mode, announcedAtMs, effectiveAtMs, wouldCancel}',
  })
    .description(
      'take an announced change back, while no verifier can have gone by it: by the act, or by the credential if one act is announced of it; without --yes only what would happen is printed',
    )
    .option('--yes', 'do it')
    .option('--dry-run', 'only print what would happen, even with --yes')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/credential-cancel-act.ts')).credentialCancelAct(
          session,
          id,
          options,
        ),
      ),
    )
  addHelp(credential.command('reconcile <credential>'), {
    examples: ['evenkeel credential reconcile cred-… --json'],
    json: 'evenkeel.reconciliation/v1 {credentialId, fromMs?, untilMs?, decisions: [{verifier, receiptId, decidedAtMs, decided, today?, because?}]}',
  })
    .description(
      'after a change of its status: what each verifier decided while older leases lasted, and what it says today',
    )
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/credential-reconcile.ts')).credentialReconcile(session, id),
      ),
    )
  addHelp(credential.command('reissue <credential>'), {
    examples: [
      'evenkeel credential reissue cred-… --claim member_id=m-1 --claim tier=silver',
      'evenkeel credential reissue cred-… --claim member_id=m-1 --claim tier=silver --yes',
    ],
    json: 'evenkeel.credential-reissued/v1 {issuer, replaces, graceMs, offerId, link, credentialOfferUri, credentialOffer, endsAtMs, transactionCode?}; without --yes evenkeel.preview/v1 {credentialId, issuer, wouldReplace}',
  })
    .description(
      'offer a new credential in the place of an old one, which ends once the wallet has the new one; without --yes only what would happen is printed',
    )
    .requiredOption('--claim <name=value...>', 'a claim of the new one; give all of them')
    .option('--grace-days <days>', 'days that the old one stands at most', '7')
    .option('--valid-days <days>', 'days until the new one expires', '365')
    .option('--tx-code', 'the wallet has to send a code that you give the person another way')
    .option('--subject-changes', 'the new one is about somebody else: entitlements do not continue')
    .option('--yes', 'do it')
    .option('--dry-run', 'only print what would happen, even with --yes')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/credential-reissue.ts')).credentialReissue(session, id, options),
      ),
    )
}

const CHANGES = [
  {
    verb: 'revoke',
    noun: 'revocation',
    would: 'wouldRevoke',
    reason: 'key_compromise',
    what: 'end a credential for ever',
  },
  {
    verb: 'suspend',
    noun: 'suspension',
    would: 'wouldSuspend',
    reason: 'inquiry',
    what: 'end a credential until it is reinstated',
  },
  {
    verb: 'reinstate',
    noun: 'reinstatement',
    would: 'wouldReinstate',
    reason: 'cleared',
    what: 'end a suspension',
  },
] as const

function addChange(
  credential: Command,
  run: RunCommand,
  { verb, noun, would, reason, what }: (typeof CHANGES)[number],
): void {
  addHelp(credential.command(`${verb} <credential>`), {
    examples: [
      `evenkeel credential ${verb} cred-… --reason ${reason}`,
      `evenkeel credential ${verb} cred-… --reason ${reason} --mode coordinated --yes`,
      `evenkeel credential ${verb} cred-… --reason ${reason} --mode online --not-before 2026-12-01T00:00:00Z --yes`,
    ],
    json: `evenkeel.${noun}/v1 {credentialId, issuer, reason, status, changedAtMs, publishedAtMs, effectiveEverywhereAtMs, act?, onlineByMs?}; without --yes evenkeel.preview/v1 {credentialId, issuer, ${would}}`,
  })
    .description(`${what}; without --yes only what would happen is printed`)
    .requiredOption('--reason <code>', 'why, in snake_case')
    .option(
      '--mode <mode>',
      'coordinated: at one announced time on every verifier; online: the same, and what needs an online proof is held until then; immediate: at once, while older leases end; by the rule for the reason if absent',
    )
    .option('--not-before <time>', 'no earlier than this, if it is announced: 2026-11-22T10:00:00Z')
    .option('--yes', 'do it')
    .option('--dry-run', 'only print what would happen, even with --yes')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/credential-change.ts')).credentialChange(
          session,
          verb,
          id,
          options,
        ),
      ),
    )
}
