import {
  acknowledged,
  brandId,
  type CampaignRule,
  type ClaimId,
  canonicalJson,
  type PartyId,
  sha256Text,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  HOLD_PROPOSALS_MAX,
  VERIFIER_HOLD_MS_MAX,
  VERIFIER_HOLDS_MS_MAX,
} from '../../src/limits.ts'
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

const rule: CampaignRule = { ...fixedRule, verifiers: [VERIFIER, OTHER_VERIFIER] }
const evidence = 'e'.repeat(64)
const WEEK_MS = VERIFIER_HOLD_MS_MAX

const hold = (by: string, change: object = {}, of: World = world) =>
  of.distributor.holdVerifier({
    verifier: VERIFIER,
    sinceMs: NOW,
    forMs: WEEK_MS,
    evidence,
    by,
    ...change,
  })
async function holdByTwo(change: object = {}, people = ['anna', 'ben'], of: World = world) {
  const [first = '', second = ''] = people
  unwrap(await hold(first, change, of))
  const held = await hold(second, change, of)
  await of.settleDown()
  return held
}
async function submit(person: string, of = rule, iss: PartyId = VERIFIER, to: World = world) {
  const bytes = await makeClaim(to, {
    rule: of,
    person,
    visit: iss === VERIFIER ? 1 : 2,
    receipt: { iss },
    receiptSigner: to.signerOf(iss),
  })
  return to.distributor.submitClaim(bytes)
}
async function claim(person: string, of = rule, iss: PartyId = VERIFIER): Promise<ClaimId> {
  const answer = await submit(person, of, iss)
  await world.settleDown()
  if (answer.kind !== 'ticket') throw new Error(answer.reason)
  return answer.claimId
}
async function show(claimId: ClaimId): Promise<string> {
  const { state, reason } = unwrap(await world.distributor.showClaim(claimId))
  return reason === undefined ? state : `${state} ${reason.code}`
}
const postponeReserves = () => {
  world.answer = ({ kind }) => (kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged)
}
async function resume(): Promise<void> {
  world.answer = () => acknowledged
  world.advance(60_000)
  await world.settleDown()
}

describe('a verifier whose word is in doubt', () => {
  it('is held by two people who say the same, and not by one', async () => {
    expect(unwrap(await hold('anna'))).toEqual({ verifier: VERIFIER, sinceMs: NOW })
    expect(await hold('anna')).toMatchObject({
      error: { code: 'verifier_hold_second_person_needed' },
    })
    await world.openCampaign(rule)
    expect(await show(await claim('ada'))).toBe('settled')
    // Another time is another proposal.
    expect(unwrap(await hold('ben', { forMs: 1 }))).toEqual({ verifier: VERIFIER, sinceMs: NOW })
    expect(unwrap(await hold('ben'))).toMatchObject({ heldUntilMs: NOW + WEEK_MS })
  })

  it('gets no tickets meanwhile, by any date in its receipts, and nothing of that is kept: another verifier’s word counts', async () => {
    await world.openCampaign(rule)
    unwrap(await holdByTwo())
    expect(await submit('ada')).toEqual({ kind: 'refused', reason: 'verifier_on_hold' })
    expect(await submit('ada', rule, OTHER_VERIFIER)).toMatchObject({ kind: 'ticket' })
    world.advance(WEEK_MS)
    expect(await submit('ada')).not.toMatchObject({ reason: 'verifier_on_hold' })
  })

  it('has every claim on its word held that is not paid, each with a case; what is paid is listed', async () => {
    await world.openCampaign(rule)
    const paid = await claim('ada')
    postponeReserves()
    const waiting = await claim('bob')
    const other = await claim('cleo', rule, OTHER_VERIFIER)
    unwrap(await holdByTwo())
    await resume()
    expect(await show(waiting)).toBe('held verifier_compromised')
    expect(await show(other)).toBe('settled')
    expect(await show(paid)).toBe('settled')
    const opened = world.deliveries.filter(({ kind }) => kind === 'governance.open-case')
    expect(opened.map(({ body }) => [body.subject, body.power, body.reason])).toEqual([
      [waiting, 'release_payment', 'verifier_compromised'],
    ])
    const query = { verifier: VERIFIER, sinceMs: NOW }
    const { items } = await world.distributor.listPaidOnWord(query)
    expect(items).toEqual([
      { claimId: paid, campaignId: rule.id, state: 'settled', amountMinor: '100' },
    ])
    expect((await world.distributor.showExposure(query)).campaigns).toEqual([
      {
        campaignId: rule.id,
        byState: {
          settled: { claims: 1, amountMinor: '100' },
          held: { claims: 1, amountMinor: '100' },
        },
      },
    ])
    expect(await world.distributor.listPaidOnWord({ ...query, sinceMs: NOW + 1 })).toEqual({
      items: [],
    })
    // A cursor that names no claim of the list begins where the query does, or behind it.
    expect(await world.distributor.listPaidOnWord({ ...query, after: paid })).toEqual({ items: [] })
    await world.sendDecision(waiting, 'release')
    // A person has decided upon this very suspicion.
    expect(await show(waiting)).toBe('settled')
  })

  it('has its claims that wait for the payment of others held, and those of before the time left alone', async () => {
    const canary = { sharePermille: 1, waitMs: 0, failuresMax: 0, deadlineMs: 86_400_000 }
    const slow = { ...rule, canary }
    await world.openCampaign(slow)
    const before = await claim('ada', slow)
    world.advance(1_000)
    const after = await claim('bob', slow)
    unwrap(await holdByTwo({ sinceMs: NOW + 1_000 }))
    expect(await show(before)).toBe('reserved')
    expect(await show(after)).toBe('held verifier_compromised')
    world.advance(canary.deadlineMs)
    await world.settleDown()
    expect(await show(before)).toBe('settled')
  })

  it('has the parts of its claims wait also where the payment was ordered before, and taken by the ledger after', async () => {
    const vesting = { kind: 'cliff', startsAtMs: NOW, cliffMs: WEEK_MS } as const
    const inParts: CampaignRule = { ...rule, vesting: { ...vesting, cancel: 'never' } }
    world.payment = () => 'later'
    world.answer = ({ kind }) =>
      kind === 'ledger.settle' ? { outcome: 'postponed' } : acknowledged
    await world.openCampaign(inParts)
    const ordered = await claim('ada', inParts)
    unwrap(await holdByTwo())
    const told = () =>
      world.deliveries.flatMap(({ kind, body }) => (kind === 'ledger.pause-releases' ? [body] : []))
    expect(told()).toEqual([])
    await resume()
    expect(told()).toEqual([
      { campaignId: inParts.id, transferId: ordered, untilMs: NOW + WEEK_MS },
    ])
    // Everything is looked at again, and nothing is said twice.
    unwrap(await holdByTwo({ forMs: 60_000 }, ['cleo', 'dora']))
    expect(told()).toHaveLength(1)
    expect(await show(ordered)).toBe('vesting')
  })

  it('leaves a batch window without the claims on its word until each is decided, before the shares are worked out', async () => {
    const batch = batchRule(undefined, { verifiers: [VERIFIER, OTHER_VERIFIER] })
    await world.openCampaign(batch)
    await claim('ada', batch)
    await claim('bob', batch, OTHER_VERIFIER)
    await claim('cleo', batch, OTHER_VERIFIER)
    unwrap(await holdByTwo())
    expect(await sharesByPerson(world, batch)).toMatchObject({ ada: 'held - verifier_compromised' })
    await closeWindow(world)
    await allocateWindow(world)
    expect(await sharesByPerson(world, batch)).toMatchObject({ bob: 'entered -' })
    const [opened] = world.deliveries.filter(({ kind }) => kind === 'governance.open-case')
    await world.sendDecision(String(opened?.body.subject), 'refuse')
    world.advance(batch.hold.appealMs)
    await world.settleDown()
    expect(await sharesByPerson(world, batch)).toEqual({
      ada: 'refused - receipt_outcome_not_accepted',
      bob: 'settled 400',
      cleo: 'settled 400',
    })
  })
})

describe('the power to hold a verifier', () => {
  it('lapses, has a cap over all its uses, and is not used twice by the same two people (G7)', async () => {
    const refused = async (detail: string, held: ReturnType<typeof hold>) =>
      expect(await held).toMatchObject({
        error: { code: 'verifier_hold_not_allowed', detail: expect.stringContaining(detail) },
      })
    await refused('a hold lasts', hold('anna', { forMs: WEEK_MS + 1 }))
    await refused('a hold lasts', hold('anna', { forMs: 0.5 }))
    await refused('has not come', hold('anna', { sinceMs: NOW + 1 }))
    await refused('no such party', hold('anna', { verifier: brandId<PartyId>('nobody') }))
    unwrap(await holdByTwo())
    world.advance(WEEK_MS)
    await refused('the same two people', holdByTwo({}, ['ben', 'anna']))
    const pairs = ['carl', 'dora', 'emil', 'finn'].map((name) => ['anna', name])
    for (const pair of pairs.slice(0, 3)) {
      world.advance(WEEK_MS)
      unwrap(await holdByTwo({}, pair))
    }
    world.advance(WEEK_MS)
    await refused(
      `${VERIFIER_HOLDS_MS_MAX - 4 * WEEK_MS} ms of holds are left`,
      holdByTwo({}, pairs[3]),
    )
  })

  it('is a leaf of the log each time, and who held it upon which evidence can be seen (E1)', async () => {
    unwrap(await hold('anna'))
    const leaves = () =>
      world.deliveries.flatMap(({ kind, body }) => (kind === 'network.append' ? [body] : []))
    await world.settleDown()
    expect(leaves()).toEqual([])
    unwrap(await hold('ben'))
    await world.settleDown()
    const { holds } = await world.distributor.showExposure({ verifier: VERIFIER, sinceMs: NOW })
    expect(holds).toMatchObject([{ evidence, proposedBy: 'anna', confirmedBy: 'ben' }])
    const { proposedAtMs: _, ...said } = holds[0] as (typeof holds)[number]
    expect(leaves()).toMatchObject([
      {
        kind: 'verifier_hold',
        scope: VERIFIER,
        seq: 0,
        bodyHash: sha256Text(canonicalJson({ v: 1, verifier: VERIFIER, ...said }), 'hex'),
      },
    ])
    world.advance(WEEK_MS)
    unwrap(await holdByTwo({}, ['carl', 'dora']))
    expect(leaves().map(({ seq }) => seq)).toEqual([0, 1])
  })

  it('lets so many proposals of one person wait and no more, and what lapsed makes room', async () => {
    for (let n = 1; n <= HOLD_PROPOSALS_MAX; n += 1) {
      world.advance(1)
      unwrap(await hold('anna', { forMs: n }))
    }
    world.advance(1)
    expect(await hold('anna')).toMatchObject({ error: { code: 'verifier_hold_not_allowed' } })
    expect((await hold('ben')).ok).toBe(true)
    world.advance(86_400_000)
    unwrap(await hold('anna'))
    const { holds } = await world.distributor.showExposure({ verifier: VERIFIER, sinceMs: NOW })
    expect(holds).toHaveLength(1)
  })

  it('forgets a proposal that nobody confirms in a day', async () => {
    unwrap(await hold('anna'))
    world.advance(86_400_000)
    expect(unwrap(await hold('ben'))).not.toHaveProperty('heldUntilMs')
  })
})

it('a verifier that lies costs at most what was ordered before it was held, and its cap (F6)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ lies: fc.boolean(), reserveIsLate: fc.boolean(), waitMs: fc.nat(2_000) }),
        { minLength: 1, maxLength: 10 },
      ),
      fc.nat(10),
      fc.integer({ min: 1, max: 4 }),
      async (claims, heldAfter, claimsMax) => {
        const own = await openWorld()
        const limits = { perVerifier: { claimsMax, amountMinorMax: '1000000' } }
        const limited = { ...rule, limits }
        await own.openCampaign(limited)
        let paidBefore = 0
        const paidOf = async () =>
          (await own.distributor.listPaidOnWord({ verifier: VERIFIER, sinceMs: NOW })).items.length
        for (const [n, { lies, reserveIsLate, waitMs }] of claims.entries()) {
          if (n === heldAfter) {
            paidBefore = await paidOf()
            unwrap(await holdByTwo({}, ['anna', 'ben'], own))
          }
          own.answer = ({ kind }) =>
            reserveIsLate && kind === 'ledger.reserve' ? { outcome: 'postponed' } : acknowledged
          await submit(`person${n}`, limited, lies ? VERIFIER : OTHER_VERIFIER, own)
          own.advance(waitMs)
          await own.settleDown()
        }
        own.answer = () => acknowledged
        own.advance(60_000)
        await own.settleDown()
        const paid = await paidOf()
        expect(paid).toBeLessThanOrEqual(claimsMax)
        if (heldAfter < claims.length) expect(paid).toBe(paidBefore)
        await own.close()
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)
