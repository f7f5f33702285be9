import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditRoute } from '../../src/audit/audit-route.ts'
import { AUDITS_MAX } from '../../src/audit/limits.ts'
import { wellKnown } from '../../src/world-config.ts'
import { openServedWorld, type ServedWorld } from '../http/support/open-served-world.ts'

let served: ServedWorld
beforeAll(async () => {
  served = await openServedWorld()
})
afterAll(() => served.close())

const URL = '/distributor/campaigns/demo-grant/audit'
const refusalOf = async (url: string, scopes: readonly string[]) => {
  const { key } = await served.createKey('distributor', scopes)
  const headers = { authorization: `Bearer ${key}` }
  return (await served.server.inject({ method: 'GET', url, headers })).json()
}

it('an auditor has a scope of their own, and no other one does', async () => {
  expect(await refusalOf(URL, ['distributor:read', 'distributor:campaigns'])).toMatchObject({
    code: 'scope_missing',
  })
})

it('a campaign that is not over says so, and where it is, however often it is asked', async () => {
  for (let i = 0; i <= 2 * AUDITS_MAX; i += 1) {
    expect(await refusalOf(URL, ['distributor:audit'])).toMatchObject({
      code: 'campaign_not_settled',
      detail: 'it is open',
      retryable: true,
    })
  }
  for (const name of ['nobodys', '%20']) {
    const url = `/distributor/campaigns/${name}/audit`
    expect(await refusalOf(url, ['distributor:audit'])).toMatchObject({ code: 'campaign_unknown' })
  }
})

it('only so many bundles are sent at a time, and each makes room when its exchange is over', async () => {
  const { handle } = auditRoute(served.world, wellKnown.distributor)
  const ask = async (signal: AbortSignal) => {
    const answer = await handle({
      params: { campaignId: 'demo-grant' },
      query: undefined,
      headers: {},
      body: undefined,
      bytes: new Uint8Array(),
      deadlineMs: Number.MAX_SAFE_INTEGER,
      signal,
    })
    return 'problem' in answer ? answer.problem.code : 'a bundle'
  }
  const exchanges = Array.from({ length: AUDITS_MAX }, () => new AbortController())
  for (const { signal } of exchanges) expect(await ask(signal)).toBe('campaign_not_settled')
  expect(await ask(new AbortController().signal)).toBe('queue_full')
  for (const exchange of exchanges) exchange.abort()
  expect(await ask(AbortSignal.abort())).toBe('queue_full')
  for (const _ of exchanges) {
    expect(await ask(new AbortController().signal)).toBe('campaign_not_settled')
  }
  expect(await ask(new AbortController().signal)).toBe('queue_full')
})
