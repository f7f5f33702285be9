import { constants, deflateSync, inflateSync } from 'node:zlib'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { DEFLATE_LEVEL, INFLATE_CHUNK_BYTES } from './limits.ts'

export interface InflateLimits {
  /** Bytes after decompression. */
  readonly maxBytes: number
}

/** What Node's zlib returns with `info: true`, which its types do not know. */
interface Inflated {
  readonly buffer: Uint8Array
  readonly engine: { readonly bytesWritten: number }
}

/**
 * Compresses the bytes of a list as zlib (Token Status List draft-21 §4.1). Other compressors give other bytes for the same list. It looks for
 * runs only: a list is runs of what did not change, and looking for anything else takes ten times as long and finds less.
 */
export function deflateStatusList(uncompressed: Uint8Array): Uint8Array {
  const options = { level: DEFLATE_LEVEL, strategy: constants.Z_RLE }
  return new Uint8Array(deflateSync(uncompressed, options))
}

/**
 * Decompresses the bytes of a list and stops as soon as they exceed the limit. Reasons: message_too_large; status_list_malformed for a stream
 * that is not zlib, is cut short, fails its checksum, or is followed by anything.
 */
export function inflateStatusList(
  compressed: Uint8Array,
  limits: InflateLimits,
): Result<Uint8Array, Reasoned> {
  try {
    const options = { chunkSize: INFLATE_CHUNK_BYTES, maxOutputLength: limits.maxBytes, info: true }
    const { buffer, engine } = inflateSync(compressed, options) as unknown as Inflated
    if (engine.bytesWritten !== compressed.length) {
      return refuse('status_list_malformed', 'bytes after the end of the stream')
    }
    return ok(withoutSpare(buffer))
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
    return code === 'ERR_BUFFER_TOO_LARGE'
      ? refuse('message_too_large', `a status list of more than ${limits.maxBytes} bytes`)
      : refuse('status_list_malformed', 'not a whole zlib stream')
  }
}

/** The bytes in memory of just their size: a small list comes in the first chunk, which it would keep, a large one has been put together. */
function withoutSpare(bytes: Uint8Array): Uint8Array {
  const { buffer, byteLength } = bytes
  return buffer.byteLength === byteLength ? new Uint8Array(buffer) : new Uint8Array(bytes)
}
