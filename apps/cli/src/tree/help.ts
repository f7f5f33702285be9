import type { Command } from 'commander'

/** What the help of a command and docs/reference/cli.md say beside its arguments and options. */
export interface CommandHelp {
  readonly examples: readonly string[]
  /** Schemas and members of what it prints with --json. */
  readonly json: string
}

const helpByCommand = new WeakMap<Command, CommandHelp>()

/** Puts examples at the top of a command's help, because they are what people look for, and the form of its JSON at the end. */
export function addHelp(command: Command, help: CommandHelp): Command {
  helpByCommand.set(command, help)
  const examples = help.examples.map((line) => `  ${line}\n`).join('')
  return command
    .addHelpText('before', `examples:\n${examples}`)
    .addHelpText('after', `\nwith --json: ${help.json}`)
}

/** The help of a command that does something; groups have none. */
export function helpOf(command: Command): CommandHelp | undefined {
  return helpByCommand.get(command)
}
