import { encodeHex } from '../bytes/hex.ts'

/**
 * The y coordinates of the eight points whose order divides the cofactor 8: 0 (order 4), 1 (the identity), p - 1 (order 2), and the two of
 * order 8; 32 bytes little-endian, sign bit clear.
 */
const SMALL_ORDER_Y: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** A y of p = 2^255 - 19 or more: a second encoding of a smaller y (RFC 8032 §5.1.3 step 1). */
const SECOND_ENCODING = /^(e[d-f]|f[0-9a-f])(ff){30}7f$/

/**
 * Says whether 32 bytes may be used as an Ed25519 public key: canonical, and not of small order, since under such a key one signature fits
 * many messages. Whether a point with this y exists is left to the signature check.
 */
export function isEd25519PublicKey(bytes: Uint8Array): boolean {
  // A copy also of a Buffer, whose `slice` is a view.
  const y = new Uint8Array(bytes)
  y[31] = (y[31] ?? 0) & 0x7f // The top bit is the sign of x.
  const hex = encodeHex(y)
  return !SMALL_ORDER_Y.has(hex) && !SECOND_ENCODING.test(hex)
}
