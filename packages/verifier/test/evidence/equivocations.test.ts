import {
  checkEquivocation,
  headUrl,
  importPublicJwk,
  type PendingAct,
  unwrap,
} from '@evenkeel/kernel'
import { callRoute } from '@evenkeel/kernel/testing'
import { describe, expect, test } from 'vitest'
import { verifierRoutes } from '../../src/index.ts'
import { EQUIVOCATIONS_PER_PUBLISHER_MAX } from '../../src/limits.ts'
import { START_MS } from '../support/manual-time.ts'
import { headProof, logSettings, proofUrl } from '../support/test-log.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  type HeadParts,
  INDEX,
  issue,
  issuerSigner,
  NOW_S,
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

const HEAD_URL = headUrl(STATUS_URI)
const contrary = { outcome: 'undetermined', reason: 'status_equivocation' }
const ending: PendingAct = {
  act: 'end',
  index: INDEX,
  value: 1,
  effectiveAtMs: START_MS + 300_000,
}
// Within the period of the heads here, so that none is asked for on demand.
const tight = { statusAgeMaxMs: 60_000 }

let nonces = 0

async function verifyFresh(world: TestWorld, change: Partial<typeof policy> = {}) {
  nonces += 1
  const nonce = `equivocation-${nonces}`
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential: await issue(), nonce, issuedAtS })
  const { verdict } = await world.verify(presentation, { nonce, policy: { ...policy, ...change } })
  return verdict
}

async function openWithHeads(options: WorldOptions = {}): Promise<TestWorld> {
  const world = await openWorld(options)
  const records = [recordWithHeads]
  world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
  world.answers.set(HEAD_URL, await statusHead({ at: START_MS }))
  await verifyFresh(world)
  return world
}

/** Shows the verifier another head when it looks again. */
async function show(world: TestWorld, parts: HeadParts) {
  await world.time.advance(60_001)
  world.answers.set(HEAD_URL, await statusHead(parts))
  return verifyFresh(world, tight)
}

const listed = async (world: TestWorld) =>
  (await callRoute(verifierRoutes(world.verifier), 'listEquivocations', {})).json as {
    readonly items: readonly { readonly id: string; readonly seq: number }[]
  }

describe('two heads of one (scope, seq) that say different things (S8)', () => {
  test.each<[string, Partial<HeadParts>]>([
    ['other bits', { values: { 5: 1 } }],
    ['other announcements', { pending: [ending] }],
    ['another end', { leaseS: 700 }],
  ])('with %s are kept as a proof that anybody can check', async (_, parts) => {
    const world = await openWithHeads()
    expect(await show(world, { at: START_MS, ...parts })).toMatchObject(contrary)
    const { items } = await listed(world)
    expect(items).toMatchObject([{ kind: 'status', seq: NOW_S }])
    const routes = verifierRoutes(world.verifier)
    const params = { equivocationId: items[0]?.id ?? '' }
    const { json } = await callRoute(routes, 'showEquivocation', { params })
    const { a, b } = json as { readonly a: string; readonly b: string }
    const keys = [unwrap(importPublicJwk(issuerSigner.publicJwk))]
    expect(checkEquivocation(a, b, keys)).toEqual({
      ok: true,
      value: { scope: STATUS_URI, seq: NOW_S },
    })
  })

  test('leave the scope unanswered, also for a policy that the held one would do for, and after a restart', async () => {
    const world = await openWithHeads()
    await show(world, { at: START_MS, pending: [ending] })
    expect(await verifyFresh(world)).toMatchObject(contrary)
    world.answers.set(HEAD_URL, 'unreachable')
    const restarted = await world.restart()
    expect(await verifyFresh(restarted)).toMatchObject(contrary)
    expect((await listed(restarted)).items).toHaveLength(1)
  })

  test('are settled by a later head where no log is asked', async () => {
    const world = await openWithHeads()
    await show(world, { at: START_MS, pending: [ending] })
    await world.time.advance(10_000)
    expect((await show(world, { at: world.time.nowMs() + 50_000 })).outcome).toBe('accepted')
    world.answers.set(HEAD_URL, 'unreachable')
    expect((await verifyFresh(await world.restart())).outcome).toBe('accepted')
  })

  test('are settled only by a later head that witnesses have seen where one is', async () => {
    const world = await openWithHeads({ config: { log: logSettings } })
    await show(world, { at: START_MS, pending: [ending] })
    const seq = NOW_S + 70
    const next = await statusHead({ at: seq * 1_000 })
    await world.time.advance(60_000)
    world.answers.set(HEAD_URL, next)
    expect(await verifyFresh(world)).toMatchObject(contrary)
    expect(await verifyFresh(await world.restart())).toMatchObject(contrary)
    const timesMs = [world.time.nowMs(), world.time.nowMs()]
    world.answers.set(proofUrl(seq), await headProof(next, seq, { timesMs }))
    await world.verifier.sweep?.()
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    world.answers.set(HEAD_URL, 'unreachable')
    expect((await verifyFresh(await world.restart())).outcome).toBe('accepted')
  })

  test('are not settled by the log’s proof of one of them', async () => {
    const world = await openWithHeads({ config: { log: logSettings } })
    const held = world.answers.get(HEAD_URL) as Uint8Array
    await show(world, { at: START_MS, pending: [ending] })
    const timesMs = [world.time.nowMs(), world.time.nowMs()]
    world.answers.set(proofUrl(NOW_S), await headProof(held, NOW_S, { timesMs }))
    await world.verifier.sweep?.()
    expect(await verifyFresh(world)).toMatchObject(contrary)
    expect(await verifyFresh(await world.restart())).toMatchObject(contrary)
  })

  test('are known to another process over the same store with its next decision', async () => {
    const world = await openWithHeads()
    const other = await openWithHeads({ store: world.store, time: world.time })
    await show(world, { at: START_MS, pending: [ending] })
    expect(await verifyFresh(other)).toMatchObject(contrary)
  })

  test('are known to another process over the same store with the next head that it takes', async () => {
    const config = { log: logSettings }
    const world = await openWithHeads({ config })
    const other = await openWithHeads({ config, store: world.store, time: world.time })
    await show(world, { at: START_MS, pending: [ending] })
    const at = world.time.nowMs() + 50_000
    expect(await show(other, { at })).toMatchObject(contrary)
  })

  test('are no proof together with a head that another process has stored since', async () => {
    const world = await openWithHeads()
    const other = await openWithHeads({ store: world.store, time: world.time })
    await show(other, { at: START_MS + 50_000 })
    await show(world, { at: START_MS, pending: [ending] })
    expect((await listed(world)).items).toEqual([])
  })

  test('are an event, once, and no more proofs of one publisher are kept than it takes', async () => {
    const world = await openWithHeads()
    const rounds = EQUIVOCATIONS_PER_PUBLISHER_MAX + 2
    for (let round = 0; round < rounds; round += 1) {
      const at = START_MS + (round + 1) * 200_000
      await world.time.advance(at - world.time.nowMs())
      world.answers.set(HEAD_URL, await statusHead({ at }))
      await verifyFresh(world, tight)
      expect(await show(world, { at, leaseS: 700 })).toMatchObject(contrary)
      await world.time.advance(1_000)
      await verifyFresh(world)
    }
    const events = await world.store.read('events', (tx) =>
      tx.all('SELECT body FROM lifecycle_event'),
    )
    const found = events.filter(({ body }) => JSON.parse(String(body)).event === 'HeadEquivocated')
    expect(found).toHaveLength(EQUIVOCATIONS_PER_PUBLISHER_MAX)
    expect((await listed(world)).items).toHaveLength(EQUIVOCATIONS_PER_PUBLISHER_MAX)
  })

  test('of the network leave every credential unanswered', async () => {
    const world = await openWithHeads()
    const records = [{ ...recordWithHeads, assurance: 'high' as const }]
    await world.time.advance(1_800_000)
    const other = await accreditationList({ at: START_MS, records })
    world.answers.set(ACCREDITATIONS_URL, other)
    await world.verifier.sweep?.()
    const verdict = await verifyFresh(world)
    expect(verdict).toMatchObject(contrary)
    expect(verdict.checks[1]).toMatchObject({ check: 'accreditation', result: 'unknown' })
  })
})

describe('the head and the plain list of one publication', () => {
  /** A verifier that knows the plain list and learns, by a newer accreditation list, that there are heads; or the other way round. */
  async function turn(heads: boolean): Promise<TestWorld> {
    const world = await openWorld()
    const { statusObligations: _, ...plain } = recordWithHeads
    const [before, after] = heads ? [plain, recordWithHeads] : [recordWithHeads, plain]
    const list = (records: readonly (typeof recordWithHeads | typeof plain)[], seq: number) =>
      accreditationList({ at: world.time.nowMs(), seq, records, leaseS: 100 })
    world.answers.set(ACCREDITATIONS_URL, await list([before], 1))
    world.answers.set(HEAD_URL, await statusHead({ at: START_MS, pending: [ending] }))
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, leaseS: 300 }))
    await verifyFresh(world)
    await world.time.advance(100_000)
    world.answers.set(ACCREDITATIONS_URL, await list([after], 2))
    return world
  }

  test('are no equivocation, and what the head announces is known from then on, also after a restart', async () => {
    const world = await turn(true)
    expect((await verifyFresh(world)).endsAtMs).toBe(ending.effectiveAtMs)
    world.answers.set(HEAD_URL, 'unreachable')
    expect((await verifyFresh(await world.restart())).endsAtMs).toBe(ending.effectiveAtMs)
  })

  test('are no equivocation the other way round, and nothing that was announced is forgotten', async () => {
    const world = await turn(false)
    expect(await verifyFresh(world, tight)).toMatchObject({ reason: 'status_stale' })
    expect(world.fetches(STATUS_URI)).toBe(1)
    expect((await verifyFresh(world)).endsAtMs).toBe(ending.effectiveAtMs)
  })
})
