import { createHash } from 'node:crypto'
import { assert, canonicalJson, type JsonValue } from '@evenkeel/kernel'
import { EVENTS_MAX } from './limits.ts'

/** What happened, as members of one JSON object. Hashes instead of contents: lines are compared, not read back. */
export type HistoryLine = Readonly<Record<string, JsonValue>> & { readonly event: string }

/** Everything that happened in a run, in order: canonical JSON lines under a running SHA-256. One seed, one history, byte for byte. */
export class History {
  readonly #hash = createHash('sha256')
  readonly #onLine: ((line: string) => void) | undefined
  #count = 0

  /** `onLine` is given each line without its line end, to write it out or to keep it. */
  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine
  }

  get count(): number {
    return this.#count
  }

  append(atMs: number, line: HistoryLine): void {
    assert(this.#count < EVENTS_MAX, `the run is running away: ${EVENTS_MAX} events`)
    const text = canonicalJson({ ...line, atMs })
    this.#hash.update(`${text}\n`)
    this.#count += 1
    this.#onLine?.(text)
  }

  /** SHA-256 over the lines so far, each ended by a line feed; hex. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
