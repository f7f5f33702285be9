import { brandId, type CampaignId, type CampaignRule, type ClaimId, unwrap } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ALLOCATES_IN_MS,
  BUDGET_MS,
  CLOSES_IN_MS,
  type GateWorld,
  openGateWorld,
  VERIFIER_A,
  VERIFIER_B,
} from './support/gate-world.ts'

let gate: GateWorld
beforeEach(async () => {
  gate = await openGateWorld()
}, 60_000)
afterEach(() => gate.close())

const ledgerOf = async ({ id }: CampaignRule) =>
  unwrap(await gate.world.the('ledger').role.showCampaign(id))
const revoke = async (credentialId: Awaited<ReturnType<GateWorld['issue']>>) =>
  unwrap(
    await gate.world.the('issuer', 'issuer-strict').role.revokeCredential(credentialId, 'request'),
  )
const amountOf = async (claimId: ClaimId) =>
  unwrap(await gate.world.the('distributor').role.showClaim(claimId)).amountMinor

describe('with verifiers, ledger, log and governance as they are', () => {
  test('a credential that ends before the allocation leaves the set, after it forfeits its share, after the payment is a receivable with a case', async () => {
    const rule = await gate.open({
      id: brandId<CampaignId>('shared'),
      poolMinor: '1000',
      allocation: { kind: 'equal-capped', capMinor: '400' },
      window: { kind: 'batch', allocateAfterMs: ALLOCATES_IN_MS },
      unclaimed: 'return',
    })
    const people = ['ada', 'bob', 'cleo', 'dan'] as const
    const credentials = new Map<string, Awaited<ReturnType<GateWorld['issue']>>>()
    for (const person of people) credentials.set(person, await gate.issue(person))
    const sloppy = await gate.issue('eve', 'issuer-sloppy')
    const ids = new Map<string, ClaimId>()
    for (const [person, credential] of credentials) {
      ids.set(person, await gate.claim(rule, credential))
    }
    const eve = await gate.claim(rule, sloppy)
    const of = (person: string): ClaimId => ids.get(person) as ClaimId
    const end = (person: string) => revoke(credentials.get(person) as never)

    await gate.pass(CLOSES_IN_MS)
    await end('ada')
    await gate.withdrawIssuer('issuer-sloppy')
    gate.dead.add(gate.world.the('ledger').id)
    await gate.pass(ALLOCATES_IN_MS + BUDGET_MS)
    expect(await gate.show(of('ada'))).toBe('refused entitlement_ended')
    expect(await gate.show(eve)).toBe('refused entitlement_ended')
    // Three share what five had come for.
    const three = await Promise.all(['bob', 'cleo', 'dan'].map((one) => amountOf(of(one))))
    expect(three.toSorted()).toEqual(['333', '333', '334'])
    const shares = await Promise.all(['cleo', 'dan'].map((one) => amountOf(of(one))))
    await end('bob')
    // The good answers from before the allocation have run out.
    await gate.pass(2 * BUDGET_MS)
    gate.dead.clear()
    await gate.pass(2 * BUDGET_MS)
    expect(await gate.show(of('bob'))).toBe('refused entitlement_ended')
    expect(await gate.show(of('cleo'))).toBe('settled')
    expect(await Promise.all(['cleo', 'dan'].map((one) => amountOf(of(one))))).toEqual(shares)

    await end('dan')
    unwrap(
      await gate.world.the('distributor').role.recordRevocation({
        claimIds: [of('dan')],
        evidence: 'e'.repeat(64),
        cause: 'revoked_after_payout',
        by: 'anna',
      }),
    )
    await gate.pass(BUDGET_MS)
    const { items } = await gate.world
      .the('distributor')
      .role.listReceivables({ campaignId: rule.id })
    expect(items).toMatchObject([{ claimId: of('dan') }])
    const { cases } = await gate.world.the('governance').role.listCases()
    expect(cases).toHaveLength(1)
  }, 120_000)

  test('a verifier that is dead lets claims be held, and the rule’s default decides in time', async () => {
    const rule = await gate.open({ id: brandId<CampaignId>('instant') })
    const credential = await gate.issue('ada')
    gate.dead.add(VERIFIER_A)
    const claimId = await gate.claim(rule, credential)
    expect(await gate.show(claimId)).toBe('reserved')
    await gate.pass(BUDGET_MS)
    expect(await gate.show(claimId)).toBe('held recheck_undetermined')
    const { cases } = await gate.world.the('governance').role.listCases()
    expect(cases).toHaveLength(1)
    await gate.pass(rule.hold.deadlineMs + 2 * BUDGET_MS)
    expect(await gate.show(claimId)).toBe('settled')
    expect((await ledgerOf(rule)).settled).toBe(10_000n)
  }, 120_000)

  test('a second verifier looks at what the first one signed, by the evidence that it hands over', async () => {
    const settlementCheck = {
      verifier: VERIFIER_A,
      secondVerifier: VERIFIER_B,
      samplePermille: 1_000,
      budgetMs: BUDGET_MS,
    }
    const rule = await gate.open({ id: brandId<CampaignId>('sampled'), settlementCheck })
    const claimId = await gate.claim(rule, await gate.issue('ada'), VERIFIER_A)
    await gate.pass(BUDGET_MS - 10_000)
    expect(await gate.show(claimId)).toBe('settled')
    const rows = await gate.world
      .the('distributor')
      .ports.store.read('rechecks', (tx) =>
        tx.all('SELECT verifier, outcome FROM claim_recheck ORDER BY verifier'),
      )
    expect(rows).toMatchObject([
      { verifier: VERIFIER_A, outcome: 'good' },
      { verifier: VERIFIER_B, outcome: 'good' },
    ])
  }, 120_000)

  test('a hold upon a verifier that comes again within the time to appeal waits for its case, and nobody is paid meanwhile', async () => {
    const rule = await gate.open({ id: brandId<CampaignId>('held-again') })
    const { role: distributor } = gate.world.the('distributor')
    const sinceMs = rule.opensAtMs
    const holdBy = async (...people: readonly string[]) => {
      const hold = { verifier: VERIFIER_B, sinceMs, forMs: 3_600_000, evidence: 'e'.repeat(64) }
      for (const by of people) unwrap(await distributor.holdVerifier({ ...hold, by }))
    }
    const credential = await gate.issue('ada')
    gate.dead.add(VERIFIER_A)
    const claimId = await gate.claim(rule, credential)
    await holdBy('anna', 'ben')
    await gate.pass(BUDGET_MS)
    expect(await gate.show(claimId)).toBe('held verifier_compromised')
    const { role: governance } = gate.world.the('governance')
    const [opened] = (await governance.listCases()).cases
    unwrap(
      await governance.decideCase({
        caseId: opened?.opening.caseId as never,
        decision: 'release',
        decidedBy: 'reviewer',
        expectedVersion: opened?.version as number,
      }),
    )
    await gate.pass(10_000)
    expect(await gate.show(claimId)).toBe('reserved')
    await holdBy('carl', 'dora')
    await gate.pass(20_000)
    expect(await gate.show(claimId)).toBe('held verifier_compromised')
    // The time to appeal of the first decision is over; the second case has its whole deadline.
    await gate.pass(rule.hold.appealMs + 120_000)
    expect((await governance.listCases()).cases).toMatchObject([{ state: 'opened' }])
    expect(await gate.show(claimId)).toBe('held verifier_compromised')
  }, 120_000)
})
