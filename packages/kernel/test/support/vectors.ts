import { readFileSync } from 'node:fs'
import { decodeBase64url } from '../../src/bytes/base64url.ts'
import { decodeHex } from '../../src/bytes/hex.ts'

/** Reads a file of published vectors; its shape is the reading test's to know. */
export function readVectors<T>(name: string): T {
  const file = new URL(`../../../../spec/vectors/${name}`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

export function hex(text: string): Uint8Array {
  return decoded(decodeHex(text), text)
}

export function base64url(text: string): Uint8Array {
  return decoded(decodeBase64url(text), text)
}

function decoded(bytes: Uint8Array | undefined, text: string): Uint8Array {
  if (bytes === undefined) throw new Error(`the vector cannot be decoded: ${text}`)
  return bytes
}
