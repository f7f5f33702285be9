import { Buffer } from 'node:buffer'

/** Encodes bytes as lower-case hexadecimal. */
export function encodeHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/** Decodes lower-case hexadecimal of even length; returns undefined for anything else. */
export function decodeHex(text: string): Uint8Array | undefined {
  const decoded = Buffer.from(text, 'hex')
  // Node stops at the first character that is no digit and drops a last odd one.
  return decoded.toString('hex') === text ? new Uint8Array(decoded) : undefined
}
