import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `evenkeel accreditation`. */
export function addAccreditation(program: Command, run: RunCommand): void {
  const accreditation = program
    .command('accreditation')
    .description('list, suspend, withdraw and reinstate the accreditations of issuers')
  addHelp(accreditation.command('list'), {
    examples: ['evenkeel accreditation list --json'],
    json: 'evenkeel.accreditation-list/v1 {accreditations, announced: [{effectiveAtMs, record}]}',
  })
    .description('the accreditations that stand, and what is announced')
    .action((_options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/accreditation-list.ts')).accreditationList(session),
      ),
    )
  for (const change of CHANGES) addChange(accreditation, run, change)
  addHelp(accreditation.command('cancel-act <act>'), {
    examples: ['evenkeel accreditation cancel-act act-…'],
    json: 'evenkeel.accreditation-act/v1 {act, state, effects}; without --yes evenkeel.preview/v1 {effectiveAtMs, record, wouldCancel}',
  })
    .description(
      'take an announced act back, while no verifier can have gone by it; without --yes only what would happen is printed',
    )
    .option('--yes', 'do it')
    .option('--dry-run', 'only print what would happen, even with --yes')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/accreditation-cancel-act.ts')).accreditationCancelAct(
          session,
          id,
          options,
        ),
      ),
    )
}

const CHANGES = [
  {
    verb: 'suspend',
    would: 'wouldSuspend',
    reason: 'audit_overdue',
    what: 'end an accreditation until it is reinstated',
  },
  {
    verb: 'withdraw',
    would: 'wouldWithdraw',
    reason: 'request',
    what: 'end an accreditation until the issuer is accredited anew',
  },
  {
    verb: 'reinstate',
    would: 'wouldReinstate',
    reason: 'cleared',
    what: 'make an accreditation active again',
  },
] as const

function addChange(
  accreditation: Command,
  run: RunCommand,
  { verb, would, reason, what }: (typeof CHANGES)[number],
): void {
  addHelp(accreditation.command(`${verb} <issuer>`), {
    examples: [
      `evenkeel accreditation ${verb} issuer-sloppy --reason ${reason}`,
      `evenkeel accreditation ${verb} issuer-sloppy --reason ${reason} --not-before 2026-12-01T00:00:00Z --yes`,
    ],
    json: `evenkeel.accreditation-act/v1 {issuer, act, state, effects: [{actId, state, effectiveAtMs}]}; without --yes evenkeel.preview/v1 {issuer, subject, ${would}}`,
  })
    .description(
      `${what}, with what that means for all its credentials; without --yes only what would happen is printed`,
    )
    .requiredOption('--reason <code>', 'why, in snake_case')
    .option(
      '--mode <mode>',
      'coordinated: at one announced time on every verifier; immediate: at once, while older lists end; by the rule for the reason if absent',
    )
    .option('--not-before <time>', 'no earlier than this, if it is announced: 2026-11-22T10:00:00Z')
    .option('--yes', 'do it')
    .option('--dry-run', 'only print what would happen, even with --yes')
    .action((issuer: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/accreditation-change.ts')).accreditationChange(
          session,
          verb,
          issuer,
          options,
        ),
      ),
    )
}
