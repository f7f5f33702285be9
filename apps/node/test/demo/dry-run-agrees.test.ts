import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { populationMember } from '@evenkeel/distributor'
import { type JsonObject, type Policy, type Receipt, unwrap } from '@evenkeel/kernel'
import { checkPolicyTerms } from '@evenkeel/kernel/conditions'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { openFilePlatform } from '../../src/adapters/file-platform.ts'
import { demoCampaignRule, MEMBERSHIP_TYPE } from '../../src/demo/demo-campaign.ts'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import { openWorld, type World } from '../../src/open-world.ts'
import { worldParties } from '../../src/world-config.ts'

const anyClaims = fc.record(
  {
    tier: fc.constantFrom('gold', 'tin', 5, true, 'x'.repeat(600)),
    country: fc.constantFrom('XA', 'XB', 'XB-01', 'xb', 'Atlantis', '', 7),
    points: fc.oneof(fc.integer({ min: -10, max: 10 }), fc.constantFrom('5', 0.5, 2 ** 60)),
  },
  { requiredKeys: [] },
)
const anyTerms = fc.record(
  {
    assuranceMin: fc.constantFrom<Policy['assuranceMin']>('low', 'high'),
    issuers: fc.constantFrom<NonNullable<Policy['issuers']>>(
      { jurisdictions: ['CH-ZH'] },
      { jurisdictions: ['XX'] },
      { authorities: ['authority' as never] },
      { authorities: ['other' as never] },
    ),
    requiredClaims: fc.constantFrom<Policy['requiredClaims']>({ tier: 'gold' }, { points: 5 }),
    outputs: fc.constantFrom<Policy['outputs']>({ tier: 'tier' }, { weight: 'points' }),
    condition: fc.constantFrom(
      'claims.points > 0',
      'has(claims.points) && claims.points * 2.0 < 9.0',
      'claims["country"].startsWith("X") || issuer.assurance == "low"',
      '"CH" in issuer.jurisdictions && issuer.accreditation == "authority/issuer-strict"',
      'int(claims.points) % 2 == 0',
      `credential.type == "${MEMBERSHIP_TYPE}" && now > timestamp("2020-01-01T00:00:00Z")`,
    ),
    computedOutputs: fc.constantFrom<NonNullable<Policy['computedOutputs']>>(
      { jurisdiction: 'claims.country' },
      { jurisdiction: 'has(claims.country) ? claims.country : "XB"', entry: 'claims.points' },
      { jurisdiction: 'issuer.jurisdictions[0]', entry: 'string(claims.points) + "-"' },
    ),
    overlays: fc.constantFrom<NonNullable<Policy['overlays']>>(
      [{ jurisdiction: 'XB', effect: 'deny', reason: 'Act 1' }],
      [{ jurisdiction: 'XB-01', effect: 'deny', reason: 'Act 1' }],
      [{ jurisdiction: 'CH', effect: 'deny', reason: 'Act 1' }],
    ),
  },
  { requiredKeys: [] },
)

async function openDemo(): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-agrees-'))
  const platform = openFilePlatform({ directory, parties: worldParties })
  onTestFinished(async () => {
    await platform.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const world = await openWorld(platform)
  await seedDemo(world, platform)
  return world
}

/** What a verifier decides about a credential with these claims and no others. */
async function judge(world: World, policy: Policy, claims: JsonObject) {
  const { role: holder, ports } = world.the('holder')
  const { role: verifier } = world.the('verifier', 'verifier-a')
  const disclose = ['member_id', ...Object.keys(claims)]
  const issued = unwrap(
    await world.the('issuer', 'issuer-strict').role.issueCredential({
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: 'm-1', ...claims },
      disclose,
      holderJwk: await holder.createKey(),
      validForMs: 86_400_000,
    }),
  )
  unwrap(await holder.storeCredential(issued))
  const nonce = verifier.createNonce()
  const { audience } = verifier
  const { credentialId } = issued
  const { presentation } = unwrap(await holder.present({ credentialId, audience, nonce, disclose }))
  const deadlineMs = ports.clock.monotonicMs() + 10_000
  const { verdict } = await verifier.verifyPresentation({
    presentation,
    policy,
    audience,
    nonce,
    deadlineMs,
  })
  return verdict
}

it('a dry run tells of each of a population what a verifier decides about them, and why', async () => {
  const world = await openDemo()
  const rule = demoCampaignRule(world.the('holder').ports.clock.nowMs())
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(anyTerms, anyClaims, async (terms, claims) => {
      const policy: Policy = { ...rule.policy, outputs: {}, ...terms }
      fc.pre(checkPolicyTerms(policy).ok)
      const { outcome, reason, outputs } = await judge(world, policy, claims)
      const member = populationMember({ ...rule, policy }, 'm-1', {
        ...(claims as Receipt['outputs']),
        'issuer.assurance': 'high',
        'issuer.jurisdictions': 'CH',
        'issuer.accreditation': 'authority/issuer-strict',
      })
      seen.add(reason ?? outcome)
      expect([member.reason, member.outputs]).toEqual([reason, outputs])
    }),
    { numRuns: 150 },
  )
  // The population has everybody that it is about.
  expect([...seen]).toEqual(expect.arrayContaining(['accepted', 'disclosure_missing']))
  expect(seen.size).toBeGreaterThan(5)
})
