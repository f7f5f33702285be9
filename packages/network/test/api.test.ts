import { encodeUtf8, headProofPath, openCheckpoint } from '@evenkeel/kernel'
import { callRoute, type RouteCall, type RouteReply } from '@evenkeel/kernel/testing'
import { describe, expect, it } from 'vitest'
import { networkRoutes, SCOPE_ENTRIES_MAX } from '../src/index.ts'
import { EQUIVOCATIONS_PAGE_MAX } from '../src/limits.ts'
import { config, leaf, leaves, openWorld, type World } from './world.ts'

const call = (world: World, operation: string, request: RouteCall = {}): Promise<RouteReply> =>
  callRoute(networkRoutes(world.network), operation, request)

async function filled(size: number): Promise<World> {
  const world = await openWorld()
  await world.append(leaves(size))
  while ((await world.network.sequence()) > 0);
  return world
}

describe('the routes of the network', () => {
  it('serve the log where C2SP tlog-tiles says, tiles for ever and the checkpoint for seconds', async () => {
    const world = await filled(300)
    const note = await call(world, 'getCheckpoint')
    expect(note.headers).toEqual({ 'cache-control': 'public, max-age=2' })
    expect(openCheckpoint(encodeUtf8(note.text ?? ''), world.network.logKey)).toMatchObject({
      ok: true,
      value: { size: 300 },
    })
    for (const rest of ['0/000', '0/001.p/44', 'entries/000']) {
      const tile = await call(world, 'getTile', { params: { '*': rest } })
      expect(tile.headers).toEqual({ 'cache-control': 'public, max-age=31536000, immutable' })
    }
    for (const rest of ['0/001', '0/002', '', '../../accreditations', '0/000.p/256']) {
      expect(await call(world, 'getTile', { params: { '*': rest } })).toEqual({
        problem: 'not_found',
      })
    }
  })

  it('let no cache keep the accreditation list beyond its lease', async () => {
    const world = await openWorld()
    expect(await call(world, 'getAccreditations')).toEqual({ problem: 'not_found' })
    await world.party.sweep()
    const maxAgeAfter = async (ms: number): Promise<string | undefined> => {
      world.clock.nowMs += ms
      return (await call(world, 'getAccreditations')).headers?.['cache-control']
    }
    expect(await maxAgeAfter(0)).toBe('public, max-age=10')
    expect(await maxAgeAfter(config.accreditationRule.leaseMs - 3_500)).toBe('public, max-age=3')
    expect(await maxAgeAfter(3_500)).toBe('public, max-age=0')
    expect(await maxAgeAfter(60_000)).toBe('public, max-age=0')
  })

  it('prove inclusion and growth, and answer what is beyond the checkpoint as not there', async () => {
    const world = await filled(10)
    expect((await call(world, 'proveInclusion', { params: { index: '3' } })).json).toMatchObject({
      index: 3,
    })
    const grown = { from: 4, to: 10 }
    expect((await call(world, 'proveConsistency', { query: grown })).json).toHaveProperty('proof')
    for (const index of ['10', '-1', '01', 'x', '9'.repeat(16)]) {
      for (const operation of ['proveInclusion', 'listLogEntries']) {
        const params = { index, from: index }
        expect(await call(world, operation, { params })).toEqual({ problem: 'not_found' })
      }
    }
    expect(await call(world, 'proveConsistency', { query: { from: 4, to: 11 } })).toEqual({
      problem: 'not_found',
    })
    expect(await call(world, 'proveConsistency', { query: { from: 4 } })).toEqual({
      problem: 'malformed_message',
    })
    expect((await call(world, 'measureLogBacklog')).json).toEqual({ waiting: 0, overdue: 0 })
  })

  it('list the entries of one scope, page by page', async () => {
    const world = await openWorld()
    const scope = 'one-scope'
    const count = SCOPE_ENTRIES_MAX + 3
    await world.append(Array.from({ length: count }, (_, n) => leaf(n, { scope })))
    while ((await world.network.sequence()) > 0);
    const page = async (after?: string) =>
      (await call(world, 'listLogEntriesByScope', { params: { scope }, query: { after } }))
        .json as { items: object[]; next?: string }
    const first = await page()
    expect(first.items.length).toBe(SCOPE_ENTRIES_MAX)
    const second = await page(first.next)
    expect([second.items.length, second.next]).toEqual([3, undefined])
    const wrong = { params: { scope }, query: { after: 'x' } }
    expect(await call(world, 'listLogEntriesByScope', wrong)).toEqual({
      problem: 'malformed_message',
    })
    const none = await call(world, 'listLogEntriesByScope', { params: { scope: '\0' } })
    expect(none.json).toEqual({ items: [] })
  })

  it('serve each document as the transport between parties does', async () => {
    const world = await filled(5)
    await world.party.sweep()
    const { scope, seq, actor } = leaf(2)
    const head = { scope, seq: String(seq), actor }
    for (const [operation, path, asked] of [
      ['listLogEntries', '/log/entries/2', { params: { from: '2' } }],
      ['proveInclusion', '/log/inclusion/2', { params: { index: '2' } }],
      ['proveConsistency', '/log/consistency?from=2&to=5', { query: { from: 2, to: 5 } }],
      ['proveHead', headProofPath(scope, seq, actor), { params: head }],
    ] as const) {
      const document = await world.party.document(path)
      const { json } = await call(world, operation, asked)
      expect(json).toEqual(JSON.parse(new TextDecoder().decode(document)))
    }
  })

  it('serve nothing under a path that is only nearly one', async () => {
    const world = await filled(5)
    for (const path of [
      '/log/checkpoint/',
      '/log/checkpoint/other',
      '/log/checkpoint/constructor',
      '/log/entries',
      '/log/entries/01',
      '/log/consistency?from=2',
      '/log/consistency?from=2&to=99',
      '/log/scopes/%/2/issuer',
      '/log/scopes/a/b/2/issuer',
      '/log/scopes/a/-2/issuer',
      '/log/scopes/a/2.5/issuer',
      '/log',
      '/',
    ]) {
      expect(await world.party.document(path), path).toBeUndefined()
    }
  })

  it('serve the checkpoint for each purpose', async () => {
    const world = await filled(5)
    for (const purpose of ['witnessed', 'offered']) {
      const note = await call(world, 'getCheckpointFor', { params: { purpose } })
      expect(note.text).toContain('\n5\n')
    }
    const other = await call(world, 'getCheckpointFor', { params: { purpose: 'other' } })
    expect(other).toEqual({ problem: 'not_found' })
  })

  it('prove what the log has of one publisher, scope and seq, and list what it has twice', async () => {
    const world = await openWorld()
    const scope = 'one-scope'
    const { actor } = leaf(1)
    const twice = Array.from({ length: EQUIVOCATIONS_PAGE_MAX + 2 }, (_, seq) => [
      leaf(1, { scope, seq }),
      leaf(2, { scope, seq }),
    ])
    await world.append(twice.flat())
    while ((await world.network.sequence()) > 0);
    const proven = await call(world, 'proveHead', { params: { scope, seq: '3', actor } })
    expect((proven.json as { entries: object[] }).entries.length).toBe(2)
    for (const params of [
      { scope, seq: 'x', actor },
      { scope, seq: '9999', actor },
      { scope, seq: '3', actor: 'somebody' },
      { scope: '\0', seq: '3', actor },
      { scope, seq: '3', actor: '\0' },
    ]) {
      expect(await call(world, 'proveHead', { params })).toEqual({ problem: 'not_found' })
    }
    const page = async (after?: string) =>
      (await call(world, 'listLoggedEquivocations', { query: { after } })).json as {
        items: object[]
        next?: string
      }
    const first = await page()
    expect(first.items.length).toBe(EQUIVOCATIONS_PAGE_MAX)
    const second = await page(first.next)
    expect([second.items.length, second.next]).toEqual([2, undefined])
    expect(await call(world, 'listLoggedEquivocations', { query: { after: 'x' } })).toEqual({
      problem: 'malformed_message',
    })
  })

  it('relay no head of a stranger', async () => {
    const world = await openWorld()
    const params = { url: 'https://stranger.example/status/1/head' }
    for (const operation of ['relayHead', 'countRelayed']) {
      expect(await call(world, operation, { params })).toEqual({ problem: 'relay_not_allowed' })
    }
  })
})
