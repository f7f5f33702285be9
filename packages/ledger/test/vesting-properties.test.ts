import {
  type MinorUnits,
  type TransferId,
  type VestingSchedule,
  vestedMinor,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { campaignOf } from '../src/model/account.ts'
import { type JournalEntry, readEntry } from '../src/model/journal-entry.ts'
import { readReleaseId } from '../src/model/vesting.ts'
import { ASSET, CAMPAIGN, type LedgerUnderTest, openLedger, transferId } from './open-ledger.ts'
import { createOutsideRail, type Fate, type OutsideRailUnderTest } from './outside-rail.ts'

const START = 1_800_000_000_000
const MINUTE = 60_000
const IDS = Array.from({ length: 5 }, (_, n) => transferId(n))
const FUND = 200n

type Step =
  | { readonly act: 'settle'; readonly ids: readonly TransferId[] }
  | { readonly act: 'cancel'; readonly ids: readonly TransferId[] }
  | { readonly act: 'pause'; readonly minutes: number }
  | {
      readonly act: 'sweep'
      readonly minutes: number
      readonly sweepers: number
      readonly dies: boolean
      readonly fates: readonly Fate[]
    }

const ids = fc.array(fc.constantFrom(...IDS), { minLength: 1, maxLength: 6 })
const fate = fc.constantFrom<Fate>('settled', 'paid, no answer', 'lost', 'absent', 'crash')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('settle' as const), ids }),
  fc.record({ act: fc.constant('cancel' as const), ids }),
  fc.record({ act: fc.constant('pause' as const), minutes: fc.integer({ min: 0, max: 60 }) }),
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('sweep' as const),
      minutes: fc.nat(15),
      sweepers: fc.integer({ min: 1, max: 3 }),
      dies: fc.boolean(),
      fates: fc.array(fate, { maxLength: 6 }),
    }),
  },
)
const schedule: fc.Arbitrary<VestingSchedule> = fc.constantFrom<VestingSchedule>(
  { kind: 'cliff', startsAtMs: START, cliffMs: 17 * MINUTE },
  { kind: 'linear', startsAtMs: START, cliffMs: 3 * MINUTE, stepMs: MINUTE, steps: 30 },
  {
    kind: 'tranches',
    startsAtMs: START,
    tranches: [
      { afterMs: 0, permille: 130 },
      { afterMs: 9 * MINUTE, permille: 333 },
      { afterMs: 25 * MINUTE, permille: 537 },
    ],
  },
)

/** Amounts differ, so that mixing up two of them shows. */
function amountOf(id: TransferId): MinorUnits {
  return (20n + BigInt(IDS.indexOf(id))) as MinorUnits
}

async function take(world: LedgerUnderTest, rail: OutsideRailUnderTest, one: Step): Promise<void> {
  const { send } = world.distributor
  if (one.act === 'settle') {
    await send(
      'ledger.settle',
      one.ids.map((id) => ({ transferId: id, payee: `payee-${id}` })),
    )
  } else if (one.act === 'cancel') {
    const grounds = { rest: 'forfeited', reason: 'x', evidence: 'e'.repeat(64) } as const
    await send(
      'ledger.cancel-vesting',
      one.ids.map((id) => ({ transferId: id, ...grounds })),
    )
  } else if (one.act === 'pause') {
    await send('ledger.pause-releases', [
      { campaignId: CAMPAIGN, untilMs: START + one.minutes * MINUTE },
    ])
  } else {
    rail.fates.splice(0, rail.fates.length, ...one.fates)
    world.advance(one.minutes * MINUTE)
    const { prepare } = rail
    // The process dies after the transaction has begun to release: nothing of it stays.
    if (one.dies) {
      rail.prepare = () => {
        rail.prepare = prepare
        throw new Error('the process died here')
      }
    }
    const swept = await Promise.allSettled(
      Array.from({ length: one.sweepers }, () => world.sweep()),
    )
    rail.prepare = prepare
    for (const sweep of swept) {
      if (sweep.status === 'rejected') expect(String(sweep.reason)).toContain('died')
    }
  }
}

async function readJournal(world: LedgerUnderTest): Promise<readonly JournalEntry[]> {
  return (await world.ledger.journal(0)).map(({ entry }) => readEntry(entry))
}

/** D1 at every position: what came into the campaign is in its accounts after each entry. A reserve has not moved yet. */
function checkConserved(journal: readonly JournalEntry[]): void {
  const balances = new Map<string, bigint>()
  for (const { seq, movements } of journal) {
    for (const { kind, debit, credit, amount } of movements) {
      if (kind === 'reserve' || kind === 'void') continue
      balances.set(debit, (balances.get(debit) ?? 0n) - amount)
      balances.set(credit, (balances.get(credit) ?? 0n) + amount)
    }
    let inside = 0n
    for (const [account, balance] of balances) {
      if (campaignOf(account as never) !== CAMPAIGN) continue
      expect(balance, `${account} after entry ${seq}`).toBeGreaterThanOrEqual(0n)
      inside += balance
    }
    expect(inside, `after entry ${seq}`).toBe(FUND)
  }
}

/** Nothing is released before it is payable, or beyond what a cancellation kept; each release once. */
function checkReleases(plan: VestingSchedule, journal: readonly JournalEntry[]): void {
  const released = new Map<TransferId, bigint>()
  const kept = new Map<TransferId, bigint>()
  for (const { transferId: id, atMs, movements, refused } of journal) {
    expect(refused).toBeUndefined()
    const moved = movements[0]?.amount ?? 0n
    if (id.endsWith('/cancel')) {
      const of = id.slice(0, -'/cancel'.length) as TransferId
      const vested = vestedMinor(plan, amountOf(of), atMs)
      expect(amountOf(of) - moved, 'a cancellation keeps what is vested').toBe(vested)
      kept.set(of, vested)
    }
    const part = readReleaseId(id)
    if (part === undefined || id.endsWith('/paid')) continue
    const of = part.transferId
    expect(moved).toBeGreaterThan(0n)
    released.set(of, (released.get(of) ?? 0n) + moved)
    const payable = kept.get(of) ?? vestedMinor(plan, amountOf(of), atMs)
    expect(released.get(of), 'all that is payable, and no more').toBe(payable)
  }
}

test('D1 D4 D5 a vesting pays what is payable, once, whatever dies, is repeated, paused, cancelled or swept by two', async () => {
  await fc.assert(
    fc.asyncProperty(
      schedule,
      fc.array(step, { minLength: 6, maxLength: 16 }),
      async (plan, steps) => {
        const rail = createOutsideRail()
        const world = await openLedger({ rail })
        const { distributor, ledger } = world
        try {
          await distributor.send('ledger.open-campaign', [
            { campaignId: CAMPAIGN, asset: ASSET, fundMinor: String(FUND), vesting: plan },
          ])
          await distributor.send(
            'ledger.reserve',
            IDS.map((id) => ({
              transferId: id,
              campaignId: CAMPAIGN,
              amountMinor: String(amountOf(id)),
            })),
          )
          const vestedBefore = new Map<TransferId, bigint>()
          for (const one of steps) {
            await take(world, rail, one)
            for (const id of IDS) {
              const shown = await ledger.showVesting(id)
              if (!shown.ok) continue
              expect(shown.value.vested).toBeGreaterThanOrEqual(vestedBefore.get(id) ?? 0n)
              vestedBefore.set(id, shown.value.vested)
            }
          }
          // Time passes and the rail answers: everything ends.
          for (let rest = 0; rest < 5; rest += 1) {
            await take(world, rail, {
              act: 'sweep',
              minutes: 61,
              sweepers: 1,
              dies: false,
              fates: [],
            })
          }
          const journal = await readJournal(world)
          checkConserved(journal)
          checkReleases(plan, journal)
          for (const [id, times] of rail.carriedOut) expect(times, id).toBe(1)
          const shown = await ledger.showCampaign(CAMPAIGN)
          expect(shown).toMatchObject({ value: { held: 0n, inFlight: 0n } })
          for (const id of IDS) {
            const vesting = await ledger.showVesting(id)
            if (!vesting.ok) continue
            const { amount, withheld = 0n, releases, released } = vesting.value
            expect(amount).toBe(amountOf(id))
            expect(released + withheld).toBe(amount)
            const told = distributor.payments.filter(
              (one) => one.transferId === id && one.outcome === 'settled',
            )
            expect(told.map(({ release }) => release?.number).sort()).toEqual(
              releases.map(({ number }) => number).sort(),
            )
            const paid = told.reduce((sum, one) => sum + BigInt(one.release?.amountMinor ?? 0), 0n)
            expect(paid).toBe(released)
            expect(new Set(releases.map(({ receipt }) => receipt)).size).toBe(releases.length)
          }
          expect(await ledger.verifyJournal()).toMatchObject({ ok: true })
        } finally {
          await world.close()
        }
      },
    ),
    { numRuns: 40 },
  )
})
