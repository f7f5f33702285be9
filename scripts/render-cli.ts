import { exitCodeOfReason } from '../apps/cli/src/exit-code-of.ts'
import { EXIT, EXIT_MEANINGS } from '../apps/cli/src/exit-codes.ts'
import { createProgram } from '../apps/cli/src/program.ts'
import { helpOf } from '../apps/cli/src/tree/help.ts'
import { reasonCodes } from '../packages/kernel/src/reasons/registry.ts'

type Command = ReturnType<typeof createProgram>

/** Text of docs/reference/cli.md: every command with its options, examples and JSON, and every exit code with its reasons. */
export function renderCli(): string {
  const program = createProgram(
    { stdout: () => undefined, stderr: () => undefined },
    async () => undefined,
  )
  return [
    '<!-- Generated from apps/cli/src by `npm run docs`. Do not edit. -->',
    '# The command line',
    '',
    program.description(),
    'From the checkout it is `npx evenkeel`. Data goes to stdout, talk to stderr. What people read may change; what `--json` prints',
    'may not: one object with its `schema`, or one per line where a command says so. Every command takes:',
    '',
    ...renderOptions(program),
    '',
    ...renderRefusals(),
    ...program.commands.flatMap((command) => renderCommand(command, 'evenkeel')),
    ...renderExitCodes(),
  ].join('\n')
}

function renderCommand(command: Command, parent: string): readonly string[] {
  const name = `${parent} ${command.name()}`
  const help = helpOf(command)
  if (help === undefined) return command.commands.flatMap((each) => renderCommand(each, name))
  const operands = command.registeredArguments.map((argument) => ` <${argument.name()}>`).join('')
  const options = renderOptions(command)
  return [
    `## ${name}${operands}`.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    '',
    `${sentence(command.description())}`,
    '',
    ...options,
    ...(options.length > 0 ? [''] : []),
    '```',
    ...help.examples,
    '```',
    '',
    `With \`--json\`: \`${help.json}\``,
    '',
  ]
}

function renderOptions(command: Command): readonly string[] {
  if (command.options.length === 0) return []
  const rows = command.options.map(({ flags, description, defaultValue, mandatory, negate }) => {
    const otherwise = mandatory ? 'required' : renderDefault(negate ? undefined : defaultValue)
    return `| \`${flags}\` | ${description} | ${otherwise} |`
  })
  return ['| option | meaning | default |', '| --- | --- | --- |', ...rows]
}

function renderDefault(value: unknown): string {
  return value === undefined ? '' : `\`${String(value)}\``
}

function renderRefusals(): readonly string[] {
  return [
    'A refusal is four lines on stderr: what did not happen, why, what to do next, and the code with the place where it is documented.',
    'With `--json` it is also an object on stdout:',
    '`evenkeel.refusal/v1 {what, code, next, retryable, appealable, detail?}`. A stack is printed only with `--debug`.',
    '',
  ]
}

function renderExitCodes(): readonly string[] {
  const rows = Object.entries(EXIT).map(([name, exitCode]) => {
    const codes = reasonCodes.filter((code) => exitCodeOfReason(code) === exitCode).sort()
    return `| ${exitCode} | ${EXIT_MEANINGS[name as keyof typeof EXIT]} | ${codes.map((code) => `[${code}](reasons.md#${code})`).join(' ')} |`
  })
  return [
    '## Exit codes',
    '',
    'A verdict ends with 0, 3 or 4, and a claim that is held with 4. `store_unavailable` ends with 7 when the same command may work',
    'later, and with 1 when somebody has to repair something first.',
    '',
    '| code | meaning | reasons |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
