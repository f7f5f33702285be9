import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { HANDOFF_BODY_LIMITS, MESSAGE_LIMITS } from '@evenkeel/kernel'
import { malformed, RefusedError } from './refused-error.ts'

/** Bytes of one row of a table: the longest key and amount, with room for white space (chosen). */
const TABLE_ROW_BYTES_MAX = 2_048

/** One row of an allocation table as the file has it. */
export interface TableRow {
  readonly entry: string
  readonly amountMinor: string
}

/** What the distributor refuses with the number of the row: the file has something there that is no row. */
const NO_ROW: TableRow = { entry: '', amountMinor: '' }

/** Reads a rule document: the first bytes of the file, one more than allowed at the most, so that the parser says that it is too large. */
export function readRule(path: string): Uint8Array {
  return readStart(path, HANDOFF_BODY_LIMITS.maxBytes + 1)
}

/** Reads a message that a party signed or showed, as `readRule` does. */
export function readMessage(path: string): Uint8Array {
  return readStart(path, MESSAGE_LIMITS.maxBytes + 1)
}

/** Throws RefusedError `file_not_usable` unless the file can be read. */
export function checkReadable(path: string): void {
  readStart(path, 1)
}

/** The first bytes of a file. Throws RefusedError `file_not_usable`. */
export function readStart(path: string, bytesMax: number): Uint8Array {
  const buffer = new Uint8Array(bytesMax)
  let length = 0
  try {
    const file = openSync(path, 'r')
    try {
      // A pipe gives what it has at the moment.
      for (let read = -1; read !== 0 && length < bytesMax; length += read) {
        read = readSync(file, buffer, length, bytesMax - length, null)
      }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new RefusedError({
      what: `${path} cannot be read.`,
      code: 'file_not_usable',
      detail: String(error),
      next: 'name a file that exists and that you may read',
    })
  }
  return buffer.subarray(0, length)
}

/**
 * Streams the rows `key,amountMinor` of a CSV file; a first row `key,amountMinor` is a heading, empty lines do not count. Whatever is no
 * such row, because it has other columns, is too long or not UTF-8, comes as one without a key, and the reading ends there.
 */
export async function* readTable(path: string): AsyncGenerator<TableRow> {
  let isFirst = true
  for await (const line of readLines(path)) {
    const row = line === undefined ? NO_ROW : parseRow(line)
    const isHeading = isFirst && row?.entry === 'key'
    isFirst = false
    if (row !== undefined && !isHeading) yield row
    if (row === NO_ROW) return
  }
}

function parseRow(line: string): TableRow | undefined {
  if (line.trim() === '') return undefined
  const [entry, amountMinor, ...more] = line.split(',').map((cell) => cell.trim())
  if (entry === undefined || amountMinor === undefined || more.length > 0) return NO_ROW
  return { entry, amountMinor }
}

/** One row of a population: its cells by the names in the heading. */
export type PopulationRow = ReadonlyMap<string, string>

/** People in one population file. Chosen: what fits into memory with room. */
const POPULATION_ROWS_MAX = 1_000_000

/** Reads a CSV file whose heading names the columns. Throws RefusedError `malformed_message` at a row that is none, or one too many. */
export async function readPopulation(path: string): Promise<readonly PopulationRow[]> {
  checkReadable(path)
  const rows: PopulationRow[] = []
  let heading: readonly string[] | undefined
  for await (const line of readLines(path)) {
    if (line?.trim() === '') continue
    const cells = line?.split(',').map((cell) => cell.trim())
    const fits = cells !== undefined && cells.length === (heading ?? cells).length
    if (!fits || rows.length === POPULATION_ROWS_MAX) {
      throw malformed(
        `Row ${rows.length + 1} of ${path} is no row of its heading, or one too many.`,
      )
    }
    if (heading === undefined) heading = cells
    else rows.push(new Map(heading.map((name, i) => [name, cells[i] ?? ''])))
  }
  return rows
}

/** The lines of a file in bounded memory; undefined for one that is too long or not UTF-8, after which nothing more comes. */
async function* readLines(path: string): AsyncGenerator<string | undefined> {
  const text = new TextDecoder('utf-8', { fatal: true })
  let rest = Buffer.alloc(0)
  for await (const chunk of createReadStream(path)) {
    rest = Buffer.concat([rest, chunk as Buffer])
    let start = 0
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, start)) {
      yield decode(text, rest.subarray(start, end))
      start = end + 1
    }
    rest = rest.subarray(start)
    if (rest.length > TABLE_ROW_BYTES_MAX) {
      yield undefined
      return
    }
  }
  yield decode(text, rest)
}

function decode(text: TextDecoder, bytes: Uint8Array): string | undefined {
  if (bytes.length > TABLE_ROW_BYTES_MAX) return undefined
  try {
    return text.decode(bytes)
  } catch {
    // Not UTF-8: the reader of the rows says which one it was.
    return undefined
  }
}
