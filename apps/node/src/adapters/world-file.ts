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
import { STATUS_FETCH_BUDGET_MS } from '@evenkeel/issuer'
import {
  checkLeaseRule,
  encodeHex,
  isJsonObject,
  type JsonValue,
  LEASE_CLASSES,
  type LeaseClass,
  leaseRuleOf,
  type Random,
} from '@evenkeel/kernel'
import { DEFAULT_LEASE, type WorldLease } from '../world-config.ts'

/** Where a new world lives unless it is told otherwise. */
export const DEFAULT_PUBLIC_URL = 'http://127.0.0.1:8790'

const FILE = 'world.json'

/** Thrown when a world cannot be made, or gone on with, as it is asked for. */
export class WorldFileError extends Error {
  override readonly name: string = 'WorldFileError'
  readonly code: 'address_not_usable' | 'lease_rule_unworkable' | 'file_not_usable'
  /** What can be done about it. */
  readonly next: string

  constructor(code: WorldFileError['code'], why: string, next: string) {
    super(why)
    this.code = code
    this.next = next
  }
}

/** What a world was made with, for ever: it stands in what it has signed. */
export interface WorldFile extends WorldLease {
  readonly publicUrl: string
}

/** What the world in this directory was made with; undefined for a directory without one. Throws WorldFileError. */
export function readWorldFile(directory: string): WorldFile | undefined {
  const path = join(directory, FILE)
  if (!existsSync(path)) return undefined
  const { v, publicUrl, ...times } = parse(readFileSync(path, 'utf8'))
  // Worlds from before the choice have the default times.
  const { lease, clockBoundMs } = { ...DEFAULT_LEASE, ...times }
  const isLease = typeof lease === 'string' && Object.hasOwn(LEASE_CLASSES, lease)
  if (v !== 1 || typeof publicUrl !== 'string' || !isLease || typeof clockBoundMs !== 'number') {
    const why = `${path} is not what a world writes`
    throw new WorldFileError('address_not_usable', why, 'restore it from a backup')
  }
  return {
    publicUrl: checkPublicUrl(publicUrl),
    ...checkLease({ lease: lease as LeaseClass, clockBoundMs }),
  }
}

/**
 * Fixes what a world is made with: its public URL, which stands in credentials, status lists and receipts that others keep, and the times by
 * which everybody relies on its status lists. Of several processes that start together one decides. Throws WorldFileError for anything else than
 * the first, and for times that cannot work.
 */
export function keepWorldFile(
  directory: string,
  wanted: Partial<WorldFile>,
  random: Random,
): WorldFile {
  const kept = readWorldFile(directory) ?? createWorldFile(directory, wanted, random)
  const {
    publicUrl = kept.publicUrl,
    lease = kept.lease,
    clockBoundMs = kept.clockBoundMs,
  } = wanted
  if (checkPublicUrl(publicUrl) !== kept.publicUrl) {
    throw new WorldFileError(
      'address_not_usable',
      `the world in ${directory} is at ${kept.publicUrl}, which stands in what it has signed`,
      `go on at ${kept.publicUrl}, or make a new world in another directory`,
    )
  }
  if (lease !== kept.lease || clockBoundMs !== kept.clockBoundMs) {
    throw new WorldFileError(
      'lease_rule_unworkable',
      `the world in ${directory} was made with leases of ${kept.lease} and a clock bound of ${kept.clockBoundMs} ms`,
      'go on with these, or make a new world in another directory',
    )
  }
  return kept
}

/** A world whose file was lost is not given another address: it would no longer answer where its credentials point. */
function createWorldFile(directory: string, wanted: Partial<WorldFile>, random: Random): WorldFile {
  const path = join(directory, FILE)
  if (existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.db'))) {
    throw new WorldFileError(
      'address_not_usable',
      `${path} is missing, and what the world in ${directory} has signed says where it is`,
      `restore ${path} from a backup, or make a new world in another directory`,
    )
  }
  const made: WorldFile = {
    publicUrl: checkPublicUrl(wanted.publicUrl ?? DEFAULT_PUBLIC_URL),
    ...checkLease({ ...DEFAULT_LEASE, ...wanted }),
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const draft = `${path}.${encodeHex(random.bytes(8))}.tmp`
  try {
    const text = `${JSON.stringify({ v: 1, ...made }, null, 2)}\n`
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(draft, path)
  } catch (error) {
    // Another process was first: its URL counts.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readWorldFile(directory) ?? made
}

/** A URL that parties can live below: its origin and path, no slash at the end. Throws WorldFileError. */
function checkPublicUrl(text: string): string {
  const url = URL.parse(text)
  const isPlain =
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username + url.password + url.search + url.hash === ''
  if (!isPlain) {
    throw new WorldFileError(
      'address_not_usable',
      `${text} is not the URL of a world`,
      'give an http or https URL with nothing behind its path',
    )
  }
  return (url.origin + url.pathname).replace(/\/+$/, '')
}

/** Times under which no verifier runs out of usable heads. Throws WorldFileError. */
function checkLease({ lease, clockBoundMs }: WorldLease): WorldLease {
  const rule = leaseRuleOf({ leaseMs: LEASE_CLASSES[lease], clockBoundMs })
  const checked = checkLeaseRule(rule, STATUS_FETCH_BUDGET_MS)
  if (checked.ok) return { lease, clockBoundMs }
  throw new WorldFileError(
    'lease_rule_unworkable',
    `${lease} with a clock bound of ${clockBoundMs} ms: ${checked.error.detail}`,
    'take a longer lease, or a smaller bound if the clocks are that good',
  )
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as JsonValue
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}
