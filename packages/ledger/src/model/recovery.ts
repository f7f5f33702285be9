import {
  type AccountId,
  assert,
  type CampaignId,
  type MinorUnits,
  type RecoveryWay,
  type TransferId,
} from '@evenkeel/kernel'
import { ACCOUNTS_PAID_MAX } from '../limits.ts'
import { campaignAccount, fundingAccount, railAccount } from './account.ts'
import type { SingleLeg } from './transfer.ts'

/** What is owed back for one payment. */
export interface Receivable {
  /** Of the payment. */
  readonly transferId: TransferId
  readonly campaignId: CampaignId
  readonly asset: string
  /** To whom the payment went, the account that was paid last first: of one in parts the payee may have changed. */
  readonly paidTo: readonly PaidTo[]
  /** What comes back goes on to where the pool came from. */
  readonly returns: boolean
  /** What was owed at first. */
  readonly amount: MinorUnits
  /** What is owed still. */
  readonly open: MinorUnits
}

/** What an account got of a payment, or gives back of it. */
export interface PaidTo {
  readonly payee: AccountId
  readonly amount: MinorUnits
}

/** Id of the transfer that turns a payment into a receivable: one per payment, for ever. */
export function clawBackId(transferId: TransferId): TransferId {
  return `${transferId}/claw-back` as TransferId
}

/** Id of the transfer that lowers a receivable: a statement's payment counts once, and a receivable ends once. */
export function recoveryId(transferId: TransferId, how: RecoveryWay, evidence: string): TransferId {
  const isMoney = how === 'repaid' || how === 'compensated'
  const suffix = isMoney ? `/${evidence.slice(0, EVIDENCE_HEX)}` : ''
  return `${transferId}/${how}${suffix}` as TransferId
}

/** 80 bits of the statement's hash; the rest is in the evidence, so that two statements with one id are a conflict, never one repayment. */
const EVIDENCE_HEX = 20

/** What was settled is owed from now on; `waived` shows it and gives it up at once. */
export function clawBackLegs(
  campaignId: CampaignId,
  amount: MinorUnits,
  waived: boolean,
): readonly SingleLeg[] {
  const owed = leg(account(campaignId, 'settled'), account(campaignId, 'receivable'), amount)
  return waived ? [owed, givenUpLeg(campaignId, amount)] : [owed]
}

/** What lowers a receivable, as it stands when it does, by an amount. */
export function recoveryLegs(
  how: RecoveryWay,
  receivable: Receivable,
  amount: MinorUnits,
  rail: string,
): readonly SingleLeg[] {
  const { campaignId, asset, returns } = receivable
  if (how === 'repaid') return repaymentLegs(receivable, givenBack(receivable, amount), rail)
  const givenUp = givenUpLeg(campaignId, amount)
  if (how !== 'compensated') return [givenUp]
  // The payment stands; what makes up for it is new money.
  const [funding, pool] = [fundingAccount(asset), account(campaignId, 'pool')]
  const legs = [givenUp, leg(funding, pool, amount)]
  return returns ? [...legs, leg(pool, funding, amount)] : legs
}

/**
 * Out of which accounts an amount comes back: the one that was paid last first, after what came back, or was offset, before. So none gives back more of the
 * payment than it got. At most what is open.
 */
export function givenBack(
  { paidTo, amount: owed, open }: Pick<Receivable, 'paidTo' | 'amount' | 'open'>,
  amount: MinorUnits,
): readonly PaidTo[] {
  const [only, ...others] = paidTo
  if (only !== undefined && others.length === 0) return [{ payee: only.payee, amount }]
  let before = owed - open
  let left: bigint = amount
  const given = paidTo.flatMap(({ payee, amount: paid }) => {
    const rest = paid > before ? paid - before : 0n
    before = paid > before ? 0n : before - paid
    const here = rest < left ? rest : left
    left -= here
    return here === 0n ? [] : [{ payee, amount: here as MinorUnits }]
  })
  assert(left === 0n, 'no more is owed than was paid')
  return given
}

/** The same for at most ACCOUNTS_PAID_MAX accounts, so that one repayment can come out of all of them. */
export function fewAccounts(paidTo: readonly PaidTo[]): readonly PaidTo[] {
  const few = paidTo.slice(0, ACCOUNTS_PAID_MAX)
  const last = few.pop()
  if (last === undefined) return few
  const others = paidTo.slice(ACCOUNTS_PAID_MAX).reduce((sum, one) => sum + one.amount, 0n)
  return [...few, { payee: last.payee, amount: (last.amount + others) as MinorUnits }]
}

/** The payment stands and nobody owes it: the value left, so no account of the campaign may hold it. */
function givenUpLeg(campaignId: CampaignId, amount: MinorUnits): SingleLeg {
  return leg(account(campaignId, 'receivable'), account(campaignId, 'settled'), amount)
}

/** Payees give back over the rail, and the campaign that is owed has it again: in its pool, or where the pool came from. */
export function repaymentLegs(
  { campaignId, asset, returns }: Pick<Receivable, 'campaignId' | 'asset' | 'returns'>,
  given: readonly PaidTo[],
  rail: string,
): readonly SingleLeg[] {
  const pool = account(campaignId, 'pool')
  const amount = given.reduce((sum, one) => sum + one.amount, 0n) as MinorUnits
  const legs = [
    ...given.map((one) => leg(one.payee, railAccount(asset, rail), one.amount)),
    leg(account(campaignId, 'receivable'), pool, amount),
  ]
  return returns ? [...legs, leg(pool, fundingAccount(asset), amount)] : legs
}

const account = campaignAccount

function leg(debit: AccountId, credit: AccountId, amount: MinorUnits): SingleLeg {
  return { kind: 'single', debit, credit, amount }
}
