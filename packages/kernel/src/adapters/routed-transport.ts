import type { PartyId } from '../ids.ts'
import type { AddressBook } from '../party/address-book.ts'
import type { Transport } from '../ports.ts'

export interface RoutedTransportOptions {
  readonly addresses: Pick<AddressBook, 'partyAt'>
  /** Whether a party lives in this process. */
  readonly isLocal: (party: PartyId) => boolean
  readonly local: Transport
  readonly remote: Transport
}

/** Reaches the parties of this process without a socket, and everybody else by the other transport. */
export function createRoutedTransport(options: RoutedTransportOptions): Transport {
  const { addresses, isLocal, local, remote } = options
  const routeTo = (party: PartyId | undefined) =>
    party !== undefined && isLocal(party) ? local : remote
  return {
    deliver: (to, envelope, limits) => routeTo(to).deliver(to, envelope, limits),
    retrieve: (url, limits) => routeTo(addresses.partyAt(url)?.party).retrieve(url, limits),
  }
}
