import type { PartyId } from '../ids.ts'

/** Hosts of parties: a name that nobody can register (RFC 2606), until directories carry addresses. */
const HOST_SUFFIX = '.evenkeel.example'

/** Where a party's documents are, and the identifier of an issuer in credentials; no slash at the end. */
export function partyUrl(party: PartyId): string {
  return `https://${party}${HOST_SUFFIX}`
}

/** The party and the path that a URL names; undefined for a URL of nobody's. */
export function readPartyUrl(
  url: string,
): { readonly party: PartyId; readonly path: string } | undefined {
  const address = URL.parse(url)
  if (!address?.hostname.endsWith(HOST_SUFFIX)) return undefined
  const party = address.hostname.slice(0, -HOST_SUFFIX.length) as PartyId
  return { party, path: address.pathname + address.search }
}
