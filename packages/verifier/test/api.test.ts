import { brandId, encodeBase64url, encodeUtf8 } from '@evenkeel/kernel'
import { callRoute, type RouteCall, type RouteReply } from '@evenkeel/kernel/testing'
import { describe, expect, test } from 'vitest'
import { verifierRoutes } from '../src/index.ts'
import { openCampaign } from './support/campaign.ts'
import { settleUntil } from './support/manual-time.ts'
import {
  AUDIENCE,
  campaignId,
  payoutData,
  policy,
  present,
  STATUS_URI,
  statusToken,
  type TestWorld,
} from './support/test-world.ts'

const call = (world: TestWorld, operation: string, request: RouteCall = {}): Promise<RouteReply> =>
  callRoute(verifierRoutes(world.verifier), operation, request)

async function verifyForCampaign(world: TestWorld, change: object = {}): Promise<RouteReply> {
  const { json } = await call(world, 'createNonce')
  const { nonce, audience } = json as { nonce: string; audience: string }
  const transactionData = payoutData()
  const presentation = await present({ nonce, audience, transactionData })
  const body = { presentation, nonce, campaignId, transactionData, ...change }
  return call(world, 'verify', { body })
}

const twice = encodeBase64url(encodeUtf8('{"type":"a","type":"b"}'))
const deep = encodeBase64url(encodeUtf8('['.repeat(40) + ']'.repeat(40)))

describe('a verifier over HTTP', () => {
  test('gives a nonce, verifies for a campaign, and shows and replays the verdict behind the receipt', async () => {
    const { world } = await openCampaign()
    const { json } = await verifyForCampaign(world)
    const { verdict, receipt } = json as { verdict: { outcome: string }; receipt: { id: string } }
    expect(verdict.outcome).toBe('accepted')
    const params = { receiptId: receipt.id }
    expect((await call(world, 'showVerdict', { params })).json).toEqual(verdict)
    expect((await call(world, 'replayReceipt', { params })).json).toEqual({ kind: 'same', verdict })
  })

  test('tells what a rule commits to for a campaign that is not there yet, and nothing for what is no name', async () => {
    const { world } = await openCampaign()
    const reply = await call(world, 'showNullifierKey', { params: { campaignId: 'to-be' } })
    const keyCheck = world.verifier.identifiers.keyCheck(brandId('to-be'))
    expect(reply.json).toEqual({ campaignId: 'to-be', keyCheck })
    expect(await call(world, 'showNullifierKey', { params: { campaignId: 'a b' } })).toEqual({
      problem: 'campaign_unknown',
    })
  })

  test('tells in one sentence why two verdicts differ, of receipts or given whole', async () => {
    const { world } = await openCampaign()
    const { json } = await verifyForCampaign(world)
    const { verdict, receipt } = json as { verdict: object; receipt: { id: string } }
    const a = { receiptId: receipt.id }
    const same = await call(world, 'diffVerdicts', { body: { a, b: { verdict } } })
    expect(same.json).toMatchObject({ differences: [] })
    const b = { verdict: { ...verdict, outcome: 'rejected', policyHash: 'f'.repeat(64) } }
    const other = await call(world, 'diffVerdicts', { body: { a, b } })
    expect(other.json).toMatchObject({ first: 'policy' })
    const unknown = { a, b: { receiptId: 'rcpt-unknown' } }
    expect(await call(world, 'diffVerdicts', { body: unknown })).toEqual({
      problem: 'receipt_unknown',
    })
  })

  test('verifies under a policy of the caller’s own, and a rejection is an answer in words', async () => {
    const { world } = await openCampaign()
    const presentation = await present({ nonce: 'mine', audience: 'https://shop.example' })
    const body = { presentation, nonce: 'mine', audience: 'https://shop.example', policy }
    expect((await call(world, 'verify', { body })).json).toMatchObject({
      verdict: { outcome: 'accepted' },
    })
    const again = await call(world, 'verify', { body, requestId: 'request-2' })
    expect(again).toMatchObject({
      status: 200,
      json: { verdict: { outcome: 'rejected', reason: 'nonce_replayed' } },
    })
    expect(JSON.stringify(again.json)).toContain('"words"')
  })

  test('gives the retry of a request whose answer got lost the same receipt, for a while', async () => {
    const { world } = await openCampaign()
    const nonce = world.verifier.createNonce()
    const transactionData = payoutData()
    const presentation = await present({ nonce, transactionData })
    const body = { presentation, nonce, campaignId, transactionData }
    const first = await call(world, 'verify', { body })
    const { verdict, receipt } = first.json as { verdict: object; receipt: { compact: string } }
    expect(receipt.compact).toContain('.')
    const restarted = await world.restart()
    // Later than the nonce could be answered.
    await restarted.time.advance(400_000)
    const again = await call(restarted, 'verify', { body })
    expect(again.json).toEqual({ verdict, receipt, timings: {} })
    const other = await call(restarted, 'verify', { body, requestId: 'request-2' })
    expect(other).toEqual({ problem: 'nonce_mismatch' })
    const rows = await world.store.read('kept', (tx) => tx.all('SELECT * FROM verification_answer'))
    expect(rows).toHaveLength(1)
    const sealed = Buffer.from(rows[0]?.sealed as Uint8Array).toString('latin1')
    for (const secret of ['gold', receipt.compact]) expect(sealed).not.toContain(secret)
    await restarted.time.advance(200_001)
    await restarted.verifier.sweep?.()
    expect(await call(restarted, 'verify', { body })).toEqual({ problem: 'nonce_mismatch' })
  })

  test('answers a caller that waits too little for the evidence with its deadline, and remembers nothing', async () => {
    const { world } = await openCampaign()
    world.answers.set(STATUS_URI, 'hangs')
    const body = { presentation: await present(), nonce: 'nonce-1', audience: AUDIENCE, policy }
    const pending = call(world, 'verify', { body, deadlineMs: 500 })
    await settleUntil(() => world.fetches(STATUS_URI) === 1)
    await world.time.advance(500)
    expect(await pending).toEqual({ problem: 'deadline_passed' })
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() }))
    for (const ms of [1_500, 1_000]) await world.time.advance(ms)
    expect((await call(world, 'verify', { body })).json).toMatchObject({
      verdict: { outcome: 'accepted' },
    })
  })

  test.each([
    ['of no campaign and no policy', { campaignId: undefined }, 'malformed_message'],
    [
      'for an unknown campaign',
      { campaignId: 'campaign-9', transactionData: payoutData('campaign-9') },
      'campaign_unknown',
    ],
    ['with a nonce of somebody else’s', { nonce: 'n' }, 'nonce_mismatch'],
    ['of a payout that says one thing twice', { transactionData: twice }, 'duplicate_key'],
    ['of a payout that nests too deep', { transactionData: deep }, 'nesting_too_deep'],
    ['with both a campaign and a policy', { policy, audience: AUDIENCE }, 'malformed_message'],
    [
      'of more than a presentation may be',
      { presentation: 'a'.repeat(65_537) },
      'malformed_message',
    ],
  ])('refuses a verification %s', async (_, change, reason) => {
    const { world } = await openCampaign()
    expect((await verifyForCampaign(world, change)).problem).toBe(reason)
  })

  test('knows no receipt that is not its own', async () => {
    const { world } = await openCampaign()
    for (const receiptId of ['rcpt-x', 'a b', '']) {
      for (const operation of ['showVerdict', 'replayReceipt']) {
        const reply = await call(world, operation, { params: { receiptId } })
        expect(reply.problem).toBe('receipt_unknown')
      }
    }
  })
})
