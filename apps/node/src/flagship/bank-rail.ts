import { canonicalJson, encodeBase64url, formatMinor, ok, sha256 } from '@evenkeel/kernel'
import type { OutgoingPayment, OutsideRail, Payment, RailAnswer } from '@evenkeel/ledger'
import type { BankPayment } from './bank.ts'
import { BANK_TIMEOUT_MS } from './limits.ts'

/** The ledger's way to the bank. A call without an answer leaves all of it unknown; what the bank does not know is absent. */
export function createBankRail(bankUrl: string): OutsideRail {
  async function ask(
    path: 'pay' | 'look',
    payments: readonly OutgoingPayment[],
  ): Promise<readonly RailAnswer[]> {
    try {
      const response = await fetch(`${bankUrl}/${path}`, {
        method: 'POST',
        body: JSON.stringify({ payments: payments.map(bankPayment) }),
        signal: AbortSignal.timeout(BANK_TIMEOUT_MS),
      })
      const { receipts } = (await response.json()) as { receipts: (string | null)[] }
      return payments.map((_, position) => answerOf(receipts[position]))
    } catch {
      return payments.map(() => ({ outcome: 'unknown' }))
    }
  }

  return {
    kind: 'outside',
    name: 'bank',
    prepare: (payment: Payment) =>
      ok({
        paymentId: payment.transferId,
        hash: encodeBase64url(
          sha256(canonicalJson({ ...payment, amount: formatMinor(payment.amount) })),
        ),
      }),
    submit: (payments) => ask('pay', payments),
    observe: (payments) => ask('look', payments),
  }
}

function answerOf(receipt: string | null | undefined): RailAnswer {
  if (receipt === undefined) return { outcome: 'unknown' }
  return receipt === null ? { outcome: 'absent' } : { outcome: 'settled', receipt }
}

function bankPayment({ prepared, payee, amount }: OutgoingPayment): BankPayment {
  return { ...prepared, payee, amountMinor: formatMinor(amount) }
}
