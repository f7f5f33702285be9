import { canonicalJson, freshHeadUrl, headUrl, type ReceiptId, unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { replayVerdict } from '../../src/index.ts'
import { SCOPES_PROVEN_AT_A_TIME, UNPROVEN_HEADS_MAX } from '../../src/limits.ts'
import { openCampaign } from '../support/campaign.ts'
import { START_MS } from '../support/manual-time.ts'
import { headProof, listProof, logSettings, MERGE_DELAY_MS, proofUrl } from '../support/test-log.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  EPSILON_MS,
  issue,
  NOW_S,
  openWorld,
  policy,
  present,
  recordWithHeads,
  STATUS_URI,
  statusHead,
  type TestWorld,
  type WorldOptions,
} from '../support/test-world.ts'

const HEAD_URL = headUrl(STATUS_URI)
const LIST_PROOF_URL = proofUrl(1, 'accreditations')
const TIMES_MS = [START_MS, START_MS + 1_000, START_MS + 2_000]
const strict = { onUnwitnessed: 'undetermined' } as const
/** The merge delay is over on any two clocks. */
const OVERDUE_MS = MERGE_DELAY_MS + 2 * EPSILON_MS + 1

let nonces = 0

async function verifyFresh(world: TestWorld, change: Partial<typeof policy> = {}) {
  nonces += 1
  const nonce = `witness-${nonces}`
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential: await issue(), nonce, issuedAtS })
  return world.verify(presentation, { nonce, policy: { ...policy, ...change } })
}

async function publishHead(world: TestWorld, at = world.time.nowMs()): Promise<Uint8Array> {
  const head = await statusHead({ at })
  world.answers.set(HEAD_URL, head)
  world.answers.set(freshHeadUrl(STATUS_URI, 1), head)
  return head
}

/** A verifier that asks a log, of an issuer that has to publish heads. */
async function openWitnessed(options: WorldOptions = {}): Promise<TestWorld> {
  const world = await openWorld({ config: { log: logSettings }, ...options })
  const at = START_MS
  world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, records: [recordWithHeads] }))
  await publishHead(world)
  return world
}

/** The log shows all that is served. */
async function showInLog(world: TestWorld, seq = NOW_S, timesMs = TIMES_MS): Promise<void> {
  const list = world.answers.get(ACCREDITATIONS_URL) as Uint8Array
  const head = world.answers.get(HEAD_URL) as Uint8Array
  world.answers.set(LIST_PROOF_URL, await listProof(list, timesMs))
  world.answers.set(proofUrl(seq), await headProof(head, seq, { timesMs }))
}

const witnessOf = ({ verdict }: Awaited<ReturnType<typeof verifyFresh>>) => verdict.checks.at(-1)

describe('the witness check of a verifier that asks a log (S8)', () => {
  test('is skipped while the head is younger than the merge delay, and ok once the log has shown it, with the age of the witnessed time', async () => {
    const world = await openWitnessed()
    expect(witnessOf(await verifyFresh(world, strict))).toEqual({
      check: 'witness',
      result: 'skipped',
      because: 'a head is younger than the merge delay',
    })
    await showInLog(world)
    await world.verifier.sweep?.()
    await world.time.advance(5_000)
    const { verdict } = await verifyFresh(world, strict)
    expect(verdict).toMatchObject({ outcome: 'accepted', degradations: [] })
    expect(verdict.checks.at(-1)).toEqual({
      check: 'witness',
      result: 'ok',
      // Two of three witnesses had come as far as the second newest time.
      evidence: {
        kind: 'witness',
        source: STATUS_URI,
        seq: NOW_S,
        issuedAtMs: START_MS + 1_000,
        ageMs: 4_000,
      },
    })
  })

  test('still knows the proof after a restart, and does not ask again', async () => {
    const world = await openWitnessed()
    await verifyFresh(world)
    await showInLog(world)
    await world.verifier.sweep?.()
    const restarted = await world.restart()
    await restarted.time.advance(OVERDUE_MS)
    expect(witnessOf(await verifyFresh(restarted, strict))).toMatchObject({ result: 'ok' })
    await restarted.verifier.sweep?.()
    expect([restarted.fetches(LIST_PROOF_URL), restarted.fetches(proofUrl(NOW_S))]).toEqual([0, 0])
  })

  test('leaves it to the policy what a head counts that the log has not shown within the merge delay', async () => {
    const world = await openWitnessed()
    await verifyFresh(world)
    await world.verifier.sweep?.()
    await world.time.advance(OVERDUE_MS - 1)
    expect((await verifyFresh(world, strict)).verdict.outcome).toBe('accepted')
    await world.time.advance(1)
    expect((await verifyFresh(world)).verdict).toMatchObject({
      outcome: 'accepted',
      degradations: ['unwitnessed'],
    })
    expect((await verifyFresh(world, strict)).verdict).toMatchObject({
      outcome: 'undetermined',
      reason: 'head_unwitnessed',
      degradations: ['unwitnessed'],
    })
    await showInLog(world)
    // The next try comes within half of the head's age.
    await world.time.advance(40_000)
    await world.verifier.sweep?.()
    expect((await verifyFresh(world, strict)).verdict).toMatchObject({
      outcome: 'accepted',
      degradations: [],
    })
  })

  test('never makes a decision wait, also when the log hangs', async () => {
    const world = await openWitnessed()
    await verifyFresh(world)
    world.answers.set(LIST_PROOF_URL, 'hangs')
    world.answers.set(proofUrl(NOW_S), 'hangs')
    const sweep = world.verifier.sweep?.()
    expect((await verifyFresh(world)).verdict.outcome).toBe('accepted')
    await world.time.advance(2_000)
    await sweep
  })

  test('does not overlook a head that was shown to it alone and replaced before the merge delay was over', async () => {
    const world = await openWitnessed()
    await verifyFresh(world)
    await showInLog(world)
    await world.verifier.sweep?.()
    await world.time.advance(10_000)
    const young = { statusAgeMaxMs: 5_000 }
    await publishHead(world)
    await verifyFresh(world, young)
    await world.time.advance(10_000)
    const next = await publishHead(world)
    await verifyFresh(world, young)
    const seq = NOW_S + 20
    const timesMs = [world.time.nowMs(), world.time.nowMs()]
    world.answers.set(proofUrl(seq), await headProof(next, seq, { timesMs }))
    await world.verifier.sweep?.()
    expect(witnessOf(await verifyFresh(world, strict))).toMatchObject({ result: 'ok' })
    // The one in between is in no log.
    await world.time.advance(OVERDUE_MS - 10_000)
    expect((await verifyFresh(world, strict)).verdict).toMatchObject({ reason: 'head_unwitnessed' })
    await world.time.advance(86_400_000)
    expect(await unproven(world)).toBe(1)
    await world.verifier.sweep?.()
    expect(await unproven(world)).toBe(0)
  })

  test.each([
    ['by another publisher', { leaf: { actor: 'stranger' as never }, timesMs: TIMES_MS }],
    ['of another body', { leaf: { bodyHash: '0'.repeat(64) }, timesMs: TIMES_MS }],
    ['with too few witnesses', { timesMs: TIMES_MS.slice(0, 1) }],
  ])('takes no proof of a leaf %s', async (_, parts) => {
    const world = await openWitnessed()
    await verifyFresh(world)
    await showInLog(world)
    const head = world.answers.get(HEAD_URL) as Uint8Array
    world.answers.set(proofUrl(NOW_S), await headProof(head, NOW_S, parts))
    await world.verifier.sweep?.()
    await world.time.advance(OVERDUE_MS)
    expect((await verifyFresh(world, strict)).verdict).toMatchObject({ reason: 'head_unwitnessed' })
  })

  test('counts a plain list as unwitnessed, because no log has it', async () => {
    const world = await openWorld({ config: { log: logSettings } })
    await world.time.advance(OVERDUE_MS)
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: world.time.nowMs() }))
    expect((await verifyFresh(world)).verdict.degradations).toEqual(['unwitnessed'])
  })

  test('keeps no issuer’s heads waiting for those of another, however many of them no log has', async () => {
    const world = await openWitnessed()
    const scopes = 3 * SCOPES_PROVEN_AT_A_TIME
    await fillUnproven(world, scopes, UNPROVEN_HEADS_MAX)
    await verifyFresh(world)
    await showInLog(world)
    // Each scope has its turn within as many sweeps as there are portions of them.
    for (let sweep = 0; sweep < 4; sweep += 1) {
      await world.verifier.sweep?.()
      await world.time.advance(1_000)
    }
    expect(witnessOf(await verifyFresh(world, strict))).toMatchObject({ result: 'ok' })
    expect(world.fetches(proofUrl(7, 'https://lists.example/0'))).toBeLessThan(4)
  })

  test('asks at growing intervals and tells the operator once', async () => {
    const world = await openWitnessed()
    await verifyFresh(world)
    for (let second = 0; second < 3_600; second += 20) {
      await world.verifier.sweep?.()
      await world.time.advance(20_000)
    }
    expect(world.fetches(proofUrl(NOW_S))).toBeLessThan(40)
    expect(world.fetches(proofUrl(NOW_S))).toBeGreaterThan(5)
    expect(await eventsOf(world, 'HeadUnwitnessed')).toBe(2)
  })
})

describe('a verdict that rests on witnessed heads', () => {
  test('replays byte for byte, whatever the log has shown since (S7)', async () => {
    const { world, verify } = await openCampaign({}, { config: { log: logSettings } })
    const records = [recordWithHeads]
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
    await publishHead(world)
    const before = unwrap(await verify())
    await showInLog(world)
    await world.verifier.sweep?.()
    const after = unwrap(await verify())
    expect([before, after].map(({ verdict }) => verdict.checks.at(-1)?.result)).toEqual([
      'skipped',
      'ok',
    ])
    for (const { verdict, receipt } of [before, after]) {
      const replay = await world.verifier.replayReceipt(receipt?.id ?? ('' as ReceiptId))
      expect('verdict' in replay && canonicalJson(replay.verdict)).toBe(canonicalJson(verdict))
    }
  })

  test('of before there was a log replays with its own words', async () => {
    const { verdict, input } = await verifyFresh(await openWorld())
    expect(input).not.toHaveProperty('log')
    expect(verdict.checks.at(-1)).toEqual({
      check: 'witness',
      result: 'skipped',
      because: 'no witness exists yet',
    })
    expect(replayVerdict(input)).toEqual(verdict)
  })
})

describe('a verifier whose clock is behind the time that witnesses show (S12)', () => {
  const unsafe = { outcome: 'undetermined', reason: 'clock_unsafe' }

  /** The witnesses are a minute ahead. */
  async function openBehind(): Promise<TestWorld> {
    const world = await openWitnessed()
    await verifyFresh(world)
    await showInLog(world, NOW_S, [START_MS + 60_000, START_MS + 60_000])
    await world.verifier.sweep?.()
    return world
  }

  test('decides nothing, whoever’s credential it is, also after a restart, until its clock agrees', async () => {
    const world = await openBehind()
    expect((await verifyFresh(world)).verdict).toMatchObject(unsafe)
    const restarted = await world.restart()
    expect((await verifyFresh(restarted)).verdict).toMatchObject(unsafe)
    await restarted.time.advance(60_000 - 2 * EPSILON_MS - 1)
    expect((await verifyFresh(restarted)).verdict).toMatchObject(unsafe)
    await restarted.time.advance(1)
    expect((await verifyFresh(restarted)).verdict).toMatchObject({ outcome: 'accepted' })
    expect(await eventsOf(world, 'ClockUnsafe')).toBe(1)
  })

  test('rejects nothing either: what is not yet valid by its clock may long be', async () => {
    const world = await openBehind()
    const nonce = 'not-yet'
    const credential = await issue({ claims: { nbf: NOW_S + 30 } })
    const presentation = await present({ credential, nonce })
    expect((await world.verify(presentation, { nonce })).verdict).toMatchObject(unsafe)
  })

  test('is not calmed by a proof that shows an earlier time', async () => {
    const world = await openWitnessed()
    await verifyFresh(world)
    await showInLog(world, NOW_S, [START_MS + 60_000, START_MS + 60_000])
    const head = world.answers.get(HEAD_URL) as Uint8Array
    const timesMs = [START_MS, START_MS]
    world.answers.set(proofUrl(NOW_S), await headProof(head, NOW_S, { timesMs }))
    await world.verifier.sweep?.()
    expect([world.fetches(LIST_PROOF_URL), world.fetches(proofUrl(NOW_S))]).toEqual([1, 1])
    expect((await verifyFresh(world)).verdict).toMatchObject(unsafe)
    expect((await verifyFresh(await world.restart())).verdict).toMatchObject(unsafe)
  })

  test('takes no single witness’s word for it', async () => {
    const world = await openWitnessed()
    await verifyFresh(world)
    await showInLog(world, NOW_S, [START_MS + 3_600_000, START_MS])
    await world.verifier.sweep?.()
    expect((await verifyFresh(world)).verdict.outcome).toBe('accepted')
  })
})

async function unproven({ store }: TestWorld): Promise<number> {
  const row = await store.read('count', (tx) =>
    tx.get('SELECT count(*) AS n FROM head_proof WHERE witnessed_at_ms IS NULL'),
  )
  return Number(row?.n)
}

async function eventsOf({ store }: TestWorld, event: string): Promise<number> {
  const rows = await store.read('events', (tx) => tx.all('SELECT body FROM lifecycle_event'))
  return rows.filter(({ body }) => JSON.parse(String(body)).event === event).length
}

/** Another issuer's heads that are in no log: in all so many, of so many lists. */
async function fillUnproven({ store }: TestWorld, scopes: number, heads: number): Promise<void> {
  const rows = Array.from({ length: heads }, (_, n) => {
    const list = `https://lists.example/${n % scopes}`
    return ['status', `a ${list}`, 7 + Math.floor(n / scopes), list, 'other', 'b', START_MS]
  })
  await store.transact('fill', (tx) =>
    tx.insertMany({
      table: 'head_proof',
      columns: ['kind', 'scope', 'seq', 'log_scope', 'actor', 'body_hash', 'issued_at_ms'],
      rows,
      onConflict: 'fail',
    }),
  )
}
