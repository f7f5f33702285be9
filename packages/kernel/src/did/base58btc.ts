import { BASE58_CHARS_MAX } from './limits.ts'

/** The alphabet of Bitcoin's base58 (draft-msporny-base58-03 §2): no 0, O, I and l. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Encodes bytes as base58btc: the number that they are, after a `1` for each leading zero byte. Quadratic: for keys, not for bodies. */
export function encodeBase58btc(bytes: Uint8Array): string {
  let number = 0n
  let zeros = 0
  for (const byte of bytes) {
    number = number * 256n + BigInt(byte)
    if (number === 0n) zeros += 1
  }
  let digits = ''
  for (; number > 0n; number /= 58n) digits = ALPHABET.charAt(Number(number % 58n)) + digits
  return '1'.repeat(zeros) + digits
}

/** Decodes base58btc; every byte string has exactly one encoding. Undefined for other characters and above BASE58_CHARS_MAX. */
export function decodeBase58btc(text: string): Uint8Array | undefined {
  if (text.length > BASE58_CHARS_MAX) return undefined
  let number = 0n
  let zeros = 0
  for (const character of text) {
    const digit = ALPHABET.indexOf(character)
    if (digit === -1) return undefined
    number = number * 58n + BigInt(digit)
    if (number === 0n) zeros += 1
  }
  const bytes: number[] = []
  for (; number > 0n; number /= 256n) bytes.push(Number(number % 256n))
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...bytes.reverse()])
}
