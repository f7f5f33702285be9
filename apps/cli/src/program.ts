import { Command } from 'commander'
import type { Streams } from './streams.ts'
import { addAccreditation } from './tree/add-accreditation.ts'
import { addAudit } from './tree/add-audit.ts'
import { addCampaign } from './tree/add-campaign.ts'
import { addCase } from './tree/add-case.ts'
import { addClaim } from './tree/add-claim.ts'
import { addCredential } from './tree/add-credential.ts'
import { addKey } from './tree/add-key.ts'
import { addLab } from './tree/add-lab.ts'
import { addOffer } from './tree/add-offer.ts'
import { addParty } from './tree/add-party.ts'
import { addPresentation } from './tree/add-presentation.ts'
import { addQueries } from './tree/add-queries.ts'
import { addReceivable } from './tree/add-receivable.ts'
import { addVerdict } from './tree/add-verdict.ts'
import { addVerifier } from './tree/add-verifier.ts'
import { addVesting } from './tree/add-vesting.ts'
import { addWorld } from './tree/add-world.ts'
import type { RunCommand } from './tree/run-command.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly dir: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly color: boolean
  readonly debug?: boolean
}

/**
 * Makes the tree of all commands: what the parser, the help pages and docs/reference/cli.md are made from. It loads no command; what one
 * needs is loaded when it runs, because start-up is felt.
 */
export function createProgram(
  streams: Pick<Streams, 'stdout' | 'stderr'>,
  run: (options: GlobalOptions, body: Parameters<RunCommand>[1]) => Promise<void>,
): Command {
  const program = new Command('evenkeel')
    .description(
      'Credential verification and token distribution that holds together when conditions are uneven.',
    )
    .option('--dir <path>', 'directory of the world', '.evenkeel/world')
    .option('--json', 'print one JSON object with its schema (a stream: one per line)')
    .option('--quiet', 'say nothing on stderr but refusals')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .option('--debug', 'print the stack of a fault')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout(text),
      writeErr: (text) => streams.stderr(text),
      // The command line prints it as a refusal.
      outputError: () => undefined,
    })
  const runCommand: RunCommand = (command, body) =>
    run(command.optsWithGlobals<GlobalOptions>(), body)
  for (const add of [
    addWorld,
    addOffer,
    addCredential,
    addAccreditation,
    addPresentation,
    addCampaign,
    addAudit,
    addClaim,
    addVesting,
    addReceivable,
    addCase,
    addVerdict,
    addVerifier,
    addKey,
    addParty,
    addQueries,
    addLab,
  ]) {
    add(program, runCommand)
  }
  return program
}
