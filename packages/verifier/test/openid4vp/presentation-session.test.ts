import { type Store, unwrap } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { callRoute } from '@evenkeel/kernel/testing'
import { describe, expect, test } from 'vitest'
import { WATCHERS_MAX } from '../../src/limits.ts'
import type { PresentationRequest, PresentationView } from '../../src/openid4vp/index.ts'
import { rule } from '../support/campaign.ts'
import { settleUntil } from '../support/manual-time.ts'
import { ask, create, open, REDIRECT, show } from '../support/session.ts'
import { INDEX, policy, STATUS_URI, statusToken } from '../support/test-world.ts'
import { formFor, lastSegment, post, presentationFor, readRequest } from '../support/wallet.ts'

describe('a presentation session', () => {
  test('is decided in the transaction that uses up its nonce, or not at all', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    const names: string[] = []
    let isBroken = true
    const watched: Store = {
      read: (name, body) => store.read(name, body),
      migrate: (migrations) => store.migrate(migrations),
      close: () => store.close(),
      async transact(name, body) {
        names.push(name)
        if (isBroken && name === 'record-verdicts') {
          throw Object.assign(new Error('disk'), { code: 'store_unavailable', retryable: true })
        }
        return store.transact(name, body)
      },
    }
    const world = await open({ store: watched })
    const created = await create(world)
    const request = await readRequest(world, created)
    const form = await formFor(request, await presentationFor(request))
    expect((await post(world, request, form)).json).toMatchObject({ code: 'store_unavailable' })
    expect(await show(world, created)).toEqual({
      state: 'pending',
      expiresAtMs: created.expiresAtMs,
    })
    isBroken = false
    names.length = 0
    expect((await post(world, request, form)).status).toBe(200)
    expect(names).toEqual(['record-verdicts'])
    expect((await show(world, created)).result?.submission).toBeDefined()
  })

  test('counts no answer that the store could not take, and tells the wallet nothing of its verdict', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    let isBroken = true
    const world = await open({
      store: {
        read: (name, body) => store.read(name, body),
        migrate: (migrations) => store.migrate(migrations),
        close: () => store.close(),
        async transact(name, body) {
          if (isBroken && name === 'record-verdicts') {
            throw Object.assign(new Error('disk'), { code: 'store_unavailable', retryable: true })
          }
          return store.transact(name, body)
        },
      },
    })
    world.answers.set(
      STATUS_URI,
      await statusToken({ at: world.time.nowMs(), values: { [INDEX]: 1 } }),
    )
    const created = await create(world)
    const request = await readRequest(world, created)
    const form = await formFor(request, await presentationFor(request))
    expect((await post(world, request, form)).json).toMatchObject({ code: 'store_unavailable' })
    expect(await show(world, created)).toEqual({
      state: 'pending',
      expiresAtMs: created.expiresAtMs,
    })
    isBroken = false
    expect((await post(world, request, form)).status).toBe(200)
    expect((await show(world, created)).result?.verdict.reason).toBe('credential_revoked')
  })

  test('is not decided on less evidence because its wallet leaves little time', async () => {
    const world = await open()
    world.answers.set(STATUS_URI, 'hangs')
    const created = await create(world)
    const request = await readRequest(world, created)
    const form = await formFor(request, await presentationFor(request))
    const id = lastSegment(created.requestUri)
    const answer = (waitMs: number) =>
      world.openid4vp.acceptResponse(id, form, world.time.clock.monotonicMs() + waitMs)
    const early = answer(5)
    await settleUntil(() => world.fetches(STATUS_URI) === 1)
    await world.time.advance(5)
    expect(await early).toMatchObject({ error: { code: 'deadline_passed' } })
    const { expiresAtMs } = created
    expect(await show(world, created)).toEqual({ state: 'pending', expiresAtMs })
    // With the verifier's own time-out, after which it cannot know.
    const answering = answer(5_000)
    await world.time.advance(1_995)
    expect(await answering).toMatchObject({ ok: true })
    expect((await show(world, created)).result?.verdict.reason).toBe('status_unavailable')
    const late = world.time.clock.monotonicMs() - 1
    const next = await readRequest(world, await create(world, ask, 'r-2'))
    const other = await formFor(next, await presentationFor(next))
    expect(
      await world.openid4vp.acceptResponse(
        lastSegment(String(next.payload.response_uri)),
        other,
        late,
      ),
    ).toMatchObject({ error: { code: 'deadline_passed' } })
  })

  test('takes the deciding answer again, also at the same time and after a restart, with one receipt', async () => {
    const world = await open()
    const created = await create(world)
    const request = await readRequest(world, created)
    const form = await formFor(request, await presentationFor(request))
    const replies = await Promise.all(Array.from({ length: 8 }, () => post(world, request, form)))
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
    const again = await world.restart()
    expect((await post(again, request, form)).status).toBe(200)
    expect(await show(again, created)).toEqual(await show(world, created))
    const rows = await world.store.read('receipts', (tx) => tx.all('SELECT id FROM receipt'))
    expect(rows).toHaveLength(1)
    const other = await formFor(
      request,
      await presentationFor(request, { issuedAtS: 1_800_000_001 }),
    )
    expect((await post(world, request, other)).json).toMatchObject({
      code: 'presentation_answered',
    })
  })

  test('that two presentations answer at once is decided by one of them', async () => {
    const world = await open()
    const created = await create(world)
    const request = await readRequest(world, created)
    const forms = await Promise.all(
      [1_800_000_000, 1_800_000_001].map(async (issuedAtS) =>
        formFor(request, await presentationFor(request, { issuedAtS })),
      ),
    )
    const replies = await Promise.all(forms.map((form) => post(world, request, form)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await show(world, created)).result?.submission).toBeDefined()
  })

  test('sends the person back by the address that was checked, however it was spelled', async () => {
    const world = await open()
    // An URL parser of browsers takes the backslash for a slash, others for a part of what comes before the host.
    const redirectUri = 'https://app.example\\@evil.example/done'
    const created = await create(world, { ...ask, flow: 'same-device', redirectUri })
    const request = await readRequest(world, created)
    const form = await formFor(request, await presentationFor(request))
    const { json } = await post(world, request, form)
    expect(json).toMatchObject({
      redirect_uri: expect.stringMatching(/^https:\/\/app\.example\/@evil\.example\/done#/),
    })
  })

  test.each(['https://app.example/', 'app.example', 'https://app.example/done'])(
    'is not offered by a verifier whose way back goes to %s, which is no origin',
    async (origin) => {
      await expect(open({ openid4vp: { redirectOrigins: [origin] } })).rejects.toThrow('origin')
    },
  )

  test('asks for a claim by whatever name, and for no value that the policy does not name', async () => {
    const world = await open()
    const reply = await callRoute(world.openid4vp.routes, 'createPolicyPresentation', {
      body: {
        policy: { ...policy, outputs: { a: 'constructor', b: 'toString' } },
        flow: 'cross-device',
      },
    })
    const request = await readRequest(world, reply.json as unknown as PresentationRequest)
    expect(request.payload.dcql_query).toMatchObject({
      credentials: [
        {
          claims: [
            { path: ['constructor'] },
            { path: ['country'], values: ['XA'] },
            { path: ['person'] },
            { path: ['toString'] },
          ],
        },
      ],
    })
    expect(JSON.stringify(request.payload.dcql_query)).not.toContain('null')
  })

  test('keeps nothing personal that can be read, and no session id', async () => {
    const world = await open()
    const created = await create(world)
    const request = await readRequest(world, created)
    await post(world, request, await formFor(request, await presentationFor(request)))
    const rows = await world.store.read('sessions', (tx) =>
      tx.all('SELECT * FROM presentation_session'),
    )
    const kept = Object.values(rows[0] ?? {}).map((value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
    )
    expect(kept.length).toBeGreaterThan(5)
    for (const secret of ['account-1', 'gold', 'p-1', created.sessionId]) {
      expect(kept.filter((text) => text.includes(secret))).toEqual([])
    }
  })

  test('that was declined says so, and still takes an answer', async () => {
    const world = await open()
    const created = await create(world)
    const request = await readRequest(world, created)
    const state = String(request.payload.state)
    expect(await post(world, request, { error: 'access_denied', state })).toMatchObject({
      status: 200,
    })
    expect(await show(world, created)).toMatchObject({
      state: 'declined',
      reason: 'presentation_declined',
      walletError: 'access_denied',
    })
    await post(world, request, await formFor(request, await presentationFor(request)))
    expect((await show(world, created)).state).toBe('answered')
  })

  test('ends at its deadline, can be read for a while, and is then removed', async () => {
    const world = await open()
    const created = await create(world)
    const request = await readRequest(world, created)
    const form = await formFor(request, await presentationFor(request))
    await world.time.advance(300_000)
    expect((await post(world, request, form)).json).toMatchObject({ code: 'presentation_expired' })
    expect(await show(world, created)).toMatchObject({
      state: 'expired',
      reason: 'presentation_expired',
    })
    await world.openid4vp.sweep()
    expect((await show(world, created)).state).toBe('expired')
    await world.time.advance(600_001)
    await world.openid4vp.sweep()
    const params = { sessionId: created.sessionId }
    const reply = await callRoute(world.openid4vp.routes, 'showPresentation', { params })
    expect(reply.problem).toBe('presentation_unknown')
  })

  test('asked for twice by one request is one session', async () => {
    const world = await open()
    const created = await create(world, ask, 'same')
    await world.time.advance(1_000)
    expect(await create(world, ask, 'same')).toEqual(created)
    expect((await create(world, ask, 'other')).sessionId).not.toBe(created.sessionId)
  })

  test('is refused when too many are kept, until some are removed', async () => {
    const world = await open({ openid4vp: { sessionsMax: 2 } })
    await create(world, ask, 'one')
    await create(world, ask, 'two')
    const call = { body: ask, requestId: 'three' }
    const refused = await callRoute(world.openid4vp.routes, 'createPresentation', call)
    expect(refused.problem).toBe('queue_full')
    await world.time.advance(900_001)
    await world.openid4vp.sweep()
    await create(world, ask, 'three')
  })

  test('tells who watches it what changes, until it is answered', async () => {
    const world = await open()
    const created = await create(world)
    const { signal } = new AbortController()
    const { sessionId } = created
    const watched = unwrap(await world.openid4vp.watchPresentation({ sessionId, signal }))
    const states: string[] = []
    const watching = (async () => {
      for await (const { data } of watched) states.push((data as PresentationView).state)
    })()
    const request = await readRequest(world, created)
    const state = String(request.payload.state)
    await post(world, request, { error: 'access_denied', state })
    await world.time.advance(0)
    await post(world, request, await formFor(request, await presentationFor(request)))
    await watching
    expect(states).toEqual(['pending', 'declined', 'answered'])
  })

  test('is watched by no more than the named number at a time, however they come', async () => {
    const world = await open()
    const { sessionId } = await create(world)
    const leaving = new AbortController()
    const watching = await Promise.all(
      Array.from({ length: WATCHERS_MAX + 3 }, () =>
        world.openid4vp.watchPresentation({ sessionId, signal: leaving.signal }),
      ),
    )
    const streams = watching.map((watched) => unwrap(watched)[Symbol.asyncIterator]())
    const first = await Promise.all(streams.map((stream) => stream.next()))
    expect(first.filter(({ done }) => done !== true)).toHaveLength(WATCHERS_MAX)
    const { signal } = leaving
    expect(await world.openid4vp.watchPresentation({ sessionId, signal })).toMatchObject({
      error: { code: 'queue_full' },
    })
    await Promise.all(streams.map((stream) => stream.return?.()))
    expect(await world.openid4vp.watchPresentation({ sessionId, signal })).toMatchObject({
      ok: true,
    })
  })

  test.each([
    ['its deadline', ['pending', 'expired']],
    ['the watcher leaves', ['pending']],
  ])('is watched no longer than until %s', async (end, expected) => {
    const world = await open()
    const { sessionId } = await create(world)
    const leaving = new AbortController()
    const watched = unwrap(
      await world.openid4vp.watchPresentation({ sessionId, signal: leaving.signal }),
    )
    const states: string[] = []
    const watching = (async () => {
      for await (const { data } of watched) states.push((data as PresentationView).state)
    })()
    await world.time.advance(1_000)
    if (end === 'its deadline') await world.time.advance(300_000)
    else leaving.abort()
    await watching
    expect(states).toEqual(expected)
  })

  test.each([
    ['for an unknown campaign', { campaignId: 'campaign-9' }, 'campaign_unknown'],
    ['on the same device without a way back', { flow: 'same-device' }, 'malformed_message'],
    [
      'with a way back to a stranger',
      { flow: 'same-device', redirectUri: 'https://evil.example/done' },
      'redirect_not_allowed',
    ],
    [
      'with a way back that hides its host',
      { flow: 'same-device', redirectUri: 'https://app.example@evil.example/' },
      'redirect_not_allowed',
    ],
    [
      'with a way back that has a fragment',
      { flow: 'same-device', redirectUri: `${REDIRECT}#x` },
      'redirect_not_allowed',
    ],
    [
      'with a way back that has an empty fragment',
      { flow: 'same-device', redirectUri: `${REDIRECT}#` },
      'redirect_not_allowed',
    ],
    [
      'with a payout target that cannot be shown',
      { payoutTarget: 'a\u0000b' },
      'malformed_message',
    ],
  ])('is not opened %s', async (_, change, reason) => {
    const world = await open()
    const body = { ...ask, ...change }
    const reply = await callRoute(world.openid4vp.routes, 'createPresentation', { body })
    expect(reply.problem).toBe(reason)
  })

  test('is not opened for a campaign that has closed', async () => {
    const world = await open()
    await world.time.advance(rule.closesAtMs - world.time.nowMs())
    const reply = await callRoute(world.openid4vp.routes, 'createPresentation', { body: ask })
    expect(reply.problem).toBe('campaign_closed')
  })

  test('looks at no more answers after the named number that did not count', async () => {
    const world = await open()
    const created = await create(world, { ...ask, responseMode: 'direct_post' })
    const request = await readRequest(world, created)
    for (let attempt = 0; attempt < 32; attempt += 1) {
      expect((await post(world, request, {})).json).toMatchObject({ code: 'vp_token_malformed' })
    }
    const form = await formFor(request, await presentationFor(request))
    expect(await post(world, request, form)).toMatchObject({
      status: 410,
      json: { code: 'presentation_attempts_exhausted' },
    })
    // Whoever waits for it is told, and no wallet is asked in vain.
    expect(await world.openid4vp.showPresentation(created.sessionId)).toMatchObject({
      value: { state: 'expired', reason: 'presentation_attempts_exhausted' },
    })
    expect(await world.openid4vp.serveRequest(lastSegment(created.requestUri))).toMatchObject({
      error: { code: 'presentation_attempts_exhausted' },
    })
  })
})
