import { assert } from './assert.ts'

declare const brand: unique symbol

/** A primitive that cannot be mistaken for another of the same shape. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** Name of an organisation's node, as in the directory: `issuer-strict`, `ledger`. Also the host label of its address. */
export type PartyId = Branded<string, 'PartyId'>
/** HMAC over (status list, index) under the programme key: names a credential without disclosing it. */
export type CredentialHandle = Branded<string, 'CredentialHandle'>
/** An issuer's own immutable id of a credential that it issued. */
export type CredentialId = Branded<string, 'CredentialId'>
export type CampaignId = Branded<string, 'CampaignId'>
/** One person's claim in a campaign; also the id of its entitlement and of its transfer. */
export type ClaimId = Branded<string, 'ClaimId'>
export type CaseId = Branded<string, 'CaseId'>
export type ReceiptId = Branded<string, 'ReceiptId'>
export type TransferId = Branded<string, 'TransferId'>
export type AccountId = Branded<string, 'AccountId'>
/** Id of one handed-off item, chosen by the sender from the effect, so that a resend is the same item. */
export type HandoffId = Branded<string, 'HandoffId'>
/** Name of one numbering of the items that a sender hands to one recipient. */
export type StreamId = Branded<string, 'StreamId'>
export type Nullifier = Branded<string, 'Nullifier'>
/** Milliseconds since 1970-01-01T00:00:00Z on the reading party's clock. */
export type EpochMs = Branded<number, 'EpochMs'>
/** An amount in the smallest unit of its asset, 0 to 2^128 - 1. */
export type MinorUnits = Branded<bigint, 'MinorUnits'>

/** What an id may look like anywhere: it goes into file names, URLs, logs and SQL parameters. */
export const ID_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._:~-]{0,127}$'
const idRegExp = new RegExp(ID_PATTERN)

export function isId(value: string): boolean {
  return idRegExp.test(value)
}

/** Brands a string that the program itself built or that a schema already checked; throws on any other. */
export function brandId<Id extends string>(value: string): Id {
  assert(isId(value), `not an id: ${value.slice(0, 200)}`)
  return value as Id
}

export function epochMs(value: number): EpochMs {
  assert(Number.isSafeInteger(value), `not a time in milliseconds: ${value}`)
  return value as EpochMs
}
