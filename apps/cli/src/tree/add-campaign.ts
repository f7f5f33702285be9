import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel campaign`. */
export function addCampaign(program: Command, run: RunCommand): void {
  const campaign = program.command('campaign').description('create, announce and show campaigns')
  addHelp(campaign.command('create <rule>'), {
    examples: [
      'evenkeel campaign create grant.json --dry-run',
      'evenkeel campaign create airdrop.json --table airdrop.csv',
    ],
    json: 'evenkeel.campaign-created/v1 {campaignId, ruleHash, state}; with --dry-run evenkeel.preview/v1 {campaignId, ruleHash}',
  })
    .description(
      'make the draft of a campaign from its rule document (a JSON file); the same rule again is the same campaign',
    )
    .option('--table <csv>', 'rows `key,amountMinor` of a table allocation')
    .option('--dry-run', 'check the form of the rule and print its hash; change nothing')
    .action((rule: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-create.ts')).campaignCreate(session, rule, options),
      ),
    )
  addHelp(campaign.command('dry-run <rule>'), {
    examples: ['evenkeel campaign dry-run grant.json --population members.csv'],
    json: 'evenkeel.dry-run/v1 {campaignId, reportHash, logged, report, outcomes}',
  })
    .description(
      'compute what a rule would do to a population: who gets what, who falls out and why, the cost, what splitting gains; log the report of a draft',
    )
    .requiredOption(
      '--population <csv>',
      'a heading with `person` and the claims that the rule puts out, and a row for each',
    )
    .option('--table <csv>', 'rows `key,amountMinor` of a table allocation')
    .action((rule: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-dry-run.ts')).campaignDryRun(session, rule, options),
      ),
    )
  addHelp(campaign.command('announce <campaign> <rule-hash>').alias('confirm'), {
    examples: [
      'evenkeel campaign announce winter-grant <hash> --as anna',
      'evenkeel campaign confirm winter-grant <hash> --as ben',
    ],
    json: 'evenkeel.campaign-announced/v1 {campaignId, ruleHash, state}',
  })
    .description('announce a draft in the name of one person; it takes two, with the same hash')
    .requiredOption('--as <person>', 'who announces')
    .action((id: string, hash: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-announce.ts')).campaignAnnounce(
          session,
          id,
          hash,
          options,
        ),
      ),
    )
  addHelp(campaign.command('pause <campaign>'), {
    examples: ['evenkeel campaign pause winter-grant --minutes 60 --reason odd_receipts --as anna'],
    json: 'evenkeel.campaign-paused/v1 {campaignId, pausedUntilMs}',
  })
    .description('stop openings, allocations and payments for a while; tickets are given as before')
    .requiredOption('--minutes <n>', 'how long, up to 3 days')
    .requiredOption('--reason <code>', 'why, in snake_case')
    .requiredOption('--as <person>', 'who pauses; nobody pauses one campaign twice')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-pause.ts')).campaignPause(session, id, options),
      ),
    )
  addHelp(campaign.command('draw <campaign>'), {
    examples: [
      'evenkeel campaign draw winter-lottery --round 12345678 --signature <96 hex digits>',
    ],
    json: 'evenkeel.campaign-draw/v1 {campaignId, round}',
  })
    .description('bring the round of the public beacon that decides a draw')
    .requiredOption('--round <n>', 'the round that `campaign show` names')
    .requiredOption('--signature <hex>', 'its signature, as any relay of the beacon gives it')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-draw.ts')).campaignDraw(session, id, options),
      ),
    )
  addHelp(campaign.command('commit <campaign>'), {
    examples: ['evenkeel campaign commit winter-lottery --party notary --out notary-value.json'],
    json: 'evenkeel.campaign-commitment/v1 {campaignId, party, commitment, file}',
  })
    .description(
      'draw a secret value for a draw by commit and reveal, keep it in a file, and print its commitment for the rule; changes nothing else',
    )
    .requiredOption('--party <id>', 'who commits')
    .requiredOption(
      '--out <file>',
      'where the value is kept until it is revealed; never overwritten',
    )
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-commit.ts')).campaignCommit(session, id, options),
      ),
    )
  addHelp(campaign.command('reveal <campaign>'), {
    examples: ['evenkeel campaign reveal winter-lottery --value notary-value.json'],
    json: 'evenkeel.campaign-reveal/v1 {campaignId, party, silent, untilMs}',
  })
    .description('reveal the value to which a party has committed, after the window has closed')
    .requiredOption('--value <file>', 'what `campaign commit` wrote')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-reveal.ts')).campaignReveal(session, id, options),
      ),
    )
  addHelp(campaign.command('show <campaign>'), {
    examples: ['evenkeel campaign show demo-grant --json'],
    json: 'evenkeel.campaign/v1 {campaignId, state, rule, ruleHash, totals, waitingFor, money?}',
  })
    .description('state, claims by state, and where its money is')
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-show.ts')).campaignShow(session, id),
      ),
    )
}
