import { assert } from '../assert.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

const PREFIX = 'did:web:'
/** The characters of one segment of a DID (DID Core §3.1, `idchar`). */
const SEGMENT = /^(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+$/
const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:%3A[0-9]{1,5})?$/i
/** A host whose last label is a number is an IPv4 address in one of its spellings (URL Standard, "ends in a number"). */
const ENDS_IN_NUMBER = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i

/**
 * The did:web of an https URL without query and fragment; throws on any other. A port is written `%3A<port>`, a path with `:`.
 *
 * @example didWebOf('https://example.org:8443/issuer') === 'did:web:example.org%3A8443:issuer'
 */
export function didWebOf(url: string): string {
  const { protocol, host, pathname, search, hash, username } = new URL(url)
  assert(
    protocol === 'https:' && search + hash + username === '',
    'did:web needs a plain https URL',
  )
  const path = pathname.replace(/\/$/, '').split('/').map(encodeSegment).join(':')
  const did = PREFIX + host.replace(':', '%3A') + path
  assert(didWebUrl(did).ok, 'did:web needs a host with a name, and a path without empty segments')
  return did
}

/** The URL of a did:web's document: `/.well-known/did.json` at the host, or `<path>/did.json`. Reasons: did_malformed. */
export function didWebUrl(did: string): Result<string, Reasoned> {
  const [host = '', ...segments] = did.startsWith(PREFIX) ? did.slice(PREFIX.length).split(':') : []
  const [name = '', port] = host.split(/%3A/i)
  if (!HOST.test(host) || ENDS_IN_NUMBER.test(name)) {
    return refuse('did_malformed', 'not a did:web with the name of a host')
  }
  if (!segments.every((segment) => SEGMENT.test(segment))) {
    return refuse('did_malformed', 'a segment of its path')
  }
  const path = `/${segments.length === 0 ? '.well-known' : segments.join('/')}/did.json`
  const url = URL.parse(`https://${name}${port === undefined ? '' : `:${port}`}${path}`)
  // What the URL parser takes for `.` or `..`, encoded or not, would lead to another party's document.
  if (url === null || url.pathname !== path || /%(?:2f|5c|00)/i.test(path)) {
    return refuse('did_malformed', 'its path leads elsewhere')
  }
  return ok(url.href)
}

/** Percent-encodes what a URL's path may hold and a DID may not. */
function encodeSegment(segment: string): string {
  return segment.replaceAll(/[^A-Za-z0-9._%-]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
}
