import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Session } from '../session.ts'

/** Runs a body in the session that the options of this command describe. */
export type RunCommand = (
  command: Command,
  body: (session: Session) => Promise<ExitCode>,
) => Promise<void>
