import { HANDOFF_MEDIA_TYPE, HANDOFF_PATH } from '../handoff/envelope.ts'
import type { AddressBook } from '../party/address-book.ts'
import type { Transport, TransportFailure } from '../ports.ts'
import { err, ok, type Result } from '../result.ts'
import type { HttpAnswer, SafeHttpClient } from './http-client.ts'

export interface HttpTransportOptions {
  readonly addresses: Pick<AddressBook, 'urlOf'>
  readonly client: Pick<SafeHttpClient, 'exchange'>
}

/** The network: envelopes are posted to `<the party's URL>/handoffs` and answered with the acknowledgement, documents are read with GET. */
export function createHttpTransport({ addresses, client }: HttpTransportOptions): Transport {
  return {
    async deliver(to, envelope, limits) {
      const body = { bytes: envelope.slice(), mediaType: HANDOFF_MEDIA_TYPE }
      const url = addresses.urlOf(to) + HANDOFF_PATH
      return bytesOf(await client.exchange({ url, body, ...limits }))
    },
    async retrieve(url, limits) {
      return bytesOf(await client.exchange({ url, ...limits }))
    },
  }
}

/** What a peer says with a status that is no answer to the question is for its own operator to read. */
function bytesOf(
  exchanged: Result<HttpAnswer, TransportFailure>,
): Result<Uint8Array, TransportFailure> {
  if (!exchanged.ok) return exchanged
  const { status, bytes } = exchanged.value
  if (status === 200) return ok(bytes)
  const isAbsent = status === 404 || status === 410
  return err({ code: isAbsent ? 'not_found' : 'transport_unreachable', detail: `HTTP ${status}` })
}
