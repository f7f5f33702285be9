import { constants, gzipSync } from 'node:zlib'
import { assert } from '../assert.ts'
import { encodeBase64url } from '../bytes/base64url.ts'
import { DEFLATE_LEVEL } from './limits.ts'
import { STATUS_INVALID, STATUS_SUSPENDED, type StatusList } from './status-list.ts'

/** Purposes of a W3C list that our values have a meaning for (Bitstring Status List 1.0 §2.2). */
export type BitstringPurpose = 'revocation' | 'suspension'

const VALUES: Readonly<Record<BitstringPurpose, number>> = {
  revocation: STATUS_INVALID,
  suspension: STATUS_SUSPENDED,
}

/** JWS `typ` of a status list credential (VC-JOSE-COSE §3.1.1). */
export const BITSTRING_TYP = 'vc+jwt'

/** The list of one purpose: a bit per entry, the first one leftmost, that says whether the entry has the purpose's value. Entries have two bits, LSB first. */
export function bitstringOf(list: StatusList, purpose: BitstringPurpose): Uint8Array {
  assert(list.bits === 2 && list.order === 'lsb', 'entries of two bits, LSB first')
  const nibbles = NIBBLES[purpose]
  const bytes = new Uint8Array(Math.ceil(list.bytes.length / 2))
  for (let at = 0; at < bytes.length; at += 1) {
    const first = nibbles[list.bytes[2 * at] ?? 0] ?? 0
    const second = nibbles[list.bytes[2 * at + 1] ?? 0] ?? 0
    bytes[at] = (first << 4) | second
  }
  return bytes
}

/** Compresses the bytes of a list as gzip (§2.2); looks for runs only, as `deflateStatusList`. */
export function gzipBitstring(uncompressed: Uint8Array): Uint8Array {
  const options = { level: DEFLATE_LEVEL, strategy: constants.Z_RLE }
  return new Uint8Array(gzipSync(uncompressed, options))
}

/** `encodedList`: the compressed list in base64url after the multibase prefix `u` (§2.2). */
export function encodeBitstring(compressed: Uint8Array): string {
  return `u${encodeBase64url(compressed)}`
}

/** By a byte of four entries: their bits of one purpose, the first entry's highest. */
const NIBBLES: Readonly<Record<BitstringPurpose, Uint8Array>> = {
  revocation: nibblesOf(VALUES.revocation),
  suspension: nibblesOf(VALUES.suspension),
}

function nibblesOf(value: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    [0, 1, 2, 3].reduce(
      (nibble, place) => (nibble << 1) | (((byte >> (2 * place)) & 3) === value ? 1 : 0),
      0,
    ),
  )
}
