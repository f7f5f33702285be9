import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel campaign`. */
export function addCampaign(program: Command, run: RunCommand): void {
  const campaign = program.command('campaign').description('create and show campaigns')
  addHelp(campaign.command('create <rule>'), {
    examples: [
      'evenkeel campaign create grant.json --dry-run',
      'evenkeel campaign create airdrop.json --table airdrop.csv',
    ],
    json: 'evenkeel.campaign-created/v1 {campaignId, ruleHash, state}; with --dry-run evenkeel.preview/v1 {campaignId, ruleHash}',
  })
    .description(
      'announce a campaign from its rule document (a JSON file); the same rule again is the same campaign',
    )
    .option('--table <csv>', 'rows `key,amountMinor` of a table allocation')
    .option('--dry-run', 'check the form of the rule and print its hash; change nothing')
    .action((rule: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/campaign-create.ts')).campaignCreate(session, rule, options),
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
