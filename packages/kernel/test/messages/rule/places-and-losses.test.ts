import { describe, expect, test } from 'vitest'
import {
  accreditationId,
  bearerOf,
  brandId,
  canonicalJson,
  meetsIssuerTerms,
  type Overlay,
  overlaysFor,
  type PartyId,
  parseCampaignRule,
  sha256Text,
} from '../../../src/index.ts'

const party = (name: string) => brandId<PartyId>(name)
const overlayAt = (jurisdiction: string): Overlay => ({ jurisdiction, effect: 'deny', reason: 'x' })

describe('an overlay for a part of a state', () => {
  test.each([
    ['CH-ZH', 'yes'],
    ['ch-zh', 'yes'],
    ['CH', 'unclear'],
    ['CH-BE', undefined],
    ['DE', undefined],
    ['CHE', 'unclear'],
    ['', 'unclear'],
    [7, 'unclear'],
    [undefined, 'unclear'],
  ])('applies to somebody of %s: %s', (jurisdiction, applies) => {
    const outputs = jurisdiction === undefined ? {} : { jurisdiction }
    expect(overlaysFor([overlayAt('CH-ZH')], outputs)[0]?.applies).toBe(applies)
  })

  test('does not keep one for the whole state from applying', () => {
    const found = overlaysFor([overlayAt('CH'), overlayAt('CH-ZH')], { jurisdiction: 'CH-BE' })
    expect(found.map(({ overlay }) => overlay.jurisdiction)).toEqual(['CH'])
  })
})

describe('an issuer’s accreditation', () => {
  const record = { jurisdictions: ['CH-ZH', 'LI'], authority: party('fed'), party: party('uni') }

  test.each([
    [{}, true],
    [{ jurisdictions: ['CH'] }, true],
    [{ jurisdictions: ['CH-ZH'] }, true],
    [{ jurisdictions: ['CH-BE'] }, false],
    [{ jurisdictions: ['C', 'AT'] }, false],
    [{ jurisdictions: ['LI-01'] }, true],
    [{ authorities: [party('fed')] }, true],
    [{ authorities: [party('other')] }, false],
    [{ jurisdictions: ['AT'], authorities: [party('fed')] }, false],
  ])('meets the terms %j: %s', (terms, meets) => {
    expect(meetsIssuerTerms(terms, record)).toBe(meets)
  })

  test('is the same accreditation after a new act about it, and another one under another authority', () => {
    expect(accreditationId(record)).toBe('fed/uni')
    expect(accreditationId({ ...record, authority: party('land') })).not.toBe('fed/uni')
  })
})

describe('a loss', () => {
  test('is borne by whom the rule names, and by the programme otherwise', () => {
    const rule = { losses: { revoked_after_payout: 'claimant' } } as const
    expect(bearerOf(rule, 'revoked_after_payout')).toBe('claimant')
    expect(bearerOf(rule, 'issuer_withdrawn')).toBe('programme')
    expect(bearerOf({}, 'revoked_after_payout')).toBe('programme')
  })
})

describe('a campaign’s rule', () => {
  const rule = {
    v: 1,
    id: 'campaign-1',
    title: 'A test',
    asset: { code: 'TST', scale: 2 },
    poolMinor: '1000',
    announcedAtMs: 1_795_343_400_000,
    opensAtMs: 1_795_343_400_000,
    closesAtMs: 1_795_429_800_000,
    policy: {
      id: 'policy-1',
      credentialTypes: ['urn:example:member'],
      assuranceMin: 'substantial',
      statusAgeMaxMs: 600_000,
      onUndetermined: 'hold',
      outputs: { tier: 'tier' },
      requiredClaims: { country: 'XA' },
      subjectClaim: 'person',
      receiptTtlMs: 600_000,
    },
    verifiers: ['verifier'],
    uniqueness: { domain: 'person', period: '2026' },
    allocation: { kind: 'fixed', amountMinor: '10' },
    window: 'instant',
    hold: { deadlineMs: 60_000, byDefault: 'refuse', appealMs: 60_000 },
    rail: 'internal',
  }

  test('from before there were conditions is read, and has the hash that it had', () => {
    const parsed = parseCampaignRule(rule)
    expect(parsed.ok && sha256Text(canonicalJson(parsed.value), 'hex')).toBe(
      '402d83f9cd11c3e16c1f049967bc8f2bb017b4c2155a968af9b74a0cc12fb8a1',
    )
  })

  test('names no bearer of a loss that cannot bear it', () => {
    const losses = [
      { rail_failed: 'claimant' },
      { verifier_compromised: 'claimant' },
      { weather: 'programme' },
    ]
    for (const each of losses) {
      expect(parseCampaignRule({ ...rule, losses: each })).toMatchObject({
        error: { code: 'malformed_message' },
      })
    }
    expect(parseCampaignRule({ ...rule, losses: { issuer_withdrawn: 'issuer' } }).ok).toBe(true)
  })
})
