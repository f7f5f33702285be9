import type { AccountId, CampaignId, MinorUnits, RecoveryWay, TransferId } from '@evenkeel/kernel'
import { campaignAccount, fundingAccount, railAccount } from './account.ts'
import type { SingleLeg } from './transfer.ts'

/** What is owed back for one payment. */
export interface Receivable {
  /** Of the payment. */
  readonly transferId: TransferId
  readonly campaignId: CampaignId
  readonly asset: string
  /** The account that the payment went to. */
  readonly payee: AccountId
  /** What comes back goes on to where the pool came from. */
  readonly returns: boolean
  /** What is owed still. */
  readonly open: MinorUnits
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

/** What lowers a receivable by an amount. */
export function recoveryLegs(
  how: RecoveryWay,
  receivable: Receivable,
  amount: MinorUnits,
  rail: string,
): readonly SingleLeg[] {
  const { campaignId, asset, returns } = receivable
  if (how === 'repaid') return repaymentLegs(receivable, amount, rail)
  const givenUp = givenUpLeg(campaignId, amount)
  if (how !== 'compensated') return [givenUp]
  // The payment stands; what makes up for it is new money.
  const [funding, pool] = [fundingAccount(asset), account(campaignId, 'pool')]
  const legs = [givenUp, leg(funding, pool, amount)]
  return returns ? [...legs, leg(pool, funding, amount)] : legs
}

/** The payment stands and nobody owes it: the value left, so no account of the campaign may hold it. */
function givenUpLeg(campaignId: CampaignId, amount: MinorUnits): SingleLeg {
  return leg(account(campaignId, 'receivable'), account(campaignId, 'settled'), amount)
}

/** The payee gives back over the rail, and the campaign that is owed has it again: in its pool, or where the pool came from. */
export function repaymentLegs(
  { campaignId, asset, payee, returns }: Omit<Receivable, 'open' | 'transferId'>,
  amount: MinorUnits,
  rail: string,
): readonly SingleLeg[] {
  const pool = account(campaignId, 'pool')
  const legs = [
    leg(payee, railAccount(asset, rail), amount),
    leg(account(campaignId, 'receivable'), pool, amount),
  ]
  return returns ? [...legs, leg(pool, fundingAccount(asset), amount)] : legs
}

const account = campaignAccount

function leg(debit: AccountId, credit: AccountId, amount: MinorUnits): SingleLeg {
  return { kind: 'single', debit, credit, amount }
}
