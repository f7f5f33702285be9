import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ReplayError } from '../replay/replay-error.ts'
import { NAMES_BYTES_MAX } from './limits.ts'

/** An account that a published list gives something, by the name that it had then. */
export interface EligibleName {
  readonly handle: string
  /** Decimal string of minor units, AMOUNT_SCALE digits behind the point. */
  readonly amountMinor: string
}

/** A drop by user names, and the names that others took over between the list and the claims. */
export interface TakeoverNames {
  readonly eligible: readonly EligibleName[]
  readonly squatted: readonly string[]
}

/** Digits behind the point of the published amounts. */
export const AMOUNT_SCALE = 3

/**
 * Reads both lists below a data directory: `starknet/github-eligible.csv.gz` (`identity,amount`, one header line) and
 * `starknet/github-squatted.csv` (one name a line). Throws ReplayError file_not_usable.
 */
export function readNames(data: string): TakeoverNames {
  const [, ...rows] = readLines(join(data, 'starknet', 'github-eligible.csv.gz'))
  return {
    eligible: rows.map(readRow),
    squatted: readLines(join(data, 'starknet', 'github-squatted.csv')),
  }
}

function readRow(line: string): EligibleName {
  const [, handle = '', whole = '', fraction = ''] =
    /^([A-Za-z0-9-]+),([0-9]{1,18})(?:\.([0-9]{1,3}))?$/.exec(line) ?? []
  const amountMinor = BigInt(`0${whole}${fraction.padEnd(AMOUNT_SCALE, '0')}`).toString()
  if (handle === '' || amountMinor === '0') {
    throw new ReplayError('file_not_usable', 'a line of the eligible is not name,amount')
  }
  return { handle, amountMinor }
}

function readLines(path: string): readonly string[] {
  try {
    const bytes = readFileSync(path)
    const text = path.endsWith('.gz')
      ? gunzipSync(bytes, { maxOutputLength: NAMES_BYTES_MAX })
      : bytes
    return text
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ReplayError('file_not_usable', `${path}: ${why}`)
  }
}
