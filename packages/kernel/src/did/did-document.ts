import { type Static, Type } from 'typebox'
import { importPublicJwk, type PublicKey } from '../crypto/import-public-jwk.ts'
import type { PublicJwk } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result, unwrap } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import {
  DID_CHARS_MAX,
  DID_DOCUMENT_BYTES_MAX,
  DID_DOCUMENT_DEPTH_MAX,
  DID_METHODS_MAX,
} from './limits.ts'
import { readMultikey } from './multikey.ts'

/** What a key of a DID may be used for (DID Core §5.3): to sign credentials, or to prove who one is. */
export type DidPurpose = 'assertionMethod' | 'authentication'

/** One usable key of a DID. */
export interface DidKey {
  /** Absolute DID URL of the verification method: what a `kid` names. */
  readonly id: string
  readonly key: PublicKey
  readonly purposes: readonly DidPurpose[]
}

/** A DID document as this project publishes it (DID Core §5). */
export interface DidDocument {
  readonly '@context': readonly string[]
  readonly id: string
  readonly verificationMethod: readonly DidVerificationMethod[]
  readonly assertionMethod: readonly string[]
  readonly authentication: readonly string[]
}

/** `JsonWebKey2020` is what wallets in use read; its successor `JsonWebKey` (Controlled Identifiers 1.0 §2.2.3) is read here and not written yet. */
export interface DidVerificationMethod {
  readonly id: string
  readonly type: 'JsonWebKey2020'
  readonly controller: string
  readonly publicKeyJwk: PublicJwk & { readonly kid: string }
}

/** Makes the document of a DID whose keys are these, each under `<did>#<its thumbprint>` and for both purposes. Throws on a key that is not public. */
export function didDocumentOf(did: string, jwks: readonly PublicJwk[]): DidDocument {
  const verificationMethod = jwks.map((unchecked): DidVerificationMethod => {
    const { jwk, thumbprint: kid } = unwrap(importPublicJwk(unchecked))
    const publicKeyJwk = { ...jwk, kid }
    return { id: `${did}#${kid}`, type: 'JsonWebKey2020', controller: did, publicKeyJwk }
  })
  const ids = verificationMethod.map(({ id }) => id)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: did,
    verificationMethod,
    assertionMethod: ids,
    authentication: ids,
  }
}

const open = { additionalProperties: true }
const didUrl = Type.String({ minLength: 1, maxLength: DID_CHARS_MAX })
const method = Type.Object(
  {
    id: didUrl,
    type: Type.String({ maxLength: 128 }),
    controller: didUrl,
    publicKeyJwk: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    publicKeyMultibase: Type.Optional(Type.String({ maxLength: DID_CHARS_MAX })),
  },
  open,
)
const relationship = Type.Optional(
  Type.Array(Type.Union([didUrl, method]), { maxItems: DID_METHODS_MAX }),
)
const documentSchema = Type.Object(
  {
    id: didUrl,
    verificationMethod: Type.Optional(Type.Array(method, { maxItems: DID_METHODS_MAX })),
    assertionMethod: relationship,
    authentication: relationship,
  },
  open,
)
const parseDocument: Parser<Static<typeof documentSchema>> = createParser(documentSchema, {
  maxBytes: DID_DOCUMENT_BYTES_MAX,
  maxDepth: DID_DOCUMENT_DEPTH_MAX,
})

/**
 * Reads the keys of a DID from its document, which must be about this very DID. Methods of other kinds, of other controllers and of no
 * purpose are left out. Reasons: did_document_malformed, also for two methods with one id.
 */
export function readDidDocument(
  did: string,
  bytes: Uint8Array,
): Result<readonly DidKey[], Reasoned> {
  const parsed = parseDocument(bytes)
  if (!parsed.ok) return refuse('did_document_malformed', parsed.error.detail ?? parsed.error.code)
  const document = parsed.value
  if (document.id !== did) return refuse('did_document_malformed', 'it is about another DID')
  // DID Core §3.2.1: a relative DID URL is one of the document's own DID.
  const absolute = (id: string) => (id.startsWith('#') ? did + id : id)

  const methods = [...(document.verificationMethod ?? [])]
  const purposes = new Map<string, DidPurpose[]>()
  for (const purpose of ['assertionMethod', 'authentication'] as const) {
    for (const reference of document[purpose] ?? []) {
      if (typeof reference !== 'string') methods.push(reference)
      const id = absolute(typeof reference === 'string' ? reference : reference.id)
      purposes.set(id, [...(purposes.get(id) ?? []), purpose])
    }
  }
  const ids = methods.map(({ id }) => absolute(id))
  if (new Set(ids).size < ids.length) {
    return refuse('did_document_malformed', 'two verification methods have one id')
  }
  const keys = methods.flatMap((candidate): DidKey[] => {
    const id = absolute(candidate.id)
    const key = readMethodKey(candidate)
    const usedFor = purposes.get(id)
    const isOwn = candidate.controller === did && id.startsWith(`${did}#`)
    return key?.ok && usedFor && isOwn ? [{ id, key: key.value, purposes: usedFor }] : []
  })
  return ok(keys)
}

/** The key of a verification method; undefined when it has none in one form, or two. */
function readMethodKey(of: Static<typeof method>): Result<PublicKey, Reasoned> | undefined {
  const { type, publicKeyJwk, publicKeyMultibase } = of
  if (publicKeyJwk !== undefined && publicKeyMultibase !== undefined) return undefined
  if (publicKeyJwk && (type === 'JsonWebKey' || type === 'JsonWebKey2020')) {
    return publicKeyJwk.use === 'enc' ? undefined : importPublicJwk(publicKeyJwk)
  }
  if (publicKeyMultibase !== undefined && type === 'Multikey') {
    return readMultikey(publicKeyMultibase)
  }
  return undefined
}
