import { describe, expect, it } from 'vitest'
import {
  drandRoundTime,
  firstDrandRoundAfter,
  verifyDrandBeacon,
} from '../../src/allocation/drand-beacon.ts'
import { encodeHex } from '../../src/bytes/hex.ts'
import { epochMs } from '../../src/ids.ts'
import { readVectors } from '../support/vectors.ts'

interface Vectors {
  readonly rounds: readonly {
    readonly round: number
    readonly signature: string
    readonly randomness: string
  }[]
}
const { rounds } = readVectors<Vectors>('drand-quicknet.json')
/** The modulus of the field of BLS12-381. */
const P = BigInt(
  '0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab',
)

it.each(rounds)('round $round of quicknet is verified without a network', (vector) => {
  const randomness = verifyDrandBeacon(vector)
  expect(randomness.ok && encodeHex(randomness.value)).toBe(vector.randomness)
})

describe('a beacon is refused', () => {
  const [, thousand, alias] = rounds as [
    unknown,
    Vectors['rounds'][number],
    Vectors['rounds'][number],
  ]
  const refused = (round: number, signature: string): void => {
    expect(verifyDrandBeacon({ round, signature })).toMatchObject({
      error: { code: 'lottery_beacon_invalid' },
    })
  }

  it('for another round, and for what is no round', () => {
    for (const round of [999, 1_001, 0, -1, 0.5, Number.NaN, 2 ** 60]) {
      refused(round, thousand.signature)
    }
  })

  it('with another signature, the negated point, or a changed bit', () => {
    refused(1_000, alias.signature)
    refused(1_000, flag(thousand.signature, 0x20))
    refused(1_000, `${thousand.signature.slice(0, -1)}8`)
  })

  it('with bytes that are no point of the group', () => {
    refused(1_000, '')
    refused(1_000, thousand.signature.slice(2))
    refused(1_000, `${thousand.signature}00`)
    refused(1_000, thousand.signature.toUpperCase())
    // The point at infinity, a point outside the subgroup, an uncompressed one.
    refused(1_000, `c0${'00'.repeat(47)}`)
    refused(1_000, `80${'00'.repeat(47)}`)
    refused(1_000, flag(thousand.signature, 0x80))
  })

  it('in a second encoding of the same point, which would be a second randomness', () => {
    // This round's x is small enough for x + p to fit into the 381 bits as well.
    const flags = BigInt(`0x${alias.signature}`) >> 381n
    const x = BigInt(`0x${alias.signature}`) & (2n ** 381n - 1n)
    expect(x + P < 2n ** 381n).toBe(true)
    refused(alias.round, ((flags << 381n) | (x + P)).toString(16))
  })
})

it('a round is due every three seconds, and the first one after a time is later than it', () => {
  const genesis = 1_692_803_367_000
  expect(drandRoundTime(1)).toBe(genesis)
  expect(drandRoundTime(1_000)).toBe(genesis + 999 * 3_000)
  expect(firstDrandRoundAfter(epochMs(0))).toBe(1)
  expect(firstDrandRoundAfter(epochMs(genesis - 1))).toBe(1)
  for (const time of [genesis, genesis + 1, genesis + 2_999, genesis + 3_000, 1_795_000_000_001]) {
    const round = firstDrandRoundAfter(epochMs(time))
    expect(drandRoundTime(round)).toBeGreaterThan(time)
    expect(drandRoundTime(round - 1)).toBeLessThanOrEqual(time)
  }
})

/** Turns flags of the first byte over. */
function flag(signature: string, bits: number): string {
  return (Number.parseInt(signature.slice(0, 2), 16) ^ bits).toString(16) + signature.slice(2)
}
