import { encodeBase64url, ok, refuse, sha256 } from '@evenkeel/kernel'
import type { BookRail } from '../ports.ts'
import { formatPayment } from './payment.ts'

/** Anything that can be shown in one line; a payee is the name of an account, at most 256 characters by its schema. */
const PAYEE = /^[^\p{Cc}\p{Cs}]+$/u

/** Pays into accounts of this ledger: the payee is the name of one, opened by its first payment. Reason: malformed_message. */
export const internalRail: BookRail = {
  kind: 'book',
  name: 'internal',
  prepare(payment) {
    if (!PAYEE.test(payment.payee)) return refuse('malformed_message', 'payee')
    return ok({
      paymentId: payment.transferId,
      hash: encodeBase64url(sha256(formatPayment(payment))),
    })
  },
  receiptOf: (prepared) => `internal:${prepared.paymentId}`,
}
