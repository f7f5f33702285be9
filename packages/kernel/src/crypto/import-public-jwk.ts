import { createPublicKey, type KeyObject } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
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
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

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
  const privateMember = PRIVATE_MEMBERS.find((member) => jwk[member] !== undefined)
  if (privateMember !== undefined) return refuse('key_malformed', `has the member ${privateMember}`)
  const alg: Alg = jwk.crv === 'Ed25519' ? 'EdDSA' : 'ES256'
  if (jwk.alg !== undefined && jwk.alg !== alg) {
    return refuse('key_malformed', 'alg does not fit the curve')
  }
  const cacheKey = spellingOf(jwk)
  const cached = imported.get(cacheKey)
  if (cached !== undefined) return ok(cached)

  const bare = barePublicJwk(jwk)
  if (!bare.ok) return bare
  let keyObject: KeyObject
  try {
    keyObject = createPublicKey({ key: { ...bare.value }, format: 'jwk' })
  } catch {
    return refuse('key_malformed', 'not a point of the curve')
  }
  const key = { alg, jwk: bare.value, keyObject, thumbprint: thumbprintJwk(bare.value) }
  remember(cacheKey, key)
  return ok(key)
}

/** What a known key is found by before anything is decoded: strict base64url has one spelling. Nothing else is remembered under it. */
function spellingOf({ kty, crv, x, y }: Readonly<Record<string, unknown>>): string {
  if (typeof x !== 'string') return ''
  if (kty === 'OKP' && crv === 'Ed25519') return `Ed25519 ${x}`
  return kty === 'EC' && crv === 'P-256' && typeof y === 'string' ? `P-256 ${x} ${y}` : ''
}

function barePublicJwk(jwk: Readonly<Record<string, unknown>>): Result<PublicJwk, Reasoned> {
  const x = decodeCoordinate(jwk.x)
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') {
    if (x === undefined || !isEd25519PublicKey(x)) {
      return refuse('key_malformed', 'x is no Ed25519 public key')
    }
    return ok({ crv: 'Ed25519', kty: 'OKP', x: encodeBase64url(x) })
  }
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') {
    const y = decodeCoordinate(jwk.y)
    if (x === undefined || y === undefined) {
      return refuse('key_malformed', 'a coordinate is not 32 bytes in base64url')
    }
    return ok({ crv: 'P-256', kty: 'EC', x: encodeBase64url(x), y: encodeBase64url(y) })
  }
  return refuse('key_malformed', 'neither Ed25519 nor P-256')
}

function decodeCoordinate(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? decodeBase64url(value) : undefined
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
