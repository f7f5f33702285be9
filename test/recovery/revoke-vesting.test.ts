import {
  type AnyNewItem,
  type CampaignRule,
  type CaseId,
  type ClaimId,
  createJws,
  type HandoffId,
  PAYOUT_CHANGE_TYP,
  type PartyId,
  type Store,
  unwrap,
} from '@evenkeel/kernel'
import type { Ledger } from '@evenkeel/ledger'
import { afterEach, describe, expect, it } from 'vitest'
import { dyingStore } from '../../packages/distributor/test/support/dying-store.ts'
import {
  CLAWBACK,
  claimFor,
  decideOwed,
  EVIDENCE,
  paymentOf,
  receivableOf,
  recoverable,
  revoke,
  sayRevoked,
} from '../../packages/distributor/test/support/recovery.ts'
import {
  holderOf,
  makeClaim,
  NOW,
  textsOf,
  type World,
  type WorldOptions,
} from '../../packages/distributor/test/support/world.ts'
import { conservedTotals, openWithLedger } from './open-with-ledger.ts'

const DAY = 86_400_000
const GOVERNANCE = 'governance' as PartyId
const rule: CampaignRule = {
  ...recoverable,
  clawback: { ...CLAWBACK, writeOffAfterMs: DAY },
  vesting: {
    kind: 'linear',
    startsAtMs: NOW,
    cliffMs: 0,
    stepMs: DAY,
    steps: 4,
    cancel: { noticeMs: DAY, rest: 'forfeited' },
  },
  payoutChange: { delayMs: 7_200_000 },
}

let world: World
let ledger: Ledger
let claimId: ClaimId
afterEach(() => world.close())

async function begin(options: WorldOptions = {}): Promise<void> {
  ;({ world, ledger } = await openWithLedger(options))
  await world.openCampaign(rule)
  claimId = await claimFor(world, rule)
}

async function passDays(days: number): Promise<void> {
  world.advance(days * DAY)
  await world.settleDown()
}

const totals = () => conservedTotals(ledger, rule.id)
const state = () => world.distributor.showClaim(claimId)

describe('a vesting whose ground is revoked', () => {
  it('D6 keeps what was paid, which becomes a receivable by a case, and forfeits the rest', async () => {
    await begin()
    await passDays(2)
    expect(await revoke(world, claimId)).toBe('rest_forfeited')
    expect(await totals()).toMatchObject({ settled: 50n, forfeited: 50n, held: 0n })
    expect(await state()).toMatchObject({
      value: { state: 'settled', amountMinor: '50', reason: { code: 'vesting_forfeited' } },
    })
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'in_case', amount: 50n })
    await decideOwed(world, claimId)
    expect(await totals()).toMatchObject({ settled: 0n, receivable: 50n, forfeited: 50n })
    const repaid = { transferId: paymentOf(claimId), amountMinor: '50', evidence: EVIDENCE }
    expect(await world.distributor.recordRepayment(repaid)).toMatchObject({ ok: true })
    await passDays(30)
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'recovered' })
    expect(await totals()).toMatchObject({ settled: 0n, receivable: 0n, held: 0n, forfeited: 50n })
  })

  it('is not ended by one person, and its payments go on', async () => {
    await begin()
    expect(await sayRevoked(world, claimId, 'anna')).toBe('proposed')
    expect(await sayRevoked(world, claimId, 'anna')).toBe('proposed')
    await passDays(4)
    expect(await totals()).toMatchObject({ settled: 100n, forfeited: 0n })
    expect(await receivableOf(world, claimId)).toBeUndefined()
  })

  it('before anything fell due is refused, and nobody is told of a payment that stays', async () => {
    await begin()
    expect(await revoke(world, claimId)).toBe('rest_forfeited')
    expect(await state()).toMatchObject({ value: { state: 'refused' } })
    const story = await world.distributor.explainClaim(claimId)
    expect(story).toMatchObject({ value: { state: 'refused', terminal: true } })
    expect(story).not.toHaveProperty('value.recovery')
    expect(await sayRevoked(world, claimId, 'cleo')).toBe('nothing_paid')
    expect(await totals()).toMatchObject({ settled: 0n, forfeited: 100n })
  })

  it('after its last part is owed as a whole', async () => {
    await begin()
    await passDays(4)
    expect(await revoke(world, claimId)).toBe('in_case')
    await decideOwed(world, claimId)
    expect(await totals()).toMatchObject({ settled: 0n, receivable: 100n, forfeited: 0n })
  })

  it('while the notice of a cancellation runs is forfeited at once, upon its own evidence', async () => {
    await begin()
    for (const by of ['anna', 'ben']) {
      await world.distributor.proposeCancel({ claimId, evidence: 'f'.repeat(64), by })
    }
    expect(await revoke(world, claimId)).toBe('rest_forfeited')
    await passDays(2)
    expect(await totals()).toMatchObject({ settled: 0n, forfeited: 100n })
    expect(await state()).toMatchObject({ value: { reason: { code: 'vesting_forfeited' } } })
  })
})

describe('a changed payout target of what vests', () => {
  async function change(payoutTarget: string): Promise<void> {
    const { receipt } = textsOf(await makeClaim(world, { rule }))
    const signer = holderOf('ada')
    const jws = await createJws({
      header: { typ: PAYOUT_CHANGE_TYP, jwk: signer.publicJwk },
      payload: { claimId, payoutTarget, iat: NOW / 1_000 },
      signer,
    })
    const asked = { v: 1, receipt, change: jws } as const
    expect(await world.distributor.requestPayoutChange(claimId, asked)).toMatchObject({ ok: true })
    for (const by of ['anna', 'ben']) {
      expect(await world.distributor.confirmPayoutChange({ claimId, by })).toMatchObject({
        ok: true,
      })
    }
  }
  const paidTo = async (payee: string): Promise<bigint> =>
    (await ledger.balances([`payee:UNI:${payee}` as never]))[0]?.creditsPosted ?? 0n
  const told = async () => (await world.distributor.explainClaim(claimId)) as object

  it('D10 is paid from the part after the open one on', async () => {
    await begin()
    await change('new-account')
    await passDays(1)
    expect(await paidTo('account-of-ada')).toBe(25n)
    await passDays(3)
    expect(await paidTo('account-of-ada')).toBe(25n)
    expect(await paidTo('new-account')).toBe(75n)
    expect(await told()).toMatchObject({ value: { payoutChange: { state: 'applied' } } })
  })
})

describe('a distributor that dies', () => {
  async function goOn(): Promise<void> {
    for (let sweeps = 0; sweeps < 3; sweeps += 1) {
      await retry(() => world.settleDown())
      // What was lost on the way is sent again.
      world.advance(61_000)
    }
  }

  function decision(name: string): AnyNewItem {
    return {
      id: name as HandoffId,
      to: world.party.id,
      kind: 'distributor.apply-decision',
      body: {
        caseId: `claw-back.${claimId}` as CaseId,
        subject: claimId,
        decision: 'refuse',
        decidedBy: 'reviewer',
        decidedAtMs: NOW,
        version: 1,
      },
    }
  }

  /** What people or a process that starts again do: the same once more. */
  async function retry(act: () => Promise<unknown>): Promise<void> {
    for (let times = 0; times < 2; times += 1) {
      try {
        await act()
        return
      } catch (fault) {
        if (!/died/.test(`${fault} ${(fault as Error).cause}`)) throw fault
      }
    }
  }

  async function play(options: WorldOptions, onBegun?: () => void): Promise<object> {
    await begin(options)
    onBegun?.()
    await passOneDay()
    for (const by of ['anna', 'ben']) await retry(() => sayRevoked(world, claimId, by))
    await goOn()
    // Governance says everything twice, also under another name.
    for (const name of ['once', 'again']) {
      await retry(() => world.partySays(GOVERNANCE, [decision(name)]))
      await goOn()
    }
    world.advance(10_000)
    for (let times = 0; times < 2; times += 1) {
      const repaid = { transferId: paymentOf(claimId), amountMinor: '20', evidence: EVIDENCE }
      await retry(() => world.distributor.recordRepayment(repaid))
    }
    await goOn()
    await passOneDay()
    const { state: ended, amount, recovered } = (await receivableOf(world, claimId)) ?? {}
    const { settled, receivable, forfeited, free } = await totals()
    expect(await ledger.verifyJournal()).toMatchObject({ ok: true })
    const shown = unwrap(await world.distributor.showClaim(claimId))
    const claim = [shown.state, shown.amountMinor, shown.reason?.code]
    return { ended, amount, recovered, settled, receivable, forfeited, free, claim }
  }

  async function passOneDay(): Promise<void> {
    world.advance(DAY)
    await goOn()
  }

  it('H3 in any step of a revocation, before or after its commit, leaves what it would have left', async () => {
    const calls = new Map<string, number>()
    const before = new Map<string, number>()
    const counting = (store: Store): Store => ({
      read: (...args) => store.read(...args),
      migrate: (...args) => store.migrate(...args),
      close: () => store.close(),
      transact: (name, body) => {
        calls.set(name, (calls.get(name) ?? 0) + 1)
        return store.transact(name, body)
      },
    })
    const undisturbed = await play({ wrapStore: counting }, () => {
      for (const [name, times] of calls) before.set(name, times)
    })
    await world.close()
    expect(undisturbed).toMatchObject({ ended: 'written_off', amount: 25n, recovered: 20n })
    const steps = [...calls.keys()].filter((name) => calls.get(name) !== before.get(name)).sort()
    expect(steps).toEqual(expect.arrayContaining(['record-repayment', 'record-revocation']))
    for (const name of steps) {
      for (const when of ['before', 'after'] as const) {
        const { seen, wrapStore } = dyingStore(name, (before.get(name) ?? 0) + 1, when)
        expect(await play({ wrapStore }), `${name}, ${when} the commit`).toEqual(undisturbed)
        expect(seen.dead, name).toBe(true)
        await world.close()
      }
    }
    await begin()
  })
})
