import type { AccountId, CampaignId, MinorUnits } from '@evenkeel/kernel'

/** One account in one currency. The four sums only grow, except that pending amounts leave when they are posted, voided or expired. */
export interface Account {
  readonly id: AccountId
  readonly asset: string
  /** True for the accounts that stand for the world outside: their balance is what the world has given or received. */
  readonly mayOverdraw: boolean
  readonly debitsPosted: MinorUnits
  readonly creditsPosted: MinorUnits
  readonly debitsPending: MinorUnits
  readonly creditsPending: MinorUnits
  /** Journal position of the last entry that touched the account: per-account order is the journal's order (L14). */
  readonly lastSeq: number
}

/** The accounts that every campaign has, each isolated from those of other campaigns. */
export const campaignAccountNames = [
  'pool',
  'in_flight',
  'settled',
  'held',
  'forfeited',
  'receivable',
] as const
export type CampaignAccountName = (typeof campaignAccountNames)[number]

const OUTSIDE = /^(funding|rail|payee):([A-Z0-9]{2,12})(?::|$)/

/** A campaign with such an id could take over an account outside campaigns (F4). */
export const RESERVED_CAMPAIGN_ID: RegExp = /^(?:funding|rail|payee):/

/** Id of one of a campaign's own accounts. */
export function campaignAccount(campaignId: CampaignId, name: CampaignAccountName): AccountId {
  return `${campaignId}:${name}` as AccountId
}

/** Where a campaign's money comes from: the outside world, which may go below zero. */
export function fundingAccount(asset: string): AccountId {
  return `funding:${asset}` as AccountId
}

/** What a rail has paid out, as a negative balance: the mirror of all that is settled over it. */
export function railAccount(asset: string, rail: string): AccountId {
  return `rail:${asset}:${rail}` as AccountId
}

/** What a payee holds. The name is personal data: it stays in the ledger's own store. */
export function payeeAccount(asset: string, payee: string): AccountId {
  return `payee:${asset}:${payee}` as AccountId
}

/** Returns the campaign that owns the account, or undefined for the accounts of the world outside. */
export function campaignOf(id: AccountId): CampaignId | undefined {
  return OUTSIDE.test(id) ? undefined : (id.slice(0, id.lastIndexOf(':')) as CampaignId)
}

/** Returns an account with nothing on it. */
export function emptyAccount(id: AccountId, asset: string, mayOverdraw: boolean): Account {
  const zero = 0n as MinorUnits
  return {
    id,
    asset,
    mayOverdraw,
    debitsPosted: zero,
    creditsPosted: zero,
    debitsPending: zero,
    creditsPending: zero,
    lastSeq: 0,
  }
}

/** Funding, rail and payee accounts need no opening: their name says all there is to know. Undefined for a campaign's account. */
export function openOutsideAccount(id: AccountId): Account | undefined {
  const [, kind, asset] = OUTSIDE.exec(id) ?? []
  if (kind === undefined || asset === undefined) return undefined
  return emptyAccount(id, asset, kind !== 'payee')
}

/** Credits minus debits; negative only where an account may overdraw. */
export function postedBalance(account: Account): bigint {
  return account.creditsPosted - account.debitsPosted
}

/** What may still be taken from the account: posted balance without what is reserved. */
export function availableBalance(account: Account): bigint {
  return postedBalance(account) - account.debitsPending
}

/**
 * Whether value may go from one account to the other directly: inside one campaign, between funding and a pool, between a rail and a
 * payee. Nothing else, so that no single leg can take value out of a campaign unseen (D1).
 */
export function mayFlow(debit: AccountId, credit: AccountId): boolean {
  if (debit === credit) return false
  const from = campaignOf(debit)
  const to = campaignOf(credit)
  if (from !== undefined && to !== undefined) return from === to
  if (from === undefined && to === undefined) {
    const kinds = `${kindOf(debit)} ${kindOf(credit)}`
    return kinds === 'rail payee' || kinds === 'payee rail'
  }
  const [outside, inside] = from === undefined ? [debit, credit] : [credit, debit]
  return kindOf(outside) === 'funding' && inside.endsWith(':pool')
}

function kindOf(id: AccountId): string | undefined {
  return OUTSIDE.exec(id)?.[1]
}
