import type { HandoffBodies, TransferId } from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RAIL_LOOK_MS_LONGEST } from '../src/limits.ts'
import { isBalanced } from '../src/queries/project-trial-balance.ts'
import { CAMPAIGN, fund, type LedgerUnderTest, openLedger, transferId } from './open-ledger.ts'
import { createOutsideRail, type Fate, type OutsideRailUnderTest } from './outside-rail.ts'

const IDS = Array.from({ length: 8 }, (_, n) => transferId(n))
const FUND = 200n

type Step =
  | { readonly act: 'reserve' | 'settle' | 'void'; readonly ids: readonly TransferId[] }
  | { readonly act: 'sweep'; readonly fates: readonly Fate[] }

const ids = fc.array(fc.constantFrom(...IDS), { minLength: 1, maxLength: 10 })
const fate = fc.constantFrom<Fate>('settled', 'paid, no answer', 'lost', 'absent', 'crash')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constantFrom('reserve', 'settle', 'void'), ids }),
  fc.record({ act: fc.constant('sweep'), fates: fc.array(fate, { maxLength: 8 }) }),
)

/** Amounts differ, so that mixing up two transfers shows. Together they are more than the pool. */
function amountOf(id: TransferId): bigint {
  return 20n + BigInt(IDS.indexOf(id))
}

async function take(world: LedgerUnderTest, rail: OutsideRailUnderTest, one: Step): Promise<void> {
  const { distributor } = world
  if (one.act === 'sweep') {
    rail.fates.splice(0, rail.fates.length, ...one.fates)
    world.advance(RAIL_LOOK_MS_LONGEST)
    // A sweep that dies is a process that dies: everything that it holds is in the store.
    await world.sweep().catch((error: unknown) => expect(String(error)).toContain('died'))
    return
  }
  const bodies: { readonly [Act in typeof one.act]: (id: TransferId) => unknown } = {
    reserve: (id) => ({ transferId: id, campaignId: CAMPAIGN, amountMinor: String(amountOf(id)) }),
    settle: (id) => ({ transferId: id, payee: `payee-${id}` }),
    void: (id) => ({ transferId: id, reason: 'credential_revoked' }),
  }
  await distributor.send(
    `ledger.${one.act}`,
    one.ids.map((id) => bodies[one.act](id) as HandoffBodies['ledger.reserve']) as never,
  )
}

async function check(world: LedgerUnderTest, rail: OutsideRailUnderTest): Promise<void> {
  const { ledger, distributor } = world
  const shown = await ledger.showCampaign(CAMPAIGN)
  if (!shown.ok) throw new Error(shown.error.code)
  const totals = shown.value
  const there =
    totals.free +
    totals.reserved +
    totals.inFlight +
    totals.settled +
    totals.held +
    totals.forfeited
  expect(there + totals.receivable).toBe(FUND)
  expect((await ledger.trialBalance()).every(isBalanced)).toBe(true)

  let inFlight = 0n
  let settled = 0n
  for (const id of IDS) {
    const story = await ledger.showTransfer(id)
    const payment = story.ok ? story.value.payment : undefined
    const told = distributor.payments.filter((one) => one.transferId === id)
    expect(told.length, 'each outcome is told once').toBe(
      new Set(told.map((one) => one.outcome)).size,
    )
    expect(rail.carriedOut.get(id) ?? 0, 'paid twice').toBeLessThanOrEqual(1)
    if (payment === undefined) {
      expect(rail.carriedOut.has(id), 'paid without being settled for').toBe(false)
    } else if (payment.state === 'settled') {
      settled += amountOf(id)
      expect(payment.receipt).toBe(`chain:${id}`)
      expect(rail.carriedOut.get(id)).toBe(1)
    } else {
      inFlight += amountOf(id)
      expect(payment.receipt).toBeUndefined()
    }
  }
  expect(totals).toMatchObject({ inFlight, settled })
}

test('D1 and D5 hold after every step, whatever is repeated or reordered and whatever the rail loses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const rail = createOutsideRail()
      const world = await openLedger({ rail })
      try {
        await fund(world, FUND)
        for (const one of steps) {
          await take(world, rail, one)
          await check(world, rail)
        }
        // Once the rail answers, nothing stays in flight, and everybody has heard of it.
        for (let rest = 0; rest < 4; rest += 1) {
          await take(world, rail, { act: 'sweep', fates: [] })
        }
        await check(world, rail)
        const shown = await world.ledger.showCampaign(CAMPAIGN)
        expect(shown).toMatchObject({ value: { inFlight: 0n } })
        const paid = world.distributor.payments.filter(({ outcome }) => outcome === 'settled')
        expect(paid).toHaveLength(rail.carriedOut.size)
        expect(await world.ledger.verifyJournal()).toMatchObject({ ok: true })
      } finally {
        await world.close()
      }
    }),
    { numRuns: 40 },
  )
})
