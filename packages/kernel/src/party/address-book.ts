import type { PartyId } from '../ids.ts'

/** Hosts of parties without an address of their own: a name that nobody can register (RFC 2606). */
const HOST_SUFFIX = '.evenkeel.example'

/** A party, and what is asked of it: a path with its query, from `/` on. */
export interface PartyAddress {
  readonly party: PartyId
  readonly path: string
}

/** Where the parties are. */
export interface AddressBook {
  /** Where a party's documents are, and its identifier in protocols: an origin and perhaps a path, no slash at the end. */
  urlOf(party: PartyId): string
  /** The party and the path that a URL names; undefined for a URL of nobody's. */
  partyAt(url: string): PartyAddress | undefined
}

/** Makes the address book of a world: the URLs that are given, and `https://<party>.evenkeel.example` for every other party. */
export function createAddressBook(urls: ReadonlyMap<PartyId, string> = new Map()): AddressBook {
  // Longest first: a party may live below another's URL.
  const known = [...urls].sort(([, one], [, other]) => other.length - one.length)
  return {
    urlOf: (party) => urls.get(party) ?? `https://${party}${HOST_SUFFIX}`,
    partyAt(url) {
      const address = URL.parse(url)
      if (address === null) return undefined
      const text = address.origin + address.pathname + address.search
      for (const [party, base] of known) {
        if (text.startsWith(`${base}/`)) return { party, path: text.slice(base.length) }
      }
      if (!address.hostname.endsWith(HOST_SUFFIX)) return undefined
      const party = address.hostname.slice(0, -HOST_SUFFIX.length) as PartyId
      return { party, path: address.pathname + address.search }
    },
  }
}
