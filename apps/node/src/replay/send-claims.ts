import { join } from 'node:path'
import type { ClaimAnswer, SubmitClaim } from '@evenkeel/distributor'
import { assert, sha256 } from '@evenkeel/kernel'
import type { ClaimFile } from './claim-file.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import { SENDS_IN_FLIGHT_MAX, SENDS_PER_RECORD, SENDS_PER_TURN_MAX } from './limits.ts'

/** What was observed of the answers, send by send. */
export interface SendTally {
  /** Sends that were begun: the position in the order of sends. */
  begun: number
  /** Positions of those that are not answered yet. */
  readonly unanswered: Set<number>
  /** Answers that were the ticket which an earlier send of the same claim had got. */
  duplicatesAbsorbed: number
  /** Refusals by reason. */
  readonly refused: Record<string, number>
  /** A fingerprint of each claim's ticket, 0 before its first. */
  readonly tickets: Uint32Array
}

/** How the tally is kept between two lives of the process. */
interface StoredTally {
  readonly begun: number
  readonly unanswered: readonly number[]
  readonly duplicatesAbsorbed: number
  readonly refused: Record<string, number>
  /** Base64. */
  readonly tickets: string
}

const tallyPath = (directory: string): string => join(directory, 'sends.json')

/** Reads how far an earlier life came, or starts with nothing sent. */
export function readTally(directory: string, claims: number): SendTally {
  const stored = readJsonFile<StoredTally>(tallyPath(directory))
  if (stored === undefined) {
    const tickets = new Uint32Array(claims)
    return { begun: 0, unanswered: new Set(), duplicatesAbsorbed: 0, refused: {}, tickets }
  }
  const bytes = new Uint8Array(Buffer.from(stored.tickets, 'base64'))
  const tickets = new Uint32Array(bytes.buffer)
  return { ...stored, unanswered: new Set(stored.unanswered), tickets }
}

function writeTally(directory: string, tally: SendTally): void {
  const stored: StoredTally = {
    ...tally,
    unanswered: [...tally.unanswered],
    tickets: Buffer.from(tally.tickets.buffer).toString('base64'),
  }
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
 * Sends what is left of the order, SENDS_IN_FLIGHT_MAX at a time, and counts the answers into the tally, which is written now and then. After
 * a kill the sends since the last writing are sent again, and are given the stored outcomes.
 */
export async function sendClaims(sending: Sending, tally: SendTally): Promise<void> {
  const { submitClaim, file, order, directory } = sending
  const again = [...tally.unanswered]
  const nextTurn = createTurns()
  let answered = 0

  function begin(): number | undefined {
    const left = again.pop()
    if (left !== undefined) return left
    if (tally.begun === order.length) return undefined
    const send = tally.begun
    tally.begun += 1
    tally.unanswered.add(send)
    return send
  }

  async function sendOneByOne(): Promise<void> {
    for (let send = begin(); send !== undefined; send = begin()) {
      const index = order[send] ?? 0
      count(tally, index, await submitClaim(file.read(index)))
      tally.unanswered.delete(send)
      answered += 1
      if (answered % SENDS_PER_RECORD === 0) writeTally(directory, tally)
      await nextTurn()
    }
  }

  await Promise.all(Array.from({ length: SENDS_IN_FLIGHT_MAX }, sendOneByOne))
  writeTally(directory, tally)
}

function count(tally: SendTally, index: number, answer: ClaimAnswer): void {
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
