import type { EpochMs } from '../ids.ts'
import type { JsonObject, JsonValue } from '../json/json-value.ts'
import type { AccreditationRecord } from '../messages/accreditation.ts'
import { accreditationId } from '../messages/rule/issuer-terms.ts'

/** What expressions know of the issuer: what its accreditation says, never more. */
export const ISSUER_FACTS = ['id', 'accreditation', 'assurance', 'jurisdictions'] as const
/** What they know of the credential besides its claims. */
export const CREDENTIAL_FACTS = ['type'] as const

/** The values that an expression is evaluated with. A dry run may know some of them only; an expression that reads others cannot be computed. */
export interface ConditionFacts {
  /** The disclosed claims. */
  readonly claims: JsonObject
  readonly issuer: { readonly [Name in (typeof ISSUER_FACTS)[number]]?: JsonValue }
  readonly credential: { readonly [Name in (typeof CREDENTIAL_FACTS)[number]]?: JsonValue }
  /** The verifier's clock. */
  readonly now: EpochMs
}

/** What an accreditation record comes to as facts. */
export function issuerFacts(record: AccreditationRecord): ConditionFacts['issuer'] {
  const { subject, assurance, jurisdictions } = record
  return { id: subject, accreditation: accreditationId(record), assurance, jurisdictions }
}
