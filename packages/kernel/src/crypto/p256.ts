import { createECDH } from 'node:crypto'
import { assert } from '../assert.ts'
import { concatBytes } from '../bytes/concat-bytes.ts'
import { encodeHex } from '../bytes/hex.ts'
import { hmacSha256, sha256 } from './hash.ts'

/** The order n of the base point of P-256 (SEC 2 §2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

export interface P256Point {
  readonly x: Uint8Array
  readonly y: Uint8Array
}

/** Returns the first of seed, SHA-256(seed), SHA-256(SHA-256(seed)), … that is a private key: an integer of 1 to n - 1, 32 bytes. */
export function p256PrivateKey(seed: Uint8Array): Uint8Array {
  let candidate = seed
  while (!isScalar(toInteger(candidate))) candidate = sha256(candidate)
  return candidate
}

/** The private key times the base point; coordinates of 32 bytes. */
export function p256PublicPoint(privateKey: Uint8Array): P256Point {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(privateKey)
  const point = new Uint8Array(ecdh.getPublicKey()) // 0x04 ‖ x ‖ y
  return { x: point.slice(1, 33), y: point.slice(33, 65) }
}

/** Signs with ECDSA on P-256 and SHA-256 and the deterministic nonce of RFC 6979 §3.2; returns r ‖ s, 64 bytes. */
export function signP256(privateKey: Uint8Array, data: Uint8Array): Uint8Array {
  const digest = toInteger(sha256(data)) % ORDER
  const key = toInteger(privateKey)
  assert(isScalar(key), 'not a P-256 private key')
  for (const nonce of nonces(privateKey, toBytes(digest))) {
    const r = toInteger(p256PublicPoint(nonce).x) % ORDER
    const s = (inverse(toInteger(nonce)) * (digest + r * key)) % ORDER
    // Either is zero with probability 2^-256: FIPS 186-5 §6.4.1 takes the next nonce.
    if (r !== 0n && s !== 0n) return concatBytes(toBytes(r), toBytes(s))
  }
  throw new Error('the sequence of nonces has no end')
}

/** RFC 6979 §3.2 steps b to h, with HMAC-SHA-256. */
function* nonces(privateKey: Uint8Array, digest: Uint8Array): Generator<Uint8Array, never> {
  let v: Uint8Array = new Uint8Array(32).fill(0x01)
  let k: Uint8Array = new Uint8Array(32)
  for (const step of [0x00, 0x01]) {
    k = hmacSha256(k, concatBytes(v, Uint8Array.of(step), privateKey, digest))
    v = hmacSha256(k, v)
  }
  for (;;) {
    v = hmacSha256(k, v)
    if (isScalar(toInteger(v))) yield v
    k = hmacSha256(k, concatBytes(v, Uint8Array.of(0x00)))
    v = hmacSha256(k, v)
  }
}

function isScalar(integer: bigint): boolean {
  return integer > 0n && integer < ORDER
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${encodeHex(bytes)}`)
}

function toBytes(integer: bigint): Uint8Array {
  const hex = integer.toString(16).padStart(64, '0')
  const bytes = new Uint8Array(32)
  for (let i = 0; i < 32; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** The inverse modulo n, by the extended Euclidean algorithm. */
function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value, ORDER, 1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b, x, y] = [b, a - quotient * b, y, x - quotient * y]
  }
  assert(a === 1n, 'only units have an inverse')
  return ((x % ORDER) + ORDER) % ORDER
}
