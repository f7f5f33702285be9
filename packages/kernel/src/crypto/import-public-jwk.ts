import { Buffer } from 'node:buffer'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { viewBase64url } from '../bytes/base64url.ts'
import type { Alg, PublicJwk } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { isEd25519PublicKey } from './ed25519-point.ts'
import { PUBLIC_KEY_CACHE_ENTRIES_MAX } from './limits.ts'
import { thumbprintJwk, type UncheckedJwk } from './thumbprint-jwk.ts'

/** A public key that was checked once and can be used many times. */
export interface PublicKey {
  readonly alg: Alg
  /** Only the members that the thumbprint covers. */
  readonly jwk: PublicJwk
  readonly keyObject: KeyObject
  /** RFC 7638 thumbprint (SHA-256, base64url). */
  readonly thumbprint: string
}

/** Members that only private and symmetric keys have (RFC 7518 §6.2.2, §6.3.2, §6.4). */
const PRIVATE_MEMBERS: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])

/** What precedes the point in a P-256 SubjectPublicKeyInfo, uncompressed (RFC 5480 §2). */
const P256_SPKI_PREFIX = Buffer.from(
  '3059301306072a8648ce3d020106082a8648ce3d03010703420004',
  'hex',
)
/** What precedes the key in an Ed25519 SubjectPublicKeyInfo (RFC 8410 §4). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

// Imported keys by coordinates, oldest first. A memo of a pure function: it changes the speed, never an answer.
const imported = new Map<string, PublicKey>()

/**
 * Imports a public Ed25519 (RFC 8037) or P-256 (RFC 7518 §6.2) key; members beside those of the key itself are ignored, except that `alg`
 * must be the key's. Refused with key_malformed: private members, other curves, coordinates that are not 32 bytes of strict base64url,
 * points that are not on P-256, and Ed25519 points of small order (under which anybody can sign). An Ed25519 x that is no point of the
 * curve passes here, because finding out costs as much as a signature check; no signature holds under it.
 */
export function importPublicJwk(unchecked: UncheckedJwk): Result<PublicKey, Reasoned> {
  const jwk = unchecked as Readonly<Record<string, unknown>>
  const privateMember = Object.keys(jwk).find((member) => PRIVATE_MEMBERS.has(member))
  if (privateMember !== undefined) return refuse('key_malformed', `has the member ${privateMember}`)
  const alg: Alg = jwk.crv === 'Ed25519' ? 'EdDSA' : 'ES256'
  if (jwk.alg !== undefined && jwk.alg !== alg) {
    return refuse('key_malformed', 'alg does not fit the curve')
  }
  const cacheKey = spellingOf(jwk)
  const cached = imported.get(cacheKey)
  if (cached !== undefined) return ok(cached)

  const read = readPublicJwk(jwk)
  if (!read.ok) return read
  const { bare, spki } = read.value
  let keyObject: KeyObject
  try {
    // Measured: as a JWK it takes a third longer.
    keyObject = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch {
    return refuse('key_malformed', 'not a point of the curve')
  }
  let thumbprint: string | undefined
  const key: PublicKey = {
    alg,
    jwk: bare,
    keyObject,
    // Most keys check one signature and are never named.
    get thumbprint() {
      thumbprint ??= thumbprintJwk(bare)
      return thumbprint
    },
  }
  remember(cacheKey, key)
  return ok(key)
}

/** What a known key is found by before anything is decoded: strict base64url has one spelling. Nothing else is remembered under it. */
function spellingOf({ kty, crv, x, y }: Readonly<Record<string, unknown>>): string {
  if (typeof x !== 'string') return ''
  if (kty === 'OKP' && crv === 'Ed25519') return `Ed25519 ${x}`
  return kty === 'EC' && crv === 'P-256' && typeof y === 'string' ? `P-256 ${x} ${y}` : ''
}

interface ReadJwk {
  /** The members of the key alone, in the order of its thumbprint. */
  readonly bare: PublicJwk
  /** The same key as a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), DER. */
  readonly spki: Buffer
}

function readPublicJwk(jwk: Readonly<Record<string, unknown>>): Result<ReadJwk, Reasoned> {
  const { kty, crv, x, y } = jwk
  const xBytes = decodeCoordinate(x)
  if (kty === 'OKP' && crv === 'Ed25519') {
    if (xBytes === undefined || !isEd25519PublicKey(xBytes)) {
      return refuse('key_malformed', 'x is no Ed25519 public key')
    }
    const spki = Buffer.concat([ED25519_SPKI_PREFIX, xBytes])
    return ok({ bare: { crv, kty, x: x as string }, spki })
  }
  if (kty === 'EC' && crv === 'P-256') {
    const yBytes = decodeCoordinate(y)
    if (xBytes === undefined || yBytes === undefined) {
      return refuse('key_malformed', 'a coordinate is not 32 bytes in base64url')
    }
    const spki = Buffer.concat([P256_SPKI_PREFIX, xBytes, yBytes])
    return ok({ bare: { crv, kty, x: x as string, y: y as string }, spki })
  }
  return refuse('key_malformed', 'neither Ed25519 nor P-256')
}

function decodeCoordinate(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? viewBase64url(value) : undefined
  return bytes?.length === 32 ? bytes : undefined
}

function remember(cacheKey: string, key: PublicKey): void {
  if (imported.size >= PUBLIC_KEY_CACHE_ENTRIES_MAX) {
    for (const oldest of imported.keys()) {
      imported.delete(oldest)
      break
    }
  }
  imported.set(cacheKey, key)
}
