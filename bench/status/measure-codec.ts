import { inflateSync } from 'node:zlib'
import {
  decodeBase64url,
  decodeStatusList,
  getStatus,
  readStatusToken,
  type StatusList,
  type StatusTokenPayload,
  unwrap,
} from '@evenkeel/kernel'
import { StatusList as ReferenceList } from '@sd-jwt/jwt-status-list'
import { alternate, type Lane, type Round } from '../alternate.ts'
import { ENTRIES } from './large-list.ts'

export type CodecLane = 'inflate' | 'decode' | 'read' | 'lookup'

export interface CodecMeasured {
  readonly codec: readonly Round<CodecLane>[]
  /** Apart, so that nobody else pays for the arrays of numbers that it leaves. */
  readonly reference: readonly Round<'decode' | 'reference'>[]
}

/** Output of the bare inflate at a time, in bytes. Chosen: as ours, so that it is no slower for its buffers. */
const INFLATE_CHUNK_BYTES = 1_048_576
const DECODES = 20
const LOOKUPS = 1_000_000
/** Steps between looked up entries: a prime, so that they are all over the list. */
const LOOKUP_STRIDE = 7_368_787

/**
 * Measures what a reader does with a token: the bare inflate of its bytes, our decoding of `lst`, reading the token as well (all but its
 * signature), the reference library's decoding of `lst`, and lookups of entries that are far from each other.
 */
export async function measureCodec(
  token: Uint8Array,
  uri: string,
  rounds: number,
): Promise<CodecMeasured> {
  const { payload } = unwrap(readStatusToken(token, uri))
  const { bits, lst } = payload.status_list
  const compressed = decodeBase64url(lst) ?? new Uint8Array()
  const decoded = unwrap(decodeStatusList(payload))
  const lanes: Readonly<Record<CodecLane, Lane>> = {
    inflate: repeat(DECODES, () => {
      inflateSync(compressed, { chunkSize: INFLATE_CHUNK_BYTES })
    }),
    decode: repeat(DECODES, () => decode(payload)),
    read: repeat(DECODES, () => decode(unwrap(readStatusToken(token, uri)).payload)),
    lookup: { operations: LOOKUPS, run: () => lookUp(decoded) },
  }
  const reference = repeat(1, () => {
    ReferenceList.decompressStatusList(lst, bits)
  })
  return {
    codec: await alternate({ lanes, rounds, warmUp: 2 }),
    reference: await alternate({ lanes: { decode: lanes.decode, reference }, rounds, warmUp: 1 }),
  }
}

function repeat(operations: number, once: () => void): Lane {
  return {
    operations,
    run() {
      for (let done = 0; done < operations; done += 1) once()
    },
  }
}

function decode(payload: StatusTokenPayload): void {
  unwrap(decodeStatusList(payload))
}

function lookUp(list: StatusList): void {
  let revoked = 0
  for (let done = 0; done < LOOKUPS; done += 1) {
    revoked += unwrap(getStatus(list, (done * LOOKUP_STRIDE) % ENTRIES))
  }
  if (revoked === 0) throw new Error('nothing was looked up')
}
