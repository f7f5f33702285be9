import { acknowledged, type ClaimId, type PartyId, refused, unwrap } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClaimView } from '../../src/index.ts'
import { CLAIM_BUDGET_MS } from '../../src/limits.ts'
import { type ClaimOptions, fixedRule, makeClaim, openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.openCampaign()
})
afterEach(() => world.close())

async function claimOf(options: ClaimOptions = {}): Promise<ClaimId> {
  const answer = await world.distributor.submitClaim(await makeClaim(world, options))
  if (answer.kind !== 'ticket') throw new Error(`refused: ${answer.reason}`)
  return answer.claimId
}
const held = () => claimOf({ receipt: { outcome: 'undetermined', reason: 'status_stale' } })
const show = async (id: ClaimId): Promise<ClaimView> =>
  unwrap(await world.distributor.showClaim(id))
const bodiesOf = (kind: string) =>
  world.deliveries.filter((delivery) => delivery.kind === kind).map(({ body }) => body)

describe('a claim on its way', () => {
  it('is refused as campaign_exhausted, with words and an appeal, when the pool is empty', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? refused('insufficient_funds') : acknowledged
    const id = await claimOf()
    await world.settleDown()
    expect(await show(id)).toMatchObject({
      state: 'refused',
      reason: { code: 'campaign_exhausted', words: 'The funds of this campaign are used up.' },
      appealable: true,
    })
    expect(bodiesOf('ledger.settle')).toEqual([])
  })

  it('stays settling, flagged, while the outcome of its payment is not known', async () => {
    world.payment = () => 'unknown'
    const id = await claimOf()
    await world.settleDown()
    expect(await show(id)).toMatchObject({
      state: 'settling',
      concern: { code: 'payment_unknown' },
      next: { what: 'Your payment is on its way.' },
    })
    await world.sendPayment(id, 'settled')
    await world.settleDown()
    const paid = await show(id)
    expect(paid.state).toBe('settled')
    expect(paid.concern).toBeUndefined()
    expect(bodiesOf('ledger.settle')).toHaveLength(1)
  })

  it('gets its amount back into the pool when the ledger refuses to pay', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.settle' ? refused('account_unknown') : acknowledged
    const id = await claimOf()
    await world.settleDown()
    expect(await show(id)).toMatchObject({ state: 'refused', reason: { code: 'account_unknown' } })
    expect(bodiesOf('ledger.void')).toEqual([{ transferId: id, reason: 'account_unknown' }])
  })

  it('counts a payment once, however often it is reported, and from the ledger only', async () => {
    world.payment = () => 'later'
    const id = await claimOf()
    await world.settleDown()
    await world.sendPayment(id, 'settled', 'network' as PartyId)
    await world.settleDown()
    expect((await show(id)).state).toBe('settling')
    await world.sendPayment(id, 'settled')
    await world.settleDown()
    expect((await show(id)).history.map(({ state }) => state)).toEqual([
      'accepted',
      'reserved',
      'settling',
      'settled',
    ])
  })

  it('passes on what is left of its journey (H6)', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
    await claimOf()
    await world.settleDown()
    world.answer = () => acknowledged
    world.advance(90_000)
    await world.settleDown()
    const settle = world.deliveries.find(({ kind }) => kind === 'ledger.settle')
    expect(settle?.budgetMs).toBe(CLAIM_BUDGET_MS - 90_000)
  })

  it('is listed as overdue when its journey has taken longer than was told (D9)', async () => {
    world.payment = () => 'later'
    const id = await claimOf()
    await world.settleDown()
    const { nowMs } = world.party.ports.clock
    expect(await world.distributor.listOverdueClaims(nowMs())).toEqual([])
    world.advance(CLAIM_BUDGET_MS + 1)
    expect(await world.distributor.listOverdueClaims(nowMs())).toMatchObject([{ claimId: id }])
    await world.sendPayment(id, 'settled')
    await world.settleDown()
    expect(await world.distributor.listOverdueClaims(nowMs())).toEqual([])
  })
})

describe('a claim that is held', () => {
  it('has its amount set aside and a case with a clock, and is not paid', async () => {
    const id = await held()
    await world.settleDown()
    expect(await show(id)).toMatchObject({ state: 'held', reason: { code: 'undetermined_held' } })
    expect(bodiesOf('ledger.reserve')).toHaveLength(1)
    expect(bodiesOf('governance.open-case')).toMatchObject([
      { caseId: `hold.${id}`, subject: id, reason: 'status_stale', ...fixedRuleHold },
    ])
    expect(bodiesOf('ledger.settle')).toEqual([])
  })

  it('is paid once it is released, also when the decision comes twice', async () => {
    const id = await held()
    await world.settleDown()
    expect(await world.sendDecision(id, 'release')).toBe('acknowledged')
    expect(await world.sendDecision(id, 'release', 2)).toBe('acknowledged')
    expect((await show(id)).state).toBe('settled')
    expect(bodiesOf('ledger.settle')).toHaveLength(1)
  })

  it('is paid when the release comes before the amount is set aside', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
    const id = await held()
    await world.sendDecision(id, 'release')
    expect((await show(id)).state).toBe('accepted')
    world.answer = () => acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect((await show(id)).state).toBe('settled')
  })

  it('gives its amount back when it is refused', async () => {
    const id = await held()
    await world.settleDown()
    await world.sendDecision(id, 'refuse')
    expect(await show(id)).toMatchObject({
      state: 'refused',
      reason: { code: 'receipt_outcome_not_accepted' },
      appealable: true,
    })
    expect(bodiesOf('ledger.void')).toHaveLength(1)
  })

  it('gives its amount back after a refusal that came before the amount was set aside', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
    const id = await held()
    await world.sendDecision(id, 'refuse')
    expect(bodiesOf('ledger.void')).toEqual([])
    world.answer = () => acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect(bodiesOf('ledger.void')).toMatchObject([{ transferId: id }])
    expect((await show(id)).state).toBe('refused')
  })

  it('is paid under a new transfer when an appeal reverses the refusal, and only once', async () => {
    const id = await held()
    await world.settleDown()
    await world.sendDecision(id, 'refuse', 1)
    await world.sendDecision(id, 'release', 2)
    expect(await show(id)).toMatchObject({ state: 'settled', railReceipt: `rail:${id}.2` })
    expect(bodiesOf('ledger.settle')).toMatchObject([{ transferId: `${id}.2` }])
    await world.sendDecision(id, 'release', 3)
    expect(bodiesOf('ledger.settle')).toHaveLength(1)
  })

  it('asks for the amount again only when its own is back in the pool, which may be all that there is', async () => {
    const id = await held()
    await world.settleDown()
    world.answer = ({ kind }) => (kind === 'ledger.void' ? { outcome: 'postponed' } : acknowledged)
    await world.sendDecision(id, 'refuse', 1)
    await world.sendDecision(id, 'release', 2)
    expect((await show(id)).state).toBe('accepted')
    expect(bodiesOf('ledger.reserve')).toHaveLength(1)
    world.answer = () => acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect(await show(id)).toMatchObject({ state: 'settled', railReceipt: `rail:${id}.2` })
  })

  it('is refused with the reason of the ledger when that does not give the amount back', async () => {
    const id = await held()
    await world.settleDown()
    world.answer = ({ kind }) => (kind === 'ledger.void' ? { outcome: 'postponed' } : acknowledged)
    await world.sendDecision(id, 'refuse', 1)
    await world.sendDecision(id, 'release', 2)
    world.answer = ({ kind }) =>
      kind === 'ledger.void' ? refused('transfer_not_pending') : acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect(await show(id)).toMatchObject({
      state: 'refused',
      reason: { code: 'transfer_not_pending' },
    })
    expect(bodiesOf('ledger.settle')).toEqual([])
  })

  it('is not refused after it was paid: governance is told so', async () => {
    const id = await held()
    await world.settleDown()
    await world.sendDecision(id, 'release', 1)
    expect(await world.sendDecision(id, 'refuse', 2)).toBe('case_transition_not_allowed')
    expect((await show(id)).state).toBe('settled')
  })

  it('is decided by the default of the rule when governance refuses the case', async () => {
    world.answer = ({ kind }) =>
      kind === 'governance.open-case' ? refused('case_conflict') : acknowledged
    const id = await held()
    await world.settleDown()
    expect(await show(id)).toMatchObject({
      state: 'refused',
      reason: { code: 'receipt_outcome_not_accepted' },
    })
  })

  it('has its case in every event from then on', async () => {
    const id = await held()
    await world.settleDown()
    await world.sendDecision(id, 'release')
    await world.settleDown()
    expect(world.events.map(({ event }) => event)).toContain('ClaimHeld')
    expect(world.events.every(({ ids }) => ids.case === `hold.${id}`)).toBe(true)
  })
})

describe('a claim that was never held', () => {
  it('cannot be decided by a case that does not exist', async () => {
    world.payment = () => 'later'
    const id = await claimOf()
    expect(await world.sendDecision(id, 'refuse')).toBe('case_unknown')
    expect(await world.sendDecision('nobody', 'refuse')).toBe('claim_unknown')
  })
})

const { byDefault, deadlineMs, appealMs } = fixedRule.hold
const fixedRuleHold = { byDefault, deadlineMs, appealMs }

describe('lists and totals', () => {
  it('count every claim in exactly one state, and page through all of them', async () => {
    world.payment = (id) => (id.endsWith('0') ? 'later' : 'settled')
    const ids: ClaimId[] = []
    for (let i = 0; i < 12; i += 1) ids.push(await claimOf({ person: `person${i}` }))
    await world.distributor.submitClaim(await makeClaim(world, { person: 'person1', visit: 2 }))
    await world.settleDown()

    const { campaignId, totals } = unwrap(await world.distributor.showCampaign(fixedRule.id))
    const seen: ClaimView[] = []
    for (let after: ClaimId | undefined; ; ) {
      const page = await world.distributor.listClaims({
        campaignId,
        limit: 5,
        ...(after === undefined ? {} : { after }),
      })
      seen.push(...page.claims)
      after = page.next
      if (after === undefined) break
    }
    expect(seen).toHaveLength(13)
    for (const [state, total] of Object.entries(totals)) {
      const ofState = seen.filter((claim) => claim.state === state)
      const amount = ofState.reduce((sum, claim) => sum + BigInt(claim.amountMinor ?? 0), 0n)
      expect(total).toEqual({ claims: ofState.length, amountMinor: amount.toString() })
    }
    expect(seen.map((claim) => claim.claimId)).toEqual(expect.arrayContaining(ids))
  })
})
