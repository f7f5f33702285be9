import {
  type CampaignId,
  minorFromBytes,
  type RecoveryWay,
  type TransferId,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OutgoingPayment, OutsideRail } from '../src/index.ts'
import { RAIL_LOOK_MS_LONGEST } from '../src/limits.ts'
import { isBalanced } from '../src/queries/project-trial-balance.ts'
import {
  ASSET,
  CAMPAIGN,
  fund,
  type LedgerUnderTest,
  openLedger,
  transferId,
} from './open-ledger.ts'
import { createOutsideRail, type Fate, type OutsideRailUnderTest } from './outside-rail.ts'

const LATER = 'autumn-grant' as CampaignId
const EARLY = [0, 1, 2].map((n) => transferId(`early-${n}`))
const NEXT = [0, 1, 2].map((n) => transferId(`next-${n}`))
const IDS = [...EARLY, ...NEXT]
const FUND = 400n
const EVIDENCE = ['a', 'b'].map((digit) => digit.repeat(64))

type Step =
  | {
      readonly act: 'pay'
      readonly id: TransferId
      readonly offsets: readonly { readonly id: TransferId; readonly minor: number }[]
    }
  | { readonly act: 'claw-back'; readonly id: TransferId; readonly waived: boolean }
  | {
      readonly act: 'recover'
      readonly id: TransferId
      readonly how: RecoveryWay
      readonly minor: number
      readonly evidence: string
    }
  | { readonly act: 'sweep'; readonly fates: readonly Fate[] }

const early = fc.constantFrom(...EARLY)
const fate = fc.constantFrom<Fate>('settled', 'paid, no answer', 'lost', 'absent', 'crash')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    act: fc.constant('pay' as const),
    id: fc.constantFrom(...IDS),
    offsets: fc.uniqueArray(fc.record({ id: early, minor: fc.integer({ min: 1, max: 30 }) }), {
      selector: ({ id }) => id,
      maxLength: 2,
    }),
  }),
  fc.record({ act: fc.constant('claw-back' as const), id: early, waived: fc.boolean() }),
  fc.record({
    act: fc.constant('recover' as const),
    id: early,
    how: fc.constantFrom<RecoveryWay>('repaid', 'compensated', 'written_off', 'dismissed'),
    minor: fc.integer({ min: 0, max: 60 }),
    evidence: fc.constantFrom(...EVIDENCE),
  }),
  fc.record({ act: fc.constant('sweep' as const), fates: fc.array(fate, { maxLength: 4 }) }),
)

function amountOf(id: TransferId): bigint {
  return 40n + BigInt(IDS.indexOf(id))
}

/** What crossed the rail, once per payment whatever was lost. */
interface PaidRail extends OutsideRailUnderTest {
  readonly paid: Map<TransferId, bigint>
}

function recordPaid(rail: OutsideRailUnderTest): PaidRail {
  const paid = new Map<TransferId, bigint>()
  const record =
    (call: OutsideRail['submit']) =>
    (payments: readonly OutgoingPayment[]): ReturnType<OutsideRail['submit']> => {
      for (const { transferId: id, amount } of payments) {
        expect(paid.get(id) ?? amount, 'one payment has one amount').toBe(amount)
        paid.set(id, amount)
      }
      return call(payments)
    }
  return { ...rail, paid, submit: record(rail.submit), observe: record(rail.observe) }
}

async function take(world: LedgerUnderTest, rail: PaidRail, one: Step): Promise<void> {
  const { distributor } = world
  switch (one.act) {
    case 'pay': {
      const { id } = one
      const campaignId = EARLY.includes(id) ? CAMPAIGN : LATER
      const amountMinor = String(amountOf(id))
      await distributor.send('ledger.reserve', [{ transferId: id, campaignId, amountMinor }])
      const offsets = one.offsets.map(({ id: transferId, minor }) => ({
        transferId,
        amountMinor: String(minor),
      }))
      const withOffsets = campaignId === LATER && offsets.length > 0 ? { offsets } : {}
      await distributor.send('ledger.settle', [{ transferId: id, payee: 'ada', ...withOffsets }])
      return
    }
    case 'claw-back': {
      const { id, waived } = one
      const terms = waived ? { waived } : { returns: true as const }
      await distributor.send('ledger.claw-back', [
        {
          transferId: id,
          amountMinor: String(amountOf(id)),
          evidence: EVIDENCE[0] as string,
          ...terms,
        },
      ])
      return
    }
    case 'recover': {
      const { id, how, minor, evidence } = one
      await distributor.send('ledger.recover', [
        { transferId: id, amountMinor: String(minor), how, evidence },
      ])
      return
    }
    case 'sweep':
      rail.fates.splice(0, rail.fates.length, ...one.fates)
      world.advance(RAIL_LOOK_MS_LONGEST)
      await world.sweep().catch((error: unknown) => expect(String(error)).toContain('died'))
  }
}

async function check({ ledger, party }: LedgerUnderTest): Promise<void> {
  let out = 0n
  for (const campaignId of [CAMPAIGN, LATER]) {
    const shown = await ledger.showCampaign(campaignId)
    if (!shown.ok) throw new Error(shown.error.code)
    const { funded, returned, free, reserved, held, inFlight, settled, forfeited, receivable } =
      shown.value
    expect(free + reserved + held + inFlight + settled + forfeited + receivable).toBe(
      funded - returned,
    )
    expect(campaignId === LATER ? receivable : 0n).toBe(0n)
    out += settled + receivable
    const rows = await party.ports.store.read('owed', (tx) =>
      tx.all('SELECT open FROM ledger_receivable WHERE campaign_id = ?', [campaignId]),
    )
    const owed = rows.reduce((sum, row) => sum + minorFromBytes(row.open as Uint8Array), 0n)
    expect(owed, 'each debt is in the account of its campaign').toBe(receivable)
  }
  const [rail] = await ledger.balances([`rail:${ASSET}:chain` as never])
  const left = rail === undefined ? 0n : rail.debitsPosted - rail.creditsPosted
  expect(out, 'what campaigns settled or are owed is what has left and not come back').toBe(left)
  expect((await ledger.trialBalance()).every(isBalanced)).toBe(true)
}

test('value is conserved in every campaign under any order of paying, claiming back, offsetting, repaying and giving up', async () => {
  let offset = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 18 }), async (steps) => {
      const rail = recordPaid(createOutsideRail())
      const world = await openLedger({ rail })
      try {
        await fund(world, FUND)
        await fund(world, FUND, LATER)
        // Something to owe, so that what follows meets it.
        for (const id of EARLY) await take(world, rail, { act: 'pay', id, offsets: [] })
        await take(world, rail, { act: 'sweep', fates: [] })
        for (const id of EARLY.slice(0, 2)) {
          await take(world, rail, { act: 'claw-back', id, waived: false })
        }
        for (const one of steps) {
          await take(world, rail, one)
          await check(world)
        }
        for (let rest = 0; rest < 4; rest += 1) {
          await take(world, rail, { act: 'sweep', fates: [] })
        }
        await check(world)
        for (const id of NEXT) {
          const paid = rail.paid.get(id)
          if (paid !== undefined && paid < amountOf(id)) offset += 1
          expect(paid ?? 1n, 'something is always paid').toBeGreaterThan(0n)
        }
        expect(await world.ledger.verifyJournal()).toMatchObject({ ok: true })
        const before = await world.ledger.showCampaign(CAMPAIGN)
        expect(await world.ledger.rebuild()).toMatchObject({ ok: true })
        expect(await world.ledger.showCampaign(CAMPAIGN)).toEqual(before)
      } finally {
        await world.close()
      }
    }),
    { numRuns: 30 },
  )
  expect(offset, 'offsets were taken').toBeGreaterThan(0)
})
