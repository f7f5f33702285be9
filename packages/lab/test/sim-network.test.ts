import {
  brandId,
  err,
  ok,
  type PartyId,
  type Result,
  type TransportFailure,
} from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { calmFaults, type Faults } from '../src/faults.ts'
import { History } from '../src/history.ts'
import { Life } from '../src/life.ts'
import { Scheduler } from '../src/scheduler.ts'
import { SeededRandom } from '../src/seeded-random.ts'
import { type Receiver, SimNetwork } from '../src/sim-network.ts'

const sender = brandId<PartyId>('sender')
const receiver = brandId<PartyId>('receiver')
const ignore = () => undefined

interface Bench {
  readonly scheduler: Scheduler
  readonly network: SimNetwork
  readonly life: Life
  /** First bytes of the envelopes that arrived, in order. */
  readonly arrived: number[]
  readonly faulted: unknown[]
}

function createBench(faults: Partial<Faults> = {}, answers?: Partial<Receiver>): Bench {
  const random = new SeededRandom('network-test')
  const scheduler = new Scheduler(random.fork('scheduler'), new History())
  const faulted: unknown[] = []
  const network = new SimNetwork({
    scheduler,
    random,
    faults: () => ({ ...calmFaults, ...faults }),
    onEnvelope: ignore,
    onAcknowledgement: ignore,
    onFault: (_party, error) => faulted.push(error),
  })
  const arrived: number[] = []
  network.connect(receiver, [
    {
      receive: async (envelope) => {
        arrived.push(envelope[0] ?? -1)
        return ok(Uint8Array.of(99))
      },
      document: async (path) => (path === '/known?x=1' ? Uint8Array.of(1, 2, 3) : undefined),
      ...answers,
    },
  ])
  return { scheduler, network, life: new Life(sender, scheduler), arrived, faulted }
}

type Answer = Result<Uint8Array, TransportFailure>

/** Sends envelopes, each `everyMs` after the one before, and returns the answers that came within a minute. */
async function deliver(bench: Bench, count: number, everyMs = 0): Promise<readonly Answer[]> {
  const transport = bench.network.transportFor(bench.life)
  const answers: Answer[] = []
  for (let number = 0; number < count; number += 1) {
    bench.scheduler.after(number * everyMs, { event: 'send' }, () => {
      transport
        .deliver(receiver, Uint8Array.of(number), { timeoutMs: 5_000, maxBytes: 2 })
        .then((answer) => answers.push(answer))
        .catch(bench.scheduler.fail)
    })
  }
  await bench.scheduler.run(bench.scheduler.nowMs + 60_000)
  return answers
}

const timedOut = err({ code: 'transport_timed_out' })
const unreachable = err({ code: 'transport_unreachable' })

describe('SimNetwork', () => {
  it('on a calm day every envelope arrives once and is answered', async () => {
    const bench = createBench()
    expect(await deliver(bench, 5)).toEqual(Array.from({ length: 5 }, () => ok(Uint8Array.of(99))))
    expect(bench.arrived.toSorted()).toEqual([0, 1, 2, 3, 4])
  })

  it('a lost request has no effect and times out', async () => {
    const bench = createBench({ requestLossPerMille: 1_000 })
    expect(await deliver(bench, 1)).toEqual([timedOut])
    expect(bench.arrived).toEqual([])
  })

  it('a lost answer times out after the effect', async () => {
    const bench = createBench({ answerLossPerMille: 1_000 })
    expect(await deliver(bench, 1)).toEqual([timedOut])
    expect(bench.arrived).toEqual([0])
  })

  it('a duplicate arrives twice and is answered once', async () => {
    const bench = createBench({ duplicatePerMille: 1_000 })
    expect(await deliver(bench, 1)).toEqual([ok(Uint8Array.of(99))])
    expect(bench.arrived).toEqual([0, 0])
  })

  it('slow messages are overtaken', async () => {
    const bench = createBench({ slowPerMille: 500 })
    await deliver(bench, 20, 10)
    expect(bench.arrived).toHaveLength(20)
    expect(bench.arrived).not.toEqual(bench.arrived.toSorted((a, b) => a - b))
  })

  it('nobody is there: unreachable at once', async () => {
    const bench = createBench()
    bench.network.connect(receiver, [])
    expect(await deliver(bench, 1)).toEqual([unreachable])
  })

  it('a receiver that throws is unreachable to its peer and a fault to the simulation', async () => {
    const fault = new Error('planted')
    const bench = createBench({}, { receive: () => Promise.reject(fault) })
    expect(await deliver(bench, 1)).toEqual([unreachable])
    expect(bench.faulted).toEqual([fault])
  })

  it('an answer above the limit is refused', async () => {
    const bench = createBench({}, { receive: async () => ok(new Uint8Array(3)) })
    expect(await deliver(bench, 1)).toEqual([err({ code: 'message_too_large' })])
  })

  it('a sender that crashed hears nothing, though the effect was had', async () => {
    const bench = createBench()
    bench.scheduler.after(1, { event: 'crash' }, () => bench.life.end())
    expect(await deliver(bench, 1)).toEqual([])
    expect(bench.arrived).toEqual([0])
  })

  it.each([
    ['both', [], timedOut],
    ['to', [], timedOut],
    ['from', [0], timedOut],
  ] as const)(
    'a cut that loses %s lasts as long as it was told',
    async (loses, arrived, answer) => {
      const bench = createBench()
      const sides = { between: [sender], and: [receiver], loses }
      bench.network.cut({ ...sides, fromMs: 0, untilMs: 30_000 })
      expect(await deliver(bench, 1)).toEqual([answer])
      expect(bench.arrived).toEqual(arrived)
      expect(await deliver(bench, 1)).toEqual([ok(Uint8Array.of(99))])
    },
  )

  it('documents are retrieved by URL, and what is not there is not found', async () => {
    const { network, life, scheduler } = createBench()
    const transport = network.transportFor(life)
    const retrieve = (url: string) => transport.retrieve(url, { timeoutMs: 5_000, maxBytes: 3 })
    const answers = Promise.all([
      retrieve('https://receiver.evenkeel.example/known?x=1'),
      retrieve('https://receiver.evenkeel.example/other'),
      retrieve('https://nobody.evenkeel.example/known'),
      retrieve('https://elsewhere.example/known'),
      retrieve('no url'),
    ])
    await scheduler.run(10_000)
    expect(await answers).toEqual([
      ok(Uint8Array.of(1, 2, 3)),
      err({ code: 'not_found' }),
      unreachable,
      unreachable,
      unreachable,
    ])
  })

  it('a stale cache gives earlier copies of a document, at most as many back as it keeps', async () => {
    let version = 0
    const document = async () => {
      version += 1
      return Uint8Array.of(version)
    }
    const bench = createBench({ staleCopyPerMille: 500 }, { document })
    const transport = bench.network.transportFor(bench.life)
    const behind: number[] = []
    for (let look = 0; look < 60; look += 1) {
      const asked = transport.retrieve('https://receiver.evenkeel.example/a', {
        timeoutMs: 5_000,
        maxBytes: 3,
      })
      await bench.scheduler.run(bench.scheduler.nowMs + 1_000)
      const got = await asked
      behind.push(version - (got.ok ? (got.value[0] ?? 0) : 0))
    }
    expect(new Set(behind)).toEqual(new Set([0, 1, 2, 3, 4]))
  })
})
