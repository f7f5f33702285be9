import type { AccountId, MinorUnits } from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACCOUNTS_PAID_MAX } from '../../src/limits.ts'
import { fewAccounts, givenBack, type PaidTo } from '../../src/model/recovery.ts'

const anyPaidTo: fc.Arbitrary<readonly PaidTo[]> = fc
  .array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 1, maxLength: 2 * ACCOUNTS_PAID_MAX })
  .map((amounts) =>
    amounts.map((amount, i) => ({
      payee: `payee:UNI:${i}` as AccountId,
      amount: amount as MinorUnits,
    })),
  )
const sumOf = (paidTo: readonly PaidTo[]): bigint =>
  paidTo.reduce((sum, { amount }) => sum + amount, 0n)

test('however a payment comes back, each account gives back what it got and no more, the newest first', () => {
  fc.assert(
    fc.property(anyPaidTo, fc.array(fc.bigInt({ min: 1n, max: 80n })), (paid, wanted) => {
      const paidTo = fewAccounts(paid)
      expect(paidTo.length).toBeLessThanOrEqual(ACCOUNTS_PAID_MAX)
      const amount = sumOf(paidTo) as MinorUnits
      expect(amount).toBe(sumOf(paid))
      let open: bigint = amount
      const gave = new Map<AccountId, bigint>()
      for (const want of [...wanted, amount]) {
        const part = (want < open ? want : open) as MinorUnits
        if (part === 0n) break
        const given = givenBack({ paidTo, amount, open: open as MinorUnits }, part)
        expect(sumOf(given)).toBe(part)
        for (const one of given) gave.set(one.payee, (gave.get(one.payee) ?? 0n) + one.amount)
        const inOrder = paidTo.map((one) => [gave.get(one.payee) ?? 0n, one.amount] as const)
        expect(inOrder.every(([got, most]) => got <= most)).toBe(true)
        const first = inOrder.findIndex(([got, most]) => got < most)
        expect(inOrder.slice(first + 1).every(([got]) => first === -1 || got === 0n)).toBe(true)
        open -= part
      }
      expect(open).toBe(0n)
    }),
  )
})
