import { type TSchema, Type } from 'typebox'
import type { PartyId } from '../../ids.ts'
import type { ReasonCode } from '../../reasons/registry.ts'
import { idField } from '../../schema/fields.ts'
import type { AccreditationRecord, Assurance } from '../accreditation.ts'
import { isWithin, placeSchema } from './places.ts'

/** What an issuer's accreditation has to say: who counts is not a list of names, and who is accredited later counts without a new rule. */
export interface IssuerTerms {
  /** It is accredited for at least one of these places, or a part of one: ISO 3166-1 or 3166-2 codes. */
  readonly jurisdictions?: readonly string[]
  /** One of these accredited it. */
  readonly authorities?: readonly PartyId[]
}

/** Places and authorities of one policy. Chosen: every state there is fits. */
const ISSUER_TERMS_MAX = 256

export const issuerTermsSchema: TSchema = Type.Object({
  jurisdictions: Type.Optional(
    Type.Array(placeSchema, { minItems: 1, maxItems: ISSUER_TERMS_MAX, uniqueItems: true }),
  ),
  authorities: Type.Optional(
    Type.Array(idField<PartyId>(), { minItems: 1, maxItems: ISSUER_TERMS_MAX, uniqueItems: true }),
  ),
})

const ASSURANCE_RANK: Readonly<Record<Assurance, number>> = { low: 0, substantial: 1, high: 2 }

/** Why an accreditation is not one that a policy asks for, if it is not. Reasons: credential_assurance_too_low, credential_issuer_not_eligible. */
export function faultOfIssuer(
  record: Pick<AccreditationRecord, 'assurance' | 'jurisdictions' | 'authority'>,
  {
    assuranceMin,
    issuers = {},
  }: { readonly assuranceMin: Assurance; readonly issuers?: IssuerTerms },
): ReasonCode | undefined {
  if (ASSURANCE_RANK[record.assurance] < ASSURANCE_RANK[assuranceMin]) {
    return 'credential_assurance_too_low'
  }
  return meetsIssuerTerms(issuers, record) ? undefined : 'credential_issuer_not_eligible'
}

/** Whether an accreditation is one that the terms ask for. */
export function meetsIssuerTerms(
  { jurisdictions, authorities }: IssuerTerms,
  record: Pick<AccreditationRecord, 'jurisdictions' | 'authority'>,
): boolean {
  const isPlaced =
    jurisdictions === undefined ||
    jurisdictions.some((asked) =>
      // Who is accredited for a whole state is so for each part of it.
      record.jurisdictions.some((place) => isWithin(place, asked) || isWithin(asked, place)),
    )
  return isPlaced && (authorities === undefined || authorities.includes(record.authority))
}

/**
 * Names an accreditation, the same through renewals, new keys and suspensions: what limits per issuer count by. One organisation has one under
 * each authority, whatever names it issues under.
 */
export function accreditationId({
  authority,
  party,
}: Pick<AccreditationRecord, 'authority' | 'party'>): string {
  return `${authority}/${party}`
}
