import { canonicalJson, type Reasoned, reasons } from '@evenkeel/kernel'
import { type ExitCode, exitCodeOfReason } from './exit-codes.ts'

/** Where a command writes: data to stdout, talk to stderr, so that a pipe gets only data. */
export interface Output {
  readonly json: boolean
  readonly colour: boolean
  /** Prints the command's result: one JSON object with its schema, or lines for people. */
  result(schema: string, value: object, lines: readonly string[]): void
  /** One line of talk, on stderr; silent with --quiet. */
  say(line: string): void
  /** One refusal: what, why and what next, then its code and where it is documented. Returns the exit code. */
  refusal(what: string, error: Reasoned): ExitCode
}

export interface OutputOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly colour: boolean
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
}

export function createOutput(options: OutputOptions): Output {
  const { json, quiet, colour, stdout, stderr } = options
  return {
    json,
    colour,
    result(schema, value, lines) {
      if (json) stdout(`${canonicalJson({ schema, ...value })}\n`)
      else for (const line of lines) stdout(`${line}\n`)
    },
    say(line) {
      if (!quiet) stderr(`${line}\n`)
    },
    refusal(what, error) {
      const reason = reasons[error.code]
      if (json) {
        const { code, detail } = error
        const body = {
          code,
          retryable: reason.retryable,
          ...(detail === undefined ? {} : { detail }),
        }
        stdout(`${canonicalJson({ schema: 'evenkeel.refusal/v1', what, ...body })}\n`)
      }
      stderr(`${what}\n`)
      stderr(
        `  why:  ${reason.operator}${error.detail === undefined ? '' : ` (${error.detail})`}\n`,
      )
      stderr(`  next: ${nextStep(reason.retryable, reason.appealable)}\n`)
      stderr(`  code: ${error.code}, docs/reference/reasons.md#${error.code}\n`)
      return exitCodeOfReason(error.code)
    },
  }
}

function nextStep(retryable: boolean, appealable: boolean): string {
  if (retryable) return 'try again; the same request is safe to repeat'
  if (appealable) return 'repeating it will not help; it can be appealed'
  return 'repeating it will not help; correct what it says first'
}
