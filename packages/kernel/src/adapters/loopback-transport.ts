import { assert } from '../assert.ts'
import type { PartyId } from '../ids.ts'
import { type AddressBook, createAddressBook } from '../party/address-book.ts'
import type { ExchangeLimits, Timers, Transport, TransportFailure } from '../ports.ts'
import { err, ok, type Result } from '../result.ts'
import { spareTurn } from './next-turn.ts'
import { systemTimers } from './system-timers.ts'

/** What a party answers to. */
export interface LoopbackReceiver {
  receive(envelope: Uint8Array): Promise<Uint8Array>
  /** The bytes published under a path that begins with `/`, or undefined. */
  document(path: string): Promise<Uint8Array | undefined>
}

export interface LoopbackTransport extends Transport {
  /** Makes a party reachable until the returned function is called. */
  register(party: PartyId, receiver: LoopbackReceiver): () => void
}

export interface LoopbackOptions {
  readonly timers?: Timers
  /** Where the parties' documents are; the address book of a world without addresses if absent. */
  readonly addresses?: Pick<AddressBook, 'partyAt'>
  /** Told what a receiver threw: the sender learns only that nobody answered. */
  readonly onFault?: (party: PartyId, error: unknown) => void
}

type Exchange = Result<Uint8Array, TransportFailure>

/**
 * Connects the parties of one process as a network would: bytes are copied both ways, an unknown or failing receiver is
 * `transport_unreachable`, and `maxBytes` bounds what comes back. After `transport_timed_out` the receiver still finishes its work.
 */
export function createLoopbackTransport(options: LoopbackOptions = {}): LoopbackTransport {
  const { timers = systemTimers, addresses = createAddressBook(), onFault } = options
  const receivers = new Map<string, LoopbackReceiver>()

  async function ask(
    party: string,
    limits: ExchangeLimits,
    question: (receiver: LoopbackReceiver) => Promise<Uint8Array | undefined>,
  ): Promise<Exchange> {
    const receiver = receivers.get(party)
    if (receiver === undefined) return err({ code: 'transport_unreachable' })
    try {
      const answer = await question(receiver)
      if (answer === undefined) return err({ code: 'not_found' })
      if (answer.length > limits.maxBytes) return err({ code: 'message_too_large' })
      return ok(answer.slice())
    } catch (error) {
      onFault?.(party as PartyId, error)
      return err({ code: 'transport_unreachable' })
    }
  }

  async function within(limits: ExchangeLimits, exchange: Promise<Exchange>): Promise<Exchange> {
    const answered = new AbortController()
    const timedOut = async (): Promise<Exchange> => {
      await timers.sleep(limits.timeoutMs, answered.signal)
      return err({ code: 'transport_timed_out' })
    }
    try {
      return await Promise.race([exchange, timedOut()])
    } finally {
      answered.abort()
    }
  }

  return {
    register(party, receiver) {
      assert(!receivers.has(party), `${party} is registered already`)
      assert(/^[a-z0-9][a-z0-9.-]*$/.test(party), `${party} cannot be the name of a host`)
      receivers.set(party, receiver)
      return () => {
        if (receivers.get(party) === receiver) receivers.delete(party)
      }
    },
    deliver(to, envelope, limits) {
      const copy = envelope.slice()
      return within(
        limits,
        ask(to, limits, async (receiver) => {
          // An envelope is a long run of work on either side.
          await spareTurn()
          const answer = await receiver.receive(copy)
          await spareTurn()
          return answer
        }),
      )
    },
    async retrieve(url, limits) {
      const address = addresses.partyAt(url)
      if (address === undefined) return err({ code: 'transport_unreachable' })
      const { party, path } = address
      return within(
        limits,
        ask(party, limits, (receiver) => receiver.document(path)),
      )
    },
  }
}
