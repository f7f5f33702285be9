import { assert, type Random, sha256 } from '@evenkeel/kernel'

/**
 * A stream of draws that a name decides: xoshiro128** by Blackman and Vigna (https://prng.di.unimi.it/xoshiro128starstar.c), its state
 * the first 128 bits of the name's SHA-256. Streams of different names are independent, so that a new user of randomness does not shift
 * the draws of the others.
 */
export class SeededRandom implements Random {
  readonly #name: string
  readonly #state: Uint32Array

  constructor(name: string, state: Uint32Array = stateFrom(name)) {
    assert(state.length === 4 && state.some((word) => word !== 0), 'four words, not all zero')
    this.#name = name
    this.#state = state
  }

  /** An independent stream below this one; drawing from either does not move the other. */
  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#name}/${name}`)
  }

  /** The next 32 bits. */
  nextUint32(): number {
    const s = this.#state
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = s
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0
    s[2] = s2 ^ s0
    s[3] = s3 ^ s1
    s[1] = s1 ^ (s2 ^ s0)
    s[0] = s0 ^ (s3 ^ s1)
    s[2] = s2 ^ s0 ^ (s1 << 9)
    s[3] = rotateLeft(s3 ^ s1, 11)
    return result
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.nextUint32() >>> 24)
  }

  below(bound: number): number {
    assert(Number.isInteger(bound) && bound >= 1 && bound < 2 ** 48, `not a bound: ${bound}`)
    // The remainder of 2^53 over the bound would make small numbers likelier: draw again.
    const fair = 2 ** 53 - (2 ** 53 % bound)
    for (;;) {
      const drawn = (this.nextUint32() >>> 11) * 2 ** 32 + this.nextUint32()
      if (drawn < fair) return drawn % bound
    }
  }

  /** An integer from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return min + this.below(max - min + 1)
  }

  /** True in `perMille` of a thousand draws. Always draws, so that a rate of zero leaves the later draws in place. */
  chance(perMille: number): boolean {
    return this.below(1_000) < perMille
  }
}

function stateFrom(name: string): Uint32Array {
  return new Uint32Array(sha256(name).slice(0, 16).buffer)
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
