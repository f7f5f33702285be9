import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  canonicalJson,
  encodeHex,
  type JsonObject,
  ok,
  type Reasoned,
  type Result,
  refuse,
  sha256,
} from '@evenkeel/kernel'

export interface OnceRequest {
  /** Directory of the world; the keys are kept below it. */
  readonly directory: string
  readonly key: string
  /** What is asked for: another request under the same key is refused. */
  readonly request: JsonObject
}

interface KeptRequest {
  readonly requestHash: string
  /** Absent while it runs, and for ever when nobody saw it end. */
  readonly outcome?: JsonObject
}

/**
 * Does work at most once per key, across processes and crashes: the key is on the disk before the work begins, its outcome after it ended.
 * A repeat gets the stored outcome. Work that was refused may be tried again; work that threw, or whose process died, may not, because
 * nobody knows what it did. Reasons: idempotency_conflict and those of the work.
 */
export async function once<T extends JsonObject>(
  { directory, key, request }: OnceRequest,
  work: () => Promise<Result<T, Reasoned>>,
): Promise<Result<{ readonly outcome: T; readonly repeated: boolean }, Reasoned>> {
  const folder = join(directory, 'idempotency-keys')
  const file = join(folder, `${encodeHex(sha256(key))}.json`)
  const requestHash = encodeHex(sha256(canonicalJson(request)))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!begin(file, { requestHash })) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as KeptRequest
    if (kept.requestHash !== requestHash) return refuse('idempotency_conflict', 'another request')
    if (kept.outcome === undefined) {
      return refuse('idempotency_conflict', 'its first run is still going on, or died')
    }
    return ok({ outcome: kept.outcome as T, repeated: true })
  }
  const done = await work()
  if (!done.ok) {
    rmSync(file)
    return done
  }
  const draft = `${file}.tmp`
  writeFileSync(draft, canonicalJson({ requestHash, outcome: done.value }), {
    mode: 0o600,
    flush: true,
  })
  renameSync(draft, file)
  return ok({ outcome: done.value, repeated: false })
}

/** Says whether this is the first run with the key. */
function begin(file: string, kept: KeptRequest): boolean {
  try {
    writeFileSync(file, canonicalJson(kept), { mode: 0o600, flag: 'wx', flush: true })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
