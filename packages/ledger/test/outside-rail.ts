import { encodeBase64url, ok, sha256, type TransferId } from '@evenkeel/kernel'
import type { OutgoingPayment, OutsideRail, RailAnswer } from '../src/index.ts'
import { formatPayment } from '../src/model/payment.ts'

/** What happens to one call about one payment. A crash loses the whole answer after the effect. */
export type Fate = 'settled' | 'paid, no answer' | 'lost' | 'absent' | 'crash'

export interface OutsideRailUnderTest extends OutsideRail {
  /** How often each payment was carried out. This rail does not know its own payments again, so that a second submission shows. */
  readonly carriedOut: ReadonlyMap<TransferId, number>
  /** Fates of the next payments submitted or observed, in order; then `settled`. */
  readonly fates: Fate[]
}

/** A bank or chain that loses requests and answers. It tells the truth when it tells anything. */
export function createOutsideRail(): OutsideRailUnderTest {
  const carriedOut = new Map<TransferId, number>()
  const fates: Fate[] = []
  const receiptOf = (id: TransferId): string => `chain:${id}`

  function submitOne({ transferId }: OutgoingPayment, fate: Fate): RailAnswer {
    if (fate === 'absent') return { outcome: 'absent' }
    if (fate !== 'lost') carriedOut.set(transferId, (carriedOut.get(transferId) ?? 0) + 1)
    return fate === 'settled'
      ? { outcome: 'settled', receipt: receiptOf(transferId) }
      : { outcome: 'unknown' }
  }

  function observeOne({ transferId }: OutgoingPayment, fate: Fate): RailAnswer {
    if (fate === 'lost' || fate === 'paid, no answer') return { outcome: 'unknown' }
    if (!carriedOut.has(transferId)) return { outcome: 'absent' }
    return { outcome: 'settled', receipt: receiptOf(transferId) }
  }

  async function call(
    payments: readonly OutgoingPayment[],
    one: (payment: OutgoingPayment, fate: Fate) => RailAnswer,
  ): Promise<readonly RailAnswer[]> {
    const drawn = payments.map((payment) => ({ payment, fate: fates.shift() ?? 'settled' }))
    const answers = drawn.map(({ payment, fate }) => one(payment, fate))
    if (drawn.some(({ fate }) => fate === 'crash')) throw new Error('the process died here')
    return answers
  }

  return {
    kind: 'outside',
    name: 'chain',
    carriedOut,
    fates,
    prepare: (payment) =>
      ok({ paymentId: payment.transferId, hash: encodeBase64url(sha256(formatPayment(payment))) }),
    submit: (payments) => call(payments, submitOne),
    observe: (payments) => call(payments, observeOne),
  }
}
