import {
  type CampaignAllocation,
  type CampaignLimits,
  type CampaignRule,
  type Limit,
  minorUnits,
  type Receipt,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dryRun, dryRunHash, type PopulationMember } from '../../src/model/dry-run.ts'
import { populationMember } from '../../src/model/population-member.ts'
import { allocateWindow, batchRule, closeWindow, sharesByPerson } from '../support/window.ts'
import { fixedRule, makeClaim, openWorld, type World } from '../support/world.ts'

const anyLimit: fc.Arbitrary<Limit> = fc.record(
  {
    claimsMax: fc.integer({ min: 1, max: 4 }),
    amountMinorMax: fc.integer({ min: 1, max: 700 }).map(String),
  },
  { requiredKeys: ['claimsMax'] },
)
/** Those that go by what a population says. */
const anyLimits: fc.Arbitrary<CampaignLimits> = fc.record(
  { perIssuer: anyLimit, perJurisdiction: anyLimit, perPeriod: anyLimit },
  { requiredKeys: [] },
)
const anyClaims: fc.Arbitrary<Receipt['outputs']> = fc.record({
  age: fc.integer({ min: 17, max: 21 }),
  weight: fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 9 }), weight: 5 },
    fc.constantFrom('-1', '18'),
  ),
  tier: fc.constantFrom('low', 'high', 'high', 'none'),
  school: fc.constantFrom('a', 'a', 'b', 5),
  place: fc.constantFrom('AT', 'AT', 'CH', 'XB'),
})

function ruleOf(allocation: CampaignAllocation, limits: CampaignLimits): CampaignRule {
  const base = batchRule(allocation, { limits })
  const policy = {
    ...base.policy,
    outputs: { tier: 'tier', weight: 'weight', issuer: 'school', jurisdiction: 'place' },
    condition: 'claims.age >= 18',
    overlays: [{ jurisdiction: 'XB', effect: 'deny', reason: 'Act 1' }],
  } as const
  return { ...base, policy }
}

/** Tries the rule on people, lets those come who would have a receipt, and compares. A person is called what their nullifier is: ties go by it. */
async function expectTheSame(
  rule: CampaignRule,
  claims: readonly Receipt['outputs'][],
): Promise<void> {
  const world = await openWorld()
  const population = claims.map((one, i) => populationMember(rule, `nullifier-p${i}`, one))
  const { report, outcomes } = dryRun(rule, population)
  await world.openCampaign(rule)
  const refused: Record<string, string> = {}
  for (const [i, { outputs, reason }] of population.entries()) {
    if (reason !== undefined) continue
    const bytes = await makeClaim(world, { rule, person: `p${i}`, receipt: { outputs } })
    const answer = await world.distributor.submitClaim(bytes)
    if (answer.kind === 'refused') refused[`p${i}`] = `refused - ${answer.reason}`
  }
  await closeWindow(world)
  await allocateWindow(world)
  const told = outcomes.flatMap(({ person, amountMinor, reason }, i) => {
    if (population[i]?.reason !== undefined) return []
    const outcome = reason === undefined ? `settled ${amountMinor}` : `refused - ${reason}`
    return [[person.slice('nullifier-'.length), outcome]]
  })
  const shares = await sharesByPerson(world, rule)
  const { totals } = unwrap(await world.distributor.showCampaign(rule.id))
  await world.close()
  expect({ ...shares, ...refused }).toEqual(Object.fromEntries(told))
  expect(totals.settled.amountMinor).toBe(report.amountMinor)
}

const people = (...names: string[]): PopulationMember[] =>
  names.map((person) => ({ person, outputs: {} }))

describe('a dry run', () => {
  it('pays in an instant window until the pool is used up, everybody once', () => {
    const rule = { ...fixedRule, poolMinor: '250' }
    const { report, outcomes } = dryRun(rule, people('ada', 'bob', 'ada', 'cleo'))
    expect(outcomes).toEqual([
      { person: 'ada', amountMinor: '100' },
      { person: 'bob', amountMinor: '100' },
      { person: 'ada', amountMinor: '0', reason: 'already_claimed' },
      { person: 'cleo', amountMinor: '0', reason: 'campaign_exhausted' },
    ])
    expect(report).toMatchObject({ people: 4, paid: 2, amountMinor: '200', leftMinor: '50' })
    expect(report.fallsOut).toEqual([
      { reason: 'already_claimed', people: 1 },
      { reason: 'campaign_exhausted', people: 1 },
    ])
  })

  it('says what coming as several people would gain: in equal parts much, by weight nothing but rounding', () => {
    const population = people('ada', 'bob', 'cleo', 'dan').map((one) => ({
      ...one,
      outputs: { weight: '20' },
    }))
    const equal = dryRun(batchRule(), population).report.splitting
    // 250 each; two of five get 400, five of eight 625, twenty of 23 868.
    expect(equal.map(({ gainMinor }) => Number(gainMinor))).toEqual([150, 375, 618])
    const byWeight = dryRun(batchRule({ kind: 'pro-rata' }), population).report.splitting
    for (const { gainMinor, identities } of byWeight) {
      expect(Math.abs(Number(gainMinor))).toBeLessThan(identities)
    }
  })

  it('expects of a draw that more tickets win more', () => {
    const seed = { kind: 'drand', chain: 'quicknet', delayMs: 0 } as const
    const rule = batchRule({ kind: 'lottery', winners: 2, amountMinor: '500', seed })
    const { report } = dryRun(rule, people('ada', 'bob', 'cleo', 'dan'))
    expect(report).toMatchObject({ paid: 2, amountMinor: '1000' })
    expect(report.splitting[0]).toEqual({ identities: 2, gainMinor: '150' })
  })

  it.each([['instant'], ['batch']])(
    'counts the limits that go by what a population says (%s window)',
    (window) => {
      const limits = { perVerifier: { claimsMax: 1 }, perIssuer: { claimsMax: 1 } }
      const rule =
        window === 'instant' ? { ...fixedRule, limits } : batchRule(undefined, { limits })
      const population = [
        ['ada', 'school'],
        ['bob', 'school'],
        ['cleo', 'college'],
        ['dan', undefined],
      ].map(([person, issuer]) => ({ person: person as string, outputs: issuer ? { issuer } : {} }))
      const { report, outcomes } = dryRun(rule, population)
      expect(report).toMatchObject({
        paid: 2,
        fallsOut: [
          { reason: 'issuer_limit_reached', people: 1 },
          { reason: 'limit_output_missing', people: 1 },
        ],
      })
      expect(outcomes[2]?.reason).toBeUndefined()
    },
  )

  it('looks a table up', () => {
    const allocation = { kind: 'table', rows: 1, layout: 'rfc6962', root: '0'.repeat(64) } as const
    const population = ['ada', 'bob'].map((person) => ({ person, outputs: { entry: person } }))
    const table = new Map([['ada', minorUnits(7n)]])
    const { outcomes, report } = dryRun({ ...fixedRule, allocation }, population, table)
    expect(outcomes).toMatchObject([{ amountMinor: '7' }, { reason: 'not_in_table' }])
    expect(report.splitting.map(({ gainMinor }) => gainMinor)).toEqual(['0', '0', '0'])
  })
})

describe('a dry run and the campaign after it', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld()
  })
  afterEach(() => world.close())

  it('give the same people the same', async () => {
    const rule = batchRule({ kind: 'pro-rata', capMinor: '450' })
    const population = ['ada', 'bob', 'cleo'].map((person, i) => ({
      person,
      outputs: { weight: i * 3 },
    }))
    await world.openCampaign(rule)
    for (const { person, outputs } of population) {
      const bytes = await makeClaim(world, { rule, person, receipt: { outputs } })
      await world.distributor.submitClaim(bytes)
    }
    await closeWindow(world)
    await allocateWindow(world)
    const told = dryRun(rule, population).outcomes.map(({ person, amountMinor, reason }) => [
      person,
      reason === undefined ? `settled ${amountMinor}` : `refused - ${reason}`,
    ])
    expect(await sharesByPerson(world, rule)).toEqual(Object.fromEntries(told))
  })

  it.each(
    [
      { kind: 'equal-capped', capMinor: '300' },
      { kind: 'pro-rata', capMinor: '500' },
      { kind: 'tiered', tiers: { low: '7', high: '400' }, shortfall: 'scale' },
      { kind: 'fixed', amountMinor: '301', shortfall: 'scale' },
    ].map((allocation) => [allocation.kind, allocation as CampaignAllocation] as const),
  )(
    'give everybody the same by %s, under any conditions and limits, for the same reasons, and cost the same',
    async (_kind, allocation) => {
      await fc.assert(
        fc.asyncProperty(
          anyLimits,
          fc.array(anyClaims, { minLength: 1, maxLength: 8 }),
          (limits, claims) => expectTheSame(ruleOf(allocation, limits), claims),
        ),
        { numRuns: 12 },
      )
    },
    60_000,
  )

  it('are tied by the log: the hash of its report is there before the campaign opens', async () => {
    const { ruleHash } = unwrap(await world.distributor.createCampaign(fixedRule))
    const { report } = dryRun(fixedRule, people('ada'))
    expect(
      await world.distributor.recordDryRun(fixedRule.id, { ...report, ruleHash: 'x' }),
    ).toMatchObject({
      error: { code: 'campaign_conflict' },
    })
    for (let i = 0; i < 2; i++) unwrap(await world.distributor.recordDryRun(fixedRule.id, report))
    await world.settleDown()
    expect(report.ruleHash).toBe(ruleHash)
    expect(world.deliveries).toMatchObject([
      { body: { kind: 'campaign_dry_run', bodyHash: dryRunHash(report) } },
    ])
    await world.openCampaign(fixedRule)
    expect(await world.distributor.recordDryRun(fixedRule.id, report)).toMatchObject({
      error: { code: 'campaign_conflict' },
    })
  })
})
