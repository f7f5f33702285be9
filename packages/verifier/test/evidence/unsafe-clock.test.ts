import { describe, expect, test } from 'vitest'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  EPSILON_MS,
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

async function verifyFresh(world: TestWorld, statusAgeMaxMs = policy.statusAgeMaxMs) {
  nonces += 1
  const nonce = `clock-${nonces}`
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential: await issue(), nonce, issuedAtS })
  const { verdict } = await world.verify(presentation, {
    nonce,
    policy: { ...policy, statusAgeMaxMs },
  })
  return verdict
}

const unsafe = { outcome: 'undetermined', reason: 'clock_unsafe' }

describe('a verifier whose clock is behind what it is shown (S12)', () => {
  test('answers nothing from the list that it holds, though by its own clock the lease lasts', async () => {
    const world = await openWorld()
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    await world.time.advance(20_000)
    // The others are a minute ahead.
    const ahead = await statusToken({ at: world.time.nowMs() + 60_000 })
    world.answers.set(STATUS_URI, ahead)
    expect(await verifyFresh(world, 10_000)).toMatchObject(unsafe)
    expect(await verifyFresh(world)).toMatchObject(unsafe)
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(1_000)
    expect(await verifyFresh(world)).toMatchObject(unsafe)
  })

  test('still knows so after a restart, when nothing newer can be had', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    await world.time.advance(20_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() + 60_000 }))
    await verifyFresh(world, 10_000)
    const restarted = await world.restart()
    restarted.answers.set(STATUS_URI, 'unreachable')
    expect(await verifyFresh(restarted)).toMatchObject(unsafe)
    await restarted.time.advance(60_000 - 2 * EPSILON_MS - 1)
    expect(await verifyFresh(restarted)).toMatchObject(unsafe)
    await restarted.time.advance(1)
    expect((await verifyFresh(restarted)).outcome).toBe('accepted')
    // And forgets it with the newer list that its clock agrees with.
    await restarted.time.advance(1_000)
    const at = restarted.time.nowMs()
    restarted.answers.set(STATUS_URI, await statusToken({ at }))
    expect((await verifyFresh(restarted, 10_000)).outcome).toBe('accepted')
    const marks = await restarted.store.read('marks', (tx) =>
      tx.all('SELECT ahead_ms FROM evidence_head WHERE ahead_ms IS NOT NULL'),
    )
    expect(marks).toEqual([])
  })

  test('is not calmed by a newer list that its clock agrees with', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    await world.time.advance(20_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() + 60_000 }))
    await verifyFresh(world, 10_000)
    await world.time.advance(1_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() }))
    expect(await verifyFresh(world)).toMatchObject(unsafe)
    expect(await verifyFresh(world)).toMatchObject(unsafe)
    expect(await verifyFresh(await world.restart())).toMatchObject(unsafe)
  })

  test('rejects nothing by the list that it holds when nothing newer comes before the deadline', async () => {
    const world = await openWorld()
    const values = { [INDEX]: 2 }
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, values }))
    expect((await verifyFresh(world)).reason).toBe('credential_suspended')
    await world.time.advance(20_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() + 60_000 }))
    await verifyFresh(world, 10_000)
    await world.time.advance(1_000)
    world.answers.set(STATUS_URI, 'hangs')
    const late = verifyFresh(world)
    for (let ms = 0; ms < 1_000; ms += 50) await world.time.advance(50)
    expect(await late).toMatchObject({ outcome: 'undetermined', reason: 'deadline_passed' })
  })

  test('answers again once its clock agrees, from a newer list', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS + 60_000 }))
    await world.time.advance(20_000)
    await verifyFresh(world, 10_000)
    await world.time.advance(40_000 - 2 * EPSILON_MS - 1)
    expect(await verifyFresh(world)).toMatchObject(unsafe)
    await world.time.advance(1_000)
    const verdict = await verifyFresh(world)
    expect(verdict).toMatchObject({ outcome: 'accepted' })
    expect(verdict.horizon[STATUS_URI]).toBe(START_MS / 1_000 + 60)
  })

  test('learns nothing about its clock from a list that is not genuine', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    await world.time.advance(20_000)
    const payload = { sub: `${STATUS_URI}0` }
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS + 90_000, payload }))
    expect((await verifyFresh(world, 10_000)).reason).toBe('status_list_mismatch')
    expect((await verifyFresh(world)).outcome).toBe('accepted')
  })

  test('declares itself unsafe for every issuer when it is the network that shows it', async () => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, leaseS: 30 }))
    await verifyFresh(world)
    await world.time.advance(40_000)
    const at = world.time.nowMs() + 60_000
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq: 2 }))
    expect(await verifyFresh(world)).toMatchObject(unsafe)
    expect((await verifyFresh(world)).checks[1]).toMatchObject({
      check: 'accreditation',
      result: 'unknown',
      reason: 'clock_unsafe',
    })
  })
})
