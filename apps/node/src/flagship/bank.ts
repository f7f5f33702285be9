import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeHex, sha256 } from '@evenkeel/kernel'
import {
  BANK_BODY_BYTES_MAX,
  BANK_DONE_OF_SILENT_PER_CENT,
  BANK_SILENT_PER_CENT,
} from './limits.ts'

/** One payment as it is sent to the bank. */
export interface BankPayment {
  readonly paymentId: string
  readonly hash: string
  readonly payee: string
  readonly amountMinor: string
}

/** A bank that is often silent, having paid or not. It pays a payment's id once; another id is another payment, whoever it is for. */
export interface Bank {
  readonly url: string
  /** What was paid, by payment id. */
  readonly paid: ReadonlyMap<string, BankPayment>
  /** Payments that came again although they had been carried out. */
  readonly repeats: () => number
  /** Calls that got no answer. */
  readonly silences: () => number
  stop(): Promise<void>
}

/** The bank's one name for a payment. */
export function bankReceipt(paymentId: string): string {
  return `bank-${encodeHex(sha256(paymentId)).slice(0, 32)}`
}

/** Starts the bank on a port of this machine; its troubles follow from the payments and their number, the same in every run. */
export async function startBank(): Promise<Bank> {
  const paid = new Map<string, BankPayment>()
  let repeats = 0
  let silences = 0
  let calls = 0

  function pay(payment: BankPayment): void {
    if (paid.has(payment.paymentId)) repeats += 1
    else paid.set(payment.paymentId, payment)
  }

  function answer(response: ServerResponse, payments: readonly BankPayment[]): void {
    const known = payments.map(({ paymentId }) =>
      paid.has(paymentId) ? bankReceipt(paymentId) : null,
    )
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ receipts: known }))
  }

  const server = createServer((request, response) => {
    readPayments(request).then(
      (payments) => {
        calls += 1
        const draw = sha256(`${calls} ${payments[0]?.paymentId ?? ''}`)
        const isSilent = (draw[0] ?? 0) % 100 < BANK_SILENT_PER_CENT
        const isDone = !isSilent || (draw[1] ?? 0) % 100 < BANK_DONE_OF_SILENT_PER_CENT
        if (request.url === '/pay' && isDone) for (const payment of payments) pay(payment)
        if (isSilent) {
          // No answer: the caller's time runs out, and the connection is the caller's to close.
          silences += 1
          return
        }
        answer(response, payments)
      },
      () => response.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    paid,
    repeats: () => repeats,
    silences: () => silences,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function readPayments(request: AsyncIterable<Buffer>): Promise<readonly BankPayment[]> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BANK_BODY_BYTES_MAX) throw new Error('more than one batch of payments')
    chunks.push(chunk)
  }
  return (JSON.parse(Buffer.concat(chunks).toString()) as { payments: BankPayment[] }).payments
}
