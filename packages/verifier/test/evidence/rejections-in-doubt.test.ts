import { describe, expect, test } from 'vitest'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  type CredentialParts,
  INDEX,
  issue,
  openWorld,
  policy,
  present,
  STATUS_URI,
  statusToken,
  type TestWorld,
} from '../support/test-world.ts'

let nonces = 0

async function verifyFresh(world: TestWorld, parts: CredentialParts = {}, statusAgeMaxMs = 0) {
  nonces += 1
  const nonce = `doubt-${nonces}`
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential: await issue(parts), nonce, issuedAtS })
  const asked = statusAgeMaxMs === 0 ? policy : { ...policy, statusAgeMaxMs }
  const { verdict } = await world.verify(presentation, { nonce, policy: asked })
  return verdict
}

const revoked = { [INDEX]: 1 }

describe('a rejection', () => {
  test('for the status rests on accreditations inside their lease, like any definite answer (S1)', async () => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, leaseS: 30 }))
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, values: revoked }))
    expect(await verifyFresh(world)).toMatchObject({ reason: 'credential_revoked' })
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    await world.time.advance(40_000)
    const verdict = await verifyFresh(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'accreditation_stale' })
    // What was found is told all the same.
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ check: 'status', result: 'failed', reason: 'credential_revoked' }),
    )
  })

  test('for what the credential says of itself needs no accreditation', async () => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, leaseS: 30 }))
    await verifyFresh(world)
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    await world.time.advance(40_000)
    const verdict = await verifyFresh(world, { claims: { exp: START_MS / 1_000 } })
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'credential_expired' })
  })

  test('is never for a time that only a clock known to be slow has not reached (S12)', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    await world.time.advance(20_000)
    const early = { claims: { nbf: world.time.nowMs() / 1_000 + 30 } }
    expect((await verifyFresh(world, early)).reason).toBe('credential_not_yet_valid')
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() + 60_000 }))
    expect(await verifyFresh(world, early, 10_000)).toMatchObject({
      outcome: 'undetermined',
      reason: 'clock_unsafe',
    })
  })
})
