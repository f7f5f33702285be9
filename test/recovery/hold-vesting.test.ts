import { type CampaignRule, type ClaimId, epochMs, unwrap } from '@evenkeel/kernel'
import type { Ledger } from '@evenkeel/ledger'
import { afterEach, describe, expect, it } from 'vitest'
import { dyingStore } from '../../packages/distributor/test/support/dying-store.ts'
import { claimFor, recoverable, revoke } from '../../packages/distributor/test/support/recovery.ts'
import {
  NOW,
  OTHER_VERIFIER,
  VERIFIER,
  type World,
  type WorldOptions,
} from '../../packages/distributor/test/support/world.ts'
import { conservedTotals, openWithLedger } from './open-with-ledger.ts'

const DAY = 86_400_000
const rule: CampaignRule = {
  ...recoverable,
  verifiers: [VERIFIER, OTHER_VERIFIER],
  vesting: {
    kind: 'linear',
    startsAtMs: NOW,
    cliffMs: 0,
    stepMs: DAY,
    steps: 4,
    cancel: 'never',
  },
}

let world: World
let ledger: Ledger
let claimId: ClaimId
afterEach(() => world.close())

async function begin(options: WorldOptions = {}, of: CampaignRule = rule): Promise<void> {
  ;({ world, ledger } = await openWithLedger(options))
  await world.openCampaign(of)
  claimId = await claimFor(world, of)
}

async function passDays(days: number): Promise<void> {
  world.advance(days * DAY)
  await world.settleDown()
}

/** Two people say the same; nothing of it has reached the ledger yet. */
async function confirmHold(days: number, people = ['anna', 'ben'], sinceMs = NOW): Promise<void> {
  for (const by of people) {
    const said = { verifier: VERIFIER, sinceMs, forMs: days * DAY, evidence: 'e'.repeat(64), by }
    unwrap(await world.distributor.holdVerifier(said))
  }
}

async function hold(...said: Parameters<typeof confirmHold>): Promise<void> {
  await confirmHold(...said)
  await world.settleDown()
}

const totals = () => conservedTotals(ledger, rule.id)
const story = async (id = claimId) => unwrap(await world.distributor.explainClaim(id))
const paid = async (id = claimId) => (await story(id)).vesting?.paidMinor
/** What of the claim's amount is with the ledger for the distributor to see. */
const vestingAtLedger = async () => unwrap(await ledger.showVesting(claimId as never))

describe('payments in parts on the word of a verifier that is held', () => {
  it('F6 wait from then on, say so, and go on with all that fell due when the hold lapses', async () => {
    await begin()
    await passDays(1)
    await hold(2.5)
    expect(await story()).toMatchObject({
      state: 'vesting',
      next: {
        reason: 'verifier_on_hold',
        byMs: NOW + 3.5 * DAY,
        what: expect.stringContaining('your next parts wait'),
      },
    })
    await passDays(2.4)
    expect(await paid()).toBe('25')
    await passDays(0.1)
    expect(await paid()).toBe('75')
    expect((await story()).next).not.toHaveProperty('reason')
    await passDays(1)
    expect(await story()).toMatchObject({ state: 'settled' })
    expect(await totals()).toMatchObject({ settled: 100n, held: 0n, forfeited: 0n })
  })

  it('wait alone: those on another verifier’s word, and those that came before the time in doubt, are paid', async () => {
    await begin()
    const receipt = { iss: OTHER_VERIFIER }
    const options = { receipt, receiptSigner: world.signerOf(OTHER_VERIFIER) }
    const other = await claimFor(world, rule, 'bob', options)
    world.advance(60_000)
    const doubtful = await claimFor(world, rule, 'cleo')
    await hold(4, undefined, NOW + 60_000)
    await passDays(2)
    expect(await paid()).toBe('50')
    expect(await paid(other)).toBe('50')
    expect(await paid(doubtful)).toBe('0')
    const query = { verifier: VERIFIER, sinceMs: NOW + 60_000 }
    expect((await world.distributor.listPaidOnWord(query)).items).toMatchObject([
      { claimId: doubtful, state: 'vesting' },
    ])
  })

  it('wait for the longest of several holds, each of which lapses by itself', async () => {
    await begin()
    await hold(1.5)
    await hold(2.5, ['cleo', 'dora'])
    await hold(0.5, ['emil', 'finn'])
    await passDays(2.4)
    expect(await paid()).toBe('0')
    await passDays(0.1)
    expect(await paid()).toBe('50')
  })

  it('do not wait for a suspicion upon which a person has released the claim', async () => {
    ;({ world, ledger } = await openWithLedger())
    const canary = { sharePermille: 1, waitMs: 0, failuresMax: 0, deadlineMs: DAY }
    const gated = { ...rule, canary }
    await world.openCampaign(gated)
    claimId = await claimFor(world, gated)
    await hold(6)
    expect(await story()).toMatchObject({ state: 'held' })
    await world.sendDecision(claimId, 'release')
    await passDays(1)
    expect(await paid()).toBe('25')
    await passDays(1)
    expect(await paid()).toBe('50')
  })

  it('D6 end, when people find that there is no ground, without what fell due while they waited', async () => {
    await begin()
    await passDays(1)
    await hold(6)
    await passDays(2)
    expect(await revoke(world, claimId, 'verifier_compromised')).toBe('rest_forfeited')
    expect(await totals()).toMatchObject({ settled: 25n, forfeited: 75n, held: 0n })
    expect(await story()).toMatchObject({ state: 'settled', amountMinor: '25' })
    await passDays(5)
    expect(await totals()).toMatchObject({ settled: 25n, forfeited: 75n, held: 0n })
  })

  it('D4 keep what fell due while they waited, when they end because a credential was revoked, and not for a false word', async () => {
    await begin()
    await hold(4)
    await passDays(2)
    expect(await revoke(world, claimId)).toBe('rest_forfeited')
    expect(await totals()).toMatchObject({ settled: 0n, held: 50n, forfeited: 50n })
    await passDays(2)
    expect(await totals()).toMatchObject({ settled: 50n, held: 0n, forfeited: 50n })
  })

  it('D4 keep what fell due also meanwhile, when they end after the hold', async () => {
    await begin()
    await hold(1)
    await passDays(2)
    expect(await revoke(world, claimId, 'verifier_compromised')).toBe('rest_forfeited')
    expect(await totals()).toMatchObject({ settled: 50n, forfeited: 50n })
  })

  it('H3 wait whatever dies while the ledger is told, and are told once', async () => {
    for (const when of ['before', 'after'] as const) {
      const { seen, wrapStore } = dyingStore('pass-gate', 1, when)
      await begin({ wrapStore })
      await confirmHold(3)
      await world.settleDown().catch((fault) => expect(String(fault)).toContain('died'))
      expect(seen.dead, when).toBe(true)
      // What was lost on the way is sent again.
      world.advance(61_000)
      await world.settleDown()
      expect(await vestingAtLedger()).toMatchObject({ pausedUntilMs: epochMs(NOW + 3 * DAY) })
      await passDays(2)
      expect(await paid(), when).toBe('0')
      await passDays(1)
      expect(await paid(), when).toBe('75')
      const told = await world.store.read('told', (tx) =>
        tx.all("SELECT id FROM handoff_out WHERE kind = 'ledger.pause-releases'"),
      )
      expect(told).toHaveLength(1)
      if (when === 'before') await world.close()
    }
  })
})
