import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { encodeHex, type Random } from '@evenkeel/kernel'

/** Where a new world lives unless it is told otherwise. */
export const DEFAULT_PUBLIC_URL = 'http://127.0.0.1:8790'

const FILE = 'world.json'

/** Thrown when a world cannot be at the address that is asked for. */
export class WorldAddressError extends Error {
  override readonly name: string = 'WorldAddressError'
  readonly code = 'address_not_usable'
  /** What can be done about it. */
  readonly next: string

  constructor(why: string, next: string) {
    super(why)
    this.next = next
  }
}

/** The public URL that a world in this directory was made with; undefined for a directory without one. */
export function readPublicUrl(directory: string): string | undefined {
  const path = join(directory, FILE)
  if (!existsSync(path)) return undefined
  const { v, publicUrl } = parse(readFileSync(path, 'utf8'))
  if (v === 1 && typeof publicUrl === 'string') return checkPublicUrl(publicUrl)
  throw new WorldAddressError(`${path} is not what a world writes`, 'restore it from a backup')
}

/**
 * Fixes the public URL of a world for ever: it stands in credentials, status lists and receipts that others keep. Of several processes that
 * start together one decides. Throws WorldAddressError for another URL than the first.
 */
export function keepPublicUrl(
  directory: string,
  wanted: string | undefined,
  random: Random,
): string {
  const kept = readPublicUrl(directory) ?? createWorldFile(directory, wanted, random)
  if (wanted !== undefined && checkPublicUrl(wanted) !== kept) {
    throw new WorldAddressError(
      `the world in ${directory} is at ${kept}, which stands in what it has signed`,
      `go on at ${kept}, or make a new world in another directory`,
    )
  }
  return kept
}

/** A world whose file was lost is not given another address: it would no longer answer where its credentials point. */
function createWorldFile(directory: string, wanted: string | undefined, random: Random): string {
  const path = join(directory, FILE)
  if (existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.db'))) {
    throw new WorldAddressError(
      `${path} is missing, and what the world in ${directory} has signed says where it is`,
      `restore ${path} from a backup, or make a new world in another directory`,
    )
  }
  const publicUrl = checkPublicUrl(wanted ?? DEFAULT_PUBLIC_URL)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const draft = `${path}.${encodeHex(random.bytes(8))}.tmp`
  try {
    const text = `${JSON.stringify({ v: 1, publicUrl }, null, 2)}\n`
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(draft, path)
  } catch (error) {
    // Another process was first: its URL counts.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readPublicUrl(directory) ?? publicUrl
}

/** A URL that parties can live below: its origin and path, no slash at the end. Throws WorldAddressError. */
function checkPublicUrl(text: string): string {
  const url = URL.parse(text)
  const isPlain =
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username + url.password + url.search + url.hash === ''
  if (!isPlain) {
    throw new WorldAddressError(
      `${text} is not the URL of a world`,
      'give an http or https URL with nothing behind its path',
    )
  }
  return (url.origin + url.pathname).replace(/\/+$/, '')
}

function parse(text: string): { readonly v?: unknown; readonly publicUrl?: unknown } {
  try {
    return JSON.parse(text) as object
  } catch {
    return {}
  }
}
