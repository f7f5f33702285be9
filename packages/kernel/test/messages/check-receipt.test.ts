import { describe, expect, test } from 'vitest'
import {
  brandId,
  type CredentialHandle,
  checkReceipt,
  createJws,
  createKeyOf,
  createSeededSigner,
  importPublicJwk,
  type Nullifier,
  type PartyId,
  parsePolicy,
  RECEIPT_TYP,
  type Receipt,
  type ReceiptId,
  type ReceiptTerms,
  unwrap,
} from '../../src/index.ts'

const NOW_S = 1_800_000_000
const verifier = brandId<PartyId>('verifier')
const signerOf = (fill: number) => createSeededSigner('EdDSA', new Uint8Array(32).fill(fill))
const current = signerOf(1)
const retired = signerOf(2)
const keyOf = createKeyOf(
  new Map([
    [
      verifier,
      [
        unwrap(importPublicJwk(current.publicJwk)),
        unwrap(importPublicJwk(retired.publicJwk)),
      ] as const,
    ],
  ]),
)
const receipt: Receipt = {
  v: 1,
  id: brandId<ReceiptId>('rcpt-1'),
  iss: verifier,
  aud: ['campaign:c-1', 'https://gate.example'],
  nonce: 'n',
  iat: NOW_S,
  exp: NOW_S + 600,
  outcome: 'accepted',
  verdictHash: 'a'.repeat(64),
  policyId: 'policy-1',
  policyHash: 'b'.repeat(64),
  horizon: {
    'https://issuer.example/status/1': NOW_S - 100,
    'https://n.example/accreditations': 3,
  },
  handle: brandId<CredentialHandle>('h1-x'),
  nullifier: brandId<Nullifier>('c'.repeat(64)),
  outputs: { tier: 'gold' },
  holderKey: 'k'.repeat(43),
  payoutCommitment: 'd'.repeat(64),
}
const terms: ReceiptTerms = {
  audience: 'https://gate.example',
  keyOf,
  nowMs: NOW_S * 1_000,
  clockBoundMs: 2_000,
  statusAgeMaxMs: 102_000,
  policyHashes: [receipt.policyHash],
}

function sign(change: object = {}, header: object = {}, signer = current): Promise<string> {
  return createJws({
    header: { typ: RECEIPT_TYP, kid: signer.keyId, ...header },
    payload: { ...receipt, ...change },
    signer,
  })
}

describe('a second service', () => {
  test('accepts a receipt that names it, under the key of then, whatever else a newer verifier says', async () => {
    expect(unwrap(checkReceipt(await sign(), terms))).toEqual(receipt)
    const newer = await sign({ more: 1 }, {}, retired)
    expect(checkReceipt(newer, terms)).toMatchObject({ ok: true })
  })

  test('that sets no terms of its own accepts a receipt of any policy and any age of status', async () => {
    const { statusAgeMaxMs: _, policyHashes: __, ...open } = terms
    const compact = await sign({ horizon: {} })
    expect(checkReceipt(compact, open)).toMatchObject({ ok: true })
  })

  test('takes a receipt from as far ahead as two honest clocks can differ', async () => {
    expect(checkReceipt(await sign({ iat: NOW_S + 4 }), terms)).toMatchObject({ ok: true })
  })

  test('accepts an undetermined receipt only when it says so', async () => {
    const undetermined = await sign({ outcome: 'undetermined', reason: 'status_unavailable' })
    expect(checkReceipt(undetermined, terms)).toMatchObject({
      error: { code: 'receipt_outcome_not_accepted', detail: 'status_unavailable' },
    })
    const outcomes = ['accepted', 'undetermined'] as const
    expect(checkReceipt(undetermined, { ...terms, outcomes })).toMatchObject({ ok: true })
  })

  test.each<[string, () => Promise<string>, Partial<ReceiptTerms>, string]>([
    ['that is no JWS', async () => 'x', {}, 'receipt_malformed'],
    ['with a member of another kind', () => sign({ nullifier: 7 }), {}, 'receipt_malformed'],
    ['for others', () => sign(), { audience: 'https://b.example' }, 'receipt_wrong_audience'],
    ['of a stranger', () => sign({ iss: 'other' }), {}, 'receipt_verifier_not_named'],
    [
      'under a key that was never its verifier’s',
      () => sign({}, {}, signerOf(3)),
      {},
      'receipt_verifier_not_named',
    ],
    ['that names no key', () => sign({}, { kid: 7 }), {}, 'receipt_verifier_not_named'],
    [
      'signed by another than it names',
      () => sign({}, { kid: current.keyId }, signerOf(3)),
      {},
      'receipt_signature_invalid',
    ],
    [
      'that is another kind of message',
      () => sign({}, { typ: 'kb+jwt' }),
      {},
      'header_not_accepted',
    ],
    [
      'that is changed',
      async () => (await sign()).replace(/.{4}$/, 'AAAA'),
      {},
      'receipt_signature_invalid',
    ],
    [
      'that has expired on a slow clock',
      () => sign(),
      { nowMs: (NOW_S + 598) * 1_000 },
      'receipt_expired',
    ],
    ['from the future', () => sign({ iat: NOW_S + 5 }), {}, 'clock_unsafe'],
    [
      'under another policy',
      () => sign(),
      { policyHashes: ['e'.repeat(64)] },
      'receipt_policy_mismatch',
    ],
    [
      'that rests on too old a status',
      () => sign(),
      { statusAgeMaxMs: 101_999 },
      'receipt_status_stale',
    ],
    [
      'of whose two status lists one is too old',
      () => sign({ horizon: { 'https://a.example/1': NOW_S - 101, 'https://b.example/1': NOW_S } }),
      {},
      'receipt_status_stale',
    ],
    [
      'that rests on no status',
      () => sign({ horizon: { 'https://n.example/accreditations': NOW_S } }),
      {},
      'receipt_status_stale',
    ],
  ])('refuses a receipt %s', async (_, compact, change, code) => {
    expect(checkReceipt(await compact(), { ...terms, ...change })).toMatchObject({
      ok: false,
      error: { code },
    })
  })
})

describe('the audiences of a policy', () => {
  const policy = {
    id: 'p',
    credentialTypes: ['t'],
    assuranceMin: 'low',
    statusAgeMaxMs: 1_000,
    onUndetermined: 'hold',
    outputs: {},
    requiredClaims: {},
    subjectClaim: 's',
    receiptTtlMs: 1_000,
  }
  test.each([
    ['eight services', Array.from({ length: 8 }, (_, i) => `https://s${i}.example`), true],
    ['nine services', Array.from({ length: 9 }, (_, i) => `https://s${i}.example`), false],
    ['the same service twice', ['https://s.example', 'https://s.example'], false],
    ['another campaign', ['campaign:c-2'], false],
    ['nobody', [''], false],
  ])('may be %s: %#', (_, audiences, isPolicy) => {
    expect(parsePolicy({ ...policy, audiences }).ok).toBe(isPolicy)
  })
})
