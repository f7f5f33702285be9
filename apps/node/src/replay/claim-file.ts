import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '@evenkeel/kernel'
import { CLAIM_BYTES_MAX } from './limits.ts'

/** Bytes of one entry of the index: where the claim ends, as a big-endian integer. */
const OFFSET_BYTES = 8

/** Claims as they are sent, one after another in a file, with where each ends in a second one: memory holds the index only. */
export interface ClaimFile {
  /** Claims that are whole in the file. */
  readonly count: number
  /** Adds claims behind the last one. */
  append(claims: readonly Uint8Array[]): void
  /** The bytes of one claim, in memory of their own. */
  read(index: number): Uint8Array
  close(): void
}

/** Opens the two files of a directory. What a killed process wrote in part is cut off: a claim counts once its index entry is there. */
export function openClaimFile(directory: string): ClaimFile {
  const bodies = openSync(join(directory, 'claims.bin'), 'a+', 0o600)
  const index = openSync(join(directory, 'claims.idx'), 'a+', 0o600)
  const ends = readEnds(index)
  while (ends.length > 0 && (ends.at(-1) ?? 0) > fstatSync(bodies).size) ends.pop()
  ftruncateSync(index, ends.length * OFFSET_BYTES)
  ftruncateSync(bodies, ends.at(-1) ?? 0)

  return {
    get count() {
      return ends.length
    },
    append(claims) {
      const entries = Buffer.alloc(claims.length * OFFSET_BYTES)
      let end = ends.at(-1) ?? 0
      for (const [position, claim] of claims.entries()) {
        assert(claim.length <= CLAIM_BYTES_MAX, 'a claim within the limit of messages')
        end += claim.length
        ends.push(end)
        entries.writeBigUInt64BE(BigInt(end), position * OFFSET_BYTES)
      }
      writeSync(bodies, Buffer.concat(claims))
      writeSync(index, entries)
    },
    read(position) {
      const start = position === 0 ? 0 : ends[position - 1]
      const end = ends[position]
      assert(start !== undefined && end !== undefined, `no claim ${position}`)
      const claim = new Uint8Array(end - start)
      assert(readSync(bodies, claim, 0, claim.length, start) === claim.length, 'the file is whole')
      return claim
    },
    close() {
      closeSync(bodies)
      closeSync(index)
    },
  }
}

function readEnds(index: number): number[] {
  const count = Math.floor(fstatSync(index).size / OFFSET_BYTES)
  const entries = Buffer.alloc(count * OFFSET_BYTES)
  readSync(index, entries, 0, entries.length, 0)
  return Array.from({ length: count }, (_, i) => Number(entries.readBigUInt64BE(i * OFFSET_BYTES)))
}
