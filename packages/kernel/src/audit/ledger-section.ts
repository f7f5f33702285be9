import { parseMinor } from '../money/minor-units.ts'
import type { AuditMovement, BalancesLine, BookLine, PostingLine } from './audit-line.ts'
import { type AuditDifference, type AuditTally, differs } from './audit-report.ts'
import { type CampaignBooks, startCampaignBooks } from './campaign-books.ts'
import type { CampaignAccount } from './campaign-section.ts'
import { type ClaimPaid, checkPaid, followClaim, NOTHING_PAID } from './follow-claim.ts'
import { AUDIT_POSTINGS_MAX } from './limits.ts'
import { auditTransferBase, auditTransferName } from './transfer-name.ts'

/** Takes the lines of the third section in order. */
export interface LedgerSection {
  book(line: BookLine, at: number): AuditDifference | undefined
  posting(line: PostingLine, at: number): AuditDifference | undefined
  balances(line: BalancesLine, at: number): AuditDifference | undefined
  head(): BookLine['head']
  settledMinor(): bigint
  returnedMinor(): bigint
}

/** Value that came back after it was paid, or that stands in for it. */
interface Recovered {
  /** Into the pool. */
  in: bigint
  /** On to where the pool came from. */
  out: bigint
  /** New money for what does not come back: part of `in`, and of what was funded. */
  funded: bigint
}

export function startLedgerSection(account: CampaignAccount, tally: AuditTally): LedgerSection {
  const { campaign, rule, claims, claimOf } = account
  const own = auditTransferName(campaign.campaignId)
  const books: CampaignBooks = startCampaignBooks()
  const paid = new Map<number, ClaimPaid>()
  const recovered: Recovered = { in: 0n, out: 0n, funded: 0n }
  let head: BookLine['head'] = { seq: 0, hash: '' }
  let seq = 0
  let postings = 0

  function takeClaims(line: PostingLine, at: number): AuditDifference | undefined {
    if (rule.clawback !== undefined && isRecovery(line)) return takeRecovery(line, at)
    const base = auditTransferBase(line.transfer)
    const position = claimOf.get(base)
    if (position === undefined) return differs(at, 'paid', 'a transfer of a claim', line.transfer)
    const strange = line.movements.find((movement) => !isOfClaim(base, movement))
    if (strange) {
      const expected = 'movements of this claim inside the campaign'
      return differs(at, 'paid', expected, inWords(strange))
    }
    const of = paid.get(position) ?? { ...NOTHING_PAID }
    for (const movement of line.movements) followClaim(movement, of)
    paid.set(position, of)
    return undefined
  }

  /** Something that is owed comes back, perhaps withheld from a payment of another campaign, or is given up. */
  function takeRecovery({ movements }: PostingLine, at: number): AuditDifference | undefined {
    for (const movement of movements) {
      const amount = BigInt(movement.amountMinor)
      const way = `${movement.kind} ${movement.debit} ${movement.credit}`
      if (way === 'single receivable pool') recovered.in += amount
      else if (way === 'single funding pool') {
        recovered.in += amount
        recovered.funded += amount
      } else if (way === 'single pool funding') recovered.out += amount
      else if (way !== 'single receivable settled' && way !== 'single settled receivable') {
        return differs(at, 'paid', 'a receivable that is lowered', inWords(movement))
      }
      if (recovered.out > recovered.in) {
        return differs(at, 'paid', `${recovered.in} of what came back`, String(recovered.out))
      }
    }
    return undefined
  }

  /** Where the rule says that what nobody was given is. */
  function checkRest(at: number): AuditDifference | undefined {
    const sum = (read: (of: ClaimPaid) => bigint): bigint =>
      [...paid.values()].reduce((total, of) => total + read(of), 0n)
    const left = BigInt(rule.poolMinor) - sum(({ settled }) => settled)
    const returned = books.returned() - recovered.out
    const free = books.postedOf('pool') - recovered.in + recovered.out
    const [back, rest] =
      rule.unclaimed === 'return' ? [left, 0n] : [0n, left - sum(({ forfeited }) => forfeited)]
    if (rule.vesting === undefined && (returned !== back || free !== rest)) {
      const expected = `${back} back, ${rest} left in the pool`
      return differs(at, 'returned', expected, `${returned} back, ${free} left`)
    }
    if (books.funded() !== BigInt(rule.poolMinor) + recovered.funded) {
      return differs(at, 'returned', `a pool of ${rule.poolMinor}`, String(books.funded()))
    }
    const earliest = rule.claimExpiry?.atMs ?? 0
    if (returned > 0n && campaign.settledAtMs < earliest) {
      return differs(
        account.line,
        'returned',
        `nothing back before ${earliest}`,
        String(campaign.settledAtMs),
      )
    }
    tally.count('returned')
    return undefined
  }

  function checkBalances(line: BalancesLine, at: number): AuditDifference | undefined {
    const computed = books.balances()
    const said = { fundedMinor: line.fundedMinor, returnedMinor: line.returnedMinor }
    for (const [name, expected] of Object.entries(computed.sums)) {
      const found = said[name as keyof typeof said]
      if (found !== expected) return differs(at, 'balanced', `${name} ${expected}`, found)
    }
    const names = new Set([...computed.accounts.keys(), ...Object.keys(line.accounts)])
    for (const name of [...names].sort()) {
      const expected = computed.accounts.get(name) ?? 'posted 0, reserved 0'
      const one = line.accounts[name]
      const found = one && `posted ${one.postedMinor}, reserved ${one.reservedMinor}`
      if (found !== expected) return differs(at, 'balanced', `${name}: ${expected}`, found)
      tally.count('balanced')
    }
    return undefined
  }

  return {
    book(line, at) {
      head = line.head
      const said = [line.campaignId, line.asset, line.owner].join(' ')
      const expected = [campaign.campaignId, rule.asset.code, campaign.distributor].join(' ')
      return said === expected ? undefined : differs(at, 'form', expected, said)
    },
    posting(line, at) {
      postings += 1
      if (postings > AUDIT_POSTINGS_MAX) {
        return differs(at, 'form', `at most ${AUDIT_POSTINGS_MAX} postings`, 'more')
      }
      if (line.seq <= seq || line.seq > head.seq) {
        const expected = `a position from ${seq + 1} to ${head.seq}`
        return differs(at, 'conserved', expected, String(line.seq))
      }
      seq = line.seq
      const overflow = line.movements.find(({ amountMinor }) => !parseMinor(amountMinor).ok)
      if (overflow) return differs(at, 'conserved', 'an amount below 2^128', overflow.amountMinor)
      const fault = books.move(line.movements)
      if (fault !== undefined) return differs(at, 'conserved', fault.expected, fault.found)
      tally.count('conserved')
      const isOwn = auditTransferBase(line.transfer) === own
      if (isOwn !== (postings === 1) && !line.transfer.endsWith('/return')) {
        return differs(at, 'paid', 'the pool to come in first, once', line.transfer)
      }
      return isOwn ? checkOwn(line, at, rule.poolMinor) : takeClaims(line, at)
    },
    balances(line, at) {
      const difference = checkBalances(line, at)
      if (difference !== undefined) return difference
      for (const [position, claim] of claims.entries()) {
        const unpaid = checkPaid(rule, claim, paid.get(position) ?? NOTHING_PAID)
        if (unpaid !== undefined) return unpaid
        tally.count('paid')
      }
      return checkRest(at)
    },
    head: () => head,
    settledMinor: () => books.postedOf('settled'),
    returnedMinor: () => books.returned(),
  }
}

/** The campaign's own postings: its pool comes in, and at its end what was forfeited goes back to it and what is left to where it came from. */
function checkOwn(
  { transfer, movements }: PostingLine,
  at: number,
  poolMinor: string,
): AuditDifference | undefined {
  const ways = movements.map(({ kind, debit, credit }) => `${kind} ${debit} ${credit}`).join(', ')
  if (transfer.endsWith('/return')) {
    const isBack = /^(single forfeited pool, )?single pool funding$/.test(ways)
    return isBack ? undefined : differs(at, 'paid', 'what is left going back', ways)
  }
  if (!transfer.endsWith('/open') || ways !== 'single funding pool') {
    return differs(at, 'paid', 'the pool coming in', `${transfer}: ${ways}`)
  }
  const [movement] = movements
  return movement?.amountMinor === poolMinor
    ? undefined
    : differs(at, 'paid', `a pool of ${poolMinor}`, movement?.amountMinor)
}

/** Whether a movement is one of a claim: it ends or reverses what that claim began, and funding has no part in it. */
function isOfClaim(base: string, { kind, debit, credit, refers }: AuditMovement): boolean {
  const begins = kind === 'single' || kind === 'reserve'
  const isReferring = begins ? refers === undefined : auditTransferBase(refers ?? '') === base
  return isReferring && debit !== 'funding' && credit !== 'funding'
}

function isRecovery({ movements }: PostingLine): boolean {
  return movements.some(({ debit, credit }) => debit === 'receivable' || credit === 'receivable')
}

function inWords({ kind, debit, credit, refers = 'no transfer' }: AuditMovement): string {
  return `${kind} ${debit} ${credit} of ${refers}`
}
