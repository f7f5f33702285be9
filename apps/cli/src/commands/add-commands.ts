import type { Command } from 'commander'
import type { Session } from '../session.ts'

/** Adds every command; what one needs is loaded only when it runs, because start-up is felt. */
export function addCommands(program: Command, session: Session): void {
  addWorld(program, session)
  addCredential(program, session)
  addCampaign(program, session)
  addClaim(program, session)
  addQueries(program, session)
  addLab(program, session)
}

function addWorld(program: Command, session: Session): void {
  const world = program.command('world').description('the demo world: all roles in one process')
  world
    .command('up')
    .description('open the world, run one credential’s life, and stay up until Ctrl-C')
    .option('--once', 'end after the credential’s life instead of staying up')
    .addHelpText(
      'after',
      '\nexamples:\n  evenkeel world up\n  evenkeel --dir /tmp/w world up --once',
    )
    .action(async (_options, command: Command) =>
      (await import('./world-up.ts')).worldUp(command, session),
    )
}

function addCredential(program: Command, session: Session): void {
  const credential = program
    .command('credential')
    .description('issue, show, verify and revoke credentials')
  credential
    .command('issue')
    .description('issue a credential to the demo holder')
    .option('--issuer <party>', 'which issuer', 'issuer-strict')
    .option('--type <vct>', 'credential type', 'https://evenkeel.example/types/membership')
    .option('--claim <name=value...>', 'a claim that the holder may withhold; repeat it')
    .option('--valid-days <days>', 'days until it expires', '365')
    .addHelpText(
      'after',
      '\nexamples:\n  evenkeel credential issue --claim member_id=m-1 --claim tier=gold',
    )
    .action(async (_options, command: Command) =>
      (await import('./credential-issue.ts')).credentialIssue(command, session),
    )
  credential
    .command('show <credential>')
    .description('what the issuer keeps of a credential, and its standing')
    .addHelpText('after', '\nexamples:\n  evenkeel credential show cred-… --json')
    .action(async (id: string, _options, command: Command) =>
      (await import('./credential-show.ts')).credentialShow(id, command, session),
    )
  credential
    .command('verify <credential>')
    .description(
      'let the demo holder present it and a verifier judge it; exit code 0, 3 rejected, 4 undetermined',
    )
    .option('--verifier <party>', 'which verifier', 'verifier-a')
    .option('--campaign <id>', 'judge it by this campaign’s policy', 'demo-grant')
    .addHelpText('after', '\nexamples:\n  evenkeel credential verify cred-… --verifier verifier-b')
    .action(async (id: string, _options, command: Command) =>
      (await import('./credential-verify.ts')).credentialVerify(id, command, session),
    )
  credential
    .command('revoke <credential>')
    .description('end a credential for ever')
    .requiredOption('--reason <code>', 'why, in snake_case')
    .option('--yes', 'do it; without it only what would happen is printed')
    .addHelpText(
      'after',
      '\nexamples:\n  evenkeel credential revoke cred-… --reason key_compromise --yes',
    )
    .action(async (id: string, _options, command: Command) =>
      (await import('./credential-revoke.ts')).credentialRevoke(id, command, session),
    )
}

function addCampaign(program: Command, session: Session): void {
  const campaign = program.command('campaign').description('create and show campaigns')
  campaign
    .command('create <rule>')
    .description('announce a campaign from its rule document (a JSON file)')
    .option('--table <csv>', 'rows `key,amountMinor` of a table allocation')
    .option('--dry-run', 'check the rule and print its hash; change nothing')
    .addHelpText('after', '\nexamples:\n  evenkeel campaign create grant.json --dry-run')
    .action(async (rule: string, _options, command: Command) =>
      (await import('./campaign-create.ts')).campaignCreate(rule, command, session),
    )
  campaign
    .command('show <campaign>')
    .description('state, claims by state, and where its money is')
    .addHelpText('after', '\nexamples:\n  evenkeel campaign show demo-grant --json')
    .action(async (id: string, _options, command: Command) =>
      (await import('./campaign-show.ts')).campaignShow(id, command, session),
    )
}

function addClaim(program: Command, session: Session): void {
  const claim = program.command('claim').description('submit and show claims')
  claim
    .command('submit')
    .description(
      'present a credential for a campaign, claim with the receipt, and follow it until it is paid or decided',
    )
    .requiredOption('--credential <id>', 'a credential of the demo holder')
    .requiredOption(
      '--payout <target>',
      'where the value goes: an account name of the internal rail',
    )
    .option('--campaign <id>', 'which campaign', 'demo-grant')
    .option('--verifier <party>', 'who verifies', 'verifier-a')
    .addHelpText('after', '\nexamples:\n  evenkeel claim submit --credential cred-… --payout me')
    .action(async (_options, command: Command) =>
      (await import('./claim-submit.ts')).claimSubmit(command, session),
    )
  claim
    .command('show <claim>')
    .description('state, reason in words, history, and what happens next')
    .addHelpText('after', '\nexamples:\n  evenkeel claim show claim-… --json')
    .action(async (id: string, _options, command: Command) =>
      (await import('./claim-show.ts')).claimShow(id, command, session),
    )
}

function addQueries(program: Command, session: Session): void {
  program
    .command('trace <id>')
    .description('the whole story of any id, across roles, with the wait before each step')
    .addHelpText('after', '\nexamples:\n  evenkeel trace claim-…')
    .action(async (id: string, _options, command: Command) =>
      (await import('./trace.ts')).trace(id, command, session),
    )
  program
    .command('custody')
    .description('what each party holds and has not handed over yet, most overdue first')
    .option('--limit <n>', 'rows per party', '100')
    .addHelpText('after', '\nexamples:\n  evenkeel custody --json')
    .action(async (_options, command: Command) =>
      (await import('./custody.ts')).custody(command, session),
    )
  const log = program.command('log').description('the transparency log')
  log
    .command('verify')
    .description(
      'recompute the log from its entries and check its checkpoint; exit code 9 if anything is off',
    )
    .option('--since <file>', 'a checkpoint that was kept earlier: prove that the log only grew')
    .option('--save <file>', 'keep the checkpoint that was verified')
    .addHelpText(
      'after',
      '\nexamples:\n  evenkeel log verify --save checkpoint.note\n  evenkeel log verify --since checkpoint.note',
    )
    .action(async (_options, command: Command) =>
      (await import('./log-verify.ts')).logVerify(command, session),
    )
  program
    .command('explain <code>')
    .description('what a reason code means')
    .addHelpText('after', '\nexamples:\n  evenkeel explain status_stale')
    .action(async (code: string, _options, command: Command) =>
      (await import('./explain.ts')).explain(code, command, session),
    )
}

function addLab(program: Command, session: Session): void {
  const lab = program.command('lab').description('run the real code of all roles under a seed')
  lab
    .command('list')
    .description('the scenarios')
    .addHelpText('after', '\nexamples:\n  evenkeel lab list')
    .action(async (_options, command: Command) =>
      (await import('./lab.ts')).labList(command, session),
    )
  lab
    .command('run <scenario>')
    .description('run a scenario; exit code 9 if an invariant is broken')
    .option('--seed <n>', 'which history', '1')
    .option('--seeds <n>', 'run this many seeds, from --seed on')
    .option('--history <file>', 'write the history, one JSON line per event')
    .addHelpText('after', '\nexamples:\n  evenkeel lab run calm --seed 7 --json')
    .action(async (name: string, _options, command: Command) =>
      (await import('./lab.ts')).labRun(name, command, session),
    )
}
