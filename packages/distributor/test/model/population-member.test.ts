import { brandId, type PartyId, type Policy, type Receipt } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { dryRun } from '../../src/model/dry-run.ts'
import { populationMember } from '../../src/model/population-member.ts'
import { fixedRule } from '../support/world.ts'

const ruleWith = (change: Partial<Policy>) => ({
  ...fixedRule,
  policy: { ...fixedRule.policy, outputs: {}, credentialTypes: ['urn:example:member'], ...change },
})
const tried = (change: Partial<Policy>, claims: Receipt['outputs']) =>
  populationMember(ruleWith(change), 'ada', claims)

describe('somebody of a population', () => {
  it('has the outputs that a verifier would compute, at the opening and from what is known of the issuer', () => {
    const computedOutputs = {
      weight: 'int(claims.age) * 2',
      issuer: 'issuer.assurance + " " + issuer.jurisdictions[1]',
      type: 'credential.type',
      opens: 'string(now)',
    }
    const { outputs, reason } = tried(
      { outputs: { tier: 'level' }, computedOutputs },
      { level: 'gold', age: 21, 'issuer.assurance': 'high', 'issuer.jurisdictions': 'CH LI' },
    )
    expect(reason).toBeUndefined()
    expect(outputs).toEqual({
      tier: 'gold',
      weight: 42,
      issuer: 'high LI',
      type: 'urn:example:member',
      opens: new Date(fixedRule.opensAtMs).toISOString().replace('.000Z', 'Z'),
    })
  })

  it.each<readonly [change: Partial<Policy>, claims: Receipt['outputs'], reason: string]>([
    [{ requiredClaims: { resident: true } }, {}, 'disclosure_missing'],
    [{ requiredClaims: { resident: true } }, { resident: false }, 'credential_claim_not_accepted'],
    [{ outputs: { tier: 'level' } }, {}, 'disclosure_missing'],
    [{ outputs: { tier: 'level' } }, { level: 'x'.repeat(513) }, 'credential_claim_not_accepted'],
    [{}, { 'credential.type': 'urn:example:guest' }, 'credential_type_not_accepted'],
    [{ assuranceMin: 'high' }, { 'issuer.assurance': 'low' }, 'credential_assurance_too_low'],
    [
      { issuers: { jurisdictions: ['CH'] } },
      { 'issuer.jurisdictions': 'DE FR' },
      'credential_issuer_not_eligible',
    ],
    [
      { issuers: { authorities: [brandId<PartyId>('registry')] } },
      { 'issuer.accreditation': 'other/issuer' },
      'credential_issuer_not_eligible',
    ],
    [
      { condition: 'claims["issuer.assurance"] == "high"' },
      { 'issuer.assurance': 'high' },
      'disclosure_missing',
    ],
    [{ condition: 'claims.age >= 18' }, { age: 17 }, 'credential_condition_not_met'],
    [{ condition: 'claims.age >= 18' }, {}, 'disclosure_missing'],
    [{ condition: 'claims.age >= 18' }, { age: '20' }, 'credential_condition_not_computable'],
    [{ computedOutputs: { tier: 'null' } }, {}, 'credential_outputs_not_computable'],
    [
      {
        outputs: { jurisdiction: 'country' },
        overlays: [{ jurisdiction: 'XB', effect: 'deny', reason: 'Act 1' }],
      },
      { country: 'XB-01' },
      'jurisdiction_denied',
    ],
    [
      {
        outputs: { jurisdiction: 'country' },
        overlays: [{ jurisdiction: 'XB-01', effect: 'deny', reason: 'Act 1' }],
      },
      { country: 'XB' },
      'jurisdiction_unclear',
    ],
  ])('falls out under %j with %j for %s, in the report too', (change, claims, reason) => {
    const member = tried(change, claims)
    expect(member.reason).toBe(reason)
    const { report } = dryRun(ruleWith(change), [member])
    expect(report).toMatchObject({ paid: 0, fallsOut: [{ reason, people: 1 }] })
  })
})
