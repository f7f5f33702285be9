import { Buffer } from 'node:buffer'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { assert } from '../assert.ts'
import { decodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import { type EpochMs, epochMs } from '../ids.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/**
 * The League of Entropy's chain `quicknet`, scheme bls-unchained-g1-rfc9380: facts that it publishes as chain
 * 52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971 and that never change.
 */
const PUBLIC_KEY = Buffer.from(
  '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c' +
    '8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb' +
    '5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  'hex',
)
const GENESIS_MS = 1_692_803_367_000
const PERIOD_MS = 3_000
const DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'
/** Bytes of a compressed point of G1. */
const SIGNATURE_BYTES = 48

/** A round of the beacon, as every relay of it answers. */
export interface DrandBeacon {
  readonly round: number
  /** 96 hex digits. The randomness is its SHA-256. */
  readonly signature: string
}

/** When a round is due. Fewer members of the League than its threshold cannot make it sooner. */
export function drandRoundTime(round: number): EpochMs {
  assert(Number.isSafeInteger(round) && round >= 1, 'rounds count from 1')
  return epochMs(GENESIS_MS + (round - 1) * PERIOD_MS)
}

/** The first round that is due later than a time. */
export function firstDrandRoundAfter(time: EpochMs): number {
  return time < GENESIS_MS ? 1 : Math.floor((time - GENESIS_MS) / PERIOD_MS) + 2
}

/**
 * Verifies a round without a network and returns its 32 bytes of randomness. Input may come from anybody: there is one signature per round, and
 * only its one encoding is accepted, so whoever brings it has nothing to choose. Takes some 20 ms. Reason: lottery_beacon_invalid.
 */
export function verifyDrandBeacon({ round, signature }: DrandBeacon): Result<Uint8Array, Reasoned> {
  if (!Number.isSafeInteger(round) || round < 1) {
    return refuse('lottery_beacon_invalid', 'no number of a round')
  }
  const signatureBytes = decodeHex(signature)
  if (signatureBytes?.length !== SIGNATURE_BYTES) {
    return refuse('lottery_beacon_invalid', 'no signature of 48 bytes')
  }
  const message = new Uint8Array(8)
  new DataView(message.buffer).setBigUint64(0, BigInt(round))
  return holds(signatureBytes, sha256(message))
    ? ok(sha256(signatureBytes))
    : refuse('lottery_beacon_invalid', `the signature is not that of round ${round}`)
}

function holds(signature: Uint8Array, message: Uint8Array): boolean {
  const scheme = bls12_381.shortSignatures
  try {
    // Refuses points outside the subgroup and coordinates that are not reduced.
    return scheme.verify(signature, scheme.hash(message, DOMAIN), PUBLIC_KEY)
  } catch (error) {
    // The library's only way to say that bytes are no point.
    assert(error instanceof Error, 'the library throws errors')
    return false
  }
}
