import { describe, expect, it } from 'vitest'
import { type BankPayment, bankReceipt } from '../../src/flagship/bank.ts'
import { checkBank } from '../../src/flagship/check-bank.ts'

const payment = (payee: string, paymentId: string, amountMinor = '5'): BankPayment => ({
  paymentId,
  hash: 'h',
  payee,
  amountMinor,
})
const line = (payee: string, paymentId: string, amountMinor = '5'): string =>
  `${payee} ${amountMinor} ${bankReceipt(paymentId)}\n`

function faultsOf(payments: readonly BankPayment[], settled: string): readonly string[] {
  const faults: string[] = []
  checkBank(payments, settled, (_, holds, detail) => {
    if (!holds) faults.push(detail)
  })
  return faults
}

describe('the comparison of the books with the bank’s', () => {
  it('finds nothing when each settled claim was paid once, in its amount, under its receipt', () => {
    const paid = [payment('anna', 'a'), payment('ben', 'b', '7')]
    expect(faultsOf(paid, line('anna', 'a') + line('ben', 'b', '7'))).toEqual([])
  })

  it('finds a payee who was paid twice, under whatever ids', () => {
    const paid = [payment('anna', 'a'), payment('anna', 'a.2')]
    expect(faultsOf(paid, line('anna', 'a'))).toHaveLength(2)
  })

  it('finds what was paid in another amount, under another receipt, or not at all', () => {
    expect(faultsOf([payment('anna', 'a', '6')], line('anna', 'a'))).toHaveLength(1)
    expect(faultsOf([payment('anna', 'x')], line('anna', 'a'))).toHaveLength(1)
    expect(faultsOf([], line('anna', 'a'))).toHaveLength(2)
  })

  it('finds a payment that no settled claim knows of', () => {
    expect(faultsOf([payment('anna', 'a'), payment('eve', 'e')], line('anna', 'a'))).toHaveLength(1)
  })
})
