import type { PartyId, Route } from '@evenkeel/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRoutes } from '../../../../scripts/render-openapi.ts'
import { createExchangeChecker } from '../../../../test/journey/support/check-exchange.ts'
import { readOpenapiDocuments } from '../../../../test/journey/support/openapi-documents.ts'
import { revokeApiKey, scopesOf } from '../../src/http/api-keys.ts'
import { wellKnown, worldParties } from '../../src/world-config.ts'
import { partyApi } from '../../src/world-routes.ts'
import { openServedWorld, type ServedWorld } from './support/open-served-world.ts'

const routes = await readRoutes()
const cases = [...routes].flatMap(([role, all]) =>
  all.map((route) => ({ role, route, name: `${role} ${route.operation}` })),
)

const check = createExchangeChecker(readOpenapiDocuments())
const undocumented: string[] = []

let served: ServedWorld
beforeAll(async () => {
  served = await openServedWorld()
})
afterAll(() => served.close())

/** The first party of a role. */
function partyOf(role: string): PartyId {
  return worldParties.find((spec) => spec.role === role)?.id ?? wellKnown.network
}

/** Asks a route with nothing but what its form needs, and compares what comes back with the document of its role. */
async function ask(role: string, route: Route, key?: string) {
  const { method, repeats } = route
  const target = route.path.replaceAll(/:\w+/g, 'x').replace('*', 'x')
  const headers = {
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...(repeats === 'key' && { 'idempotency-key': `matrix-${role}-${route.operation}` }),
    ...(route.body && { 'content-type': route.body.mediaType }),
  }
  const body = route.body?.mediaType === 'application/json' ? '{}' : 'x'
  const answer = await served.server.inject({
    method,
    url: new URL(served.platform.directory.urlOf(partyOf(role))).pathname + target,
    headers,
    ...(route.body && { payload: body }),
  })
  const { name, complaints } = check(role, {
    method,
    target,
    sent: { headers: new Headers(headers), body: route.body ? body : '' },
    status: answer.statusCode,
    headers: new Headers(answer.headers as Record<string, string>),
    body: answer.payload,
  })
  expect(name).toBe(`${role} ${route.operation}`)
  undocumented.push(...complaints)
  return answer
}

describe('every route is closed but those that are meant to be open', () => {
  const closed = cases.filter(({ route }) => route.access.kind === 'key')
  const open = cases.filter(({ route }) => route.access.kind !== 'key')

  it('and of both kinds there are some', () => {
    expect(closed.length).toBeGreaterThan(20)
    expect(open.length).toBeGreaterThan(20)
    const foreign = closed.filter(
      ({ role, route }) =>
        route.access.kind === 'key' && !route.access.scope.startsWith(`${role}:`),
    )
    expect(foreign).toEqual([])
  })

  it.each(closed)('$name takes its own key and no other', async ({ role, route }) => {
    const scope = route.access.kind === 'key' ? route.access.scope : ''
    const party = partyOf(role)
    const api = partyApi(served.world, party)
    const codeOf = async (key?: string) => {
      const answer = await ask(role, route, key)
      return [answer.statusCode, answer.json<{ code?: string }>().code]
    }
    expect(await codeOf()).toEqual([401, 'api_key_missing'])
    const refused = [401, 'api_key_not_accepted']
    expect(await codeOf('garbage')).toEqual(refused)
    expect(await codeOf(`ek_${'A'.repeat(43)}`)).toEqual(refused)

    expect(await codeOf((await served.createKey(elsewhereOf(role))).key)).toEqual(refused)

    const revoked = await served.createKey(party, [scope])
    await revokeApiKey(api, revoked.keyId)
    expect(await codeOf(revoked.key)).toEqual(refused)
    const expired = await served.createKey(party, [scope])
    await api.party.ports.store.transact('expire', (tx) =>
      tx.run('UPDATE api_key SET expires_at = 0 WHERE key_id = ?', [expired.keyId]),
    )
    expect(await codeOf(expired.key)).toEqual(refused)

    const others = scopesOf(api.routes).filter((each) => each !== scope)
    if (others.length > 0) {
      const { key } = await served.createKey(party, others)
      expect(await codeOf(key)).toEqual([403, 'scope_missing'])
    }
    const { key } = await served.createKey(party, [scope])
    const answer = await ask(role, route, key)
    expect([401, 403, 500]).not.toContain(answer.statusCode)
  })

  it.each(open)('$name asks for no API key, with or without one', async ({ role, route }) => {
    for (const key of [undefined, 'garbage', (await served.createKey(elsewhereOf(role))).key]) {
      const answer = await ask(role, route, key)
      expect(answer.payload).not.toMatch(/"code":"(api_key_|scope_)/)
      expect(answer.statusCode).not.toBe(500)
    }
  })

  it('and none of them has thrown, or answered what its documents do not say', () => {
    expect(undocumented).toEqual([])
    expect(served.faults).toEqual([])
  })
})

function elsewhereOf(role: string): string {
  return role === 'ledger' ? 'distributor' : 'ledger'
}
