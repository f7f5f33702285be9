import type { AuditMovement } from './audit-line.ts'

/** Where one campaign's value is, from its movements alone: the auditor's own books, with nothing of the ledger's code. */
export interface CampaignBooks {
  /** Carries the movements out in order. Returns what they break (D1), after which the books are of no use. */
  move(movements: readonly AuditMovement[]): { expected: string; found: string } | undefined
  postedOf(account: string): bigint
  funded(): bigint
  returned(): bigint
  /** All in the form that the ledger states it in. */
  balances(): {
    readonly sums: { readonly fundedMinor: string; readonly returnedMinor: string }
    readonly accounts: ReadonlyMap<string, string>
  }
}

/** Outside: what came from there is funded, what went there is returned. */
const FUNDING = 'funding'

export function startCampaignBooks(): CampaignBooks {
  const posted = new Map<string, bigint>()
  const reserved = new Map<string, bigint>()
  let funded = 0n
  let returned = 0n
  const of = (sums: ReadonlyMap<string, bigint>, account: string): bigint => sums.get(account) ?? 0n
  const add = (sums: Map<string, bigint>, account: string, amount: bigint): void => {
    sums.set(account, of(sums, account) + amount)
  }

  function moveOne({ kind, debit, credit, amountMinor }: AuditMovement): void {
    const amount = BigInt(amountMinor)
    if (kind === 'reserve') add(reserved, debit, amount)
    else if (kind !== 'single' && kind !== 'reversal') add(reserved, debit, -amount)
    if (kind === 'reserve' || kind === 'void' || kind === 'expire') {
      // The account that it would go to is part of the campaign all the same.
      add(posted, debit, 0n)
      add(posted, credit, 0n)
      return
    }
    if (debit === FUNDING) funded += amount
    else add(posted, debit, -amount)
    if (credit === FUNDING) returned += amount
    else add(posted, credit, amount)
  }

  return {
    move(movements) {
      for (const movement of movements) {
        const { debit, credit } = movement
        if (debit === credit) return { expected: 'two accounts', found: `${debit} twice` }
        moveOne(movement)
        for (const account of [debit, credit]) {
          const [has, set] = [of(posted, account), of(reserved, account)]
          if (set < 0n || has < set) {
            return { expected: `${account} not below zero`, found: `${has}, ${set} set aside` }
          }
        }
      }
      const there = [...posted.values()].reduce((sum, one) => sum + one, 0n)
      return funded - returned === there
        ? undefined
        : { expected: `${funded - returned} in the campaign`, found: String(there) }
    },
    postedOf: (account) => of(posted, account),
    funded: () => funded,
    returned: () => returned,
    balances: () => ({
      sums: { fundedMinor: String(funded), returnedMinor: String(returned) },
      accounts: new Map(
        [...posted].map(([account, amount]) => [
          account,
          `posted ${amount}, reserved ${of(reserved, account)}`,
        ]),
      ),
    }),
  }
}
