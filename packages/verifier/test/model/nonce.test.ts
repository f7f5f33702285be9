import { sha256 } from '@evenkeel/kernel'
import { expect, test } from 'vitest'
import { createNonce, isLiveNonce } from '../../src/model/nonce.ts'

const key = sha256('key')
const at = 2 ** 40 + 123_456_789_000

test('a nonce is live under its key until its time, to the millisecond', () => {
  const nonce = createNonce(key, sha256('random').slice(0, 16), at)
  expect(isLiveNonce(key, nonce, at - 1)).toBe(true)
  expect(isLiveNonce(key, nonce, at)).toBe(false)
  expect(isLiveNonce(sha256('other'), nonce, at - 1)).toBe(false)
  for (const place of [0, 20, nonce.length - 2]) {
    const other = nonce[place] === 'A' ? 'B' : 'A'
    const changed = nonce.slice(0, place) + other + nonce.slice(place + 1)
    expect(isLiveNonce(key, changed, at - 1)).toBe(false)
  }
})

test('nonces of one time begin alike, so that a store has them side by side', () => {
  const [one, two] = ['a', 'b'].map((seed) => createNonce(key, sha256(seed).slice(0, 16), at))
  expect(one?.slice(0, 8)).toBe(two?.slice(0, 8))
  expect(one).not.toBe(two)
})
