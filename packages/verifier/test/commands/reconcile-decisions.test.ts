import { brandId, type CredentialHandle, type ReceiptId, unwrap } from '@evenkeel/kernel'
import { callRoute } from '@evenkeel/kernel/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf, verifierRoutes } from '../../src/index.ts'
import { RECONCILED_MAX } from '../../src/limits.ts'
import { type Campaign, openCampaign } from '../support/campaign.ts'
import { START_MS } from '../support/manual-time.ts'
import { INDEX, STATUS_URI, statusToken, type TestWorld } from '../support/test-world.ts'

const handleOf = ({ verifier }: TestWorld, idx = INDEX): CredentialHandle =>
  verifier.identifiers.handle({ uri: STATUS_URI, idx })

const reconcile = (world: TestWorld, fromMs: number, untilMs: number, after?: ReceiptId) =>
  world.verifier.reconcileDecisions({
    handle: handleOf(world),
    fromMs,
    untilMs,
    ...(after !== undefined && { after }),
    deadlineMs: world.time.clock.monotonicMs() + 1_000,
  })

async function revoke(world: TestWorld): Promise<void> {
  const at = world.time.nowMs()
  world.answers.set(STATUS_URI, await statusToken({ at, values: { [INDEX]: 1 } }))
}

async function receiptOf({ verify }: Campaign, index = INDEX): Promise<ReceiptId | undefined> {
  return unwrap(await verify({ index })).receipt?.id
}

describe('the decisions in the window of an immediate revocation', () => {
  test('are listed with what each said then and what it would have said, and by which lists (S11)', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    await receiptOf(campaign)
    await world.time.advance(60_000)
    const publishedAtMs = world.time.nowMs()
    await revoke(world)
    const within = await receiptOf(campaign)
    await receiptOf(campaign, INDEX + 1)
    await world.time.advance(540_000)
    expect(await receiptOf(campaign)).toBeUndefined()
    const found = await reconcile(world, publishedAtMs, world.time.nowMs() + 1)
    const recorded = await world.verifier.showVerdict(within ?? ('' as ReceiptId))
    expect(found).toEqual({
      notReplayable: 0,
      decisions: [
        {
          receiptId: within,
          decidedAtMs: publishedAtMs,
          decided: {
            verdictHash: hashOf(recorded),
            outcome: 'accepted',
            statusSeq: START_MS / 1_000,
          },
          today: {
            verdictHash: expect.stringMatching(/^[0-9a-f]{64}$/),
            outcome: 'rejected',
            reason: 'credential_revoked',
            statusSeq: publishedAtMs / 1_000,
          },
        },
      ],
    })
    const body = { handle: handleOf(world), fromMs: publishedAtMs, untilMs: world.time.nowMs() + 1 }
    const deadlineMs = world.time.clock.monotonicMs() + 1_000
    const routes = verifierRoutes(world.verifier)
    expect((await callRoute(routes, 'reconcileDecisions', { body, deadlineMs })).json).toEqual(
      found,
    )
  })

  test('are decided by a list that is newer than the one held, sought for it, though its lease lasts', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    await receiptOf(campaign)
    await world.time.advance(5_000)
    await revoke(world)
    const { decisions } = await reconcile(world, START_MS, START_MS + 1)
    expect(decisions[0]).toMatchObject({ today: { reason: 'credential_revoked' } })
  })

  test('are not decided by a list from before the window when none of after it can be had', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    await world.time.advance(60_000)
    await receiptOf(campaign)
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(1_000)
    const fromMs = world.time.nowMs() - 1_000
    expect((await reconcile(world, fromMs, fromMs + 1)).decisions).toMatchObject([
      { because: 'status_unavailable' },
    ])
    expect((await reconcile(world, START_MS, fromMs + 1)).decisions).toMatchObject([
      { today: { outcome: 'accepted' } },
    ])
  })

  test('are linked with what each would have been, once, however often that is asked, and anew when it changes', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    const receiptId = await receiptOf(campaign)
    const linked = async () => {
      await world.time.advance(1_000)
      const { decisions } = await reconcile(world, START_MS, START_MS + 1)
      const links = await world.store.read('links', (tx) =>
        tx.all('SELECT receipt_id, verdict_hash, outcome, reason FROM reconciled_decision'),
      )
      const events = await world.store.read('events', (tx) =>
        tx.all('SELECT body FROM lifecycle_event ORDER BY seq'),
      )
      return {
        decision: decisions[0],
        links,
        events: events
          .map(({ body }) => JSON.parse(String(body)))
          .filter(({ event }) => event === 'DecisionReconciled'),
      }
    }
    const before = await linked()
    expect(before.links).toMatchObject([{ receipt_id: receiptId, outcome: 'accepted' }])
    await world.time.advance(60_000)
    const at = world.time.nowMs()
    world.answers.set(STATUS_URI, await statusToken({ at }))
    expect((await linked()).events).toHaveLength(1)
    await world.time.advance(60_000)
    await revoke(world)
    const { decision, links, events } = await linked()
    expect(links).toEqual([
      {
        receipt_id: receiptId,
        verdict_hash: decision?.today?.verdictHash,
        outcome: 'rejected',
        reason: 'credential_revoked',
      },
    ])
    expect(events).toHaveLength(2)
    expect(events[1]).toMatchObject({
      ids: { receipt: receiptId, credential: handleOf(world) },
      detail: { decided: decision?.decided.verdictHash, today: decision?.today?.verdictHash },
    })
    expect((await linked()).events).toHaveLength(2)
  })

  test('that nobody can decide once more are listed too, and say why', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    const receiptId = await receiptOf(campaign)
    await world.store.transact('lose', (tx) => tx.run('DELETE FROM evidence_bundle'))
    const window = [START_MS, START_MS + 1] as const
    expect(await reconcile(world, ...window)).toMatchObject({
      decisions: [{ receiptId, because: 'bundle_missing' }],
      notReplayable: 1,
    })
    const second = await receiptOf(campaign)
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(700_000)
    const { decisions } = await reconcile(world, ...window)
    expect(decisions.find((decision) => decision.receiptId === second)).toMatchObject({
      decided: { outcome: 'accepted' },
      because: 'status_unavailable',
    })
  })

  test('come in pages that leave none out and give none twice', async () => {
    const { world } = await openCampaign()
    const ids = Array.from({ length: RECONCILED_MAX + 5 }, (_, n) =>
      brandId<ReceiptId>(`rcpt-${String(n).padStart(5, '0')}`),
    )
    const verdict = JSON.stringify({ outcome: 'accepted', decidedAtMs: START_MS, checks: [] })
    await world.store.transact('fill', (tx) =>
      tx.insertMany({
        table: 'receipt',
        columns: ['id', 'campaign_id', 'handle', 'verdict_hash', 'verdict', 'signed_at_ms'],
        rows: ids.map((id) => [id, 'campaign-1', handleOf(world), '', verdict, START_MS]),
        onConflict: 'fail',
      }),
    )
    const first = await reconcile(world, START_MS, START_MS + 1)
    const rest = await reconcile(world, START_MS, START_MS + 1, first.next)
    expect(rest.next).toBeUndefined()
    const listed = [...first.decisions, ...rest.decisions].map(({ receiptId }) => receiptId)
    expect(listed).toEqual(ids)
  })

  test('are exactly those about the credential and in the window, whatever was decided when', async () => {
    const step = fc.record({
      index: fc.constantFrom(INDEX, INDEX + 1),
      waitMs: fc.integer({ min: 0, max: 90_000 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.integer({ min: 0, max: 300_000 }),
        async (steps, revokedAfter, widthMs) => {
          const campaign = await openCampaign()
          const { world } = campaign
          const made: { id: ReceiptId; index: number; atMs: number }[] = []
          let fromMs = START_MS
          for (const [position, { index, waitMs }] of steps.entries()) {
            await world.time.advance(waitMs)
            if (position === revokedAfter) {
              await revoke(world)
              fromMs = world.time.nowMs()
            }
            const atMs = world.time.nowMs()
            const id = await receiptOf(campaign, index)
            if (id !== undefined) made.push({ id, index, atMs })
          }
          const untilMs = fromMs + widthMs
          const { decisions } = await reconcile(world, fromMs, untilMs)
          const expected = made.filter(
            ({ index, atMs }) => index === INDEX && atMs >= fromMs && atMs < untilMs,
          )
          expect(decisions.map(({ receiptId }) => receiptId)).toEqual(
            expected.map(({ id }) => id).toSorted(),
          )
        },
      ),
      { numRuns: 25 },
    )
  })
})
