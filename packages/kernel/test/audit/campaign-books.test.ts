import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditMovement } from '../../src/audit/audit-line.ts'
import { startCampaignBooks } from '../../src/audit/campaign-books.ts'

const move = (
  kind: AuditMovement['kind'],
  debit: string,
  credit: string,
  amountMinor: string,
): AuditMovement => ({ kind, debit, credit, amountMinor })

describe('an auditor’s own books of a campaign', () => {
  it('carry a payment from funding to settled, with what is set aside in between', () => {
    const books = startCampaignBooks()
    expect(books.move([move('single', 'funding', 'pool', '100')])).toBeUndefined()
    expect(books.move([move('reserve', 'pool', 'in_flight', '60')])).toBeUndefined()
    expect(books.balances().accounts.get('pool')).toBe('posted 100, reserved 60')
    const paid = [
      move('post', 'pool', 'in_flight', '60'),
      move('single', 'in_flight', 'settled', '60'),
    ]
    expect(books.move(paid)).toBeUndefined()
    expect(books.move([move('single', 'pool', 'funding', '40')])).toBeUndefined()
    expect(books.balances().sums).toEqual({ fundedMinor: '100', returnedMinor: '40' })
    expect(books.postedOf('settled')).toBe(60n)
  })

  it('refuse what takes more than is there, or more than is not set aside, or ends more than was set aside', () => {
    const open = () => {
      const books = startCampaignBooks()
      books.move([
        move('single', 'funding', 'pool', '100'),
        move('reserve', 'pool', 'in_flight', '60'),
      ])
      return books
    }
    for (const wrong of [
      move('single', 'pool', 'funding', '41'),
      move('reserve', 'pool', 'in_flight', '41'),
      move('single', 'in_flight', 'settled', '1'),
      move('void', 'pool', 'in_flight', '61'),
      move('post', 'pool', 'in_flight', '61'),
      move('single', 'pool', 'pool', '1'),
    ]) {
      expect([wrong, open().move([wrong])]).toEqual([wrong, expect.anything()])
    }
  })

  it('hold what was funded and not returned, whatever is moved inside (D1)', () => {
    const account = fc.constantFrom('pool', 'in_flight', 'held', 'settled', 'receivable', 'funding')
    const kind = fc.constantFrom<AuditMovement['kind']>(
      'single',
      'reversal',
      'reserve',
      'post',
      'void',
    )
    const movement = fc
      .record({ kind, debit: account, credit: account, amountMinor: fc.nat(50).map(String) })
      .filter(
        ({ kind, debit, credit }) =>
          kind === 'single' || kind === 'reversal' || (debit !== 'funding' && credit !== 'funding'),
      )
    fc.assert(
      fc.property(fc.array(movement, { maxLength: 30 }), (movements) => {
        const books = startCampaignBooks()
        books.move([move('single', 'funding', 'pool', '200')])
        for (const one of movements) if (books.move([one]) !== undefined) return
        const posted = [...books.balances().accounts.values()].map((text) =>
          BigInt(/posted (-?\d+)/.exec(text)?.[1] ?? ''),
        )
        const there = posted.reduce((sum, one) => sum + one, 0n)
        expect(there).toBe(books.funded() - books.returned())
        expect(posted.every((one) => one >= 0n)).toBe(true)
      }),
    )
  })
})
