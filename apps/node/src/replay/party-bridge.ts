import type { Reachable } from '../world-platform.ts'

/** An envelope for a party of the other thread. */
interface Envelope {
  readonly id: number
  readonly to: string
  readonly envelope: Uint8Array
}

/** The answer to an envelope; none when the party threw or is not there. */
interface Answer {
  readonly id: number
  readonly answer: Uint8Array | undefined
}

/** Lets parties of two threads reach each other as over a network: bytes are copied, and a party that throws gives no answer. */
export interface PartyBridge {
  /** Makes a party of this thread reachable from the other. */
  expose(party: string, receiver: Reachable): void
  /** A party of the other thread, as the transport of this one sees it. Documents are not carried. */
  remote(party: string): Reachable
}

/** The end of a port that both a Worker and its parentPort are. */
export interface ThreadPort {
  on(event: 'message', listener: (message: Envelope | Answer | string) => void): unknown
  postMessage(message: Envelope | Answer | string): void
}

/** Connects this thread's end of a port. What is under way is bounded by the outboxes: one envelope per sender and recipient. */
export function createPartyBridge(port: ThreadPort): PartyBridge {
  const exposed = new Map<string, Reachable>()
  const waiting = new Map<number, (answer: Uint8Array | undefined) => void>()
  let lastId = 0

  function answer({ id, to, envelope }: Envelope): void {
    const post = (bytes: Uint8Array | undefined): void => port.postMessage({ id, answer: bytes })
    const receiver = exposed.get(to)
    if (receiver === undefined) {
      post(undefined)
      return
    }
    receiver.receive(envelope).then(post, (error: unknown) => {
      process.stderr.write(`${to}: ${error instanceof Error ? error.stack : String(error)}\n`)
      post(undefined)
    })
  }

  port.on('message', (message) => {
    // Text is between the threads' own programs.
    if (typeof message === 'string') return
    if ('to' in message) {
      answer(message)
      return
    }
    waiting.get(message.id)?.(message.answer)
    waiting.delete(message.id)
  })

  return {
    expose: (party, receiver) => exposed.set(party, receiver),
    remote: (party) => ({
      async receive(envelope) {
        lastId += 1
        const id = lastId
        const answer = await new Promise<Uint8Array | undefined>((resolve) => {
          waiting.set(id, resolve)
          port.postMessage({ id, to: party, envelope })
        })
        if (answer === undefined) throw new Error(`${party} did not answer`)
        return answer
      },
      document: async () => undefined,
    }),
  }
}
