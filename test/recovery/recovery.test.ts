import { type ClaimId, type MinorUnits, minorFromBytes } from '@evenkeel/kernel'
import type { Ledger } from '@evenkeel/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CLAWBACK,
  claimFor,
  offsetting,
  paymentOf,
  receivableOf,
  recoverable,
} from '../../packages/distributor/test/support/recovery.ts'
import type { World } from '../../packages/distributor/test/support/world.ts'
import { conservedTotals, openWithLedger } from './open-with-ledger.ts'

const PEOPLE = ['ada', 'bob'] as const
const EVIDENCE = ['a', 'b', 'c'].map((digit) => digit.repeat(64))
const SHARE_MAX = 25n

type Step =
  | { readonly act: 'claim later' | 'revoke' | 'appeal'; readonly person: string }
  | {
      readonly act: 'decide'
      readonly person: string
      readonly decision: 'release' | 'refuse'
      readonly version: 1 | 2
    }
  | { readonly act: 'repay'; readonly person: string; readonly minor: number; readonly by: string }
  | { readonly act: 'wait'; readonly ms: number }

const person = fc.constantFrom(...PEOPLE)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constantFrom('claim later', 'revoke', 'appeal'), person }),
  fc.record({
    act: fc.constant('decide' as const),
    person,
    decision: fc.constantFrom('release' as const, 'refuse' as const, 'refuse' as const),
    version: fc.constantFrom(1 as const, 1 as const, 2 as const),
  }),
  fc.record({
    act: fc.constant('repay' as const),
    person,
    minor: fc.integer({ min: 1, max: 120 }),
    by: fc.constantFrom(...EVIDENCE),
  }),
  fc.record({ act: fc.constant('wait' as const), ms: fc.constantFrom(1, 2_000, 10_000, 310_000) }),
)

interface Opened {
  readonly world: World
  readonly ledger: Ledger
  readonly claims: Map<string, ClaimId>
  readonly decided: Set<string>
}

async function open(): Promise<Opened> {
  const { world, ledger } = await openWithLedger()
  await world.openCampaign(recoverable)
  await world.openCampaign(offsetting)
  const claims = new Map<string, ClaimId>()
  for (const name of PEOPLE) claims.set(name, await claimFor(world, recoverable, name))
  return { world, ledger, claims, decided: new Set() }
}

async function take({ world, claims, decided }: Opened, one: Step): Promise<void> {
  if (one.act === 'wait') {
    world.advance(one.ms)
    return world.settleDown()
  }
  const claimId = claims.get(one.person) as ClaimId
  switch (one.act) {
    case 'claim later':
      await claimFor(world, offsetting, one.person)
      break
    case 'revoke':
      await world.distributor.recordRevocation({
        claimIds: [claimId],
        evidence: EVIDENCE[0] as string,
        cause: 'revoked_after_payout',
        by: 'anna',
      })
      break
    case 'appeal':
      await world.distributor.appealRecovery(claimId)
      break
    case 'decide': {
      // Governance says each decision once.
      const name = `${claimId} ${one.version}`
      if (decided.has(name)) break
      decided.add(name)
      await world.sendDecision(claimId, one.decision, one.version, undefined, 'claw-back')
      break
    }
    case 'repay':
      await world.distributor.recordRepayment({
        transferId: paymentOf(claimId),
        amountMinor: String(one.minor),
        evidence: one.by,
      })
  }
  await world.settleDown()
}

async function check({ world, ledger, claims }: Opened): Promise<void> {
  let out = 0n
  let owed = 0n
  for (const { id } of [recoverable, offsetting]) {
    const { settled, receivable } = await conservedTotals(ledger, id)
    out += settled + receivable
    if (id === recoverable.id) owed = receivable
    else expect(receivable).toBe(0n)
  }
  const [rail] = await ledger.balances(['rail:UNI:internal' as never])
  expect(out).toBe(rail === undefined ? 0n : rail.debitsPosted - rail.creditsPosted)
  let open = 0n
  for (const claimId of claims.values()) {
    const one = await receivableOf(world, claimId)
    if (one === undefined) continue
    expect(one.recovered).toBeLessThanOrEqual(one.taken)
    expect(one.taken).toBeLessThanOrEqual(one.amount)
    if (one.state === 'owed') open += one.amount - one.recovered
  }
  expect(open, 'what the distributor says is owed is in the account').toBe(owed)
  await checkOffsets(world)
}

async function checkOffsets(world: World): Promise<void> {
  const rows = await world.store.read('offsets', (tx) =>
    tx.all("SELECT by_id, amount FROM receivable_recovery WHERE how = 'offset'"),
  )
  const sums = new Map<unknown, bigint>()
  for (const row of rows) {
    const sum = (sums.get(row.by_id) ?? 0n) + minorFromBytes(row.amount as Uint8Array)
    sums.set(row.by_id, sum as MinorUnits)
    expect(sum, 'never more than the published share').toBeLessThanOrEqual(SHARE_MAX)
  }
}

/** An even number: ada owes from the start. */
const WITH_AN_OFFSET: Step[] = [
  { act: 'claim later', person: 'ada' },
  { act: 'wait', ms: 310_000 },
]

test('distributor and ledger agree on what is owed, and nothing is made or lost, whatever is revoked, decided, appealed, repaid and withheld when', async () => {
  let offsets = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
      const opened = await open()
      try {
        // Something to owe from the start in half of the histories.
        if (steps.length % 2 === 0) {
          await take(opened, { act: 'revoke', person: 'ada' })
          await take(opened, { act: 'decide', person: 'ada', decision: 'refuse', version: 1 })
          await take(opened, { act: 'wait', ms: CLAWBACK.appealMs + CLAWBACK.deadlineMs })
        }
        for (const one of steps) {
          await take(opened, one)
          await check(opened)
        }
        const row = await opened.world.store.read('count', (tx) =>
          tx.get("SELECT count(*) AS n FROM receivable_recovery WHERE how = 'offset'"),
        )
        offsets += Number(row?.n)
        expect(await opened.ledger.verifyJournal()).toMatchObject({ ok: true })
      } finally {
        await opened.world.close()
      }
    }),
    { numRuns: 12, examples: [[WITH_AN_OFFSET]] },
  )
  expect(offsets, 'offsets were taken').toBeGreaterThan(0)
})
