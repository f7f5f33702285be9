import type { Command } from 'commander'
import { addHelp } from './help.ts'
import type { RunCommand } from './run-command.ts'

const RECORD =
  'opening, openedAtMs, state, version, decisions, decision?, decidedBy?, decidedAtMs?, appealedBy?, answered, answerReason?, bodyHash'

/** Adds `evenkeel case`. */
export function addCase(program: Command, run: RunCommand): void {
  const cases = program.command('case').description('read and decide what waits for a decision')
  addHelp(cases.command('list'), {
    examples: ['evenkeel case list'],
    json: `evenkeel.case-list/v1 {items: [{${RECORD}, dueAtMs}], next?}`,
  })
    .description('the cases that are not closed, least time left first')
    .option('--after <cursor>', 'from the one after this on')
    .action((options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/case-list.ts')).caseList(session, options),
      ),
    )
  addHelp(cases.command('show <case>'), {
    examples: ['evenkeel case show claw-back.c…'],
    json: `evenkeel.case/v1 {${RECORD}, acts, clocks}`,
  })
    .description('one case with its history and what its clock does')
    .action((id: string, _options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/case-show.ts')).caseShow(session, id),
      ),
    )
  addHelp(cases.command('decide <case>'), {
    examples: ['evenkeel case decide claw-back.c… --decision refuse --seen 1 --as rita'],
    json: `evenkeel.case-decided/v1 {${RECORD}}`,
  })
    .description('decide a case, or decide it again after an appeal, in the name of one person')
    .requiredOption('--decision <word>', 'release leaves the claimant the money, refuse does not')
    .requiredOption('--seen <version>', 'the version that `case show` printed')
    .requiredOption('--as <person>', 'who decides; somebody else than before, after an appeal')
    .action((id: string, options, command: Command) =>
      run(command, async (session) =>
        (await import('../commands/case-decide.ts')).caseDecide(session, id, options),
      ),
    )
}
