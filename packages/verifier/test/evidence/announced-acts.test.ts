import { type AccreditationRecord, createSeededSigner, type PendingRecord } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { replayVerdict } from '../../src/index.ts'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  EPSILON_MS,
  issue,
  issuerSigner,
  openWorld,
  present,
  record,
  STATUS_URI,
  statusToken,
  type TestWorld,
} from '../support/test-world.ts'

const T_MS = START_MS + 300_000
const nextSigner = createSeededSigner('ES256', new Uint8Array(32).fill(9))
const bothKeys = [issuerSigner.publicJwk, nextSigner.publicJwk]

const announced = (
  changed: Partial<AccreditationRecord>,
  effectiveAtMs: number = T_MS,
): PendingRecord => ({ effectiveAtMs, record: { ...record, actId: 'act-2', ...changed } })

async function openWith(
  pending: readonly PendingRecord[],
  records: readonly AccreditationRecord[] = [record],
): Promise<TestWorld> {
  const world = await openWorld()
  world.answers.set(
    ACCREDITATIONS_URL,
    await accreditationList({ at: START_MS, records, payload: { pending } }),
  )
  return world
}

let nonces = 0

/** Asks at a time that is not before the last; the verdict must come out of its kept input again (S7). */
async function verdictAt(world: TestWorld, atMs: number, signer = issuerSigner) {
  await world.time.advance(atMs - world.time.nowMs())
  nonces += 1
  const nonce = `announced-${nonces}`
  const header = { typ: 'dc+sd-jwt', kid: signer.keyId }
  const credential = await issue({ signer, header })
  const presentation = await present({
    credential,
    nonce,
    issuedAtS: Math.floor(world.time.nowMs() / 1_000),
  })
  const { verdict, input } = await world.verify(presentation, { nonce })
  expect(replayVerdict(input)).toEqual(verdict)
  return verdict
}

describe('an announced act upon the issuer’s accreditation', () => {
  test('that ends it counts from the moment at which a clock may have reached T, and the verdict says so beforehand', async () => {
    const world = await openWith([announced({ status: 'suspended' })])
    expect(await verdictAt(world, T_MS - EPSILON_MS - 1)).toMatchObject({
      outcome: 'accepted',
      endsAtMs: T_MS,
    })
    expect(await verdictAt(world, T_MS - EPSILON_MS)).toMatchObject({
      outcome: 'rejected',
      reason: 'credential_issuer_suspended',
    })
  })

  test('that grants it counts from the moment at which every clock has reached T', async () => {
    const world = await openWith([announced({})], [])
    for (const atMs of [START_MS, T_MS, T_MS + EPSILON_MS - 1]) {
      expect((await verdictAt(world, atMs)).reason).toBe('credential_issuer_unknown')
    }
    expect(world.fetches(STATUS_URI)).toBe(0)
    expect((await verdictAt(world, T_MS + EPSILON_MS)).outcome).toBe('accepted')
  })

  test('that reinstates does not count before the one that suspends, nor a moment too early', async () => {
    const backMs = T_MS + 60_000
    const world = await openWith([announced({ status: 'suspended' }), announced({}, backMs)])
    expect(await verdictAt(world, START_MS)).toMatchObject({ outcome: 'accepted', endsAtMs: T_MS })
    for (const atMs of [T_MS - EPSILON_MS, backMs + EPSILON_MS - 1]) {
      expect((await verdictAt(world, atMs)).reason).toBe('credential_issuer_suspended')
    }
    const again = await verdictAt(world, backMs + EPSILON_MS)
    expect(again.outcome).toBe('accepted')
    expect(again).not.toHaveProperty('endsAtMs')
  })

  test('that changes keys ends the old one from the early side and begins the new one from the late side', async () => {
    const old = { ...record, keys: [issuerSigner.publicJwk] }
    const world = await openWith([announced({ keys: [nextSigner.publicJwk] })], [old])
    expect(await verdictAt(world, T_MS - EPSILON_MS - 1)).toMatchObject({
      outcome: 'accepted',
      endsAtMs: T_MS,
    })
    for (const atMs of [T_MS - EPSILON_MS, T_MS + EPSILON_MS - 1]) {
      for (const signer of [issuerSigner, nextSigner]) {
        const { outcome, reason } = await verdictAt(world, atMs, signer)
        expect([outcome, reason]).toEqual(['rejected', 'credential_signature_invalid'])
      }
    }
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs(), signer: nextSigner }))
    expect((await verdictAt(world, T_MS + EPSILON_MS, nextSigner)).outcome).toBe('accepted')
    expect((await verdictAt(world, T_MS + EPSILON_MS)).reason).toBe('credential_signature_invalid')
  })

  test('that adds a key or a place leaves credentials under the old key alone, at every time', async () => {
    const world = await openWith([announced({ keys: bothKeys, jurisdictions: ['XA', 'XB'] })])
    for (const atMs of [T_MS - EPSILON_MS, T_MS, T_MS + EPSILON_MS]) {
      const verdict = await verdictAt(world, atMs)
      expect(verdict.outcome).toBe('accepted')
      expect(verdict).not.toHaveProperty('endsAtMs')
    }
  })

  test('that lowers the assurance below the policy ends what that policy accepts', async () => {
    const world = await openWith([announced({ assurance: 'low' })])
    expect(await verdictAt(world, START_MS)).toMatchObject({ outcome: 'accepted', endsAtMs: T_MS })
    expect(await verdictAt(world, T_MS - EPSILON_MS)).toMatchObject({
      reason: 'credential_assurance_too_low',
    })
  })

  test('about another action of the same subject says nothing of the issuer', async () => {
    const world = await openWith([announced({ action: 'verify', status: 'withdrawn' })])
    const verdict = await verdictAt(world, T_MS)
    expect(verdict.outcome).toBe('accepted')
    expect(verdict).not.toHaveProperty('endsAtMs')
  })
})
