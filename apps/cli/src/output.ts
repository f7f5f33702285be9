import { styleText } from 'node:util'
import { canonicalJson, reasons } from '@evenkeel/kernel'
import { exitCodeOfReason } from './exit-code-of.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { printable, shorten } from './format.ts'
import type { Refusal } from './refused-error.ts'
import type { Streams } from './streams.ts'

/** Characters of one part of a refusal: room for a sentence with an id and a path, none for a whole file (chosen). */
const REFUSAL_PART_CHARS_MAX = 400

/** Where a command writes: data to stdout, talk to stderr, so that a pipe gets only data. */
export interface Output {
  /** Prints the command's result: one JSON object with its schema, or lines for people. */
  result(schema: string, value: object, lines: readonly string[]): void
  /** One line of talk, on stderr; silent with --quiet. */
  say(line: string): void
  /** One refusal: what, why, what next, then its code and where it is documented. Returns the exit code. */
  refuse(refusal: Refusal): ExitCode
}

export interface OutputOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly colour: boolean
}

/** Makes the output of one command. What people read has no control characters, wherever it came from. */
export function createOutput(
  { json, quiet, colour }: OutputOptions,
  streams: Pick<Streams, 'stdout' | 'stderr'>,
): Output {
  const print = (line: string): void => streams.stdout(`${printable(line)}\n`)
  const talk = (line: string): void => streams.stderr(`${line}\n`)
  const printJson = (value: object): void => streams.stdout(`${canonicalJson(value)}\n`)

  return {
    result(schema, value, lines) {
      if (json) printJson({ schema, ...value })
      else for (const line of lines) print(line)
    },
    say(line) {
      if (!quiet) talk(printable(line))
    },
    refuse(refusal) {
      const { code } = refusal
      const reason = reasons[code]
      const part = (text: string) => printable(shorten(text, REFUSAL_PART_CHARS_MAX))
      const { retryable = reason.retryable } = refusal
      const what = part(refusal.what)
      const next = part(refusal.next ?? nextStep(retryable, reason.appealable))
      const detail = refusal.detail === undefined ? undefined : part(refusal.detail)
      if (json) {
        printJson({
          schema: 'evenkeel.refusal/v1',
          what,
          code,
          next,
          retryable,
          appealable: reason.appealable,
          ...(detail === undefined ? {} : { detail }),
        })
      }
      talk(colour ? styleText('red', what, { validateStream: false }) : what)
      talk(`  why:  ${reason.operator}${detail === undefined ? '' : ` (${detail})`}`)
      talk(`  next: ${next}`)
      talk(`  code: ${code}, docs/reference/reasons.md#${code}`)
      if (reason.retryable && !retryable) return EXIT.unexpected
      return exitCodeOfReason(code) ?? EXIT.rejected
    },
  }
}

function nextStep(retryable: boolean, appealable: boolean): string {
  if (retryable) return 'try again later; the same command is safe to repeat'
  if (appealable) return 'repeating it will not help; it can be appealed'
  return 'repeating it will not help; correct what it names first'
}
