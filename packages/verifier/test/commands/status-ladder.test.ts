import { headUrl, type Policy, parsePolicy, statusTermsOf, unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { openCampaign, rule } from '../support/campaign.ts'
import { START_MS, settle } from '../support/manual-time.ts'
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
} from '../support/test-world.ts'

const ladder: Policy = {
  ...policy,
  onUndetermined: 'reject',
  statusAgeMaxMs: 5_000,
  statusLadder: [
    { uptoMinor: '100', statusAgeMaxMs: 600_000, onUndetermined: 'accept_up_to_cap' },
    { uptoMinor: '10000', statusAgeMaxMs: 60_000, onUndetermined: 'hold' },
  ],
}

let nonces = 0

async function verifyWorth(world: TestWorld, valueMinor?: string, under: Policy = ladder) {
  nonces += 1
  const nonce = `ladder-${nonces}`
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential: await issue(), nonce, issuedAtS })
  const { verdict } = await world.verify(presentation, {
    nonce,
    policy: under,
    ...(valueMinor !== undefined && { valueMinor }),
  })
  return verdict
}

describe('a policy’s ladder', () => {
  test.each<[string | undefined, number]>([
    ['0', 600_000],
    ['100', 600_000],
    ['101', 60_000],
    ['10000', 60_000],
    ['10001', 5_000],
    ['9'.repeat(39), 5_000],
    [undefined, 5_000],
  ])('gives for a value of %s a status of at most %i ms', (value, ageMs) => {
    expect(unwrap(parsePolicy(ladder))).toEqual(ladder)
    expect(statusTermsOf(ladder, value).statusAgeMaxMs).toBe(ageMs)
  })

  test('asks for a fresher status the more is at stake, and never takes an older one for it', async () => {
    const world = await openWorld()
    expect((await verifyWorth(world, '20000')).outcome).toBe('accepted')
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(30_000)
    expect((await verifyWorth(world, '10000')).outcome).toBe('accepted')
    expect(await verifyWorth(world, '10001')).toMatchObject({ reason: 'status_stale' })
    // Above the ladder it is online: one that is made now.
    await world.time.advance(1_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() }))
    expect((await verifyWorth(world, '10001')).outcome).toBe('accepted')
  })

  test('never lets an online proof take the place of a newer head that is held (S10)', async () => {
    const world = await openWorld()
    await world.time.advance(10_000)
    const values = { [INDEX]: 1 }
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs(), values }))
    expect((await verifyWorth(world, '10001')).reason).toBe('credential_revoked')
    await world.time.advance(6_000)
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS + 9_000 }))
    expect(await verifyWorth(world, '10001')).toMatchObject({ reason: 'status_rolled_back' })
    expect(await verifyWorth(world, '1')).toMatchObject({ reason: 'credential_revoked' })
  })

  test('flags what is accepted up to its cap for lack of a status, and leaves it undetermined', async () => {
    const world = await openWorld()
    world.answers.set(STATUS_URI, 'unreachable')
    expect(await verifyWorth(world, '100')).toMatchObject({
      outcome: 'undetermined',
      reason: 'status_unavailable',
      degradations: ['accepted_up_to_cap'],
    })
    expect((await verifyWorth(world, '101')).degradations).toEqual([])
  })

  test.each([
    ['was known to be revoked', { [INDEX]: 1 }],
    ['was known to be suspended', { [INDEX]: 2 }],
  ])('accepts nothing up to a cap that %s when there was a status', async (_, values) => {
    const world = await openWorld()
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, values }))
    await verifyWorth(world, '100')
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(700_000)
    const verdict = await verifyWorth(world, '100')
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_stale' })
    expect(verdict.degradations).not.toContain('accepted_up_to_cap')
  })

  test('accepts nothing up to a cap when more than the status is missing', async () => {
    const world = await openWorld()
    await verifyWorth(world, '100')
    world.answers.set(STATUS_URI, 'unreachable')
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    await world.time.advance(3_600_000)
    const verdict = await verifyWorth(world, '100')
    expect(verdict.outcome).toBe('undetermined')
    expect(verdict.degradations).not.toContain('accepted_up_to_cap')
  })

  test('lets a campaign of small amounts have a receipt that says undetermined, which replays', async () => {
    const { world, verify } = await openCampaign({ policy: ladder })
    world.answers.set(STATUS_URI, 'unreachable')
    const { verdict, receipt } = unwrap(await verify())
    expect(verdict).toMatchObject({ outcome: 'undetermined', degradations: ['accepted_up_to_cap'] })
    if (receipt === undefined) throw new Error('no receipt')
    expect((await world.verifier.replayReceipt(receipt.id)).kind).toBe('same')
    const large = { kind: 'fixed', amountMinor: '10001' } as const
    const dear = await openCampaign({ ...rule, policy: ladder, allocation: large })
    dear.world.answers.set(STATUS_URI, 'unreachable')
    expect(unwrap(await dear.verify())).not.toHaveProperty('receipt')
  })

  test('takes no value that is none', async () => {
    const world = await openWorld()
    await expect(verifyWorth(world, '1.5')).rejects.toThrow()
  })
})

describe('a relay', () => {
  test('is asked for heads in the place of their publisher, and plain lists are not', async () => {
    const relayUrl = 'https://relay.evenkeel.example/heads'
    const world = await openWorld({ config: { relayUrl } })
    const relayed = `${relayUrl}/${encodeURIComponent(headUrl(STATUS_URI))}`
    const records = [recordWithHeads]
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
    world.answers.set(relayed, await statusHead({ at: START_MS }))
    expect((await verifyWorth(world)).outcome).toBe('accepted')
    expect(world.fetches(relayed)).toBe(1)
    expect(world.fetches(headUrl(STATUS_URI))).toBe(0)
  })
})

describe('a caller’s deadline', () => {
  test('brings a verdict though a worker never answers, and nothing is used up by it', async () => {
    const world = await openWorld({ hangingCompute: true })
    const pending = verifyWorth(world)
    await settle()
    await world.time.advance(999)
    let isDone = false
    const done = pending.then((verdict) => {
      isDone = true
      return verdict
    })
    await settle()
    expect(isDone).toBe(false)
    await world.time.advance(1)
    expect(await done).toMatchObject({ outcome: 'undetermined', reason: 'deadline_passed' })
  })

  test('is shared out, so that a silent network leaves time to say so', async () => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, 'hangs')
    const pending = verifyWorth(world)
    await settle()
    await world.time.advance(375)
    expect(await pending).toMatchObject({ outcome: 'undetermined', reason: 'deadline_passed' })
  })
})
