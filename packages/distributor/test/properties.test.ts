import {
  acknowledged,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeHex,
  encodeUtf8,
  epochMs,
  type HandlerAnswer,
  leafHash,
  refused,
  treeRoot,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ClaimAnswer, claimTransitions } from '../src/index.ts'
import { announce } from './support/announce.ts'
import { fixedRule, makeClaim, NOW, openWorld, type World } from './support/world.ts'

const PEOPLE = 5

const lines = Array.from({ length: PEOPLE }, (_, i) => ({
  entry: `person${i}`,
  amountMinor: String(10 ** i),
}))
const tableRule: CampaignRule = {
  ...fixedRule,
  id: 'table' as CampaignId,
  allocation: {
    kind: 'table',
    rows: PEOPLE,
    layout: 'rfc6962',
    root: encodeHex(treeRoot(lines.map((line) => leafHash(encodeUtf8(canonicalJson(line)))))),
  },
}

/** A submission: whose, which of their receipts, and whether it is for the table campaign. */
const visit = fc.record({
  person: fc.integer({ min: 0, max: PEOPLE - 1 }),
  visit: fc.integer({ min: 1, max: 2 }),
  table: fc.boolean(),
})
type Visit = typeof visit extends fc.Arbitrary<infer V> ? V : never

async function openBoth(): Promise<World> {
  const world = await openWorld()
  await world.openCampaign()
  await announce(world.distributor, tableRule, { table: lines })
  await world.settleDown()
  return world
}

function bytesOf(world: World, one: Visit): Promise<Uint8Array> {
  const rule = one.table ? tableRule : fixedRule
  return makeClaim(world, { rule, person: `person${one.person}`, visit: one.visit })
}

const owner = (one: Visit) => `${one.table ? 'table' : 'fixed'} ${one.person}`

it('D2: however often and with whatever receipts people come at once, each has at most one entitlement, of the amount that the rule gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { minLength: 1, maxLength: 40 }), async (visits) => {
      const world = await openBoth()
      const bodies = await Promise.all(visits.map((one) => bytesOf(world, one)))
      const answers = await Promise.all(bodies.map((bytes) => world.distributor.submitClaim(bytes)))
      const claimsOf = new Map<string, Set<string>>()
      answers.forEach((answer, i) => {
        const who = owner(visits[i] as Visit)
        const claims = claimsOf.get(who) ?? new Set()
        claimsOf.set(who, claims)
        if (answer.kind === 'ticket') claims.add(answer.claimId)
        else expect(answer.reason).toBe('already_claimed')
      })
      for (const [who, claims] of claimsOf) expect(`${who}: ${claims.size}`).toBe(`${who}: 1`)
      await world.settleDown()
      for (const rule of [fixedRule, tableRule]) {
        const { totals } = unwrap(await world.distributor.showCampaign(rule.id))
        const people = new Set(
          visits.filter((v) => v.table === (rule === tableRule)).map((v) => v.person),
        )
        const due = [...people].reduce((sum, p) => sum + (rule === tableRule ? 10 ** p : 100), 0)
        expect(totals.settled).toEqual({ claims: people.size, amountMinor: String(due) })
      }
      await world.close()
    }),
    { numRuns: 15 },
  )
})

/** An answer without the remark that it was given before. */
function toldOf(answer: ClaimAnswer): object {
  return { ...answer, repeated: undefined }
}

it('idempotency: every answer is the same when the claim is sent again, in any order, after any time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(visit, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      async (visits, order) => {
        const world = await openBoth()
        const first = new Map<string, { bytes: Uint8Array; answer: ClaimAnswer }>()
        for (const one of visits) {
          const bytes = await bytesOf(world, one)
          const key = JSON.stringify(one)
          const answer = await world.distributor.submitClaim(bytes)
          expect(toldOf(answer)).toEqual(toldOf(first.get(key)?.answer ?? answer))
          first.set(key, { bytes, answer })
        }
        world.advance(1_000_000)
        const kept = [...first.values()]
        const again = order.map((n) => kept[n % kept.length] as (typeof kept)[number])
        const answers = await Promise.all(
          again.map(({ bytes }) => world.distributor.submitClaim(bytes)),
        )
        expect(answers.map(toldOf)).toEqual(again.map(({ answer }) => toldOf(answer)))
        await world.close()
      },
    ),
    { numRuns: 10 },
  )
})

it('F1: the order of arrival changes nobody’s amount', async () => {
  const everyone: readonly Visit[] = Array.from({ length: PEOPLE }, (_, i) => [
    { person: i, visit: 1, table: true },
    { person: i, visit: 1, table: false },
  ]).flat()
  const everybodysAmounts = async (order: readonly Visit[]) => {
    const world = await openBoth()
    const amounts: Record<string, string | undefined> = {}
    for (const one of order) {
      const answer = await world.distributor.submitClaim(await bytesOf(world, one))
      if (answer.kind === 'refused') throw new Error(answer.reason)
      amounts[owner(one)] = unwrap(await world.distributor.showClaim(answer.claimId)).amountMinor
    }
    await world.close()
    return amounts
  }
  const expected = await everybodysAmounts(everyone)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...everyone], { minLength: everyone.length }),
      async (order) => {
        expect(await everybodysAmounts(order)).toEqual(expected)
      },
    ),
    { numRuns: 8 },
  )
})

/** How a counterparty answers the next item that it is asked to take. */
const answers = fc.constantFrom<HandlerAnswer>(
  acknowledged,
  acknowledged,
  acknowledged,
  { outcome: 'postponed' },
  refused('insufficient_funds'),
  refused('account_unknown'),
)
const payments = fc.constantFrom('settled' as const, 'unknown' as const, 'later' as const)

it('D9: every ticket reaches a terminal, explained state, whatever counterparties answer, in whatever order decisions and payments come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(answers, { minLength: 1, maxLength: 30 }),
      fc.array(payments, { minLength: 1, maxLength: 8 }),
      fc.array(
        fc.record({
          claim: fc.nat(),
          decision: fc.constantFrom('release' as const, 'refuse' as const),
        }),
        { maxLength: 8 },
      ),
      async (answerList, paymentList, decisions) => {
        const world = await openWorld()
        await world.openCampaign()
        let asked = 0
        let paid = 0
        world.answer = ({ kind }) => {
          const answer = answerList[asked++ % answerList.length] ?? acknowledged
          // The ledger has no reason to refuse the void of what it set aside.
          const always = kind === 'governance.open-case' || kind === 'ledger.void'
          return always && answer.outcome === 'refused' ? acknowledged : answer
        }
        world.payment = () => paymentList[paid++ % paymentList.length] ?? 'settled'
        const ids: string[] = []
        for (let i = 0; i < 4; i += 1) {
          const outcome = i % 2 === 0 ? ('accepted' as const) : ('undetermined' as const)
          const bytes = await makeClaim(world, { person: `person${i}`, receipt: { outcome } })
          const answer = await world.distributor.submitClaim(bytes)
          if (answer.kind === 'ticket') ids.push(answer.claimId)
        }
        expect(ids).toHaveLength(4)
        for (const [i, { claim, decision }] of decisions.entries()) {
          const id = ids[claim % 4] as string
          await world.sendDecision(id, decision, i + 1)
          await world.distributor.appealClaim(id)
          world.advance(45_000)
          await world.settleDown()
        }
        await finish(world, ids, decisions.length + 1)

        const { totals } = unwrap(await world.distributor.showCampaign(fixedRule.id))
        expect(totals.settled.claims + totals.refused.claims).toBe(4)
        expect(await world.distributor.listOverdueClaims(epochMs(NOW * 2))).toEqual([])
        for (const { claimId, state, reason, history } of (
          await world.distributor.listClaims({ campaignId: fixedRule.id })
        ).claims) {
          expect(state === 'settled' || reason !== undefined).toBe(true)
          history.slice(1).forEach((entry, i) => {
            expect(claimTransitions[history[i]?.state ?? 'settled']).toContain(entry.state)
          })
          // At most one transfer of a claim is paid, and every other one that was set aside is given back.
          const transfers = transfersOf(world, claimId)
          expect(transfers.settled.length).toBe(state === 'settled' ? 1 : 0)
          expect([...transfers.settled, ...transfers.voided].sort()).toEqual(
            transfers.reserved.sort(),
          )
        }
        await world.close()
      },
    ),
    { numRuns: 12 },
  )
})

/** Ids of the transfers of a claim that the ledger took, by what it did with them. */
function transfersOf(world: World, claimId: string) {
  const taken = (kind: string) =>
    world.deliveries
      .filter((delivery) => delivery.kind === kind && delivery.outcome === 'acknowledged')
      .map(({ body }) => String(body.transferId))
      .filter((transferId) => transferId.startsWith(claimId))
  return {
    reserved: taken('ledger.reserve'),
    settled: taken('ledger.settle'),
    voided: taken('ledger.void'),
  }
}

/** Counterparties recover, governance decides what is still held, and the ledger learns what became of its payments. */
async function finish(world: World, ids: readonly string[], version: number): Promise<void> {
  world.answer = () => acknowledged
  world.payment = () => 'settled'
  world.advance(120_000)
  await world.settleDown()
  for (const id of ids) await world.sendDecision(id, 'refuse', version)
  for (const id of ids) {
    for (const transferId of transfersOf(world, id).settled) {
      await world.sendPayment(transferId, 'settled')
    }
  }
  world.advance(120_000)
  await world.settleDown()
}
