import { createHash } from 'node:crypto'
import {
  type Alg,
  assert,
  CLAIM_TYP,
  createSeededSigner,
  decodeBase64url,
  encodeHex,
  encodeUtf8,
  importPublicJwk,
  type PublicJwk,
  parseClaimPayload,
  parseClaimSubmission,
  parseJws,
  parsePayoutTransaction,
  parseSdJwt,
  sha256,
  transactionDataHash,
  unwrap,
  verifyJws,
  verifySignature,
} from '@evenkeel/kernel'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { describe, expect, test } from 'vitest'
import { createClaimSubmission } from '../src/index.ts'
import {
  campaignId,
  credentialId,
  issueFor,
  issuer,
  NOW_MS,
  openHolder,
  STATUS_URI,
  statusToken,
} from './support/holder-under-test.ts'

const LIMITS = { maxBytes: 100_000, maxDepth: 12 }

async function openWithCredential(alg?: Alg) {
  const under = await openHolder(alg)
  const jwk = await under.holder.createKey()
  const credential = await issueFor(jwk)
  unwrap(await under.holder.storeCredential({ credentialId, credential }))
  return { ...under, jwk, credential }
}

const shown = { credentialId, audience: 'https://v.example', nonce: 'n-1', disclose: ['tier'] }

describe('keeping', () => {
  test('each credential gets a key of its own', async () => {
    const { holder } = await openHolder()
    const keys = [await holder.createKey(), await holder.createKey()]
    expect(keys[0]?.x).not.toBe(keys[1]?.x)
  })

  test('a credential is kept once, and another one under its id is refused', async () => {
    const { holder, jwk, credential } = await openWithCredential()
    expect(await holder.storeCredential({ credentialId, credential })).toMatchObject({ ok: true })
    const other = (await issueFor(jwk)).replace(/[^~]*~$/, '')
    expect(await holder.storeCredential({ credentialId, credential: other })).toMatchObject({
      error: { code: 'credential_conflict' },
    })
    expect(await holder.listCredentials()).toMatchObject([
      { credentialId, vct: 'urn:example:member', issuer: 'https://issuer.evenkeel.example' },
    ])
    expect(await holder.listCredentials({ after: credentialId })).toEqual([])
  })

  test('a credential for a key that the holder does not have is refused', async () => {
    const { holder } = await openHolder()
    const foreign = createSeededSigner('EdDSA', new Uint8Array(32).fill(7))
    const credential = await issueFor(foreign.publicJwk)
    expect(await holder.storeCredential({ credentialId, credential })).toMatchObject({
      error: { code: 'holder_key_unknown' },
    })
  })

  test.each([
    ['nothing', '', 'malformed_message'],
    ['no credential', 'a~b~c', 'malformed_message'],
    ['a very long text', 'x'.repeat(100_000), 'message_too_large'],
  ])('%s is refused', async (_, credential, code) => {
    const { holder } = await openHolder()
    expect(await holder.storeCredential({ credentialId, credential })).toMatchObject({
      error: { code },
    })
  })
})

describe.each<Alg>(['EdDSA', 'ES256'])('presenting with %s', (alg) => {
  const library = (jwk: PublicJwk) =>
    new SDJwtVcInstance({
      hasher: (data: string | ArrayBuffer) =>
        new Uint8Array(
          createHash('sha256')
            .update(data as string)
            .digest(),
        ),
      verifier: check(issuer.publicJwk),
      kbVerifier: check(jwk),
      statusListFetcher: async () => new TextDecoder().decode(await statusToken(0)),
    })
  const check = (jwk: PublicJwk) => (data: string, signature: string) =>
    verifySignature(
      unwrap(importPublicJwk(jwk)),
      encodeUtf8(data),
      decodeBase64url(signature) ?? new Uint8Array(),
    )

  test('the reference library verifies it and sees what was chosen, no more', async () => {
    const { holder, jwk } = await openWithCredential(alg)
    const { presentation, transactionData } = unwrap(await holder.present(shown))
    expect(transactionData).toBeUndefined()
    const options = { currentDate: NOW_MS / 1_000, keyBindingNonce: 'n-1' }
    const { payload, kb } = await library(jwk).verify(presentation, options)
    expect(payload).toMatchObject({ tier: 'gold' })
    expect(payload).not.toHaveProperty('person')
    expect(kb?.payload).toMatchObject({ aud: 'https://v.example', iat: NOW_MS / 1_000 })
    expect(kb?.payload).not.toHaveProperty('transaction_data_hashes')
  })

  test('a payout is approved by its hash', async () => {
    const { holder } = await openWithCredential(alg)
    const payout = { campaignId, target: 'account-1' }
    const presented = unwrap(await holder.present({ ...shown, payout }))
    const { keyBinding } = unwrap(parseSdJwt(presented.presentation, LIMITS))
    const transactionData = presented.transactionData ?? ''
    expect(keyBinding?.payload).toMatchObject({
      transaction_data_hashes: [transactionDataHash(transactionData)],
      transaction_data_hashes_alg: 'sha-256',
    })
    expect(unwrap(parsePayoutTransaction(transactionData))).toEqual({
      type: 'evenkeel.payout',
      credential_ids: ['credential'],
      campaign_id: campaignId,
      payout_target: 'account-1',
      payout_salt: presented.payoutSalt,
    })
    const again = unwrap(await holder.present({ ...shown, payout }))
    expect(again.payoutSalt).not.toBe(presented.payoutSalt)
  })
})

test('what is not held or not there cannot be presented', async () => {
  const { holder } = await openWithCredential()
  expect(await holder.present({ ...shown, disclose: ['absent'] })).toMatchObject({
    error: { code: 'disclosure_unknown' },
  })
  for (const id of ['cred-2', 'a\0b', '\ud800', '']) {
    expect(await holder.present({ ...shown, credentialId: id as never })).toMatchObject({
      error: { code: 'not_found' },
    })
  }
})

test('a claim is signed with the key of the credential and names the receipt', async () => {
  const { holder, jwk } = await openWithCredential()
  const claim = {
    receipt: 'a.b.c',
    campaignId,
    payoutTarget: 'account-1',
    payoutSalt: 's'.repeat(22),
  }
  const bytes = unwrap(await holder.signClaim({ credentialId, ...claim }))
  const submission = unwrap(parseClaimSubmission(bytes))
  expect(submission.receipt).toBe('a.b.c')
  assert('claim' in submission, 'our own holder signs a claim')
  const jws = unwrap(parseJws(submission.claim, LIMITS))
  expect(jws.header.jwk).toEqual(jwk)
  unwrap(verifyJws(jws, unwrap(importPublicJwk(jwk)), { typ: CLAIM_TYP }))
  expect(unwrap(parseClaimPayload(jws.payload))).toEqual({
    campaignId,
    receiptHash: encodeHex(sha256('a.b.c')),
    payoutTarget: claim.payoutTarget,
    payoutSalt: claim.payoutSalt,
    iat: NOW_MS / 1_000,
  })
  // Ed25519 is deterministic: the pure function and the command agree to the byte.
  const signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(5))
  const parts = { ...claim, issuedAtS: 1 }
  expect(await createClaimSubmission(signer, parts)).toEqual(
    await createClaimSubmission(signer, parts),
  )
})

describe('the own status', () => {
  test.each([
    [0, 'valid'],
    [1, 'invalid'],
    [2, 'suspended'],
  ])('the value %i is told as %s, with its time', async (value, status) => {
    const { holder, documents } = await openWithCredential()
    documents.set(STATUS_URI, await statusToken(value))
    expect(unwrap(await holder.checkStatus(credentialId))).toEqual({
      status,
      asOfMs: NOW_MS - 60_000,
      leaseEndsAtMs: NOW_MS + 540_000,
    })
  })

  test.each([
    ['a list that cannot be had', undefined, 'status_unavailable'],
    ['another list', { sub: `${STATUS_URI}0` }, 'status_list_mismatch'],
    ['a list out of its lease', { exp: NOW_MS / 1_000 }, 'status_stale'],
    [
      'a list that is too short',
      { status_list: { bits: 2, lst: 'eNpjAAAAAQAB' } },
      'status_index_out_of_range',
    ],
    [
      'a list that does not inflate',
      { status_list: { bits: 2, lst: 'AAAA' } },
      'status_list_malformed',
    ],
    ['a meaning of the issuer’s own', 3, 'status_list_malformed'],
  ])('%s tells nothing but why', async (_, change, code) => {
    const { holder, documents } = await openWithCredential()
    if (typeof change === 'number') documents.set(STATUS_URI, await statusToken(change))
    else if (change !== undefined) documents.set(STATUS_URI, await statusToken(0, change))
    expect(await holder.checkStatus(credentialId)).toMatchObject({ error: { code } })
  })
})
