import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { DROP_LINE_CHARS_MAX, DROP_ROWS_MAX } from './limits.ts'
import { ReplayError } from './replay-error.ts'

/** One recipient of a drop; its index is its position in the table. */
export interface DropRow {
  readonly index: number
  /** Ethereum address as the file spells it. */
  readonly account: string
  /** Decimal string of minor units. */
  readonly amountMinor: string
}

/**
 * Streams the first `limit` rows of a gzipped CSV `index,account,amount[,…]` with one header line. Throws ReplayError
 * file_not_usable when it is no such file or its indices do not count from 0.
 */
export async function* readDrop(
  path: string,
  limit: number = DROP_ROWS_MAX,
): AsyncGenerator<DropRow> {
  let line = 0
  for await (const text of readLines(path)) {
    if (line > limit) return
    if (line > 0) yield readRow(text, line - 1)
    line += 1
  }
  if (line < 2) throw new ReplayError('file_not_usable', `${path} has no rows`)
}

function readRow(text: string, index: number): DropRow {
  const [position, account, amountMinor] = text.split(',')
  const sound =
    position === String(index) &&
    /^0x[0-9a-fA-F]{40}$/.test(account ?? '') &&
    /^[1-9][0-9]{0,38}$/.test(amountMinor ?? '')
  if (!sound || account === undefined || amountMinor === undefined) {
    throw new ReplayError('file_not_usable', `line ${index + 2} is not ${index},address,amount`)
  }
  return { index, account, amountMinor }
}

async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const unzipped = createGunzip()
  file.on('error', (error) => unzipped.destroy(error)).pipe(unzipped)
  unzipped.setEncoding('utf8')
  let rest = ''
  try {
    for await (const chunk of unzipped as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield line.trimEnd()
      if (rest.length > DROP_LINE_CHARS_MAX) {
        throw new ReplayError('file_not_usable', `${path}: a line is too long`)
      }
    }
  } catch (error) {
    throw toReplayError(error, path)
  } finally {
    file.destroy()
  }
  if (rest !== '') yield rest.trimEnd()
}

function toReplayError(error: unknown, path: string): unknown {
  if (error instanceof ReplayError || !(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ENOENT') return new ReplayError('file_not_usable', path)
  return new ReplayError('file_not_usable', `${path} is not a gzipped table: ${error.message}`)
}
