import { join } from 'node:path'
import type { SubmitClaim } from '@evenkeel/distributor'
import { assert, sha256 } from '@evenkeel/kernel'
import type { ClaimFile } from './claim-file.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import { SEGMENT_SENDS, SENDS_IN_FLIGHT_MAX, SENDS_PER_TURN_MAX } from './limits.ts'

/** What was observed of the answers, send by send. */
export interface SendTally {
  /** Sends that were answered: the position in the order of sends. */
  sent: number
  /** Answers that were the ticket which an earlier send of the same claim had got. */
  duplicatesAbsorbed: number
  /** Refusals by reason. */
  readonly refused: Record<string, number>
  /** A fingerprint of each claim's ticket, 0 before its first. */
  readonly tickets: Uint32Array
}

/** How the tally is kept between two lives of the process. */
type StoredTally = Omit<SendTally, 'tickets'> & { readonly tickets: string }

const tallyPath = (directory: string): string => join(directory, 'sends.json')

/** Reads how far an earlier life came, or starts with nothing sent. */
export function readTally(directory: string, claims: number): SendTally {
  const stored = readJsonFile<StoredTally>(tallyPath(directory))
  if (stored === undefined) {
    return { sent: 0, duplicatesAbsorbed: 0, refused: {}, tickets: new Uint32Array(claims) }
  }
  const bytes = new Uint8Array(Buffer.from(stored.tickets, 'base64'))
  return { ...stored, tickets: new Uint32Array(bytes.buffer) }
}

function writeTally(directory: string, tally: SendTally): void {
  const { buffer } = tally.tickets
  const stored: StoredTally = { ...tally, tickets: Buffer.from(buffer).toString('base64') }
  writeJsonFile(tallyPath(directory), stored)
}

export interface Sending {
  readonly submitClaim: SubmitClaim
  readonly file: ClaimFile
  /** Index of the claim of each send. */
  readonly order: Uint32Array
  readonly directory: string
}

/**
 * Sends what is left of the order, SENDS_IN_FLIGHT_MAX at a time, and counts the answers into the tally. The tally is written after every
 * segment; a killed process sends the segment that it was in again, and is given the stored outcomes.
 */
export async function sendClaims(sending: Sending, tally: SendTally): Promise<void> {
  const { order, directory } = sending
  while (tally.sent < order.length) {
    await sendSegment(sending, tally, Math.min(order.length, tally.sent + SEGMENT_SENDS))
    writeTally(directory, tally)
  }
}

async function sendSegment(sending: Sending, tally: SendTally, end: number): Promise<void> {
  const { submitClaim, file, order } = sending
  const nextTurn = createTurns()
  let next = tally.sent
  async function sendOneByOne(): Promise<void> {
    while (next < end) {
      const index = order[next] ?? 0
      next += 1
      count(tally, index, await submitClaim(file.read(index)))
      await nextTurn()
    }
  }
  await Promise.all(Array.from({ length: SENDS_IN_FLIGHT_MAX }, sendOneByOne))
}

function count(tally: SendTally, index: number, answer: Awaited<ReturnType<SubmitClaim>>): void {
  tally.sent += 1
  if (answer.kind === 'refused') {
    tally.refused[answer.reason] = (tally.refused[answer.reason] ?? 0) + 1
    return
  }
  const fingerprint = (new DataView(sha256(answer.ticket).buffer).getUint32(0) | 1) >>> 0
  const earlier = tally.tickets[index]
  if (earlier === 0) {
    tally.tickets[index] = fingerprint
    return
  }
  assert(earlier === fingerprint, `claim ${index} was given two tickets`)
  tally.duplicatesAbsorbed += 1
}

/**
 * Waits for a turn of the event loop, as bytes from a socket would. One turn lets SENDS_PER_TURN_MAX go on, so that the parties' own work
 * is done between.
 */
function createTurns(): () => Promise<void> {
  const waiting: (() => void)[] = []
  function letGo(): void {
    for (const go of waiting.splice(0, SENDS_PER_TURN_MAX)) go()
    if (waiting.length > 0) setImmediate(letGo)
  }
  return () =>
    new Promise((resolve) => {
      if (waiting.length === 0) setImmediate(letGo)
      waiting.push(resolve)
    })
}
