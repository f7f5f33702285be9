import { readFileSync } from 'node:fs'

/** Requests that were made beforehand, each the bytes of one HTTP exchange. */
export interface ClaimsFile {
  readonly count: number
  request(position: number): Buffer
}

const LENGTH_BYTES = 4
/** The header's value has so many digits that another one takes its place. */
const BUDGET_DIGITS = 6
const BUDGET_NAME = 'evenkeel-budget-ms: '

/** The bytes of one claim as a client sends it, before its budget is known. */
export function renderRequest(path: string, body: Buffer): Buffer {
  const head =
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${BUDGET_NAME}${'0'.repeat(BUDGET_DIGITS)}\r\n` +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}

/** Puts the caller's budget into a request. */
export function stateBudget(request: Buffer, budgetMs: number): void {
  const at = request.indexOf(BUDGET_NAME) + BUDGET_NAME.length
  request.write(String(budgetMs).padStart(BUDGET_DIGITS, '0'), at, 'latin1')
}

/** A request with its length before it, as the file holds it. */
export function framed(request: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(request.length)
  return Buffer.concat([length, request])
}

export function openClaimsFile(path: string): ClaimsFile {
  const bytes = readFileSync(path)
  const starts: number[] = []
  for (let at = 0; at < bytes.length; at += LENGTH_BYTES + bytes.readUInt32BE(at)) starts.push(at)
  return {
    count: starts.length,
    request(position) {
      const at = starts[position]
      if (at === undefined) throw new Error(`there is no claim ${position}`)
      const start = at + LENGTH_BYTES
      return bytes.subarray(start, start + bytes.readUInt32BE(at))
    },
  }
}
