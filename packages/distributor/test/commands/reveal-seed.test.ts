import {
  type CampaignRule,
  canonicalJson,
  type PartyId,
  sha256Text,
  unwrap,
} from '@evenkeel/kernel'
import { drawLottery, lotterySeed, type SeedValue } from '@evenkeel/kernel/allocation'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { computeShares } from '../../src/commands/compute-shares.ts'
import { REVEAL_WITHIN_MS, reveal as revealIn, revealRule, seedValues } from '../support/draws.ts'
import { allocateWindow, closeWindow, sharesByPerson, WINDOW } from '../support/window.ts'
import { makeClaim, openWorld, type World } from '../support/world.ts'

const [alder, birch] = seedValues as [SeedValue, SeedValue]
const rule: CampaignRule = revealRule({ unclaimed: 'return' })
const people = ['ada', 'bob', 'cleo', 'dan']

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.openCampaign(rule)
  for (const person of people) {
    await world.distributor.submitClaim(await makeClaim(world, { rule, person }))
  }
})
afterEach(() => world.close())

const reveal = (value: SeedValue) => revealIn(world, rule, value)
const show = async () => unwrap(await world.distributor.showCampaign(rule.id))
const leaves = () =>
  world.deliveries.flatMap(({ kind, body }) => (kind === 'network.append' ? [body] : []))

describe('a draw from revealed values', () => {
  it('is the one that anybody computes from the rule and what was revealed, which the log has', async () => {
    await closeWindow(world)
    unwrap(await reveal(birch))
    unwrap(await reveal(birch))
    expect(await show()).toMatchObject({ window: { silent: [alder.party] } })
    unwrap(await reveal(alder))
    await world.settleDown()
    await allocateWindow(world)
    const { closedAtMs = 0, window } = await show()
    const reveals = window?.reveals ?? []
    expect(reveals).toMatchObject([alder, birch])
    expect(leaves().filter(({ kind }) => kind === 'seed_reveal')).toMatchObject(
      [alder, birch].map(({ party, salt, value }) => ({
        seq: seedValues.findIndex((one) => one.party === party),
        bodyHash: sha256Text(
          canonicalJson({ v: 1, campaignId: rule.id, party, salt, value }),
          'hex',
        ),
      })),
    )
    if (rule.allocation.kind !== 'lottery') throw new Error('a draw')
    const seed = unwrap(
      lotterySeed({
        campaign: rule.id,
        window: 'batch',
        rule: rule.allocation.seed,
        closedAtMs: closedAtMs as never,
        nowMs: closedAtMs as never,
        reveals,
      }),
    )
    expect(seed.source).toMatchObject({ kind: 'commit-reveal' })
    const entries = people.map((person) => `nullifier-${person}`)
    const winners = drawLottery(Buffer.from(seed.seed, 'hex'), entries, 2)
    expect(await sharesByPerson(world, rule)).toEqual(
      Object.fromEntries(
        people.map((person, place) => [
          person,
          winners.has(place) ? 'settled 300' : 'refused - lottery_not_drawn',
        ]),
      ),
    )
  })

  it('leaves the place of who is taken out once a value is shown empty, since the last one to reveal may know the draw', async () => {
    await closeWindow(world)
    unwrap(await reveal(birch))
    const { closedAtMs = 0 } = await show()
    if (rule.allocation.kind !== 'lottery') throw new Error('a draw')
    const seed = unwrap(
      lotterySeed({
        campaign: rule.id,
        window: 'batch',
        rule: rule.allocation.seed,
        closedAtMs: closedAtMs as never,
        nowMs: closedAtMs as never,
        reveals: seedValues.map((value) => ({ ...value, revealedAtMs: closedAtMs as never })),
      }),
    )
    const entries = people.map((person) => `nullifier-${person}`)
    const [first = 0, second = 0] = drawLottery(Buffer.from(seed.seed, 'hex'), entries, 2)
    const rows = await world.store.read('claims', (tx) =>
      tx.all('SELECT claim_id FROM claim WHERE handle = ?', [`handle-${people[first]}`]),
    )
    unwrap(await world.distributor.takeOutClaim(rows[0]?.claim_id as never))
    unwrap(await reveal(alder))
    await allocateWindow(world)
    expect(await sharesByPerson(world, rule)).toEqual(
      Object.fromEntries(
        people.map((person, place) => [
          person,
          place === second
            ? 'settled 300'
            : `refused - ${place === first ? 'entitlement_ended' : 'lottery_not_drawn'}`,
        ]),
      ),
    )
  })

  it('waits for whoever has not revealed until the deadline, and then gives nobody anything: to be silent gains nothing (D9)', async () => {
    await closeWindow(world)
    unwrap(await reveal(alder))
    world.advance(REVEAL_WITHIN_MS)
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'closing', window: { silent: [birch.party] } })
    await allocateWindow(world)
    expect(await show()).toMatchObject({ state: 'settled' })
    const shares = await sharesByPerson(world, rule)
    expect(shares).toEqual(
      Object.fromEntries(people.map((person) => [person, 'refused - lottery_void'])),
    )
    expect(world.deliveries.find(({ kind }) => kind === 'ledger.return-pool')?.body).toMatchObject({
      amountMinor: rule.poolMinor,
    })
  })

  it('takes nothing before the closing is in the log, after the deadline, or that opens no commitment', async () => {
    const missing = { error: { code: 'lottery_seed_missing' } }
    expect(await reveal(alder)).toMatchObject(missing)
    await closeWindow(world)
    const invalid = { error: { code: 'lottery_reveal_invalid' } }
    for (const wrong of [
      { ...alder, party: birch.party },
      { ...alder, party: 'nobody' as PartyId },
      { ...alder, value: birch.value },
      { ...alder, salt: birch.salt },
    ]) {
      expect(await reveal(wrong)).toMatchObject(invalid)
    }
    world.advance(REVEAL_WITHIN_MS + 1)
    expect(await reveal(alder)).toMatchObject(invalid)
    expect(await show()).toMatchObject({ window: { reveals: [] } })
  })

  it('is held although it is paused for longer than the parties have to reveal: nothing is worked out until it goes on', async () => {
    const forMs = WINDOW.allocateAfterMs + 2 * REVEAL_WITHIN_MS
    const pause = { campaignId: rule.id, forMs, reason: 'odd_receipts', by: 'anna' }
    unwrap(await world.distributor.pauseCampaign(pause))
    await closeWindow(world)
    for (const value of seedValues) unwrap(await reveal(value))
    await allocateWindow(world)
    const { state, window } = await show()
    expect(state).toBe('paused')
    expect(window).not.toHaveProperty('allocation')
    world.advance(forMs)
    await world.settleDown()
    const shares = Object.values(await sharesByPerson(world, rule)).sort()
    const lost = 'refused - lottery_not_drawn'
    expect(shares).toEqual([lost, lost, 'settled 300', 'settled 300'])
  })

  it('takes the same value again at any time as what it has, without another leaf: the first answer may have been lost', async () => {
    await closeWindow(world)
    unwrap(await reveal(alder))
    unwrap(await reveal(birch))
    world.advance(REVEAL_WITHIN_MS + 1)
    expect(await reveal(alder)).toEqual({ ok: true, value: undefined })
    await allocateWindow(world)
    const { state, window } = await show()
    expect(state).toBe('settled')
    expect(await reveal(birch)).toEqual({ ok: true, value: undefined })
    expect(await reveal({ ...birch, salt: alder.salt })).toMatchObject({
      error: { code: 'lottery_reveal_invalid' },
    })
    expect((await show()).window).toEqual(window)
    expect(leaves().filter(({ kind }) => kind === 'seed_reveal')).toHaveLength(2)
  })

  it('takes a value from the party itself only: an author who commits under two names knows a draw that is never held', async () => {
    await closeWindow(world)
    for (const by of [birch.party, 'author', '']) {
      expect(
        await world.distributor.revealSeed({ campaignId: rule.id, value: alder, by }),
      ).toMatchObject({ error: { code: 'lottery_party_mismatch' } })
    }
    expect(await show()).toMatchObject({ window: { reveals: [] } })
  })

  it('takes nothing once the shares are worked out, by whatever clock: they would not be those that were logged', async () => {
    await closeWindow(world)
    unwrap(await reveal(alder))
    world.advance(REVEAL_WITHIN_MS)
    await allocateWindow(world)
    expect(await show()).toMatchObject({ state: 'settled', window: { silent: [birch.party] } })
    world.advance(-REVEAL_WITHIN_MS - WINDOW.allocateAfterMs)
    expect(await reveal(birch)).toMatchObject({ error: { code: 'lottery_reveal_invalid' } })
  })

  it('is worked out again after a crash to what the log has, or not at all', async () => {
    await closeWindow(world)
    for (const value of seedValues) unwrap(await reveal(value))
    await allocateWindow(world)
    expect(await computeShares(world.parts, rule)).toHaveProperty('size', people.length)
    await world.store.transact('tamper', (tx) =>
      tx.run("DELETE FROM window_entry WHERE entry = 'nullifier-ada'"),
    )
    await expect(computeShares(world.parts, rule)).rejects.toThrow('shares that were logged')
  })

  it('needs no beacon, and takes none', async () => {
    await closeWindow(world)
    const beacon = { round: 1, signature: '0'.repeat(96) }
    expect(await world.distributor.bringBeacon(rule.id, beacon)).toMatchObject({
      error: { code: 'lottery_seed_missing' },
    })
  })
})
