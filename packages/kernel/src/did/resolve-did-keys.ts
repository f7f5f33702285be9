import type { PublicKey } from '../crypto/import-public-jwk.ts'
import type { Transport } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { type DidKey, type DidPurpose, readDidDocument } from './did-document.ts'
import { readDidJwk } from './did-jwk.ts'
import { readDidKey } from './did-key.ts'
import { didWebUrl } from './did-web.ts'
import { DID_CHARS_MAX, DID_DOCUMENT_BYTES_MAX, DID_FETCH_MS } from './limits.ts'

/** DID Core §3.1. */
const DID =
  /^did:([a-z0-9]+):(?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+$/

export interface ResolveDidOptions {
  /** For did:web alone; the others are computed. */
  readonly transport: Pick<Transport, 'retrieve'>
  /** Wait for a document in milliseconds; DID_FETCH_MS if absent. */
  readonly timeoutMs?: number
}

/**
 * Finds the public keys of a did:key, did:jwk or did:web. Nothing is cached: the caller knows how long it may go by an answer. Reasons:
 * did_malformed, did_method_not_supported, key_malformed, did_document_unavailable, did_document_malformed.
 */
export async function resolveDidKeys(
  did: string,
  options: ResolveDidOptions,
): Promise<Result<readonly DidKey[], Reasoned>> {
  const method = did.length > DID_CHARS_MAX ? undefined : DID.exec(did)?.[1]
  switch (method) {
    case undefined:
      return refuse('did_malformed')
    case 'key':
      return onlyKey(`${did}#${did.slice('did:key:'.length)}`, readDidKey(did))
    case 'jwk':
      return onlyKey(`${did}#0`, readDidJwk(did))
    case 'web':
      return retrieveDidWeb(did, options)
    default:
      return refuse('did_method_not_supported', `did:${method}`)
  }
}

/**
 * Finds the key that an absolute DID URL names and that its DID holds for this purpose: what a `kid` means. Reasons: those of
 * `resolveDidKeys`, did_key_not_found.
 */
export async function resolveDidUrl(
  didUrl: string,
  purpose: DidPurpose,
  options: ResolveDidOptions,
): Promise<Result<PublicKey, Reasoned>> {
  const [did = '', fragment = '', ...rest] = didUrl.split('#', 3)
  if (fragment === '' || rest.length > 0) return refuse('did_malformed', 'names no key of a DID')
  const keys = await resolveDidKeys(did, options)
  if (!keys.ok) return keys
  const found = keys.value.find(({ id, purposes }) => id === didUrl && purposes.includes(purpose))
  return found === undefined ? refuse('did_key_not_found') : ok(found.key)
}

function onlyKey(
  id: string,
  key: Result<PublicKey, Reasoned>,
): Result<readonly DidKey[], Reasoned> {
  if (!key.ok) return key
  return ok([{ id, key: key.value, purposes: ['assertionMethod', 'authentication'] }])
}

async function retrieveDidWeb(
  did: string,
  { transport, timeoutMs = DID_FETCH_MS }: ResolveDidOptions,
): Promise<Result<readonly DidKey[], Reasoned>> {
  const url = didWebUrl(did)
  if (!url.ok) return url
  const limits = { timeoutMs, maxBytes: DID_DOCUMENT_BYTES_MAX }
  const retrieved = await transport.retrieve(url.value, limits)
  if (!retrieved.ok) return refuse('did_document_unavailable', retrieved.error.code)
  return readDidDocument(did, retrieved.value)
}
