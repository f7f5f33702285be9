import {
  canonicalJson,
  freshHeadUrl,
  headUrl,
  type PendingAct,
  type Policy,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { replayVerdict } from '../../src/model/decide-verdict.ts'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  INDEX,
  issue,
  openWorld,
  policy,
  present,
  recordWithHeads,
  STATUS_URI,
  statusHead,
  statusToken,
  type TestWorld,
  type WorldOptions,
} from '../support/test-world.ts'

/** Above 100, a status of 20 s; the heads here are published once a minute. With ε of 2 s that is one of at most 16 s on the publisher's clock. */
const ladder: Policy = {
  ...policy,
  statusAgeMaxMs: 20_000,
  statusLadder: [{ uptoMinor: '100', statusAgeMaxMs: 600_000, onUndetermined: 'hold' }],
}
const HEAD_URL = headUrl(STATUS_URI)
const FRESH_URL = freshHeadUrl(STATUS_URI, 16)
const T_MS = START_MS + 300_000
const online: PendingAct = {
  act: 'end',
  index: INDEX,
  value: 1,
  effectiveAtMs: T_MS,
  mode: 'online',
}

let nonces = 0

async function decide(world: TestWorld, valueMinor: string) {
  nonces += 1
  const nonce = `online-${nonces}`
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential: await issue(), nonce, issuedAtS })
  return world.verify(presentation, { nonce, policy: ladder, valueMinor })
}

const verdictOf = async (world: TestWorld, valueMinor: string) =>
  (await decide(world, valueMinor)).verdict

/** A verifier that holds a head of START_MS, whose issuer makes heads on demand. */
async function openHolding(options: WorldOptions = {}): Promise<TestWorld> {
  const world = await openWorld(options)
  const records = [recordWithHeads]
  world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
  world.answers.set(HEAD_URL, await statusHead({ at: START_MS }))
  expect((await verdictOf(world, '1000')).outcome).toBe('accepted')
  return world
}

describe('an online proof', () => {
  test('is a head made on demand, fetched only when the one that is held is too old for it', async () => {
    const world = await openHolding()
    await world.time.advance(20_000)
    expect((await verdictOf(world, '1000')).outcome).toBe('accepted')
    expect([world.fetches(HEAD_URL), world.fetches(FRESH_URL)]).toEqual([1, 0])
    await world.time.advance(1_000)
    expect(await verdictOf(world, '1000')).toMatchObject({ reason: 'status_stale' })
    world.answers.set(FRESH_URL, await statusHead({ at: world.time.nowMs() }))
    await world.time.advance(1_000)
    expect((await verdictOf(world, '1000')).outcome).toBe('accepted')
    expect((await verdictOf(world, '100')).outcome).toBe('accepted')
    expect([world.fetches(HEAD_URL), world.fetches(FRESH_URL)]).toEqual([1, 2])
  })

  test('is asked for at once by a verifier that knew nothing of the list, when what is published is too old', async () => {
    const world = await openWorld()
    const records = [recordWithHeads]
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
    world.answers.set(HEAD_URL, await statusHead({ at: START_MS - 50_000 }))
    world.answers.set(FRESH_URL, await statusHead({ at: START_MS - 10_000 }))
    expect((await verdictOf(world, '1000')).outcome).toBe('accepted')
    expect([world.fetches(HEAD_URL), world.fetches(FRESH_URL)]).toEqual([1, 1])
  })

  test('is asked for once a second at most, however many decisions need one', async () => {
    const world = await openHolding()
    await world.time.advance(30_000)
    world.answers.set(FRESH_URL, 'unreachable')
    await Promise.all(Array.from({ length: 20 }, () => verdictOf(world, '1000')))
    expect(world.fetches(FRESH_URL)).toBe(1)
    await world.time.advance(1_000)
    await verdictOf(world, '1000')
    expect(world.fetches(FRESH_URL)).toBe(2)
  })

  test('comes through the relay if there is one', async () => {
    const relayUrl = 'https://relay.evenkeel.example'
    const world = await openWorld({ config: { relayUrl } })
    const relayed = (url: string) => `${relayUrl}/${encodeURIComponent(url)}`
    const records = [recordWithHeads]
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
    world.answers.set(relayed(HEAD_URL), await statusHead({ at: START_MS - 50_000 }))
    world.answers.set(relayed(FRESH_URL), await statusHead({ at: START_MS }))
    expect((await verdictOf(world, '1000')).outcome).toBe('accepted')
    expect(world.fetches(FRESH_URL)).toBe(0)
  })

  test('that is older than what is held changes nothing (S10)', async () => {
    const world = await openHolding()
    await world.time.advance(30_000)
    const at = world.time.nowMs()
    world.answers.set(FRESH_URL, await statusHead({ at, values: { [INDEX]: 1 } }))
    expect(await verdictOf(world, '1000')).toMatchObject({ reason: 'credential_revoked' })
    await world.time.advance(25_000)
    world.answers.set(FRESH_URL, await statusHead({ at: at - 5_000 }))
    expect(await verdictOf(world, '1000')).toMatchObject({ reason: 'status_rolled_back' })
    expect(await verdictOf(world, '1')).toMatchObject({ reason: 'credential_revoked' })
  })

  test('is no plain list, which announces nothing, whoever gives one in the place of a head', async () => {
    const world = await openHolding()
    await world.time.advance(30_000)
    world.answers.set(FRESH_URL, await statusToken({ at: world.time.nowMs() }))
    expect(await verdictOf(world, '1000')).toMatchObject({
      outcome: 'undetermined',
      reason: 'header_not_accepted',
    })
    expect(await verdictOf(world, '100')).toMatchObject({
      outcome: 'accepted',
      horizon: { [STATUS_URI]: START_MS / 1_000 },
    })
  })

  test('is not what keeps held lists fresh in the background', async () => {
    const world = await openHolding()
    await world.time.advance(30_000)
    world.answers.set(FRESH_URL, await statusHead({ at: world.time.nowMs() }))
    await verdictOf(world, '1000')
    await world.time.advance(400_000)
    await world.verifier.sweep?.()
    expect([world.fetches(HEAD_URL), world.fetches(FRESH_URL)]).toEqual([2, 1])
  })
})

describe('an end that is announced online', () => {
  test('leaves what is above the limit undetermined from the moment it is known, and the rest accepted until T', async () => {
    const world = await openHolding()
    await world.time.advance(30_000)
    world.answers.set(FRESH_URL, await statusHead({ at: world.time.nowMs(), pending: [online] }))
    expect(await verdictOf(world, '1000')).toMatchObject({
      outcome: 'undetermined',
      reason: 'status_change_announced',
      endsAtMs: T_MS,
    })
    expect(await verdictOf(world, '100')).toMatchObject({ outcome: 'accepted', endsAtMs: T_MS })
    await world.time.advance(T_MS - world.time.nowMs())
    expect(await verdictOf(world, '100')).toMatchObject({ reason: 'credential_revoked' })
  })

  test('leaves a verdict that replays byte for byte (S7)', async () => {
    const world = await openHolding()
    await world.time.advance(30_000)
    world.answers.set(FRESH_URL, await statusHead({ at: world.time.nowMs(), pending: [online] }))
    const { verdict, input } = await decide(world, '1000')
    expect(verdict.reason).toBe('status_change_announced')
    expect(canonicalJson(replayVerdict(input))).toBe(canonicalJson(verdict))
  })
})
