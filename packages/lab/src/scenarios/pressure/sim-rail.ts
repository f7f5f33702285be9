import { canonicalJson, encodeHex, formatMinor, ok, sha256 } from '@evenkeel/kernel'
import type { OutgoingPayment, OutsideRail, Payment, RailAnswer } from '@evenkeel/ledger'
import type { Simulation } from '../../simulation.ts'

const LATE_MS_MAX = 4_000
const ANSWER_MS_MAX = 200

/** A bank that pays whatever reaches it, as often as it does: who sends twice without proof of absence pays twice. */
export interface SimRail extends OutsideRail {
  /** Every payment made, by payment id. */
  readonly paid: ReadonlyMap<string, readonly OutgoingPayment[]>
}

/** A rail under the seed: while there is trouble a quarter of what is sent is lost, a quarter arrives late, and answers get lost. */
export function createSimRail(simulation: Simulation, isTroubled: () => boolean): SimRail {
  const { scheduler } = simulation
  const random = simulation.random.fork('rail')
  const paid = new Map<string, OutgoingPayment[]>()
  const underWay = new Map<string, number>()
  const troubled = (perMille: number): boolean => random.chance(perMille) && isTroubled()

  const after = <T>(ms: number, event: string, answer: () => T): Promise<T> =>
    new Promise((resolve) => {
      scheduler.after(ms, { event }, () => resolve(answer()))
    })

  function pay(payment: OutgoingPayment): void {
    const { paymentId } = payment.prepared
    paid.set(paymentId, [...(paid.get(paymentId) ?? []), payment])
  }

  function send(payment: OutgoingPayment): void {
    const { paymentId } = payment.prepared
    if (troubled(250)) return
    if (!troubled(250)) {
      pay(payment)
      return
    }
    underWay.set(paymentId, (underWay.get(paymentId) ?? 0) + 1)
    scheduler.after(random.below(LATE_MS_MAX), { event: 'rail-arrived', paymentId }, () => {
      underWay.set(paymentId, (underWay.get(paymentId) ?? 1) - 1)
      pay(payment)
    })
  }

  function lookUp({ prepared: { paymentId } }: OutgoingPayment): RailAnswer {
    if (paid.has(paymentId)) return { outcome: 'settled', receipt: `bank-${paymentId}` }
    return { outcome: (underWay.get(paymentId) ?? 0) > 0 ? 'unknown' : 'absent' }
  }

  return {
    kind: 'outside',
    name: 'bank',
    paid,
    prepare: (payment: Payment) => {
      const content = canonicalJson({ ...payment, amount: formatMinor(payment.amount) })
      return ok({ paymentId: payment.transferId, hash: encodeHex(sha256(content)) })
    },
    submit(payments) {
      for (const payment of payments) send(payment)
      return after(random.below(ANSWER_MS_MAX), 'rail-submitted', () =>
        payments.map((payment) => {
          const answer = lookUp(payment)
          // What was lost on the way may look as if it were still coming.
          return answer.outcome === 'settled' && !troubled(300) ? answer : { outcome: 'unknown' }
        }),
      )
    },
    observe: (payments) =>
      after(random.below(ANSWER_MS_MAX), 'rail-observed', () =>
        payments.map((payment) => (troubled(300) ? { outcome: 'unknown' } : lookUp(payment))),
      ),
  }
}
