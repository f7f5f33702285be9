import { readFileSync } from 'node:fs'
import {
  acknowledged,
  type CampaignAllocation,
  type ClaimId,
  canonicalJson,
  encodeHex,
  type Receipt,
  sha256,
  sha256Text,
  unwrap,
} from '@evenkeel/kernel'
import { systemTimers } from '@evenkeel/kernel/adapters'
import { type DrandBeacon, drandRoundTime, ticketSetRoot } from '@evenkeel/kernel/allocation'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allocateWindow as allocateNow } from '../../src/commands/allocate-window.ts'
import { allocateWindow, batchRule, closeWindow, sharesByPerson } from '../support/window.ts'
import { makeClaim, NOW, openWorld, VERIFIER, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const rule = batchRule()
const show = async () => unwrap(await world.distributor.showCampaign(rule.id))
const claim = async (person: string, receipt: Partial<Receipt> = {}, of = rule) => {
  const answer = await world.distributor.submitClaim(
    await makeClaim(world, { rule: of, person, receipt }),
  )
  await world.settleDown()
  return answer
}
const claimIdOf = async (person: string, receipt: Partial<Receipt> = {}, of = rule) => {
  const answer = await claim(person, receipt, of)
  if (answer.kind !== 'ticket') throw new Error(answer.reason)
  return answer.claimId
}
const moneyKinds = () =>
  world.deliveries.flatMap(({ kind, body }) =>
    kind === 'ledger.reserve' || kind === 'ledger.settle'
      ? [`${kind} ${body.amountMinor ?? ''}`]
      : [],
  )

describe('a batch window', () => {
  it('gives tickets at once and shares once, from all claims in it, after it has closed', async () => {
    await world.openCampaign(rule)
    for (const person of ['ada', 'bob', 'cleo']) {
      expect(await claim(person)).toMatchObject({ kind: 'ticket', state: 'entered' })
    }
    expect(moneyKinds()).toEqual([])
    await closeWindow(world)
    expect(await show()).toMatchObject({ state: 'closing', totals: { entered: { claims: 3 } } })
    expect(moneyKinds()).toEqual([])
    await allocateWindow(world)
    // Two minor units of difference at most: 1,000 among three.
    expect(await sharesByPerson(world, rule)).toEqual({
      ada: 'settled 334',
      bob: 'settled 333',
      cleo: 'settled 333',
    })
  })

  it('gives way before its shares, before their root, and before each batch of claims is told', async () => {
    let given = 0
    await world.close()
    world = await openWorld({
      timers: {
        ...systemTimers,
        async sleep(ms, signal) {
          given += ms === 0 ? 1 : 0
          await systemTimers.sleep(ms, signal)
        },
      },
    })
    await world.openCampaign(rule)
    await claim('ada')
    await closeWindow(world)
    given = 0
    await allocateWindow(world)
    expect(given).toBe(3)
  })

  it('logs the root of its tickets when it closes and that of its shares when they are worked out, in one chain', async () => {
    await world.openCampaign(rule)
    const tickets: string[] = []
    for (const person of ['ada', 'bob']) {
      const answer = await claim(person)
      if (answer.kind === 'ticket') tickets.push(answer.ticket)
    }
    await closeWindow(world)
    const ticketRoot = ticketSetRoot(tickets.map((ticket) => sha256(ticket)))
    expect((await show()).window).toMatchObject({ tickets: 2, ticketRoot })
    await allocateWindow(world)
    const leaves = world.deliveries.flatMap(({ kind, body }) =>
      kind === 'network.append' && body.kind !== 'campaign_dry_run' ? [body] : [],
    )
    expect(leaves).toMatchObject([
      { kind: 'campaign_announcement', seq: 0 },
      { kind: 'window_close', seq: 1, prev: leaves[0]?.bodyHash },
      { kind: 'allocation_root', seq: 2, prev: leaves[1]?.bodyHash },
    ])
    expect((await show()).window?.allocation).toMatchObject({ claims: 2 })
  })

  it('allocates nothing before the log has its tickets', async () => {
    await world.openCampaign(rule)
    await claim('ada')
    world.answer = ({ kind, body }) =>
      kind === 'network.append' && body.kind === 'window_close'
        ? { outcome: 'postponed' }
        : acknowledged
    await closeWindow(world)
    await allocateWindow(world)
    expect(await show()).toMatchObject({ state: 'closing' })
    expect(moneyKinds()).toEqual([])
    world.answer = () => acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect(await sharesByPerson(world, rule)).toEqual({ ada: 'settled 400' })
  })

  it('tells nobody a share while it is paused, also if its entries were fixed before', async () => {
    await world.openCampaign(rule)
    await claim('ada')
    await closeWindow(world)
    const pause = { campaignId: rule.id, forMs: 1_000, reason: 'odd_receipts', by: 'anna' }
    unwrap(await world.distributor.pauseCampaign(pause))
    await world.store.transact('fix', (tx) => tx.run('UPDATE campaign SET allocated_at = ?', [NOW]))
    await allocateNow(world.parts, rule.id)
    expect(await show()).toMatchObject({ state: 'paused', totals: { entered: { claims: 1 } } })
    expect((await show()).window).not.toHaveProperty('allocation.root')
  })

  it('takes no claim that is not written when it closes, and says so', async () => {
    await world.openCampaign(rule)
    await closeWindow(world)
    expect(await claim('late')).toMatchObject({ kind: 'refused', reason: 'campaign_closed' })
  })

  it('waits for holds, whose claims are in it or out of it for good', async () => {
    await world.openCampaign(rule)
    await claim('ada')
    const undetermined = { outcome: 'undetermined' } as const
    const released = await claimIdOf('bob', undetermined)
    const refused = await claimIdOf('cleo', undetermined)
    await world.sendDecision(released, 'release')
    await closeWindow(world)
    world.advance(1)
    // Decided so late that an appeal is possible until after the time of the allocation.
    await allocateWindow(world)
    expect(await show()).toMatchObject({ state: 'closing', totals: { held: { claims: 1 } } })
    await world.sendDecision(refused, 'refuse')
    world.advance(10_000)
    await world.settleDown()
    expect(await sharesByPerson(world, rule)).toEqual({
      ada: 'settled 400',
      bob: 'settled 400',
      cleo: 'refused - receipt_outcome_not_accepted',
    })
  })

  it('takes a claim out whose credential was revoked: before the allocation the others share, after it they keep what they have (D6)', async () => {
    await world.openCampaign(rule)
    const before = await claimIdOf('ada')
    const after = await claimIdOf('bob')
    for (const person of ['cleo', 'dan', 'eve']) await claim(person)
    unwrap(await world.distributor.takeOutClaim(before))
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
    await closeWindow(world)
    await allocateWindow(world)
    unwrap(await world.distributor.takeOutClaim(after))
    world.answer = () => acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect(await sharesByPerson(world, rule)).toEqual({
      ada: 'refused - entitlement_ended',
      bob: 'refused 250 entitlement_ended',
      cleo: 'settled 250',
      dan: 'settled 250',
      eve: 'settled 250',
    })
    expect(world.deliveries.filter(({ kind }) => kind === 'ledger.void')).toHaveLength(1)
  })

  it('takes a claim out also when the process that did so has a clock ahead of the one that allocates', async () => {
    await world.openCampaign(rule)
    const gone = await claimIdOf('ada')
    for (const person of ['bob', 'cleo']) await claim(person)
    unwrap(await world.distributor.takeOutClaim(gone))
    const aheadMs = NOW + 365 * 86_400_000
    await world.store.transact('skew', (tx) =>
      tx.run('UPDATE claim SET since = ? WHERE claim_id = ?', [aheadMs, gone]),
    )
    await closeWindow(world)
    await allocateWindow(world)
    // A third of the pool each, had her place stayed.
    expect(await sharesByPerson(world, rule)).toMatchObject({
      bob: 'settled 400',
      cleo: 'settled 400',
    })
  })

  it('does not let a claim out whose payment was ordered', async () => {
    await world.openCampaign(rule)
    const paid = await claimIdOf('ada')
    await closeWindow(world)
    await allocateWindow(world)
    expect(await world.distributor.takeOutClaim(paid)).toMatchObject({
      error: { code: 'case_transition_not_allowed' },
    })
  })

  it('is over for claims whose shares come to nothing, for a reason', async () => {
    const weighted = batchRule({ kind: 'pro-rata' })
    await world.openCampaign(weighted)
    await claim('ada', { outputs: { weight: 3 } }, weighted)
    await claim('bob', { outputs: { weight: '1' } }, weighted)
    await claim('cleo', { outputs: { weight: 0 } }, weighted)
    expect(await claim('dan', { outputs: { weight: -1 } }, weighted)).toMatchObject({
      reason: 'weight_malformed',
    })
    await closeWindow(world)
    await allocateWindow(world)
    expect(await sharesByPerson(world, weighted)).toEqual({
      ada: 'settled 750',
      bob: 'settled 250',
      cleo: 'refused - share_is_zero',
    })
  })

  it('scales amounts down that are more together than the pool', async () => {
    const tiers = { gold: '900', iron: '600' }
    const tiered = batchRule({ kind: 'tiered', tiers, shortfall: 'scale' })
    await world.openCampaign(tiered)
    await claim('ada', { outputs: { tier: 'gold' } }, tiered)
    await claim('bob', { outputs: { tier: 'iron' } }, tiered)
    expect(await claim('cleo', { outputs: { tier: 'lead' } }, tiered)).toMatchObject({
      reason: 'tier_not_in_rule',
    })
    await closeWindow(world)
    await allocateWindow(world)
    expect(await sharesByPerson(world, tiered)).toEqual({ ada: 'settled 600', bob: 'settled 400' })
  })

  it('that nobody came to ends, and its pool goes back', async () => {
    await world.openCampaign(batchRule(rule.allocation, { unclaimed: 'return' }))
    await closeWindow(world)
    await allocateWindow(world)
    expect(await show()).toMatchObject({ state: 'settled' })
    expect(world.deliveries.find(({ kind }) => kind === 'ledger.return-pool')?.body).toEqual({
      campaignId: rule.id,
      amountMinor: '1000',
    })
  })
})

describe('a draw', () => {
  const { rounds } = JSON.parse(readFileSync('spec/vectors/drand-quicknet.json', 'utf8')) as {
    readonly rounds: readonly DrandBeacon[]
  }
  const beacon = rounds.find(({ round }) => round === 1_000) as DrandBeacon
  const delayMs = 10_000
  const closesAtMs = drandRoundTime(beacon.round) - 1 - delayMs
  const drawn = batchRule(
    {
      kind: 'lottery',
      winners: 2,
      amountMinor: '300',
      seed: { kind: 'drand', chain: 'quicknet', delayMs },
    },
    { announcedAtMs: 1, opensAtMs: 2, closesAtMs },
  )
  const people = ['ada', 'bob', 'cleo', 'dan', 'eve']

  /** The people in the order of their numbers, by the book. */
  function inOrderOfDraw(): readonly string[] {
    const seed = sha256Text(
      canonicalJson([
        'lottery-seed',
        drawn.id,
        'batch',
        {
          kind: 'drand',
          round: beacon.round,
          randomness: encodeHex(sha256(Buffer.from(beacon.signature, 'hex'))),
        },
      ]),
      'hex',
    )
    const numberOf = (person: string) =>
      encodeHex(
        sha256(Buffer.concat([Buffer.from(seed, 'hex'), Buffer.from(`nullifier-${person}`)])),
      )
    return people.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1))
  }

  it('gives the prize to those whom the beacon of the first round after the closing chooses, and tells the others (D9)', async () => {
    world.advance(closesAtMs - 60_000 - NOW)
    await world.openCampaign(drawn)
    for (const person of people) await claim(person, {}, drawn)
    expect(await world.distributor.bringBeacon(drawn.id, beacon)).toMatchObject({
      error: { code: 'lottery_seed_missing' },
    })
    await closeWindow(world)
    await allocateWindow(world)
    expect(await show()).toMatchObject({ state: 'closing', window: { beaconRound: beacon.round } })
    const forged = { ...beacon, signature: rounds[0]?.signature ?? '' }
    for (const wrong of [{ ...beacon, round: 1_001 }, forged]) {
      expect(await world.distributor.bringBeacon(drawn.id, wrong)).toMatchObject({
        error: { code: 'lottery_beacon_invalid' },
      })
    }
    unwrap(await world.distributor.bringBeacon(drawn.id, beacon))
    await world.settleDown()

    const winners = inOrderOfDraw().slice(0, 2)
    expect(await sharesByPerson(world, drawn)).toEqual(
      Object.fromEntries(
        people.map((person) => [
          person,
          winners.includes(person) ? 'settled 300' : 'refused - lottery_not_drawn',
        ]),
      ),
    )
  })

  it('leaves the place of who is taken out once the round may be known empty, so that no verifier chooses who moves up', async () => {
    const [first = '', second = '', third = '', ...others] = inOrderOfDraw()
    const settlementCheck = { verifier: VERIFIER, budgetMs: 600_000 }
    const checked = { ...drawn, unclaimed: 'return', settlementCheck } as const
    world.advance(closesAtMs - 60_000 - NOW)
    await world.openCampaign(checked)
    const ids = new Map<string, ClaimId>()
    for (const person of people) ids.set(person, await claimIdOf(person, {}, checked))
    // Before the closing nobody can know the draw, and the next one moves up.
    unwrap(await world.distributor.takeOutClaim(ids.get(first) as ClaimId))
    await closeWindow(world)
    world.recheck = (receiptId) => (receiptId === `receipt-${second}-1` ? 'changed' : 'good')
    await allocateWindow(world)
    unwrap(await world.distributor.bringBeacon(checked.id, beacon))
    await world.settleDown()
    expect(await sharesByPerson(world, checked)).toEqual({
      [first]: 'refused - entitlement_ended',
      [second]: 'refused - entitlement_ended',
      [third]: 'settled 300',
      ...Object.fromEntries(others.map((person) => [person, 'refused - lottery_not_drawn'])),
    })
    world.advance(3_600_000)
    await world.settleDown()
    expect(world.deliveries.findLast(({ kind }) => kind === 'ledger.return-pool')?.body).toEqual({
      campaignId: checked.id,
      amountMinor: '700',
    })
  })
})

describe('a rule that its window cannot keep', () => {
  it.each<[string, CampaignAllocation, Parameters<typeof batchRule>[1]]>([
    [
      'a table goes with an instant window',
      { kind: 'table', rows: 1, layout: 'rfc6962', root: '0'.repeat(64) },
      {},
    ],
    ['amounts need `shortfall: scale`', { kind: 'fixed', amountMinor: '1' }, {}],
    ['allocates before', rule.allocation, { window: { kind: 'batch', allocateAfterMs: 1 } }],
    ['cannot give shares by `pro-rata`', { kind: 'pro-rata' }, { window: 'instant' }],
    [
      'scales nothing down',
      { kind: 'fixed', amountMinor: '1', shortfall: 'scale' },
      { window: 'instant' },
    ],
    [
      'declares no output `tier`',
      { kind: 'tiered', tiers: { a: '1' } },
      { policy: { ...rule.policy, outputs: {} } },
    ],
  ])('is refused: %s', async (detail, allocation, change) => {
    const refusal = await world.distributor.createCampaign(batchRule(allocation, change))
    expect(refusal).toMatchObject({ ok: false, error: { code: 'campaign_rule_inconsistent' } })
    expect(!refusal.ok && refusal.error.detail).toContain(detail)
  })
})
