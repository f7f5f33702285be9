import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { encodeHex } from '../bytes/hex.ts'
import type { Random } from '../ports.ts'
import { AdapterError } from './adapter-error.ts'

/** Bytes of a seed from which a signer is made. */
export const KEY_SEED_BYTES = 32

/**
 * Returns the 32-byte seed in a file, and makes the file from `random` when there is none; of several processes that start together all
 * get the same seed. Throws AdapterError `key_file_unsafe` when anybody but the owner may read it, or it is not 32 bytes: a file that
 * holds something else is never overwritten.
 */
export function readOrCreateKeyFile(path: string, random: Random): Uint8Array {
  try {
    if (!existsSync(path)) createKeyFile(path, random)
    return readKeyFile(path)
  } catch (cause) {
    if (cause instanceof AdapterError) throw cause
    throw unsafe(`cannot use ${path}`, cause)
  }
}

function readKeyFile(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const { mode, size } = fstatSync(file)
    if ((mode & 0o077) !== 0) {
      throw unsafe(`${path} has mode ${(mode & 0o777).toString(8)}; run: chmod 600 ${path}`)
    }
    if (size !== KEY_SEED_BYTES) throw unsafe(`${path} holds ${size} bytes, not ${KEY_SEED_BYTES}`)
    return new Uint8Array(readFileSync(file))
  } finally {
    closeSync(file)
  }
}

/** The file appears under its name whole and on the disk, or not at all: a key that signs must survive the machine. */
function createKeyFile(path: string, random: Random): void {
  const directory = dirname(path)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const draft = `${path}.${encodeHex(random.bytes(8))}.tmp`
  try {
    writeFileSync(draft, random.bytes(KEY_SEED_BYTES), { mode: 0o600, flag: 'wx', flush: true })
    linkUnlessPresent(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  const entry = openSync(directory, 'r')
  fsyncSync(entry)
  closeSync(entry)
}

function linkUnlessPresent(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    // Another process was first: its seed counts.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function unsafe(detail: string, cause?: unknown): AdapterError {
  return new AdapterError('key_file_unsafe', { retryable: false, detail, cause })
}
