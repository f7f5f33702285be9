import {
  brandId,
  canonicalJson,
  createKbJwt,
  importPublicJwk,
  type PartyId,
  parseClaimSubmission,
  parseJws,
  parseReceipt,
  payoutCommitment,
  RECEIPT_TYP,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { hashOf, replayVerdict } from '../../src/index.ts'
import { hand, openCampaign, rule } from '../support/campaign.ts'
import { START_MS, settleUntil } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  AUDIENCE,
  accreditationList,
  campaignId,
  holderSigner,
  INDEX,
  openWorld,
  payoutData,
  policy,
  present,
  STATUS_URI,
  statusToken,
  verifierSigner,
} from '../support/test-world.ts'

function readReceipt(compact = '') {
  const jws = unwrap(parseJws(compact, { maxBytes: 32_768, maxDepth: 12 }))
  unwrap(verifyJws(jws, unwrap(importPublicJwk(verifierSigner.publicJwk)), { typ: RECEIPT_TYP }))
  return unwrap(parseReceipt(jws.payload))
}

describe('a receipt', () => {
  test('says what the verdict says, for this campaign, and commits to the payout', async () => {
    const { world, verify } = await openCampaign()
    const { verdict, receipt } = unwrap(await verify())
    expect(verdict.outcome).toBe('accepted')
    const signed = readReceipt(receipt?.compact)
    expect(signed).toMatchObject({
      iss: 'verifier',
      aud: ['campaign:campaign-1'],
      outcome: 'accepted',
      verdictHash: hashOf(verdict),
      policyHash: hashOf(policy),
      handle: verdict.handle,
      horizon: verdict.horizon,
      outputs: { tier: 'gold' },
      holderKey: holderSigner.keyId,
      payoutCommitment: payoutCommitment({ salt: 's'.repeat(22), target: 'account-1' }),
      exp: signed.iat + policy.receiptTtlMs / 1_000,
    })
    const kept = await world.verifier.showVerdict(signed.id)
    expect(hashOf(kept)).toBe(signed.verdictHash)
    expect(canonicalJson(kept)).not.toContain('p-1')
  })

  test('may be used wherever its policy says, besides in its campaign', async () => {
    const audiences = ['https://gate.example', 'urn:example:library']
    const { verify } = await openCampaign({ policy: { ...policy, audiences } })
    const { aud } = readReceipt(unwrap(await verify()).receipt?.compact)
    expect(aud).toEqual(['campaign:campaign-1', ...audiences])
  })

  test('is not given for a rejection', async () => {
    const { world, verify } = await openCampaign()
    const values = { [INDEX]: 1 }
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, values }))
    const { verdict, receipt } = unwrap(await verify())
    expect(verdict.reason).toBe('credential_revoked')
    expect(receipt).toBeUndefined()
  })

  test('for an undetermined verdict is given only where such claims are held', async () => {
    for (const onUndetermined of ['hold', 'reject'] as const) {
      const { world, verify } = await openCampaign({ policy: { ...policy, onUndetermined } })
      world.answers.set(STATUS_URI, 'unreachable')
      const { verdict, receipt } = unwrap(await verify())
      expect(verdict.outcome).toBe('undetermined')
      if (onUndetermined === 'reject') expect(receipt).toBeUndefined()
      else {
        expect(readReceipt(receipt?.compact)).toMatchObject({
          outcome: 'undetermined',
          reason: 'status_unavailable',
        })
      }
    }
  })

  test.each([
    ['the status list', STATUS_URI, 'status_stale'],
    ['the accreditation list', ACCREDITATIONS_URL, 'accreditation_stale'],
  ])(
    'is not given because a caller does not wait for %s, which may hold a revocation',
    async (_, url, stale) => {
      const { world, verify } = await openCampaign()
      await verify()
      await world.time.advance(3_600_000)
      const at = world.time.nowMs()
      world.answers.set(STATUS_URI, await statusToken({ at }))
      world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq: 2 }))
      world.answers.set(url, 'hangs')
      const nonce = world.verifier.createNonce()
      const transactionData = payoutData()
      const issuedAtS = at / 1_000
      const presentation = await present({ nonce, transactionData, issuedAtS })
      const ask = async (waitMs: number) => {
        const deadlineMs = world.time.clock.monotonicMs() + waitMs
        const request = { campaignId, presentation, nonce, transactionData, deadlineMs }
        return unwrap(await world.verifier.verifyForCampaign(request))
      }
      const waiting = ask(500)
      await settleUntil(() => world.fetches(url) === 2)
      await world.time.advance(500)
      // The source has 2,000 ms: neither caller has heard anything of it.
      for (const early of [await waiting, await ask(0)]) {
        expect(early.verdict).toMatchObject({ outcome: 'undetermined', reason: 'deadline_passed' })
        expect(early.receipt).toBeUndefined()
        expect(hashOf(replayVerdict(early.input))).toBe(hashOf(early.verdict))
      }
      // Nothing was used up. This one waits until the source itself has failed: then the policy's hold is for it.
      const patient = ask(5_000)
      await world.time.advance(1_500)
      const { verdict, receipt } = await patient
      expect(verdict).toMatchObject({ outcome: 'undetermined', reason: stale })
      expect(readReceipt(receipt?.compact).reason).toBe(stale)
    },
  )

  test('fits the limits of a message, and a claim around it too, with everything in it as long as it may be', async () => {
    const audiences = Array.from({ length: 8 }, (_, n) => `${n}${'"'.repeat(511)}`)
    const names = Array.from({ length: 32 }, (_, n) => `o${n}`)
    const uri = `${STATUS_URI}${'\u0001'.repeat(1_024 - STATUS_URI.length)}`
    // Together the outputs have as many bytes as they may have: 4,096.
    const fixed = Object.fromEntries(
      names.map((name) => [name, name === 'o0' ? '' : 'x'.repeat(113)]),
    )
    const filler = 'x'.repeat(4_096 - JSON.stringify(fixed).length)
    const verifyWith = async (o0: string) => {
      const { world, verify } = await openCampaign({
        policy: {
          ...policy,
          id: '\u0001'.repeat(128),
          audiences,
          outputs: Object.fromEntries(names.map((name) => [name, name])),
        },
      })
      world.answers.set(uri, await statusToken({ at: START_MS, payload: { sub: uri } }))
      const status = { status_list: { idx: INDEX, uri } }
      return unwrap(await verify({ claims: { ...fixed, o0, status } }))
    }
    const largest = await verifyWith(filler)
    const compact = largest.receipt?.compact ?? ''
    expect(readReceipt(compact).outputs).toMatchObject({ o0: filler })
    const key = holderSigner.publicJwk
    const keyBinding = await createKbJwt({
      sdJwt: '~',
      audience: AUDIENCE,
      nonce: 'n'.repeat(51),
      issuedAtS: 1,
      claims: { transaction_data_hashes: ['h'.repeat(43)] },
      signer: holderSigner,
    })
    const approval = { keyBinding, holderJwk: key, transactionData: payoutData() }
    expect(parseClaimSubmission({ v: 1, receipt: compact, approval }).ok).toBe(true)
    const { verdict, receipt } = await verifyWith(`${filler}x`)
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'credential_outputs_too_large' })
    expect(receipt).toBeUndefined()
  })

  test('is durable before it is handed out, and a replayed nonce leaves none', async () => {
    const { world } = await openCampaign()
    const nonce = world.verifier.createNonce()
    const transactionData = payoutData()
    const presentation = await present({ nonce, transactionData })
    const request = { campaignId, presentation, nonce, transactionData, deadlineMs: 1_000 }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.verifier.verifyForCampaign(request)),
    )
    const receipts = answers.flatMap((answer) => unwrap(answer).receipt ?? [])
    expect(receipts).toHaveLength(1)
    const rows = await world.store.read('receipts', (tx) => tx.all('SELECT id FROM receipt'))
    expect(rows).toEqual([{ id: receipts[0]?.id }])
  })
})

test('a person has one nullifier per campaign and period, whatever the credential and the spelling', async () => {
  const { verify } = await openCampaign()
  const nullifierOf = async (parts: Parameters<typeof verify>[0]) =>
    readReceipt(unwrap(await verify(parts)).receipt?.compact).nullifier
  const first = await nullifierOf({ claims: { person: 'Straße 1' } })
  expect(await nullifierOf({ claims: { person: '  STRASSE\u00a01 ' }, index: INDEX + 1 })).toBe(
    first,
  )
  expect(await nullifierOf({ claims: { person: 'Straße 2' } })).not.toBe(first)
  const next = await openCampaign({ uniqueness: { domain: 'person', period: '2027' } })
  const other = unwrap(await next.verify({ claims: { person: 'Straße 1' } }))
  expect(readReceipt(other.receipt?.compact).nullifier).not.toBe(first)
})

describe('a request is refused', () => {
  test.each([
    ['for a campaign without a rule', { campaignId: 'campaign-9' }, 'campaign_unknown'],
    ['for a campaign whose name is no id', { campaignId: 'a\0b' }, 'campaign_unknown'],
    ['when its deadline has passed', { deadlineMs: -1 }, 'deadline_passed'],
    ['without readable transaction data', { transactionData: '!' }, 'malformed_message'],
    [
      'for the payout of another campaign',
      { transactionData: payoutData('campaign-2') },
      'audience_mismatch',
    ],
    ['with a nonce that we did not make', { nonce: 'A'.repeat(51) }, 'nonce_mismatch'],
    ['with no nonce', { nonce: '' }, 'nonce_mismatch'],
  ])('%s', async (_, change, code) => {
    const { world } = await openCampaign()
    const request = {
      campaignId,
      presentation: await present(),
      nonce: world.verifier.createNonce(),
      transactionData: payoutData(),
      deadlineMs: 1_000,
      ...(change as object),
    }
    expect(await world.verifier.verifyForCampaign(request)).toMatchObject({ error: { code } })
  })

  test('with a nonce that has expired, or another verifier’s', async () => {
    const { world } = await openCampaign()
    const request = {
      campaignId,
      presentation: await present(),
      nonce: world.verifier.createNonce(),
      transactionData: payoutData(),
      deadlineMs: 1_000_000,
    }
    await world.time.advance(299_999)
    expect((await world.verifier.verifyForCampaign(request)).ok).toBe(true)
    await world.time.advance(1)
    expect(await world.verifier.verifyForCampaign(request)).toMatchObject({
      error: { code: 'nonce_mismatch' },
    })
    const stranger = await openWorld({ config: { programmeKey: new Uint8Array(32).fill(7) } })
    const foreign = { ...request, nonce: stranger.verifier.createNonce() }
    expect(await world.verifier.verifyForCampaign(foreign)).toMatchObject({
      error: { code: 'nonce_mismatch' },
    })
  })
})

describe('a rule', () => {
  test('is accepted once, again without effect, and never another for the same campaign', async () => {
    const world = await openWorld()
    expect(await hand(world, rule)).toEqual([{ outcome: 'acknowledged' }])
    expect(await hand(world, rule)).toEqual([{ outcome: 'acknowledged' }])
    const conflict = [{ outcome: 'refused', reason: 'handoff_conflict' }]
    expect(await hand(world, { ...rule, title: 'Another' })).toEqual(conflict)
    // Nobody but a distributor of this programme may take a campaign's name.
    expect(await hand(world, rule, 'somebody-else')).toEqual([
      { outcome: 'refused', reason: 'campaign_owner_not_allowed' },
    ])
  })

  test('that names other verifiers is refused', async () => {
    const world = await openWorld()
    expect(await hand(world, { ...rule, verifiers: [brandId<PartyId>('other')] })).toEqual([
      { outcome: 'refused', reason: 'receipt_verifier_not_named' },
    ])
  })
})
