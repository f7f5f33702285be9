import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../src/adapters/system-random.ts'
import { concatBytes } from '../../src/bytes/concat-bytes.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { openSealed, SEAL_KEY_BYTES, sealBytes } from '../../src/crypto/seal.ts'
import { hex } from '../support/vectors.ts'

const key = systemRandom.bytes(SEAL_KEY_BYTES)
const aad = encodeUtf8('claim-1')
const plaintext = encodeUtf8('the account that is paid')
const seal = (): Uint8Array => sealBytes(key, systemRandom, aad, plaintext)

/** A copy with one bit of one byte the other way round. */
function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at >> 3, (bytes[at >> 3] ?? 0) ^ (1 << (at & 7)))
}

describe('sealed bytes', () => {
  test('open under the same key and aad, whatever their length', () => {
    for (const length of [0, 1, 15, 16, 17, 100_000]) {
      const bytes = systemRandom.bytes(length)
      expect(openSealed(key, aad, sealBytes(key, systemRandom, aad, bytes))).toEqual(bytes)
    }
  })

  test('are nonce, tag and ciphertext of AES-256-GCM, as in test case 16 of its submission to NIST', () => {
    const nonce = hex('cafebabefacedbaddecaf888')
    const vector = {
      key: hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
      aad: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
      plaintext: hex(
        'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
      ),
      tag: hex('76fc6ece0f4e1768cddf8853bb2d551b'),
      ciphertext: hex(
        '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
      ),
    }
    const random = { ...systemRandom, bytes: () => nonce }
    const sealed = sealBytes(vector.key, random, vector.aad, vector.plaintext)
    expect(sealed).toEqual(concatBytes(nonce, vector.tag, vector.ciphertext))
    expect(openSealed(vector.key, vector.aad, sealed)).toEqual(vector.plaintext)
  })

  test('have another nonce each time', () => {
    expect(seal().slice(0, 12)).not.toEqual(seal().slice(0, 12))
  })

  test('do not open under another key', () => {
    const sealed = seal()
    for (let bit = 0; bit < 8 * SEAL_KEY_BYTES; bit++) {
      expect(openSealed(flipBit(key, bit), aad, sealed)).toBeUndefined()
    }
  })

  test('do not open under another aad', () => {
    for (const other of ['claim-2', 'claim-', 'claim-1 ', '']) {
      expect(openSealed(key, encodeUtf8(other), seal()), other).toBeUndefined()
    }
  })

  test('do not open once any bit of them was flipped', () => {
    const sealed = seal()
    for (let bit = 0; bit < 8 * sealed.length; bit++) {
      expect(openSealed(key, aad, flipBit(sealed, bit)), `bit ${bit}`).toBeUndefined()
    }
  })

  test('do not open when they were cut off or made longer', () => {
    const sealed = seal()
    for (let length = 0; length < sealed.length; length++) {
      expect(openSealed(key, aad, sealed.slice(0, length)), `${length} bytes`).toBeUndefined()
    }
    expect(openSealed(key, aad, concatBytes(sealed, new Uint8Array(1)))).toBeUndefined()
  })

  test('need a key of 32 bytes', () => {
    expect(() => sealBytes(key.slice(1), systemRandom, aad, plaintext)).toThrow('key length')
  })
})
