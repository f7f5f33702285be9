import { parseArgs } from 'node:util'
import { err, ok, type Result } from '@evenkeel/kernel'
import { DROP_ROWS_MAX, LINE_EVERY_MS, RETRIES_MAX } from './limits.ts'

export interface ReplayOptions {
  /** Gzipped CSV of the drop. */
  readonly data: string
  /** Only the first rows; all if absent. */
  readonly limit: number
  /** How often each claim is sent again after its first time. */
  readonly retries: number
  /** State directory; a new one that is removed at the end if absent. */
  readonly dir?: string
  readonly json: boolean
  /** Wait between two lines of progress when stderr is no terminal, in milliseconds. */
  readonly lineEveryMs: number
}

/** How the command is used, for people. */
export const REPLAY_USAGE =
  'npm run replay -- --data <drop.csv.gz> [--limit N] [--retries 3] [--dir DIR] [--progress-ms 5000] [--json]'

/** Reads the arguments after the program's name, or says in one line what is wrong with them. */
export function readReplayOptions(argv: readonly string[]): Result<ReplayOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        limit: { type: 'string', default: String(DROP_ROWS_MAX) },
        retries: { type: 'string', default: '3' },
        dir: { type: 'string' },
        'progress-ms': { type: 'string', default: String(LINE_EVERY_MS) },
        json: { type: 'boolean', default: false },
      },
    })
    const { data, dir, json } = values
    if (data === undefined) return err('--data is missing: the gzipped CSV of a drop')
    const limit = readCount(values.limit, 1, DROP_ROWS_MAX)
    if (limit === undefined) return err(`--limit is a number from 1 to ${DROP_ROWS_MAX}`)
    const retries = readCount(values.retries, 0, RETRIES_MAX)
    if (retries === undefined) return err(`--retries is a number from 0 to ${RETRIES_MAX}`)
    const lineEveryMs = readCount(values['progress-ms'], 1, 3_600_000)
    if (lineEveryMs === undefined) return err('--progress-ms is a number from 1 to 3600000')
    return ok({ data, limit, retries, json, lineEveryMs, ...(dir === undefined ? {} : { dir }) })
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}

/** Reads a whole number within bounds; undefined if it is none. */
export function readCount(text: string, least: number, most: number): number | undefined {
  const count = /^[0-9]{1,12}$/.test(text) ? Number(text) : Number.NaN
  return count >= least && count <= most ? count : undefined
}
