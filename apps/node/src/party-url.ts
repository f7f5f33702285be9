import { ACCREDITATION_LIST_PATH, type PartyId } from '@evenkeel/kernel'
import { wellKnown } from './world-config.ts'

/** Where a party's documents are, and the identifier of an issuer in credentials. The name is reserved (RFC 2606). */
export function partyUrl(party: PartyId): string {
  return `https://${party}.evenkeel.example`
}

/** Where verifiers read who is accredited. */
export const ACCREDITATIONS_URL: string = `${partyUrl(wellKnown.network)}${ACCREDITATION_LIST_PATH}`
