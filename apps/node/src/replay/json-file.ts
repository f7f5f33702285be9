import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { ReplayError } from './replay-error.ts'

/** Reads a file that `writeJsonFile` wrote; undefined if there is none. Throws ReplayError file_not_usable if it is no JSON. */
export function readJsonFile<T>(path: string): T | undefined {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    throw new ReplayError('file_not_usable', `${path} is no JSON`)
  }
}

/** Replaces a file: after a crash it holds the old value or the new one, whole. */
export function writeJsonFile(path: string, value: object): void {
  const draft = `${path}.tmp`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(value))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}
