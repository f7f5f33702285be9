import { canonicalJson, headUrl, type PendingAct, parseReceipt, unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { openCampaign } from '../support/campaign.ts'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  EPSILON_MS,
  INDEX,
  issue,
  NOW_S,
  openWorld,
  policy,
  present,
  recordWithHeads,
  STATUS_URI,
  statusHead,
  statusToken,
  strangerSigner,
  type TestWorld,
  type WorldOptions,
} from '../support/test-world.ts'

const HEAD_URL = headUrl(STATUS_URI)
/** T of the announced acts here. */
const T_MS = START_MS + 300_000
const ending = (value = 1, index = INDEX): PendingAct => ({
  act: `end-${index}`,
  index,
  value,
  effectiveAtMs: T_MS,
})

let nonces = 0

async function verifyFresh(world: TestWorld, index = INDEX, change: Partial<typeof policy> = {}) {
  nonces += 1
  const nonce = `heads-${nonces}`
  const credential = await issue({ index })
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential, nonce, issuedAtS })
  const { verdict } = await world.verify(presentation, { nonce, policy: { ...policy, ...change } })
  return verdict
}

/** A verifier whose issuer publishes heads. */
async function openWithHeads(
  pending: readonly PendingAct[] = [],
  options: WorldOptions = {},
): Promise<TestWorld> {
  const world = await openWorld(options)
  await obligeToHeads(world)
  world.answers.set(HEAD_URL, await statusHead({ at: START_MS, pending }))
  return world
}

async function obligeToHeads(world: TestWorld, leaseMsMax = 3_600_000, seq = 1): Promise<void> {
  const statusObligations = { ...recordWithHeads.statusObligations, leaseMsMax }
  const records = [{ ...recordWithHeads, statusObligations } as typeof recordWithHeads]
  const at = world.time.nowMs()
  world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq, records }))
}

describe('a head of an issuer that has to publish heads', () => {
  test('is fetched in the place of the plain list, once for 100 concurrent verifications', async () => {
    const world = await openWithHeads()
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => verifyFresh(world)))
    expect(verdicts.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect([world.fetches(HEAD_URL), world.fetches(STATUS_URI)]).toEqual([1, 0])
    expect(verdicts[0]?.horizon[STATUS_URI]).toBe(NOW_S)
  })

  test('is relied on up to the end of its lease, less the clock bound, when no newer one can be had', async () => {
    const world = await openWithHeads()
    await verifyFresh(world)
    world.answers.set(HEAD_URL, 'unreachable')
    await world.time.advance(600_000 - EPSILON_MS - 1)
    const wide = { statusAgeMaxMs: 86_400_000 }
    expect((await verifyFresh(world, INDEX, wide)).outcome).toBe('accepted')
    await world.time.advance(1)
    expect(await verifyFresh(world, INDEX, wide)).toMatchObject({ reason: 'status_stale' })
  })

  test('counts no longer than its issuer’s record allows', async () => {
    const world = await openWithHeads()
    await obligeToHeads(world, 60_000)
    await verifyFresh(world)
    world.answers.set(HEAD_URL, 'unreachable')
    await world.time.advance(60_000 - EPSILON_MS - 1)
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    await world.time.advance(1)
    expect(await verifyFresh(world)).toMatchObject({ reason: 'status_stale' })
  })

  test.each<[string, Parameters<typeof statusHead>[0], string]>([
    ['signed by a stranger', { at: START_MS, signer: strangerSigner }, 'signature_invalid'],
    ['of another list', { at: START_MS, head: { scope: HEAD_URL } }, 'status_list_mismatch'],
    [
      'with another root',
      { at: START_MS, head: { root: '0'.repeat(64) } },
      'status_list_malformed',
    ],
    ['with a sequence of its own', { at: START_MS, head: { seq: 7 } }, 'malformed_message'],
    ['from the future', { at: START_MS + 60_000 }, 'clock_unsafe'],
    ['out of its lease', { at: START_MS - 700_000 }, 'status_stale'],
  ])('%s is not answered from', async (_, parts, reason) => {
    const world = await openWithHeads()
    world.answers.set(HEAD_URL, await statusHead(parts))
    expect(await verifyFresh(world)).toMatchObject({ outcome: 'undetermined', reason })
  })
})

describe('an announced act', () => {
  test('ends the acceptance at T and not at all before T − 2ε, without anything being fetched (S2, S3)', async () => {
    const world = await openWithHeads([ending()])
    await world.time.advance(T_MS - EPSILON_MS - 1 - world.time.nowMs())
    expect(await verifyFresh(world)).toMatchObject({ outcome: 'accepted', endsAtMs: T_MS })
    await world.time.advance(1)
    const after = await verifyFresh(world)
    expect(after).toMatchObject({ outcome: 'rejected', reason: 'credential_revoked' })
    expect(after).not.toHaveProperty('endsAtMs')
    expect((await verifyFresh(world, INDEX + 1)).outcome).toBe('accepted')
    expect(world.fetches(HEAD_URL)).toBe(1)
  })

  test('that reinstates counts from T on, by the slowest clock', async () => {
    const world = await openWithHeads()
    const values = { [INDEX]: 2 }
    world.answers.set(HEAD_URL, await statusHead({ at: START_MS, values, pending: [ending(0)] }))
    await world.time.advance(T_MS + EPSILON_MS - 1 - world.time.nowMs())
    expect(await verifyFresh(world)).toMatchObject({ reason: 'credential_suspended' })
    await world.time.advance(1)
    expect((await verifyFresh(world)).outcome).toBe('accepted')
  })

  test('out of order in its head takes effect in the order of its time', async () => {
    const later = { ...ending(1), act: 'later', effectiveAtMs: T_MS + 10_000 }
    const world = await openWithHeads([later, ending(2)])
    await world.time.advance(T_MS - world.time.nowMs())
    expect(await verifyFresh(world)).toMatchObject({ reason: 'credential_suspended' })
    await world.time.advance(10_000)
    expect(await verifyFresh(world)).toMatchObject({ reason: 'credential_revoked' })
  })

  test('is an end that no receipt outlives', async () => {
    const { world, verify } = await openCampaign()
    await obligeToHeads(world)
    world.answers.set(HEAD_URL, await statusHead({ at: START_MS, pending: [ending()] }))
    const expOf = async (index: number): Promise<number> => {
      const { receipt } = unwrap(await verify({ index }))
      const [, payload = ''] = receipt?.compact.split('.') ?? []
      return unwrap(parseReceipt(JSON.parse(Buffer.from(payload, 'base64url').toString()))).exp
    }
    expect(await expOf(INDEX)).toBe(T_MS / 1_000)
    expect(await expOf(INDEX + 1)).toBe(NOW_S + 600)
  })

  test('is in the kept evidence: the verdict replays byte for byte, before T and after it (S7)', async () => {
    const { world, verify } = await openCampaign()
    await obligeToHeads(world)
    world.answers.set(HEAD_URL, await statusHead({ at: START_MS, pending: [ending()] }))
    const { verdict, receipt } = unwrap(await verify())
    expect(verdict.endsAtMs).toBe(T_MS)
    await world.time.advance(400_000)
    const restarted = await world.restart()
    const replay = await restarted.verifier.replayReceipt(receipt?.id ?? ('' as never))
    expect(replay.kind).toBe('same')
    expect('verdict' in replay && canonicalJson(replay.verdict)).toBe(canonicalJson(verdict))
  })
})

describe('heads and plain lists of one scope', () => {
  const tight = { statusAgeMaxMs: 10_000 }

  /** A verifier that has seen the plain list of START_MS and learns, restarted, that there are heads. */
  async function openMixed(): Promise<TestWorld> {
    const plain = await openWorld()
    plain.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, leaseS: 30 }))
    await verifyFresh(plain)
    await plain.time.advance(40_000)
    const mixed = await plain.restart()
    await obligeToHeads(mixed, 3_600_000, 2)
    return mixed
  }

  test('are one sequence, also after a restart: neither takes the place of a newer other one (S6)', async () => {
    const heads = await openMixed()
    heads.answers.set(HEAD_URL, await statusHead({ at: START_MS - 1_000 }))
    const older = await verifyFresh(heads, INDEX, tight)
    expect(older).toMatchObject({ reason: 'status_rolled_back' })
    await heads.time.advance(1_000)
    const values = { [INDEX]: 1 }
    heads.answers.set(HEAD_URL, await statusHead({ at: heads.time.nowMs(), values }))
    expect((await verifyFresh(heads, INDEX, tight)).reason).toBe('credential_revoked')
    // Back to plain lists: the head stays the newest that is known.
    const plain = await heads.restart()
    const at = plain.time.nowMs() - 5_000
    plain.answers.set(STATUS_URI, await statusToken({ at }))
    await plain.time.advance(3_600_000)
    plain.answers.set(
      ACCREDITATIONS_URL,
      await accreditationList({ at: plain.time.nowMs(), seq: 3 }),
    )
    expect(await verifyFresh(plain)).toMatchObject({ reason: 'status_rolled_back' })
  })

  test('of one sequence that differ in their bits are an equivocation (S8)', async () => {
    const heads = await openMixed()
    heads.answers.set(HEAD_URL, await statusHead({ at: START_MS, values: { 5: 1 } }))
    expect(await verifyFresh(heads, INDEX, tight)).toMatchObject({ reason: 'status_equivocation' })
  })
})
