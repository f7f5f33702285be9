import { StatusList as OracleList } from '@sd-jwt/jwt-status-list'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { concatBytes } from '../../src/bytes/concat-bytes.ts'
import { encodeHex } from '../../src/bytes/hex.ts'
import { unwrap } from '../../src/result.ts'
import { deflateStatusList, inflateStatusList } from '../../src/status/deflate-status-list.ts'
import { decodeStatusList } from '../../src/status/read-status-token.ts'
import {
  createStatusList,
  getStatus,
  type StatusBits,
  type StatusList,
  setStatus,
  statusListSize,
  statusRoot,
} from '../../src/status/status-list.ts'
import { base64url, hex, readVectors } from '../support/vectors.ts'

interface StatusVectors {
  readonly lists: readonly {
    readonly bits: StatusBits
    readonly statuses: readonly number[]
    readonly bytes: string
    readonly lst: string
  }[]
  readonly large: readonly {
    readonly bits: StatusBits
    readonly size: number
    readonly sha256: string
    readonly entries: readonly (readonly [index: number, value: number])[]
  }[]
}
const vectors = readVectors<StatusVectors>('token-status-list.json')
const LIMITS = { maxBytes: 10_000 }

/** A width and as many statuses of that width as fill whole bytes. */
const content = fc.constantFrom<StatusBits>(1, 2, 4, 8).chain((bits) =>
  fc.tuple(
    fc.constant(bits),
    fc
      .array(fc.integer({ min: 0, max: 2 ** bits - 1 }), { minLength: 1, maxLength: 200 })
      .filter((statuses) => (statuses.length * bits) % 8 === 0),
  ),
)

function packed(
  bits: StatusBits,
  statuses: readonly number[],
  order: 'lsb' | 'msb' = 'lsb',
): StatusList {
  const list = createStatusList(statuses.length, bits, order)
  for (const [index, status] of statuses.entries()) setStatus(list, index, status)
  return list
}

function unpacked(list: StatusList): number[] {
  return Array.from({ length: statusListSize(list) }, (_, index) => unwrap(getStatus(list, index)))
}

describe('a status list on bytes', () => {
  test.each(vectors.lists)(
    'the draft’s example of $bits bits has the published bytes',
    (vector) => {
      const list = packed(vector.bits, vector.statuses)
      expect(encodeHex(list.bytes)).toBe(vector.bytes)
      expect(unwrap(inflateStatusList(base64url(vector.lst), LIMITS))).toEqual(list.bytes)
    },
  )

  test.each(vectors.large)(
    'the draft’s list of $size entries of $bits bits is the published one, compressed and read again as well',
    ({ bits, size, sha256, entries }) => {
      const list = createStatusList(size, bits)
      for (const [index, value] of entries) setStatus(list, index, value)
      expect(encodeHex(statusRoot(list.bytes))).toBe(sha256)
      const lst = encodeBase64url(deflateStatusList(list.bytes))
      const read = unwrap(
        decodeStatusList({ sub: 'x', iat: 0, exp: 1, status_list: { bits, lst } }),
      )
      expect(read.bytes).toEqual(list.bytes)
      for (const [index, value] of entries) expect(unwrap(getStatus(read, index))).toBe(value)
    },
  )

  test('what we pack, the reference library reads, and the reverse', () => {
    fc.assert(
      fc.property(content, ([bits, statuses]) => {
        const list = packed(bits, statuses)
        const ours = encodeBase64url(deflateStatusList(list.bytes))
        expect(OracleList.decompressStatusList(ours, bits).statusList).toEqual(statuses)
        const theirs = new OracleList([...statuses], bits).compressStatusList()
        const bytes = unwrap(inflateStatusList(base64url(theirs), LIMITS))
        expect(bytes).toEqual(list.bytes)
        expect(unpacked({ bits, order: 'lsb', bytes })).toEqual(statuses)
      }),
    )
  })

  test('with the most significant bit first, the bits read from left to right are the statuses', () => {
    fc.assert(
      fc.property(content, ([bits, statuses]) => {
        const list = packed(bits, statuses, 'msb')
        const written = statuses.map((status) => status.toString(2).padStart(bits, '0')).join('')
        const read = [...list.bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
        expect(read).toBe(written)
        expect(unpacked(list)).toEqual(statuses)
      }),
    )
  })

  test('setting one entry leaves every other as it was', () => {
    const change = fc.tuple(content, fc.nat(), fc.nat(), fc.constantFrom('lsb', 'msb'))
    fc.assert(
      fc.property(change, ([[bits, statuses], at, value, order]) => {
        const list = packed(bits, statuses, order)
        const index = at % statuses.length
        setStatus(list, index, value % 2 ** bits)
        expect(unpacked(list)).toEqual(statuses.with(index, value % 2 ** bits))
      }),
    )
  })

  test.each([-1, 0.5, 8, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])(
    'looking up entry %s of eight is a refusal, and setting it a fault',
    (index) => {
      const list = createStatusList(8, 2)
      expect(getStatus(list, index)).toMatchObject({ error: { code: 'status_index_out_of_range' } })
      expect(() => setStatus(list, index, 0)).toThrow('in the list')
    },
  )

  test('a status that does not fit into its bits is a fault, not another entry’s change', () => {
    const list = createStatusList(8, 2)
    for (const status of [4, -1, 1.5]) expect(() => setStatus(list, 0, status)).toThrow('fits')
    expect([...list.bytes]).toEqual([0, 0])
  })

  test('of a million entries is held as its 250,000 bytes, looked up in place and never expanded', () => {
    const list = createStatusList(1_000_000, 2)
    setStatus(list, 999_999, 2)
    const lst = encodeBase64url(deflateStatusList(list.bytes))
    const read = unwrap(
      decodeStatusList({ sub: 'x', iat: 0, exp: 1, status_list: { bits: 2, lst } }),
    )
    expect(Object.values(read)).toEqual([2, 'lsb', expect.any(Uint8Array)])
    expect(read.bytes.byteLength).toBe(250_000)
    expect(read.bytes.buffer.byteLength).toBe(250_000)
    expect(unwrap(getStatus(read, 999_999))).toBe(2)
  })

  test('a size is rounded up to whole bytes', () => {
    expect(statusListSize(createStatusList(5, 2))).toBe(8)
    expect(statusListSize(createStatusList(131_072, 1))).toBe(131_072)
  })

  test('the root is over the uncompressed bytes', () => {
    expect(encodeHex(statusRoot(new Uint8Array(0)))).toMatch(/^e3b0c442/)
    const list = packed(2, [1, 2, 0, 3])
    const bytes = unwrap(inflateStatusList(deflateStatusList(list.bytes), LIMITS))
    expect(statusRoot(bytes)).toEqual(statusRoot(list.bytes))
  })
})

describe('compressed status lists', () => {
  const code = (compressed: Uint8Array, maxBytes = 10_000): string => {
    const result = inflateStatusList(compressed, { maxBytes })
    return result.ok ? 'ok' : result.error.code
  }

  test('every list survives compression', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
        expect(unwrap(inflateStatusList(deflateStatusList(bytes), LIMITS))).toEqual(bytes)
      }),
    )
  })

  test('a list of exactly the limit passes, and a zip bomb is refused', () => {
    expect(code(deflateStatusList(new Uint8Array(10_000)))).toBe('ok')
    expect(code(deflateStatusList(new Uint8Array(10_001)))).toBe('message_too_large')
    expect(code(deflateStatusList(new Uint8Array(100_000_000)))).toBe('message_too_large')
  })

  test('a stream that is cut short at any byte is refused', () => {
    const whole = deflateStatusList(Uint8Array.from({ length: 300 }, (_, i) => (i * i) % 251))
    for (let length = 0; length < whole.length; length++) {
      expect(code(whole.slice(0, length)), `${length} bytes`).toBe('status_list_malformed')
    }
  })

  test('bytes after the stream, a wrong checksum and other formats are refused', () => {
    const whole = deflateStatusList(Uint8Array.of(1, 2, 3))
    expect(code(concatBytes(whole, Uint8Array.of(0)))).toBe('status_list_malformed')
    expect(code(concatBytes(whole, whole))).toBe('status_list_malformed')
    expect(code(whole.with(-1, (whole.at(-1) ?? 0) ^ 1))).toBe('status_list_malformed')
    expect(code(hex('1f8b0800000000000003'))).toBe('status_list_malformed')
    expect(code(hex('ffffffff'))).toBe('status_list_malformed')
  })
})
