import { type ClaimId, type ServerEvent, unwrap } from '@evenkeel/kernel'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { distributorRoutes } from '../../src/index.ts'
import { CLAIM_WATCH_MS_MAX, CLAIM_WATCHERS_MAX } from '../../src/limits.ts'
import { createManualTimers, type ManualTimers } from '../support/manual-timers.ts'
import { watchReads } from '../support/watch-reads.ts'
import { makeClaim, openWorld, type World } from '../support/world.ts'

let world: World
let timers: ManualTimers
let reads: number
let storeFails: boolean
beforeEach(async () => {
  timers = createManualTimers()
  reads = 0
  storeFails = false
  world = await openWorld({
    timers,
    wrapStore: (store) =>
      watchReads(store, (name) => {
        if (name !== 'explain-claims') return
        reads += 1
        if (storeFails) throw new Error('the disk is gone')
      }),
  })
  await world.openCampaign()
})
afterEach(() => world.close())

async function claimOf(person = 'ada'): Promise<ClaimId> {
  const answer = await world.distributor.submitClaim(await makeClaim(world, { person }))
  if (answer.kind !== 'ticket') throw new Error(answer.reason)
  return answer.claimId
}

const never = new AbortController().signal
async function follow(claimId: string, after?: string, signal: AbortSignal = never) {
  const present = unwrap(await world.distributor.showClaimState(claimId))
  const options = after === undefined ? { signal } : { signal, after }
  return unwrap(world.distributor.followClaim(present, options))[Symbol.asyncIterator]()
}
const stateOf = ({ value }: IteratorResult<ServerEvent>) =>
  (value?.data as { readonly state?: string } | undefined)?.state

/** Lets the look at the store that a wake begins come to its end. */
async function lookOnce(): Promise<void> {
  world.advance(1_000)
  timers.wake()
  for (let turn = 0; timers.sleeping === 0 && turn < 1_000; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}

it('a stream gives the present state, each that follows, and ends with the last', async () => {
  world.payment = () => 'later'
  const id = await claimOf()
  const events = await follow(id)
  expect(stateOf(await events.next())).toBe('accepted')
  const second = events.next()
  await world.settleDown()
  await lookOnce()
  expect(stateOf(await second)).toBe('settling')
  const third = events.next()
  await lookOnce()
  await world.sendPayment(id, 'settled')
  await world.settleDown()
  await lookOnce()
  expect(stateOf(await third)).toBe('settled')
  expect(await events.next()).toEqual({ done: true, value: undefined })
})

it('a reader who comes back with the last event’s id is not told it again', async () => {
  const id = await claimOf()
  const first = await (await follow(id)).next()
  const again = await follow(id, first.value?.id)
  const next = again.next()
  await world.settleDown()
  await lookOnce()
  expect(stateOf(await next)).toBe('settled')

  const shown = unwrap(await world.distributor.showClaimState(id))
  const route = distributorRoutes(world.distributor).find((one) => one.operation === 'followClaim')
  const request = { params: { claimId: id }, query: undefined, body: undefined }
  const answer = await route?.handle({
    ...request,
    headers: { 'last-event-id': shown.version },
    bytes: new Uint8Array(),
    deadlineMs: 0,
    signal: never,
  })
  expect(answer).toMatchObject({ status: 204 })
})

it('however many watch, one look a second is all that the store has to give', async () => {
  world.payment = () => 'later'
  const ids = await Promise.all(['a', 'b', 'c'].map(claimOf))
  const streams = await Promise.all(Array.from({ length: 60 }, (_, i) => follow(ids[i % 3] ?? '')))
  await Promise.all(streams.map((events) => events.next()))
  const waiting = streams.map((events) => events.next())
  expect(timers.sleeping).toBe(1)
  for (let round = 0; round < 5; round++) {
    const before = reads
    await lookOnce()
    expect(reads).toBe(before + 1)
  }
  await world.settleDown()
  await lookOnce()
  expect((await Promise.all(waiting)).map(stateOf)).toEqual(streams.map(() => 'settling'))
})

it('nobody is looked for once nobody watches, and a later reader is looked for again', async () => {
  world.payment = () => 'later'
  const id = await claimOf()
  const gone = new AbortController()
  const events = await follow(id, undefined, gone.signal)
  await events.next()
  const next = events.next()
  gone.abort()
  expect((await next).done).toBe(true)
  await lookOnce()
  const before = reads
  expect(timers.sleeping).toBe(0)
  const later = await follow(id)
  expect(stateOf(await later.next())).toBe('accepted')
  const changed = later.next()
  await world.settleDown()
  await lookOnce()
  expect(stateOf(await changed)).toBe('settling')
  expect(reads).toBeGreaterThan(before)
})

it('a stream ends after its longest duration', async () => {
  world.payment = () => 'later'
  const events = await follow(await claimOf())
  await events.next()
  const next = events.next()
  world.advance(CLAIM_WATCH_MS_MAX)
  await world.settleDown()
  await lookOnce()
  // What the last look saw is told before.
  expect(stateOf(await next)).toBe('settling')
  expect((await events.next()).done).toBe(true)
})

it('readers beyond the limit are refused, and there is room again when others leave', async () => {
  const id = await claimOf()
  const streams = await Promise.all(Array.from({ length: CLAIM_WATCHERS_MAX }, () => follow(id)))
  await Promise.all(streams.map((events) => events.next()))
  const present = unwrap(await world.distributor.showClaimState(id))
  const another = () => world.distributor.followClaim(present, { signal: never })
  expect(another()).toMatchObject({
    ok: false,
    error: { code: 'queue_full' },
  })
  await streams[0]?.return?.()
  expect(another()).toMatchObject({ ok: true })
})

it('a store that fails ends the streams, and the next reader starts anew', async () => {
  world.payment = () => 'later'
  const id = await claimOf()
  const events = await follow(id)
  await events.next()
  const next = events.next()
  const failed = expect(next).rejects.toThrow('the disk is gone')
  storeFails = true
  await lookOnce()
  await failed
  storeFails = false
  const later = await follow(id)
  expect(stateOf(await later.next())).toBe('accepted')
})
