import {
  acknowledged,
  brandId,
  type CampaignRule,
  type CaseId,
  type ClaimId,
  type HandoffId,
  type PartyId,
  type RecheckOutcome,
  unwrap,
} from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drawLot } from '../../src/model/draw-lot.ts'
import { allocateWindow, batchRule, closeWindow, sharesByPerson } from '../support/window.ts'
import {
  fixedRule,
  makeClaim,
  NOW,
  OTHER_VERIFIER,
  openWorld,
  VERIFIER,
  type World,
} from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const BUDGET_MS = 600_000
const checked: CampaignRule = {
  ...fixedRule,
  verifiers: [VERIFIER, OTHER_VERIFIER],
  settlementCheck: { verifier: VERIFIER, budgetMs: BUDGET_MS },
}
const GOVERNANCE = brandId<PartyId>('governance')

async function claim(person: string, rule: CampaignRule, iss = VERIFIER): Promise<ClaimId> {
  const bytes = await makeClaim(world, {
    rule,
    person,
    receipt: { iss },
    receiptSigner: world.signerOf(iss),
  })
  const answer = await world.distributor.submitClaim(bytes)
  await world.settleDown()
  if (answer.kind !== 'ticket') throw new Error(answer.reason)
  return answer.claimId
}

async function show(claimId: ClaimId): Promise<string> {
  const { state, reason } = unwrap(await world.distributor.showClaim(claimId))
  return reason === undefined ? state : `${state} ${reason.code}`
}

const bodies = (kind: string) =>
  world.deliveries.flatMap((one) => (one.kind === kind ? [one.body] : []))
const cases = () => bodies('governance.open-case').map(({ caseId, power }) => `${power} ${caseId}`)
const next = async (claimId: ClaimId) => unwrap(await world.distributor.explainClaim(claimId)).next

/** Decides the case of a claim's so-manieth hold. */
function decide(claimId: ClaimId, decision: 'release' | 'refuse', hold = 1) {
  const caseId = `hold.${claimId}${hold > 1 ? `.${hold}` : ''}` as CaseId
  const body = {
    caseId,
    subject: claimId,
    decision,
    decidedBy: 'reviewer',
    decidedAtMs: 1,
    version: 1,
  }
  const id = `decide:${caseId}` as HandoffId
  const to = brandId<PartyId>('distributor')
  return world.partySays(GOVERNANCE, [{ id, to, kind: 'distributor.apply-decision', body }])
}

describe('a claim whose receipt is looked at once more before it is paid', () => {
  it('is paid when it is still good, asked about many at a time and never by name', async () => {
    await world.openCampaign(checked)
    const claims = await Promise.all(
      ['ada', 'bob', 'cleo'].map(async (person) => makeClaim(world, { rule: checked, person })),
    )
    await Promise.all(claims.map((bytes) => world.distributor.submitClaim(bytes)))
    await world.settleDown()
    expect(bodies('ledger.settle')).toHaveLength(3)
    const [question, ...others] = bodies('verifier.recheck-receipts')
    expect(others).toEqual([])
    expect(question).toMatchObject({ by: VERIFIER, attempt: 1 })
    const [receipt] = (question?.receipts ?? []) as readonly object[]
    expect(Object.keys(receipt ?? {}).sort()).toEqual(['certified', 'receiptId'])
  })

  it('is taken out when it has changed: its share is forfeited, and nobody is paid from it (D6)', async () => {
    world.recheck = () => 'changed'
    await world.openCampaign({ ...checked, unclaimed: 'return' })
    const id = await claim('ada', { ...checked, unclaimed: 'return' })
    expect(await show(id)).toBe('refused entitlement_ended')
    expect(bodies('ledger.settle')).toEqual([])
    expect(bodies('ledger.void')).toMatchObject([{ forfeits: true, reason: 'entitlement_ended' }])
    world.advance(3_600_000)
    await world.settleDown()
    expect(bodies('ledger.return-pool')).toMatchObject([
      { amountMinor: '1000000', forfeitedMinor: '100' },
    ])
  })

  it('says while it waits for whom, until when, and what comes then', async () => {
    world.recheck = () => 'later'
    await world.openCampaign(checked)
    const id = await claim('ada', checked)
    expect(await next(id)).toMatchObject({
      reason: 'recheck_pending',
      byMs: 1_800_000_000_000 + BUDGET_MS,
      byDefault: expect.stringContaining('a person decides'),
    })
  })

  it.each([
    ['the verifier cannot say', 'undetermined' as const],
    ['nobody answers in time', 'later' as const],
    ['the verifier takes no question', 'refused' as const],
  ])('is held with a case when %s, and paid once somebody decides so', async (_why, outcome) => {
    if (outcome === 'refused') {
      world.answer = ({ kind }) =>
        kind === 'verifier.recheck-receipts'
          ? { outcome: 'refused', reason: 'campaign_unknown' }
          : acknowledged
    } else world.recheck = () => outcome
    await world.openCampaign(checked)
    const id = await claim('ada', checked)
    world.advance(BUDGET_MS)
    await world.settleDown()
    expect(await show(id)).toBe('held recheck_undetermined')
    expect(cases()).toEqual([`release_payment hold.${id}`])
    expect(await decide(id, 'release')).toEqual(['acknowledged'])
    // It is asked again, since that may have changed; but who could not say does not hold it twice.
    world.advance(BUDGET_MS)
    await world.settleDown()
    expect(await show(id)).toBe('settled')
    expect(bodies('ledger.settle')).toHaveLength(1)
  })

  it('is taken out although somebody decided to pay it, when it has changed by then', async () => {
    world.recheck = () => 'undetermined'
    await world.openCampaign(checked)
    const id = await claim('ada', checked)
    expect(await show(id)).toBe('held recheck_undetermined')
    world.recheck = () => 'changed'
    await decide(id, 'release')
    expect(await show(id)).toBe('refused entitlement_ended')
  })

  it('is taken out by an answer that comes while somebody decides', async () => {
    world.recheck = () => 'later'
    await world.openCampaign(checked)
    const id = await claim('ada', checked)
    world.advance(BUDGET_MS)
    await world.settleDown()
    expect(await answerLate(id, 'changed', VERIFIER)).toEqual(['acknowledged'])
    expect(await show(id)).toBe('refused entitlement_ended')
    expect(await decide(id, 'release')).toEqual(['acknowledged'])
    expect(await show(id)).toBe('refused entitlement_ended')
  })

  it('is not moved by verifiers that were not asked, or by an answer to an older question', async () => {
    world.recheck = () => 'later'
    await world.openCampaign(checked)
    const id = await claim('ada', checked)
    expect(await answerLate(id, 'good', OTHER_VERIFIER)).toEqual(['handoff_party_unknown'])
    expect(await answerLate(id, 'good', VERIFIER, 2)).toEqual(['acknowledged'])
    expect(await show(id)).toBe('reserved')
    expect(await answerLate(id, 'good', VERIFIER)).toEqual(['acknowledged'])
    expect(await show(id)).toBe('settled')
  })

  it('is taken out by what has changed although somebody said before that nobody can say', async () => {
    world.recheck = () => 'undetermined'
    await world.openCampaign(checked)
    const id = await claim('ada', checked)
    expect(await show(id)).toBe('held recheck_undetermined')
    expect(await answerLate(id, 'good', VERIFIER)).toEqual(['acknowledged'])
    expect(await answerLate(id, 'changed', VERIFIER)).toEqual(['acknowledged'])
    expect(await show(id)).toBe('refused entitlement_ended')
  })

  it('is taken out by what the second verifier says, whatever the one that signed says in its name', async () => {
    const check = { verifier: VERIFIER, secondVerifier: OTHER_VERIFIER, budgetMs: BUDGET_MS }
    const rule = { ...checked, settlementCheck: { ...check, twoVerifiersAboveMinor: '1' } }
    world.recheck = () => 'later'
    await world.openCampaign(rule)
    const id = await claim('ada', rule)
    expect(await answerLate(id, 'undetermined', VERIFIER)).toEqual(['acknowledged'])
    expect(await show(id)).toBe('held recheck_undetermined')
    expect(await answerLate(id, 'changed', OTHER_VERIFIER)).toEqual(['acknowledged'])
    expect(await show(id)).toBe('refused entitlement_ended')
  })

  it('and whose parts wait because its verifier is held ends without them, when it has changed', async () => {
    const vesting = { kind: 'cliff', startsAtMs: NOW, cliffMs: 1_000, cancel: 'never' } as const
    const rule = { ...checked, vesting }
    world.recheck = () => 'undetermined'
    world.payment = () => 'later'
    await world.openCampaign(rule)
    const id = await claim('ada', rule)
    await decide(id, 'release')
    expect(await show(id)).toBe('vesting')
    for (const by of ['anna', 'ben']) {
      const said = { verifier: VERIFIER, sinceMs: NOW, forMs: 9_000, evidence: 'e'.repeat(64), by }
      unwrap(await world.distributor.holdVerifier(said))
    }
    await world.settleDown()
    expect(await answerLate(id, 'changed', VERIFIER, 2)).toEqual(['acknowledged'])
    expect(bodies('ledger.cancel-vesting')).toMatchObject([
      { transferId: id, reason: 'vesting_forfeited' },
    ])
  })

  it('is asked about again after a pause that outlasted a good answer', async () => {
    await world.openCampaign(checked)
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
    const id = await claim('ada', checked)
    unwrap(await world.distributor.pauseCampaign({ ...PAUSE, forMs: 3 * BUDGET_MS }))
    world.recheck = () => 'changed'
    world.answer = () => acknowledged
    world.advance(60_000)
    await world.settleDown()
    expect(await next(id)).toMatchObject({ reason: 'campaign_paused' })
    world.advance(3 * BUDGET_MS)
    await world.settleDown()
    expect(await show(id)).toBe('refused entitlement_ended')
  })

  it('that was held at the door is held for its payment by a case of its own', async () => {
    world.recheck = () => 'undetermined'
    await world.openCampaign(checked)
    const bytes = await makeClaim(world, { rule: checked, receipt: { outcome: 'undetermined' } })
    const answer = await world.distributor.submitClaim(bytes)
    const id = answer.claimId as ClaimId
    await world.settleDown()
    await decide(id, 'release')
    // Somebody decided that it may be paid although nobody could say.
    expect(await show(id)).toBe('settled')
  })

  async function answerLate(
    claimId: ClaimId,
    outcome: RecheckOutcome,
    from: PartyId,
    attempt = 1,
  ): Promise<readonly string[]> {
    const row = await world.store.read('asked', (tx) =>
      tx.get('SELECT certified, receipt_id FROM claim WHERE claim_id = ?', [claimId]),
    )
    const receipt = { certified: String(row?.certified), receiptId: row?.receipt_id as never }
    const body = { campaignId: checked.id, attempt, results: [{ ...receipt, outcome }] }
    const id = `late:${from}:${outcome}:${attempt}` as HandoffId
    const to = brandId<PartyId>('distributor')
    return world.partySays(from, [{ id, to, kind: 'distributor.record-recheck', body }])
  }
})

const PAUSE = { campaignId: fixedRule.id, reason: 'odd', by: 'anna' }

describe('a second verifier', () => {
  const check = { verifier: VERIFIER, budgetMs: BUDGET_MS, secondVerifier: OTHER_VERIFIER }
  const askedOf = () => bodies('verifier.recheck-receipts').map(({ by }) => by)

  it('has to bear out claims above the limit, of which the first one’s word is not enough', async () => {
    const rule = { ...checked, settlementCheck: { ...check, twoVerifiersAboveMinor: '99' } }
    world.recheck = (_id, by) => (by === OTHER_VERIFIER ? 'changed' : 'good')
    await world.openCampaign(rule)
    expect(await show(await claim('ada', rule))).toBe('refused entitlement_ended')
    expect(askedOf().sort()).toEqual([VERIFIER, OTHER_VERIFIER])
  })

  it('is not asked about what is worth no more than the limit, or what it signed itself', async () => {
    const rule = { ...checked, settlementCheck: { ...check, twoVerifiersAboveMinor: '100' } }
    await world.openCampaign(rule)
    expect(await show(await claim('ada', rule))).toBe('settled')
    expect(await show(await claim('bob', rule, OTHER_VERIFIER))).toBe('settled')
    expect(askedOf()).toEqual([VERIFIER, VERIFIER])
  })

  it('looks at a sample that follows from a secret of the distributor', async () => {
    const rule = { ...checked, settlementCheck: { ...check, samplePermille: 500 } }
    await world.openCampaign(rule)
    for (let n = 0; n < 20; n += 1) await claim(`person${n}`, rule)
    const second = askedOf().filter((by) => by === OTHER_VERIFIER).length
    expect(second).toBeGreaterThan(2)
    expect(second).toBeLessThan(18)
  })
})

describe('a batch window whose receipts are looked at once more', () => {
  const rule = batchRule(undefined, {
    verifiers: [VERIFIER, OTHER_VERIFIER],
    settlementCheck: { verifier: VERIFIER, budgetMs: BUDGET_MS },
  })

  it('shares among those whose credential still counts: who was revoked before leaves the set (D6)', async () => {
    await world.openCampaign(rule)
    for (const person of ['ada', 'bob', 'cleo', 'dan']) await claim(person, rule)
    world.recheck = (receiptId) => (receiptId === 'receipt-ada-1' ? 'changed' : 'good')
    await closeWindow(world)
    expect(bodies('verifier.recheck-receipts')).toEqual([])
    await allocateWindow(world)
    expect(await sharesByPerson(world, rule)).toEqual({
      ada: 'refused - entitlement_ended',
      bob: 'settled 334',
      cleo: 'settled 333',
      dan: 'settled 333',
    })
  })

  it('forfeits the share of who is revoked after it, and the others keep theirs (D6)', async () => {
    await world.openCampaign(rule)
    for (const person of ['ada', 'bob', 'cleo']) await claim(person, rule)
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
    await closeWindow(world)
    await allocateWindow(world)
    // The answers from before the allocation do not count for ever.
    world.advance(BUDGET_MS)
    world.recheck = (receiptId) => (receiptId === 'receipt-ada-1' ? 'changed' : 'good')
    world.answer = () => acknowledged
    await world.settleDown()
    expect(await sharesByPerson(world, rule)).toEqual({
      ada: 'refused 334 entitlement_ended',
      bob: 'settled 333',
      cleo: 'settled 333',
    })
    expect(bodies('ledger.void')).toMatchObject([{ forfeits: true }])
  })

  it('waits for those of whom nobody can say, until a person or the default has decided', async () => {
    await world.openCampaign(rule)
    for (const person of ['ada', 'bob']) await claim(person, rule)
    world.recheck = (receiptId) => (receiptId === 'receipt-ada-1' ? 'undetermined' : 'good')
    await closeWindow(world)
    await allocateWindow(world)
    expect(await sharesByPerson(world, rule)).toEqual({
      ada: 'held - recheck_undetermined',
      bob: 'entered -',
    })
    const [opened] = bodies('governance.open-case')
    await decide(opened?.subject as ClaimId, 'release')
    world.advance(rule.hold.appealMs)
    await world.settleDown()
    expect(await sharesByPerson(world, rule)).toEqual({ ada: 'settled 400', bob: 'settled 400' })
  })
})

describe('a canary', () => {
  const DAY_MS = 86_400_000
  const canary = { sharePermille: 300, waitMs: 3_600_000, failuresMax: 0, deadlineMs: DAY_MS }
  const rule: CampaignRule = { ...fixedRule, canary }
  const isFirst = (person: string) =>
    drawLot('canary', rule.id, `nullifier-${person}`) < canary.sharePermille
  const people = Array.from({ length: 12 }, (_, n) => `person${n}`)
  const first = people.filter(isFirst)
  const rest = people.filter((person) => !isFirst(person))

  async function everybody(
    order: readonly string[] = people,
  ): Promise<ReadonlyMap<string, ClaimId>> {
    await world.openCampaign(rule)
    const ids = new Map<string, ClaimId>()
    for (const person of order) ids.set(person, await claim(person, rule))
    return ids
  }
  const statesOf = async (ids: ReadonlyMap<string, ClaimId>, some: readonly string[]) =>
    new Set(await Promise.all(some.map((person) => show(ids.get(person) as ClaimId))))

  it('pays first whom a hash chooses, in whichever order they come, and the others a published time later', async () => {
    expect(first.length).toBeGreaterThan(0)
    world.payment = () => 'later'
    const ids = await everybody([...rest, ...first])
    for (const person of first) await world.sendPayment(ids.get(person) as string, 'settled')
    await world.settleDown()
    expect(await statesOf(ids, first)).toEqual(new Set(['settled']))
    expect(await statesOf(ids, rest)).toEqual(new Set(['reserved']))
    expect(await next(ids.get(rest[0] as string) as ClaimId)).toMatchObject({
      reason: 'canary_running',
      byMs: 1_800_000_000_000 + canary.waitMs,
    })
    world.payment = () => 'settled'
    world.advance(canary.waitMs - 1)
    await world.settleDown()
    expect(await statesOf(ids, rest)).toEqual(new Set(['reserved']))
    world.advance(1)
    await world.settleDown()
    expect(await statesOf(ids, rest)).toEqual(new Set(['settled']))
  })

  it('that fails leaves the others until the deadline, in which somebody can pause, and then they go on', async () => {
    world.payment = () => 'unknown'
    const ids = await everybody([...rest, ...first])
    world.advance(canary.waitMs)
    await world.settleDown()
    expect(await statesOf(ids, rest)).toEqual(new Set(['reserved']))
    expect(world.events.map(({ event }) => event)).toContain('CanaryFailed')
    world.payment = () => 'settled'
    unwrap(await world.distributor.pauseCampaign({ ...PAUSE, forMs: DAY_MS }))
    world.advance(DAY_MS - canary.waitMs)
    await world.settleDown()
    expect(await statesOf(ids, rest)).toEqual(new Set(['reserved']))
    world.advance(canary.waitMs)
    await world.settleDown()
    expect(await statesOf(ids, rest)).toEqual(new Set(['settled']))
  })

  it('in which nobody is lets everybody go on at its deadline', async () => {
    await world.openCampaign(rule)
    const id = await claim(rest[0] as string, rule)
    world.advance(DAY_MS - 1)
    await world.settleDown()
    expect(await show(id)).toBe('reserved')
    world.advance(1)
    await world.settleDown()
    expect(await show(id)).toBe('settled')
  })
})
