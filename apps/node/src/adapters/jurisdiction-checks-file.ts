import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECK_NAME_PATTERN, createParser, type Parser, Type } from '@evenkeel/kernel'
import {
  createSafeHttpClient,
  isLoopbackUrl,
  type ResolveHost,
  systemClock,
} from '@evenkeel/kernel/adapters'
import { createHttpJurisdictionCheck, type JurisdictionChecks } from '@evenkeel/verifier'
import { WorldFileError } from './world-file.ts'

const FILE = 'jurisdiction-checks.json'
/** Bytes of the file: the 64 overlays that one policy may have, each with a long URL, and room. */
const FILE_BYTES_MAX = 262_144

const parseChecks: Parser<Readonly<Record<string, string>>> = createParser(
  Type.Unsafe<Readonly<Record<string, string>>>(
    Type.Record(Type.String({ pattern: CHECK_NAME_PATTERN }), Type.String()),
  ),
  { maxBytes: FILE_BYTES_MAX, maxDepth: 2 },
)

/** Whom the verifiers of a world in a directory ask. */
export interface FileJurisdictionChecks {
  readonly checks: JurisdictionChecks
  close(): void
}

/**
 * Reads whom the verifiers of the world in this directory ask for overlays: `{"<name of the check>": "<URL>"}`, nobody without the file. The URLs are
 * the operator's own choice, so their hosts may have private addresses; they are https, or of this machine. Throws WorldFileError for anything else:
 * a check that nobody can ask would be one that is always late.
 */
export function readJurisdictionChecks(
  directory: string,
  resolve?: ResolveHost,
): FileJurisdictionChecks {
  const path = join(directory, FILE)
  const urls = existsSync(path) ? readUrls(path) : []
  const client = createSafeHttpClient({
    allow: { origins: urls.map(([, url]) => url.origin) },
    ...(resolve && { resolve }),
  })
  return {
    checks: Object.fromEntries(
      urls.map(([name, { href: url }]) => [
        name,
        createHttpJurisdictionCheck({ client, clock: systemClock, url }),
      ]),
    ),
    close: () => client.close(),
  }
}

function readUrls(path: string): readonly [name: string, url: URL][] {
  const read = parseChecks(readFileSync(path))
  if (!read.ok) throw faultOf(`${path}: ${read.error.detail ?? read.error.code}`)
  return Object.entries(read.value).map(([name, text]) => {
    const url = URL.parse(text)
    const isPlain = url !== null && url.username + url.password + url.hash === ''
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackUrl(text))
    if (!isPlain || !isSafe) throw faultOf(`${path}: ${name} is no https URL`)
    return [name, url]
  })
}

function faultOf(why: string): WorldFileError {
  const next = 'write {"<name of the check>": "https://…"}'
  return new WorldFileError('file_not_usable', why, next)
}
