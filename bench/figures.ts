import { parseArgs } from 'node:util'
import { err, ok, type Result } from '@evenkeel/kernel'
import { ROUNDS_MAX } from './limits.ts'

export interface RoundOptions {
  readonly rounds: number
  readonly json: boolean
}

/** Reads the arguments of a bench that runs in rounds. */
export function readRoundOptions(
  argv: readonly string[],
  roundsByDefault: number,
): Result<RoundOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        rounds: { type: 'string', default: String(roundsByDefault) },
        json: { type: 'boolean', default: false },
      },
    })
    const rounds = /^[0-9]{1,4}$/.test(values.rounds) ? Number(values.rounds) : 0
    if (rounds < 1 || rounds > ROUNDS_MAX)
      return err(`--rounds is a number from 1 to ${ROUNDS_MAX}`)
    return ok({ rounds, json: values.json })
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}

/** Four digits say more than any of these measurements. */
export function rounded(figure: number): number {
  return Number(figure.toPrecision(4))
}

/** A name and its cells as a row of a table for people. */
export function tableRow(name: string, cells: readonly (number | string)[]): string {
  return name.padEnd(40) + cells.map((cell) => String(cell).padStart(12)).join('')
}
