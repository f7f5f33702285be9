import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel audit`: without a verb it checks. */
export function addAudit(program: Command, run: RunCommand): void {
  const audit = program.command('audit').description('recompute a campaign from public data alone')
  addHelp(audit.command('check <campaign>', { isDefault: true }), {
    examples: ['evenkeel audit winter-grant --bundle winter-grant.audit --trust trust.json'],
    json: 'evenkeel.audit/v1 {campaignId, ruleHash, lines, checks, settled, refused, returnedMinor, journalHead, witnessedAtMs?, notChecked}',
  })
    .description(
      'recompute rule, tickets, draw, shares, payments and balances of a bundle, without a world and offline; exit code 9 at the first difference',
    )
    .requiredOption('--bundle <file>', 'what `audit export` wrote')
    .requiredOption('--trust <file>', 'the keys of log, witnesses, distributor and ledger')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/audit-check.ts')).auditCheck(session, id, options),
      ),
    )
  addHelp(audit.command('export <campaign>'), {
    examples: ['evenkeel audit export winter-grant --bundle winter-grant.audit --trust trust.json'],
    json: 'evenkeel.audit/v1, as audit check',
  })
    .description(
      'write the bundle of a campaign that is settled, for anybody to recompute; everything in it is public',
    )
    .requiredOption('--bundle <file>', 'where to write it')
    .option('--trust <file>', 'write this world’s keys too; an auditor gets them elsewhere')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/audit-export.ts')).auditExport(session, id, options),
      ),
    )
}
