import {
  createAddressBook,
  type ExchangeLimits,
  err,
  ok,
  type PartyId,
  type Reasoned,
  type Result,
  type Transport,
  type TransportFailure,
} from '@evenkeel/kernel'
import type { Faults } from './faults.ts'
import { shortHash } from './hash-values.ts'
import type { Life } from './life.ts'
import { CONNECTION_REFUSED_MS, SLOW_MESSAGE_FACTOR, STALE_COPIES_MAX } from './limits.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'

const addresses = createAddressBook()

/** What a party answers to: `Party` of the kernel is one. */
export interface Receiver {
  receive(envelope: Uint8Array): Promise<Result<Uint8Array, Reasoned>>
  document(path: string): Promise<Uint8Array | undefined>
}

/** For a time, messages between the two sides are lost: what the first says to the second, what the second says to the first, or both. */
export interface Cut {
  readonly between: readonly PartyId[]
  readonly and: readonly PartyId[]
  readonly loses: 'both' | 'to' | 'from'
  readonly fromMs: number
  readonly untilMs: number
}

export interface SimNetworkOptions {
  readonly scheduler: Scheduler
  readonly random: SeededRandom
  readonly faults: () => Faults
  /** Sees each envelope and each acknowledgement as it leaves its party. */
  readonly onEnvelope: (from: PartyId, bytes: Uint8Array) => void
  readonly onAcknowledgement: (from: PartyId, bytes: Uint8Array) => void
  /** Told what a receiver threw; its peer only sees that nobody answers. */
  readonly onFault: (party: PartyId, error: unknown) => void
}

type Answer = Result<Uint8Array, TransportFailure>

interface Exchange {
  readonly life: Life
  readonly to: PartyId
  readonly hash: string
  readonly maxBytes: number
  readonly ask: (receiver: Receiver) => Promise<Answer>
  readonly settle: (answer: Answer) => void
}

/** The lying network: it delays, loses, repeats and overtakes messages as the seed has it. The parties' documents are where `createAddressBook` says. */
export class SimNetwork {
  readonly #options: SimNetworkOptions
  readonly #receivers = new Map<PartyId, readonly Receiver[]>()
  readonly #linkMs = new Map<string, number>()
  readonly #cuts: Cut[] = []
  /** By URL, what caches on the way have seen, oldest first. */
  readonly #copies = new Map<string, Uint8Array[]>()

  constructor(options: SimNetworkOptions) {
    this.#options = options
  }

  /** Who answers for a party: one receiver per process of it, none while it is down. */
  connect(party: PartyId, receivers: readonly Receiver[]): void {
    this.#receivers.set(party, receivers)
  }

  cut(cut: Cut): void {
    this.#cuts.push(cut)
  }

  transportFor(life: Life): Transport {
    const { onEnvelope, onAcknowledgement } = this.#options
    return {
      deliver: (to, envelope, limits) => {
        const copy = envelope.slice()
        onEnvelope(life.party, copy)
        return this.#exchange(life, to, shortHash(copy), limits, async (receiver) => {
          const answer = await receiver.receive(copy.slice())
          if (!answer.ok) return err({ code: 'transport_unreachable' })
          onAcknowledgement(to, answer.value)
          return answer
        })
      },
      retrieve: (url, limits) => {
        const { party = '' as PartyId, path = '' } = addresses.partyAt(url) ?? {}
        return this.#exchange(life, party, shortHash(url), limits, async (receiver) => {
          const document = await receiver.document(path)
          return document === undefined
            ? err({ code: 'not_found' })
            : ok(this.#throughCache(url, document))
        })
      },
    }
  }

  /** The document as a cache on the way hands it out: most of the time as it is, sometimes as it was. */
  #throughCache(url: string, document: Uint8Array): Uint8Array {
    const { random, faults } = this.#options
    const copies = this.#copies.get(url) ?? []
    this.#copies.set(url, [...copies, document].slice(-STALE_COPIES_MAX))
    const isStale = random.chance(faults().staleCopyPerMille)
    return (isStale ? copies[random.below(Math.max(1, copies.length))] : undefined) ?? document
  }

  #exchange(
    life: Life,
    to: PartyId,
    hash: string,
    limits: ExchangeLimits,
    ask: (receiver: Receiver) => Promise<Answer>,
  ): Promise<Answer> {
    const { random, faults, scheduler } = this.#options
    return new Promise((resolve) => {
      const giveUp = life.after(limits.timeoutMs, { event: 'net-timed-out', to, hash }, () =>
        resolve(err({ code: 'transport_timed_out' })),
      )
      const settle = (answer: Answer) => {
        giveUp()
        resolve(answer)
      }
      const exchange = { life, to, hash, maxBytes: limits.maxBytes, ask, settle }
      const copies = random.chance(faults().duplicatePerMille) ? 2 : 1
      for (let copy = 0; copy < copies; copy += 1) {
        const lost = random.chance(faults().requestLossPerMille)
        const delayMs = this.#delayMs(life.party, to)
        const line = { event: 'net-arrived', from: life.party, to, hash }
        if (lost || this.#isCut(life.party, to)) scheduler.note({ ...line, event: 'net-lost' })
        else scheduler.after(delayMs, line, () => this.#arrive(exchange))
      }
    })
  }

  #arrive(exchange: Exchange): void {
    this.#answer(exchange).catch(this.#options.scheduler.fail)
  }

  async #answer({ life, to, hash, maxBytes, ask, settle }: Exchange): Promise<void> {
    const { random, faults, scheduler, onFault } = this.#options
    const receivers = this.#receivers.get(to) ?? []
    const receiver = receivers[receivers.length > 1 ? random.below(receivers.length) : 0]
    let answer: Answer = err({ code: 'transport_unreachable' })
    if (receiver !== undefined) {
      try {
        answer = await ask(receiver)
      } catch (error) {
        onFault(to, error)
      }
    }
    if (answer.ok && answer.value.length > maxBytes) answer = err({ code: 'message_too_large' })
    const told = answer.ok ? ok(answer.value.slice()) : answer
    const content = answer.ok ? shortHash(answer.value) : answer.error.code
    const line = { event: 'net-answered', from: to, hash, content }
    const lost = random.chance(faults().answerLossPerMille)
    const delayMs = receiver === undefined ? CONNECTION_REFUSED_MS : this.#delayMs(to, life.party)
    if (lost || this.#isCut(to, life.party)) {
      scheduler.note({ ...line, event: 'net-answer-lost', to: life.party })
    } else {
      life.after(delayMs, line, () => settle(told))
    }
  }

  #delayMs(from: PartyId, to: PartyId): number {
    const { random, faults } = this.#options
    const { linkMsMin, linkMsMax, slowPerMille } = faults()
    const link = `${from} ${to}`
    let usualMs = this.#linkMs.get(link)
    if (usualMs === undefined) {
      usualMs = random.between(linkMsMin, linkMsMax)
      this.#linkMs.set(link, usualMs)
    }
    const delayMs = usualMs + random.below(usualMs + 1)
    return random.chance(slowPerMille) ? delayMs * SLOW_MESSAGE_FACTOR : delayMs
  }

  #isCut(from: PartyId, to: PartyId): boolean {
    const nowMs = this.#options.scheduler.nowMs
    return this.#cuts.some((cut) => {
      if (nowMs < cut.fromMs || nowMs >= cut.untilMs) return false
      const there = cut.between.includes(from) && cut.and.includes(to)
      const back = cut.between.includes(to) && cut.and.includes(from)
      return (there && cut.loses !== 'from') || (back && cut.loses !== 'to')
    })
  }
}
