import { AdapterError } from '@evenkeel/kernel/adapters'
import type { WorldFileError } from '@evenkeel/node'
import { CommanderError } from 'commander'
import type { ExitCode } from './exit-codes.ts'
import { createOutput } from './output.ts'
import { type Refusal, RefusedError } from './refused-error.ts'
import type { Streams } from './streams.ts'

/** Prints what ended a command as a refusal and returns its exit code; the stack of a fault only with --debug. */
export function reportFailure(error: unknown, argv: readonly string[], streams: Streams): ExitCode {
  // The command line may be what could not be read, so its options are looked for in the plainest way.
  const output = createOutput(
    {
      json: argv.includes('--json'),
      quiet: argv.includes('--quiet'),
      colour: streams.colour && !argv.includes('--no-color'),
    },
    streams,
  )
  const exitCode = output.refuse(toRefusal(error))
  if (argv.includes('--debug') && error instanceof Error) streams.stderr(`${error.stack}\n`)
  return exitCode
}

const WORLD_FAULTS: Readonly<Record<WorldFileError['code'], string>> = {
  address_not_usable: 'The world cannot be where it is asked for.',
  lease_rule_unworkable: 'The world cannot have the times that are asked for.',
  file_not_usable: 'A file of the world cannot be used.',
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof RefusedError) return error.refusal
  if (error instanceof CommanderError) {
    return {
      what: sentence(error),
      code: 'command_malformed',
      next: 'see evenkeel --help, or the --help of the command',
    }
  }
  if (error instanceof Error && error.name === 'WorldFileError') {
    const { message, code, next } = error as WorldFileError
    return { what: WORLD_FAULTS[code], code, detail: message, next }
  }
  if (error instanceof AdapterError) {
    const { code, retryable } = error
    return {
      what: 'The world cannot be used as it is.',
      code,
      retryable,
      detail: error.message.slice(`${code}: `.length),
      ...(retryable ? {} : { next: 'put right what it names, then run the same command again' }),
    }
  }
  return {
    what: 'The command ended by a fault.',
    code: 'internal_fault',
    detail: String(error),
    next: 'run it again with --debug and report what it prints',
  }
}

/** Commander's message without its prefix; groups that were named without a command have none. */
function sentence({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'A command is missing.'
  const text = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
