import { describe, expect, test } from 'vitest'
import {
  brandId,
  type PartyId,
  parseAccreditationList,
  parseAccreditationRecord,
  parsePolicy,
} from '../../src/index.ts'

const policy = {
  id: 'p',
  credentialTypes: ['t'],
  assuranceMin: 'low',
  statusAgeMaxMs: 5_000,
  onUndetermined: 'reject',
  outputs: {},
  requiredClaims: {},
  subjectClaim: 'person',
  receiptTtlMs: 60_000,
}
const step = { uptoMinor: '100', statusAgeMaxMs: 60_000, onUndetermined: 'accept_up_to_cap' }

describe('a policy', () => {
  test('has steps for smaller values, and accepts nothing unchecked above them', () => {
    expect(parsePolicy({ ...policy, statusLadder: [step] }).ok).toBe(true)
    for (const wrong of [
      { ...policy, onUndetermined: 'accept_up_to_cap' },
      { ...policy, statusLadder: [{ ...step, uptoMinor: '1.5' }] },
      { ...policy, statusLadder: [{ ...step, statusAgeMaxMs: 0 }] },
      { ...policy, statusLadder: Array.from({ length: 9 }, () => step) },
    ]) {
      expect(parsePolicy(wrong).ok).toBe(false)
    }
  })
})

describe('an issuer’s status obligations', () => {
  const record = {
    subject: 'https://issuer.example',
    party: brandId<PartyId>('issuer'),
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x' }],
    authority: brandId<PartyId>('authority'),
    action: 'issue',
    credentialTypes: [],
    jurisdictions: [],
    assurance: 'low',
    validFromMs: 0,
    validUntilMs: 1,
    status: 'active',
    statusFromMs: 0,
    actId: 'a',
    statusObligations: { heads: true, leaseMsMax: 60_000, modes: ['coordinated'] },
  }
  const newer = {
    ...record,
    statusObligations: { ...record.statusObligations, modes: ['by_post'], deltas: true },
  }

  test('are closed in an act and open in a list, whose readers may be older', () => {
    const list = (records: readonly object[]) => ({ sub: 's', seq: 1, iat: 1, exp: 2, records })
    expect(parseAccreditationRecord(record).ok).toBe(true)
    expect(parseAccreditationList(list([record])).ok).toBe(true)
    expect(parseAccreditationRecord(newer).ok).toBe(false)
    expect(parseAccreditationList(list([newer])).ok).toBe(true)
  })
})
