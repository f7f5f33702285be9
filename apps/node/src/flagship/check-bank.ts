import { type BankPayment, bankReceipt } from './bank.ts'

/**
 * D5: what is settled was paid by the bank once, to whom and in what amount it says, and nothing else was. `settled` has a line for each settled
 * claim: account, minor units and receipt.
 */
export function checkBank(
  payments: Iterable<BankPayment>,
  settled: string,
  check: (name: string, holds: boolean, detail: string) => void,
): void {
  const paidTo = new Map<string, { amountMinor: string; receipt: string }[]>()
  let made = 0
  for (const { paymentId, payee, amountMinor } of payments) {
    const paid = paidTo.get(payee) ?? []
    paid.push({ amountMinor, receipt: bankReceipt(paymentId) })
    paidTo.set(payee, paid)
    made += 1
  }
  let told = 0
  for (const line of settled.split('\n')) {
    const [account = '', amountMinor, receipt] = line.split(' ')
    if (account === '') continue
    told += 1
    const paid = paidTo.get(account) ?? []
    const isOnce =
      paid.length === 1 && paid[0]?.amountMinor === amountMinor && paid[0]?.receipt === receipt
    check('D5', isOnce, `${account} was paid ${JSON.stringify(paid)}`)
  }
  check('D5', made === told, `${made} payments for ${told} settled claims`)
}
