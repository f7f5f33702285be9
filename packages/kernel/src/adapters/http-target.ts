import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { assert } from '../assert.ts'
import type { TransportFailure } from '../ports.ts'
import { err, ok, type Result } from '../result.ts'
import { isLoopbackAddress, isPublicAddress } from './http-address.ts'
import { HTTP_ADDRESSES_TRIED_MAX, HTTP_LOOKUPS_MAX, HTTP_URL_CHARS_MAX } from './limits.ts'

/** What may be called beside the public internet over https. */
export interface AllowedOrigins {
  /** This machine, over http too, when the URL itself says so: 127.0.0.0/8, [::1] or localhost. For worlds on one machine. */
  readonly loopback?: boolean
  /** Origins of the operator's own choice, as `http://10.0.0.5:8080`: http and private addresses are fine there. */
  readonly origins?: readonly string[]
}

/** Finds the IP addresses of a host, best first. Rejects when there are none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>

/** A URL that may be called, and where: nobody looks the host up again. */
export interface HttpTarget {
  readonly url: URL
  readonly addresses: readonly string[]
}

export type FindTarget = (url: string) => Promise<Result<HttpTarget, TransportFailure>>

/** Loopback hosts as the URL parser writes them. */
const LOOPBACK_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Says whether a URL names this machine by a host that every machine has. */
export function isLoopbackUrl(url: string): boolean {
  return LOOPBACK_HOST.test(URL.parse(url)?.hostname ?? '')
}

export const systemResolveHost: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Makes the check of a URL before anything is sent to it. It resolves the host once, and one address that is not allowed refuses the URL,
 * whatever stands beside it.
 */
export function createFindTarget(allow: AllowedOrigins, resolve: ResolveHost): FindTarget {
  const origins = new Set(allow.origins?.map(originOf))
  let lookups = 0

  async function addressesOf(host: string): Promise<readonly string[]> {
    if (isIP(host) !== 0) return [host]
    if (lookups >= HTTP_LOOKUPS_MAX) throw new Error('too many names are being resolved')
    lookups += 1
    try {
      return await resolve(host)
    } finally {
      lookups -= 1
    }
  }

  return async (text) => {
    const url = text.length > HTTP_URL_CHARS_MAX ? null : URL.parse(text)
    if (url === null) return notAllowed('not a URL')
    if (url.username + url.password !== '') return notAllowed('credentials in the URL')
    if (url.href.includes('#')) return notAllowed('a fragment in the URL')
    const isChosen = origins.has(url.origin)
    const isLoopback = allow.loopback === true && LOOPBACK_HOST.test(url.hostname)
    if (!isChosen && !isLoopback) {
      if (url.protocol !== 'https:') return notAllowed('not https')
      if (!isPortOfHttps(url.port)) return notAllowed('a port of another protocol')
    }
    const addresses = await addressesOf(url.hostname.replace(/^\[|\]$/g, ''))
    if (addresses.length === 0) return err({ code: 'transport_unreachable', detail: 'no address' })
    const isAllowed = isLoopback ? isLoopbackAddress : isPublicAddress
    if (!isChosen && !addresses.every(isAllowed)) return notAllowed('not a public address')
    return ok({ url, addresses: addresses.slice(0, HTTP_ADDRESSES_TRIED_MAX) })
  }
}

/**
 * 443, and what unprivileged services use. The ports below 1024 belong to other protocols by convention; above, TLS comes first, so no
 * plain-text service can be made to read what a URL's author wrote.
 */
function isPortOfHttps(port: string): boolean {
  return port === '' || Number(port) >= 1024
}

function originOf(text: string): string {
  const url = URL.parse(text)
  assert(
    url !== null && /^https?:$/.test(url.protocol),
    'an allowed origin is an http or https URL',
  )
  assert(url.href === `${url.origin}/`, 'an allowed origin has no path, query or credentials')
  return url.origin
}

function notAllowed(detail: string): Result<never, TransportFailure> {
  return err({ code: 'address_not_allowed', detail })
}
