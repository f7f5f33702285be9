import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { assert, sha256 } from '@evenkeel/kernel'
import type { ClaimFile } from '../replay/claim-file.ts'
import {
  BROKEN_WAIT_MS,
  BROKEN_WAIT_MS_MAX,
  EXCHANGES_MAX,
  NAIVE_RETRY_MS,
  PATIENCE_MS,
  SENDS_MAX,
  STATED_BUDGET_MS,
  TICK_MS,
} from './limits.ts'

export interface StormOptions {
  /** Where claims are sent. */
  readonly url: string
  readonly file: ClaimFile
  /** Claims that come in a second, whatever becomes of those before. */
  readonly perSecond: number
  /** How often each claim is sent again by a client that does not wait for its answer. */
  readonly retries: number
}

/** What claimants saw. */
export interface StormTally {
  sends: number
  /** Claims with a ticket. */
  tickets: number
  /** Answers with the ticket that the claim had before. */
  duplicatesAbsorbed: number
  /** Refusals for lack of room, and how many of them did not say when to come again. */
  refusedForNow: number
  refusedWithoutTime: number
  /** Answers with 408 or 504, and exchanges without any answer in time although the world was up. */
  serverTimeouts: number
  unanswered: number
  /** Exchanges that ended with their connection, when the world was killed. */
  broken: number
  /** Claims that got two different tickets. */
  doubledTickets: number
  /** Claims refused for good when they were sent, by reason. */
  readonly refusals: Record<string, number>
  /** Claims whose claimant gave up. */
  gaveUp: number
  /** First tickets in each second since the storm began. */
  readonly ticketsBySecond: number[]
}

export interface Storm {
  readonly tally: StormTally
  /** Told when the world is killed and when it is back, so that silence is not taken for its answer. */
  setDown(isDown: boolean): void
  /** Whether every claim has its ticket or its refusal; `done` resolves when nothing is sent any more either. */
  isAnswered(): boolean
  readonly done: Promise<void>
}

type Kind = 'claimant' | 'naive'

interface Send {
  readonly claim: number
  readonly kind: Kind
}

/** Answer to one send; none when the connection broke or the time was over. */
type Seen =
  | { readonly status: number; readonly retryAfterS: number | undefined; readonly body: string }
  | 'broken'
  | 'timeout'

/** Lets every claim of the file come, and come again, until each is answered for good. */
export function startStorm({ url, file, perSecond, retries }: StormOptions): Storm {
  const agent = new Agent({ keepAlive: true, maxSockets: EXCHANGES_MAX, scheduling: 'lifo' })
  const tally: StormTally = {
    sends: 0,
    tickets: 0,
    duplicatesAbsorbed: 0,
    refusedForNow: 0,
    refusedWithoutTime: 0,
    serverTimeouts: 0,
    unanswered: 0,
    broken: 0,
    doubledTickets: 0,
    refusals: {},
    gaveUp: 0,
    ticketsBySecond: [],
  }
  const fingerprints = new Uint32Array(file.count)
  const attempts = new Uint16Array(file.count)
  const ended = new Uint8Array(file.count)
  const due = new Map<number, Send[]>()
  const late = createQueue()
  const startMs = performance.now()
  let tick = 0
  let arrived = 0
  let waiting = 0
  let inFlight = 0
  let endedClaims = 0
  let isDown = false

  function plan(send: Send, inMs: number): void {
    const at = tick + Math.max(1, Math.ceil(inMs / TICK_MS))
    const others = due.get(at)
    if (others === undefined) due.set(at, [send])
    else others.push(send)
    waiting += 1
  }

  function arrive(claim: number): void {
    late.add([{ claim, kind: 'claimant' }])
    for (let retry = 0; retry < retries; retry += 1) {
      plan({ claim, kind: 'naive' }, NAIVE_RETRY_MS * (2 ** (retry + 1) - 1))
    }
  }

  function end(claim: number): void {
    if (ended[claim] === 1) return
    ended[claim] = 1
    endedClaims += 1
  }

  /** The claimant comes again; whoever only sends blindly does not. */
  function again({ claim, kind }: Send, inMs: number): void {
    if (kind === 'naive' || ended[claim] === 1) return
    const tries = (attempts[claim] ?? 0) + 1
    attempts[claim] = tries
    if (tries < SENDS_MAX) {
      plan({ claim, kind }, inMs)
      return
    }
    tally.gaveUp += 1
    end(claim)
  }

  function keepTicket(claim: number, body: string): void {
    const { ticket } = JSON.parse(body) as { ticket: string }
    const print = (new DataView(sha256(ticket).buffer).getUint32(0) | 1) >>> 0
    const earlier = fingerprints[claim]
    if (earlier === 0) {
      fingerprints[claim] = print
      tally.tickets += 1
      const second = Math.floor((performance.now() - startMs) / 1_000)
      tally.ticketsBySecond[second] = (tally.ticketsBySecond[second] ?? 0) + 1
      end(claim)
    } else if (earlier === print) tally.duplicatesAbsorbed += 1
    else tally.doubledTickets += 1
  }

  function note(send: Send, seen: Seen, wasDown: boolean): void {
    const { claim } = send
    const backoffMs = Math.min(
      BROKEN_WAIT_MS_MAX,
      BROKEN_WAIT_MS * 2 ** Math.min(8, attempts[claim] ?? 0),
    )
    if (typeof seen === 'string') {
      if (seen === 'broken' || wasDown || isDown) tally.broken += 1
      else tally.unanswered += 1
      again(send, backoffMs * (0.5 + spread(claim)))
      return
    }
    if (seen.status === 200 || seen.status === 201) {
      keepTicket(claim, seen.body)
      return
    }
    if (seen.status === 408 || seen.status === 504) tally.serverTimeouts += 1
    if (seen.status >= 500 || seen.status === 408 || seen.status === 429) {
      tally.refusedForNow += 1
      if (seen.retryAfterS === undefined) tally.refusedWithoutTime += 1
      again(send, (seen.retryAfterS ?? 1) * 1_000 + 1_000 * spread(claim))
      return
    }
    const code = codeOf(seen)
    if (ended[claim] === 0) tally.refusals[code] = (tally.refusals[code] ?? 0) + 1
    end(claim)
  }

  async function send(one: Send): Promise<void> {
    inFlight += 1
    tally.sends += 1
    const wasDown = isDown
    try {
      note(one, await exchange(agent, url, file.read(one.claim)), wasDown)
    } finally {
      inFlight -= 1
    }
  }

  async function run(): Promise<void> {
    for (;;) {
      const nowMs = performance.now() - startMs
      const target = Math.min(file.count, Math.floor((nowMs * perSecond) / 1_000))
      while (arrived < target) {
        arrive(arrived)
        arrived += 1
      }
      for (const now = Math.floor(nowMs / TICK_MS); tick < now; tick += 1) {
        const ready = due.get(tick) ?? []
        due.delete(tick)
        waiting -= ready.length
        late.add(ready)
      }
      while (inFlight < EXCHANGES_MAX) {
        const one = late.take()
        if (one === undefined) break
        send(one).catch((fault: unknown) => faults.push(fault))
      }
      if (faults.length > 0) throw faults[0]
      const isOver = endedClaims === file.count && late.size() + waiting + inFlight === 0
      if (isOver && arrived === file.count) return
      await sleep(TICK_MS)
    }
  }

  const faults: unknown[] = []
  const done = run().finally(() => agent.destroy())
  assert(perSecond > 0, 'claims come')
  return {
    tally,
    isAnswered: () => endedClaims === file.count,
    setDown: (down) => {
      isDown = down
    },
    done,
  }
}

interface Queue {
  add(sends: readonly Send[]): void
  take(): Send | undefined
  size(): number
}

/** First in, first out, at the same cost however long it is. */
function createQueue(): Queue {
  let entries: Send[] = []
  let next: Send[] = []
  return {
    add(sends) {
      for (const one of sends) next.push(one)
    },
    take() {
      if (entries.length === 0) {
        entries = next.reverse()
        next = []
      }
      return entries.pop()
    },
    size: () => entries.length + next.length,
  }
}

function exchange(agent: Agent, url: string, body: Uint8Array): Promise<Seen> {
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: 'POST',
      agent,
      timeout: PATIENCE_MS,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'evenkeel-budget-ms': STATED_BUDGET_MS,
      },
    })
    outgoing.on('response', (response) =>
      readAnswer(response).then(resolve, () => resolve('broken')),
    )
    outgoing.on('timeout', () => {
      resolve('timeout')
      outgoing.destroy()
    })
    outgoing.on('error', () => resolve('broken'))
    outgoing.end(body)
  })
}

async function readAnswer(response: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const retryAfter = response.headers['retry-after']
  return {
    status: response.statusCode ?? 0,
    retryAfterS: retryAfter === undefined ? undefined : Number(retryAfter),
    body: Buffer.concat(chunks).toString(),
  }
}

function codeOf({ status, body }: Exclude<Seen, string>): string {
  try {
    return String((JSON.parse(body) as { code?: unknown }).code ?? status)
  } catch {
    return String(status)
  }
}

/** In [0, 1), another one for each claim, the same in every run. */
function spread(claim: number): number {
  return ((claim * 2_654_435_761) % 4_294_967_296) / 4_294_967_296
}
