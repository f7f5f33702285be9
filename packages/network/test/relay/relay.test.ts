import {
  type AccreditationRecord,
  type AccreditingAct,
  createSeededSigner,
  deflateStatusList,
  encodeHex,
  encodeUtf8,
  err,
  freshHeadUrl,
  type Head,
  headUrl,
  joinHead,
  leaseRuleOf,
  ok,
  type PartyId,
  type Result,
  type Signer,
  type Store,
  signHead,
  statusRoot,
  type TransportFailure,
  unwrap,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { callRoute } from '@evenkeel/kernel/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { networkRoutes } from '../../src/index.ts'
import {
  RELAY_FAILURES_MAX,
  RELAY_FLIGHTS_MAX,
  RELAY_FLIGHTS_PER_PUBLISHER_MAX,
  RELAY_FRESH_MS,
  RELAY_REFETCH_MS_MIN,
  RELAY_SCOPES_MAX,
  RELAY_SCOPES_PER_PUBLISHER_MAX,
  RELAY_SEQS_MAX,
} from '../../src/limits.ts'
import { AUTHORITY, openWorld, START, type World } from '../world.ts'

const issuerSigner = createSeededSigner('ES256', new Uint8Array(32).fill(5))
const otherSigner = createSeededSigner('ES256', new Uint8Array(32).fill(6))
const SCOPE = 'https://issuer.evenkeel.example/status/1'
const rule = leaseRuleOf({ leaseMs: 60_000, clockBoundMs: 2_000 })
const refused = (code: string) => ({ ok: false, error: { code } })

/** A head of the scope, of which each `flip` makes another content. */
async function headAt(
  seq: number,
  {
    flip = 0,
    signer = issuerSigner,
    scope = SCOPE,
  }: { flip?: number; signer?: Signer; scope?: string } = {},
): Promise<Uint8Array> {
  const bits = new Uint8Array(64).fill(flip)
  const head: Head = {
    v: 1,
    scope,
    seq,
    root: encodeHex(statusRoot(bits)),
    iat: seq,
    exp: seq + rule.leaseMs / 1_000,
    rule,
    bits: 2,
    pending: [],
  }
  return joinHead(await signHead(signer, head), deflateStatusList(bits))
}

interface Stage {
  readonly world: World
  /** What the publisher was asked for. */
  readonly asked: string[]
  /** What the publisher answers to any URL. */
  upstream: (url: string) => Promise<Result<Uint8Array, TransportFailure>>
}

const down = async (): Promise<Result<Uint8Array, TransportFailure>> =>
  err({ code: 'transport_unreachable' })

async function openStage(store?: Store): Promise<Stage> {
  const stage = { asked: [] as string[], upstream: down } as unknown as {
    -readonly [Key in keyof Stage]: Stage[Key]
  }
  stage.world = await openWorld({
    ...(store && { store }),
    retrieve: (url) => {
      stage.asked.push(url)
      return stage.upstream(url)
    },
  })
  return stage
}

async function accredit({ world }: Stage): Promise<void> {
  expect(await world.act(actFor('act-1', {}))).toEqual({ outcome: 'acknowledged' })
}

function actFor(actId: string, record: Partial<AccreditationRecord>): AccreditingAct {
  return {
    actId,
    kind: 'accredit',
    decidedAtMs: START - 1_000,
    mode: 'immediate',
    record: {
      subject: 'did:example:issuer',
      party: 'issuer' as PartyId,
      keys: [issuerSigner.publicJwk],
      authority: AUTHORITY,
      action: 'issue',
      credentialTypes: ['Membership'],
      jurisdictions: [],
      assurance: 'high',
      validFromMs: 0,
      validUntilMs: START * 2,
      status: 'active',
      statusFromMs: START - 1_000,
      actId,
      ...record,
    },
  }
}

const NOW = START / 1_000
let stage: Stage

beforeEach(async () => {
  stage = await openStage()
  await accredit(stage)
  stage.upstream = async () => ok(await headAt(Math.floor(stage.world.clock.nowMs / 1_000)))
})

const fetch = (url = headUrl(SCOPE)) => stage.world.network.relay.fetch(url)
const pass = (ms: number) => {
  stage.world.clock.nowMs += ms
}

describe('the relay', () => {
  it('hands out one copy to everybody, and looks for a newer one now and then', async () => {
    const answers = await Promise.all([fetch(), fetch(), fetch()])
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true])
    expect(unwrap(await fetch())).toEqual(await headAt(NOW))
    expect(stage.asked).toEqual([headUrl(SCOPE)])
    pass(RELAY_FRESH_MS)
    expect(unwrap(await fetch())).toEqual(await headAt(NOW + RELAY_FRESH_MS / 1_000))
    expect(stage.asked.length).toBe(2)
  })

  it('gives its copy while the publisher is out of reach, to the end of the lease and no longer', async () => {
    await fetch()
    stage.upstream = down
    const leftMs = rule.leaseMs - rule.clockBoundMs
    pass(leftMs - 1)
    expect(await fetch()).toMatchObject({ ok: true })
    pass(1)
    expect(await fetch()).toMatchObject(refused('status_unavailable'))
  })

  it('never hands out an older head than before, also after a restart', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    stage = await openStage(store)
    await accredit(stage)
    stage.upstream = async () => ok(await headAt(NOW))
    expect(await fetch()).toMatchObject({ ok: true })
    stage.upstream = async () => ok(await headAt(NOW - 1))
    pass(RELAY_FRESH_MS)
    expect(unwrap(await fetch())).toEqual(await headAt(NOW))
    const again = await openStage(store)
    again.upstream = stage.upstream
    expect(await again.world.network.relay.fetch(headUrl(SCOPE))).toMatchObject(
      refused('status_rolled_back'),
    )
    // Another process on the same store has gone on: the copy here is older than what was handed out.
    again.upstream = async () => ok(await headAt(NOW + 3))
    again.world.clock.nowMs = stage.world.clock.nowMs
    unwrap(await again.world.network.relay.fetch(headUrl(SCOPE)))
    expect(await fetch()).toMatchObject(refused('status_rolled_back'))
  })

  it('keeps to the first of two heads of one seq', async () => {
    await fetch()
    stage.upstream = async () => ok(await headAt(NOW, { flip: 1 }))
    pass(RELAY_FRESH_MS)
    expect(unwrap(await fetch())).toEqual(await headAt(NOW))
    expect(await fetch(freshHeadUrl(SCOPE, 1))).toMatchObject(refused('status_equivocation'))
  })

  it.each([
    ['a head that another signed', { signer: otherSigner }, 'signature_invalid'],
    ['a head of another scope', { scope: `${SCOPE}2` }, 'status_list_mismatch'],
  ])('does not take %s, and goes on with what it has', async (_, changed, code) => {
    stage.upstream = async () => ok(await headAt(NOW, changed))
    expect(await fetch()).toMatchObject(refused(code))
    stage.upstream = async () => ok(await headAt(NOW))
    pass(RELAY_REFETCH_MS_MIN)
    expect(await fetch()).toMatchObject({ ok: true })
    stage.upstream = async () => ok(await headAt(NOW + 5, changed))
    pass(RELAY_FRESH_MS)
    expect(unwrap(await fetch())).toEqual(await headAt(NOW))
  })

  it('does not take a head whose lease is over', async () => {
    stage.upstream = async () => ok(await headAt(NOW - rule.leaseMs / 1_000))
    expect(await fetch()).toMatchObject(refused('status_stale'))
  })

  it.each([
    ['somebody who is not accredited', 'https://stranger.evenkeel.example/status/1/head'],
    ['an address that only begins alike', 'https://issuer.evenkeel.example.evil/status/1/head'],
    ['another path', SCOPE],
    ['an age of nothing', `${SCOPE}/head/max-age/0`],
    ['a way up', 'https://issuer.evenkeel.example/../status/1/head'],
    ['a way up in disguise', 'https://issuer.evenkeel.example/%2e%2e/status/1/head'],
    ['a query', `${SCOPE}/head?x=1`],
    ['a query before the path', 'https://issuer.evenkeel.example/status/1?x=/head'],
    ['a fragment', 'https://issuer.evenkeel.example/status/1#/head'],
    ['a user', 'https://a@issuer.evenkeel.example/status/1/head'],
    ['another port', 'https://issuer.evenkeel.example:8443/status/1/head'],
    ['a file', 'file:///issuer.evenkeel.example/status/1/head'],
    ['no URL', 'head'],
  ])('never calls %s', async (_, url) => {
    expect(await fetch(url)).toMatchObject(refused('relay_not_allowed'))
    expect(await stage.world.network.relay.counts(url)).toMatchObject(refused('relay_not_allowed'))
    expect(stage.asked).toEqual([])
  })

  it('stops with a withdrawn issuer, and begins with a new one', async () => {
    await fetch()
    expect(
      await stage.world.act({
        ...actFor('act-2', { status: 'withdrawn' }),
        decidedAtMs: START,
      }),
    ).toEqual({ outcome: 'acknowledged' })
    await stage.world.party.sweep()
    pass(10_000)
    expect(await fetch()).toMatchObject(refused('relay_not_allowed'))
    const url = 'https://newcomer.example/lists/1/head'
    expect(await fetch(url)).toMatchObject(refused('relay_not_allowed'))
    const newcomer = { subject: 'https://newcomer.example', keys: [otherSigner.publicJwk] }
    await stage.world.act(actFor('act-3', newcomer))
    await stage.world.party.sweep()
    pass(1_000)
    const scope = 'https://newcomer.example/lists/1'
    stage.upstream = async () => ok(await headAt(NOW + 11, { scope, signer: otherSigner }))
    expect(await fetch(url)).toMatchObject({ ok: true })
  })

  it('has no ear for who only verifies', async () => {
    const stage = await openStage()
    await stage.world.act(actFor('act-1', { action: 'verify' }))
    const { relay } = stage.world.network
    expect(await relay.fetch(headUrl(SCOPE))).toMatchObject(refused('relay_not_allowed'))
  })

  it('bounds the scopes that it remembers, some room for each publisher excepted; those whose heads are over make room', async () => {
    const { store } = stage.world.party.ports
    const plant = (exp: number) =>
      store.transact('plant', (tx) =>
        tx.insertMany({
          table: 'relayed_head',
          columns: ['scope', 'seq', 'hash', 'exp', 'fetched'],
          rows: Array.from({ length: RELAY_SCOPES_MAX }, (_, n) => [`${n}-${exp}`, 1, 'x', exp, 0]),
          onConflict: 'fail',
        }),
      )
    await plant(NOW)
    expect(await fetch()).toMatchObject(refused('queue_full'))
    pass(1_000)
    expect(await fetch()).toMatchObject({ ok: true })
  })

  it('counts how often each head was handed out, and keeps the last of them', async () => {
    const counts = async () => unwrap(await stage.world.network.relay.counts(headUrl(SCOPE)))
    expect(await counts()).toEqual([])
    for (let n = 0; n < RELAY_SEQS_MAX + 2; n += 1) {
      await fetch()
      await fetch()
      if (n === 0) await fetch(freshHeadUrl(SCOPE, 30))
      if (n === 0) expect(await counts()).toEqual([{ seq: NOW, fetched: 3 }])
      if (n % 2 === 0) await stage.world.party.sweep()
      pass(RELAY_FRESH_MS)
    }
    const last = await counts()
    expect(last.map(({ fetched }) => fetched)).toEqual(Array(RELAY_SEQS_MAX).fill(2))
    expect(last[0]?.seq).toBe(NOW + (RELAY_SEQS_MAX + 1) * (RELAY_FRESH_MS / 1_000))
  })

  it('bounds what it asks publishers at a time, and keeps room for others beside one that does not answer', async () => {
    const publishers = RELAY_FLIGHTS_MAX / RELAY_FLIGHTS_PER_PUBLISHER_MAX
    for (let n = 0; n <= publishers; n += 1) {
      await stage.world.act(actFor(`act-p${n}`, { subject: `https://p${n}.example` }))
    }
    let answer = (_: Result<Uint8Array, TransportFailure>): void => undefined
    const answered = new Promise<Result<Uint8Array, TransportFailure>>((resolve) => {
      answer = resolve
    })
    stage.upstream = () => answered
    const asking: ReturnType<typeof fetch>[] = []
    const ask = (publisher: number, list: number) => {
      asking.push(fetch(headUrl(`https://p${publisher}.example/${list}`)))
      return asking.at(-1)
    }
    const full = refused('queue_full')
    for (let publisher = 0; publisher < publishers; publisher += 1) {
      for (let n = 0; n < RELAY_FLIGHTS_PER_PUBLISHER_MAX; n += 1) ask(publisher, n)
      expect(await ask(publisher, RELAY_FLIGHTS_PER_PUBLISHER_MAX)).toMatchObject(full)
    }
    expect(await ask(publishers, 0)).toMatchObject(full)
    answer(err({ code: 'not_found' }))
    await Promise.all(asking)
    expect(stage.asked.length).toBe(RELAY_FLIGHTS_MAX)
  })

  it('asks a publisher that failed, or contradicted itself, once a second, and tells of the contradiction once', async () => {
    await fetch()
    const contrary = await headAt(NOW, { flip: 1 })
    stage.upstream = async () => ok(contrary)
    pass(RELAY_FRESH_MS)
    for (let second = 0; second < 3; second += 1) {
      for (let n = 0; n < 20; n += 1) await fetch()
      for (const age of [1, 2, 3]) await fetch(freshHeadUrl(SCOPE, age))
      pass(RELAY_REFETCH_MS_MIN)
    }
    expect(stage.asked.length).toBe(1 + 3 * 4)
    const events = await stage.world.party.ports.store.read('events', (tx) =>
      tx.all("SELECT body FROM lifecycle_event WHERE body LIKE '%HeadEquivocated%'"),
    )
    expect(events).toHaveLength(1)
  })

  it('remembers what failed for a bounded number of addresses', async () => {
    stage.upstream = down
    for (let n = 0; n <= RELAY_FAILURES_MAX; n += 1) await fetch(headUrl(`${SCOPE}/${n}`))
    await fetch(headUrl(`${SCOPE}/1`))
    await fetch(headUrl(`${SCOPE}/0`))
    expect(stage.asked.length).toBe(RELAY_FAILURES_MAX + 2)
  })

  it('has room for the scopes of one publisher when another has taken all of its own', async () => {
    const { store } = stage.world.party.ports
    const scopeOf = (n: number) => `https://issuer.evenkeel.example/status/many-${n}`
    await store.transact('plant', (tx) =>
      tx.insertMany({
        table: 'relayed_head',
        columns: ['scope', 'seq', 'hash', 'exp', 'fetched'],
        rows: Array.from({ length: RELAY_SCOPES_PER_PUBLISHER_MAX }, (_, n) => [
          scopeOf(n),
          1,
          'x',
          NOW + 1_000_000,
          0,
        ]),
        onConflict: 'fail',
      }),
    )
    expect(await fetch()).toMatchObject(refused('queue_full'))
    await stage.world.act(actFor('act-2', { subject: 'https://other.example' }))
    pass(10_000)
    const scope = 'https://other.example/lists/1'
    stage.upstream = async () => ok(await headAt(NOW + 10, { scope }))
    expect(await fetch(headUrl(scope))).toMatchObject({ ok: true })
  })

  it('gives heads and counts over HTTP, and lets no cache keep a head', async () => {
    const routes = networkRoutes(stage.world.network)
    const params = { url: headUrl(SCOPE) }
    const head = await callRoute(routes, 'relayHead', { params })
    expect(encodeUtf8(head.text ?? '')).toEqual(await headAt(NOW))
    expect(head.headers).toEqual({ 'cache-control': 'no-store' })
    expect((await callRoute(routes, 'countRelayed', { params })).json).toEqual({
      items: [{ seq: NOW, fetched: 1 }],
    })
  })

  it('publishes heads as documents, too', async () => {
    const path = `/relay/${encodeURIComponent(headUrl(SCOPE))}`
    expect(await stage.world.party.document(path)).toEqual(await headAt(NOW))
    for (const wrong of ['/relay/', '/relay/%', '/relay/a/b']) {
      expect(await stage.world.party.document(wrong)).toBeUndefined()
    }
  })
})

describe('a young head through the relay', () => {
  it('is the copy while that is young enough on a clock that may be wrong, else one that is made for it', async () => {
    await fetch()
    pass(6_000)
    expect(unwrap(await fetch(freshHeadUrl(SCOPE, 8)))).toEqual(await headAt(NOW))
    expect(stage.asked.length).toBe(1)
    expect(unwrap(await fetch(freshHeadUrl(SCOPE, 7)))).toEqual(await headAt(NOW + 6))
    expect(stage.asked.at(-1)).toBe(freshHeadUrl(SCOPE, 7))
  })

  it('is asked for no more often than there can be another', async () => {
    await fetch(freshHeadUrl(SCOPE, 1))
    await fetch(freshHeadUrl(SCOPE, 1))
    await fetch(freshHeadUrl(SCOPE, 3))
    expect(stage.asked.length).toBe(1)
    pass(1_000)
    await fetch(freshHeadUrl(SCOPE, 1))
    expect(stage.asked.length).toBe(2)
  })

  it('is asked for although an older one was fetched this moment', async () => {
    stage.upstream = async (url) => ok(await headAt(url === headUrl(SCOPE) ? NOW - 20 : NOW))
    expect(unwrap(await fetch())).toEqual(await headAt(NOW - 20))
    expect(unwrap(await fetch(freshHeadUrl(SCOPE, 5)))).toEqual(await headAt(NOW))
  })

  it('is never replaced by an older one', async () => {
    await fetch()
    stage.upstream = down
    pass(10_000)
    expect(await fetch(freshHeadUrl(SCOPE, 5))).toMatchObject(refused('status_unavailable'))
    expect(await fetch()).toMatchObject({ ok: true })
  })
})
