import {
  acknowledged,
  type CampaignRule,
  CLAIM_STATE_TYP,
  type ClaimId,
  campaignRuleSchema,
  canonicalJson,
  createParser,
  encodeHex,
  encodeUtf8,
  isReasonCode,
  type JsonValue,
  leafHash,
  MESSAGE_LIMITS,
  parseJws,
  type Route,
  refused,
  treeRoot,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { callRoute, type RouteCall, type RouteReply } from '@evenkeel/kernel/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { distributorRoutes } from '../src/index.ts'
import { makeApproval } from './support/approvals.ts'
import { watchReads } from './support/watch-reads.ts'
import {
  type ClaimOptions,
  fixedRule,
  makeClaim,
  NOW,
  openWorld,
  type World,
} from './support/world.ts'

let world: World
let routes: readonly Route[]
beforeEach(async () => {
  world = await openWorld()
  routes = distributorRoutes(world.distributor)
  await world.openCampaign()
})
afterEach(() => world.close())

const call = (operation: string, options: RouteCall = {}): Promise<RouteReply> =>
  callRoute(routes, operation, options)
const bodyOf = (bytes: Uint8Array): object => JSON.parse(new TextDecoder().decode(bytes))
const inCampaign = { campaignId: fixedRule.id }
const url = 'https://distributor.evenkeel.example'

async function post(options: ClaimOptions = {}, params = inCampaign): Promise<RouteReply> {
  return call('submitClaim', { params, body: bodyOf(await makeClaim(world, options)) })
}
async function claimIdBy(options: ClaimOptions = {}): Promise<ClaimId> {
  const { json } = await post(options)
  return (json as { readonly claimId: ClaimId }).claimId
}
const undetermined = { receipt: { outcome: 'undetermined', reason: 'status_stale' } } as const
type Document = Readonly<Record<string, JsonValue>>
async function stateOf(claimId: string): Promise<Document> {
  return (await call('showClaimState', { params: { claimId } })).json as Document
}

describe('POST of a claim', () => {
  it('answers 201 with the ticket and where to look, and 200 with the same ticket when it is sent again', async () => {
    const first = await post()
    const json = first.json as Document
    expect(first.status).toBe(201)
    const state = `${url}/claims/${json.claimId}`
    expect(first.headers).toEqual({ location: state })
    expect(json.links).toEqual({
      state,
      events: `${state}/events`,
      campaign: `${url}/campaigns/${fixedRule.id}`,
    })
    await world.settleDown()
    const again = await post()
    expect(again.status).toBe(200)
    expect(again.json).toEqual({ ...json, state: 'settled' })
  })

  it('takes what an ordinary wallet signed', async () => {
    const body = bodyOf(await makeApproval(world))
    expect(await call('submitClaim', { params: inCampaign, body })).toMatchObject({ status: 201 })
  })

  it('to another campaign than the signed one is refused without a trace, also once the claim is known', async () => {
    const params = { campaignId: 'another' } as unknown as typeof inCampaign
    expect(await post({}, params)).toEqual({ problem: 'claim_campaign_mismatch' })
    expect(await post()).toMatchObject({ status: 201 })
    expect(await post({}, params)).toEqual({ problem: 'claim_campaign_mismatch' })
  })

  it('to two campaigns at once is answered by each on its own', async () => {
    const params = { campaignId: 'another' } as unknown as typeof inCampaign
    const answers = await Promise.all([post({}, params), post()])
    expect(answers).toMatchObject([{ problem: 'claim_campaign_mismatch' }, { status: 201 }])
  })

  it('says where the document of a decided refusal is', async () => {
    await post()
    const body = bodyOf(await makeClaim(world, { visit: 2 }))
    const route = routes.find(({ operation }) => operation === 'submitClaim') as Route
    const request = {
      params: inCampaign,
      query: undefined,
      headers: {},
      body,
      bytes: encodeUtf8(''),
    }
    const signal = new AbortController().signal
    const answer = await route.handle({ ...request, deadlineMs: Number.MAX_VALUE, signal })
    expect(answer).toMatchObject({ problem: { code: 'already_claimed' } })
    const detail = 'problem' in answer ? answer.problem.detail : undefined
    const claimId = detail?.replace('kept at /claims/', '') ?? ''
    expect(await stateOf(claimId)).toMatchObject({ state: 'refused', terminal: true })
  })

  it('whose deadline has passed is refused with a time to come again', async () => {
    const body = bodyOf(await makeClaim(world))
    const route = routes.find(({ operation }) => operation === 'submitClaim') as Route
    const request = {
      params: inCampaign,
      query: undefined,
      headers: {},
      body,
      bytes: encodeUtf8(''),
    }
    const signal = new AbortController().signal
    const answer = await route.handle({ ...request, deadlineMs: 0, signal })
    expect(answer).toMatchObject({ problem: { code: 'deadline_passed' } })
    expect('problem' in answer && answer.retryAfterMs).toBeGreaterThanOrEqual(1_000)
  })
})

describe('the state document', () => {
  it('tells a claimant in words where a claim is, what happens next, by when and what otherwise', async () => {
    world.answer = () => ({ outcome: 'postponed' })
    const claimId = await claimIdBy()
    expect(await stateOf(claimId)).toMatchObject({
      v: 1,
      claimId,
      campaignTitle: 'Winter grant',
      state: 'accepted',
      terminal: false,
      words: 'Your claim was accepted. Your amount is being set aside.',
      amountMinor: '100',
      asset: { code: 'UNI', scale: 18 },
      next: { from: 'ledger', byMs: NOW + 86_400_000 },
      appeal: { possible: false },
    })
  })

  it('tells each step with the wait before it, and no words for operators, payout targets or handles', async () => {
    const claimId = await claimIdBy(undetermined)
    await world.settleDown()
    world.advance(5_000)
    await world.sendDecision(claimId, 'release')
    await world.settleDown()
    const document = await stateOf(claimId)
    const steps = document.steps as readonly Document[]
    expect(steps.map(({ state, waitedMs }) => [state, waitedMs])).toEqual([
      ['held', 0],
      ['reserved', 5_000],
      ['settling', 0],
      ['settled', 0],
    ])
    expect(document).toMatchObject({ terminal: true, railReceipt: `rail:${claimId}` })
    expect(document.next).toBeUndefined()
    expect(JSON.stringify(document)).not.toMatch(/operator"|account-of|handle-|nullifier-/)
  })

  it('is signed as a whole, so that it can be shown to others', async () => {
    const claimId = await claimIdBy()
    const { jws, ...document } = await stateOf(claimId)
    const parsed = unwrap(parseJws(String(jws), MESSAGE_LIMITS))
    const key = world.parts.context.directory.keyOf(world.party.id)
    if (key === undefined) throw new Error('the distributor has a key')
    const { payload } = unwrap(verifyJws(parsed, key, { typ: CLAIM_STATE_TYP }))
    expect(payload).toEqual({ ...document, iss: 'distributor', iat: NOW / 1_000 })
  })

  it('costs no second look within a second and no second signature until the claim changes', async () => {
    let reads = 0
    const counted = await openWorld({
      wrapStore: (store) =>
        watchReads(store, (name) => {
          if (name === 'explain-claims') reads += 1
        }),
    })
    await counted.openCampaign()
    const own = distributorRoutes(counted.distributor)
    const body = bodyOf(await makeClaim(counted))
    const taken = await callRoute(own, 'submitClaim', { params: inCampaign, body })
    const params = { claimId: String((taken.json as Document).claimId) }
    const first = await callRoute(own, 'showClaimState', { params })
    for (let i = 0; i < 20; i++) {
      expect(await callRoute(own, 'showClaimState', { params })).toEqual(first)
    }
    expect(reads).toBe(1)
    counted.advance(2_000)
    // `iat` would be another second.
    expect(await callRoute(own, 'showClaimState', { params })).toEqual(first)
    expect(reads).toBe(2)
    await counted.settleDown()
    counted.advance(2_000)
    const later = await callRoute(own, 'showClaimState', { params })
    expect(later.headers?.etag).not.toBe(first.headers?.etag)
    await counted.close()
  })

  it('is answered with 304 to whoever has it, and may be kept longer once it is the last', async () => {
    const params = { claimId: await claimIdBy() }
    const first = await call('showClaimState', { params })
    const etag = first.headers?.etag ?? ''
    expect(first.headers?.['cache-control']).toBe('public, max-age=2')
    for (const tag of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const headers = { 'if-none-match': tag }
      expect(await call('showClaimState', { params, headers })).toMatchObject({ status: 304 })
    }
    const other = { 'if-none-match': 'W/"other"' }
    expect(await call('showClaimState', { params, headers: other })).toMatchObject({ status: 200 })
    await world.settleDown()
    world.advance(1_000)
    const last = await call('showClaimState', { params, headers: { 'if-none-match': etag } })
    expect(last).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=60' } })
  })

  it.each(['', 'c', `c${'0'.repeat(40)}`, 'a\u0000b', '../x'])(
    'of a claim that is not there, %j, is a problem',
    async (claimId) => {
      for (const operation of ['showClaimState', 'followClaim', 'appealClaim', 'explainClaim']) {
        expect(await call(operation, { params: { claimId } })).toEqual({ problem: 'claim_unknown' })
      }
    },
  )
})

describe('POST of an appeal', () => {
  it('answers 202 with where to look, and the document tells of it', async () => {
    const claimId = await claimIdBy(undetermined)
    await world.settleDown()
    await world.sendDecision(claimId, 'refuse')
    const before = await stateOf(claimId)
    const state = `${url}/claims/${claimId}`
    expect(before).toMatchObject({ terminal: true, appeal: { url: `${state}/appeal` } })
    const answer = await call('appealClaim', { params: { claimId } })
    expect(answer).toEqual({
      status: 202,
      headers: { location: state },
      json: { claimId, caseId: `hold.${claimId}`, links: { state, events: `${state}/events` } },
    })
    world.advance(1_000)
    const made = { state: 'sent', sentAtMs: NOW }
    expect(await stateOf(claimId)).toMatchObject({ terminal: false, appeal: { made } })
    expect(await call('explainClaim', { params: { claimId } })).toMatchObject({
      json: { appeal: { made } },
    })
  })

  it('against what cannot be appealed is a problem, and one that is too slow may come again', async () => {
    const params = { claimId: await claimIdBy() }
    expect(await call('appealClaim', { params })).toEqual({ problem: 'case_unknown' })
    const held = await claimIdBy({ person: 'ben', ...undetermined })
    await world.settleDown()
    await world.sendDecision(held, 'refuse')
    const route = routes.find(({ operation }) => operation === 'appealClaim') as Route
    const request = {
      params: { claimId: held },
      query: undefined,
      headers: {},
      body: undefined,
      bytes: encodeUtf8(''),
    }
    const signal = new AbortController().signal
    expect(await route.handle({ ...request, deadlineMs: 0, signal })).toMatchObject({
      problem: { code: 'deadline_passed' },
      retryAfterMs: expect.any(Number),
    })
  })
})

describe('the explanation', () => {
  it('has the words for operators, and is the story that the claimant sees', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? refused('insufficient_funds') : acknowledged
    const claimId = await claimIdBy()
    await world.settleDown()
    const { json } = await call('explainClaim', { params: { claimId } })
    expect(json).toEqual(unwrap(await world.distributor.explainClaim(claimId)))
    expect(json).toMatchObject({
      words: 'Your claim was refused. The funds of this campaign are used up.',
      reason: { code: 'campaign_exhausted', operator: expect.any(String), appealable: true },
    })
  })
})

describe('routes of campaigns', () => {
  const rows = [{ entry: 'ada', amountMinor: '7' }]
  const tableRule: CampaignRule = {
    ...fixedRule,
    id: 'table' as CampaignRule['id'],
    allocation: {
      kind: 'table',
      rows: 1,
      layout: 'rfc6962',
      root: encodeHex(treeRoot(rows.map((row) => leafHash(encodeUtf8(canonicalJson(row)))))),
    },
  }

  it('make a campaign with its table, the same one again, and no other under its name', async () => {
    const made = await call('createCampaign', { body: { rule: tableRule, table: rows } })
    expect(made).toMatchObject({ status: 201, json: { campaignId: 'table', state: 'draft' } })
    const again = await call('createCampaign', { body: { rule: tableRule, table: rows } })
    expect(again).toEqual(made)
    const other = { ...tableRule, title: 'Other' }
    expect(await call('createCampaign', { body: { rule: other, table: rows } })).toEqual({
      problem: 'campaign_conflict',
    })
    const lost = { ...tableRule, id: 'lost' }
    expect(await call('createCampaign', { body: { rule: lost, table: [] } })).toEqual({
      problem: 'campaign_table_mismatch',
    })
    expect(await call('createCampaign', { body: { rule: { id: 'x' } } })).toEqual({
      problem: 'malformed_message',
    })
  })

  it('show a campaign to anybody, with its rule, its hash and its totals', async () => {
    await claimIdBy()
    await world.settleDown()
    const { json } = await call('showCampaign', { params: inCampaign })
    expect(json).toMatchObject({
      state: 'open',
      rule: fixedRule,
      totals: { settled: { claims: 1, amountMinor: '100' } },
    })
    expect(createParser(campaignRuleSchema, MESSAGE_LIMITS)(fixedRule).ok).toBe(true)
    for (const campaignId of ['nowhere', '', 'a\u0000']) {
      for (const operation of ['showCampaign', 'listClaims']) {
        expect(await call(operation, { params: { campaignId } })).toEqual({
          problem: 'campaign_unknown',
        })
      }
    }
  })

  it('list campaigns and claims a page at a time, each once', async () => {
    unwrap(await world.distributor.createCampaign({ ...fixedRule, id: 'autumn-grant' }))
    const { json } = await call('listCampaigns')
    expect(json).toMatchObject({
      items: [
        { campaignId: 'autumn-grant' },
        { campaignId: 'winter-grant', title: 'Winter grant' },
      ],
    })
    const rest = await call('listCampaigns', { query: { after: 'autumn-grant' } })
    expect(rest.json).toMatchObject({ items: [{ campaignId: 'winter-grant' }] })

    const ids = await Promise.all(['a', 'b', 'c'].map((person) => claimIdBy({ person })))
    const listed: unknown[] = []
    for (let after: JsonValue | undefined, pages = 0; pages < 3; pages++) {
      const query = after === undefined ? { limit: 1 } : { limit: 1, after }
      const page = (await call('listClaims', { params: inCampaign, query })).json as Document
      listed.push(...(page.items as readonly Document[]).map((claim) => claim.claimId))
      after = page.next
      expect(after === undefined).toBe(pages === 2)
    }
    expect(listed).toEqual([...ids].sort())
    const settled = await call('listClaims', { params: inCampaign, query: { state: 'settled' } })
    expect(settled.json).toEqual({ items: [] })
  })

  it('refuse a query that cannot be meant', async () => {
    for (const query of [{ after: 'a b' }, { limit: 0 }, { state: 'lost' }, { other: '1' }]) {
      expect(await call('listClaims', { params: inCampaign, query })).toEqual({
        problem: 'malformed_message',
      })
    }
  })
})

it('every route of the distributor names reasons that exist, and only claimants need no key for claims', () => {
  for (const { reasons } of routes)
    for (const reason of reasons) expect(isReasonCode(reason)).toBe(true)
  const scopes = routes.map(({ operation, access }) => [
    operation,
    access.kind === 'key' ? access.scope : access.kind,
  ])
  expect(Object.fromEntries(scopes)).toEqual({
    submitClaim: 'public',
    showClaimState: 'public',
    followClaim: 'public',
    appealClaim: 'public',
    createCampaign: 'distributor:campaigns',
    announceCampaign: 'distributor:campaigns',
    pauseCampaign: 'distributor:campaigns',
    bringBeacon: 'distributor:campaigns',
    revealSeed: 'distributor:reveals',
    dryRunCampaign: 'distributor:campaigns',
    proposeCancel: 'distributor:campaigns',
    withdrawCancel: 'distributor:campaigns',
    recordRevocation: 'distributor:campaigns',
    recordRepayment: 'distributor:campaigns',
    listReceivables: 'distributor:read',
    confirmPayoutChange: 'distributor:campaigns',
    requestPayoutChange: 'public',
    cancelPayoutChange: 'public',
    appealRecovery: 'public',
    showVesting: 'public',
    holdVerifier: 'distributor:campaigns',
    showExposure: 'distributor:read',
    listPaidOnWord: 'distributor:read',
    listCampaigns: 'public',
    showCampaign: 'public',
    listClaims: 'distributor:read',
    explainClaim: 'distributor:read',
  })
})
