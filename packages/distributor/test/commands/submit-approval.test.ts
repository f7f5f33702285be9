import {
  brandId,
  type CampaignId,
  encodeUtf8,
  type ReasonCode,
  transactionDataHash,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClaimAnswer } from '../../src/index.ts'
import { type ApprovalOptions, makeApproval } from '../support/approvals.ts'
import { countStored, holderOf, makeClaim, openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.openCampaign()
})
afterEach(() => world.close())

const submit = (bytes: Uint8Array): Promise<ClaimAnswer> => world.distributor.submitClaim(bytes)
const nobody = holderOf('nobody')

describe("a wallet's approval", () => {
  it.each(['EdDSA', 'ES256'] as const)(
    'signed with %s is a claim, and is paid to the target that the wallet showed',
    async (alg) => {
      const answer = await submit(await makeApproval(world, { alg }))
      expect(answer).toMatchObject({ kind: 'ticket', state: 'accepted' })
      await world.settleDown()
      const settles = world.deliveries.filter(({ kind }) => kind === 'ledger.settle')
      expect(settles.map(({ body }) => body.payee)).toEqual(['account-of-ada'])
    },
  )

  const accepted: readonly (readonly [string, ApprovalOptions])[] = [
    ['that names its hashing', { keyBinding: { transaction_data_hashes_alg: 'sha-256' } }],
    [
      'of further transactions beside it',
      { approved: (sent) => ['other', transactionDataHash(sent)] },
    ],
    ['made for an audience that the verifier took for its own', { keyBinding: { aud: 'other' } }],
    ['without an audience', { keyBinding: { aud: undefined } }],
    ['whose key has further members', { holderJwk: { ...holderOf('ada').publicJwk, kid: '1' } }],
  ]
  it.each(accepted)('%s is a claim', async (_name, options) => {
    expect(await submit(await makeApproval(world, options))).toMatchObject({ kind: 'ticket' })
  })

  const refused: readonly (readonly [string, ApprovalOptions, ReasonCode])[] = [
    ['of another presentation', { keyBinding: { nonce: 'nonce-2' } }, 'claim_receipt_mismatch'],
    ['of no presentation', { keyBinding: { nonce: undefined } }, 'claim_receipt_mismatch'],
    ['that another key signed', { signer: nobody }, 'claim_signature_invalid'],
    [
      'by a key that the receipt does not name',
      { signer: nobody, holderJwk: nobody.publicJwk },
      'claim_holder_key_mismatch',
    ],
    [
      'with no key',
      { holderJwk: { kty: 'OKP', crv: 'Ed25519', x: '' } },
      'claim_holder_key_mismatch',
    ],
    [
      'whose payout target was changed after signing',
      { payout: { payout_target: 'thief' }, approved: () => [transactionDataHash('dGhlIG90aGVy')] },
      'claim_payout_mismatch',
    ],
    [
      'without hashes',
      { keyBinding: { transaction_data_hashes: undefined } },
      'claim_payout_mismatch',
    ],
    ['with an empty list of hashes', { approved: () => [] }, 'claim_payout_mismatch'],
    [
      'whose hashes are no list',
      { approved: (sent) => transactionDataHash(sent) },
      'claim_payout_mismatch',
    ],
    [
      'hashed with another algorithm',
      { keyBinding: { transaction_data_hashes_alg: 'sha-512' } },
      'algorithm_not_accepted',
    ],
    ['of another type of JWT', { header: { typ: 'JWT' } }, 'header_not_accepted'],
    [
      'with an extension that must be understood',
      { header: { crit: ['b64'] } },
      'header_not_accepted',
    ],
    ['of a transaction of another type', { payout: { type: 'consent' } }, 'malformed_message'],
    [
      'of a payout to a text that cannot be shown',
      { payout: { payout_target: 'a\u202eb' } },
      'malformed_message',
    ],
    [
      'of a payout in a campaign that does not exist',
      { payout: { campaign_id: brandId<CampaignId>('nowhere') } },
      'campaign_unknown',
    ],
    [
      'with more transaction data than fits',
      { payout: { payout_salt: 'a'.repeat(5_000) } },
      'malformed_message',
    ],
  ]
  it.each(refused)('%s leaves no trace', async (_name, options, reason) => {
    const before = await countStored(world)
    const answer = await submit(await makeApproval(world, options))
    expect(answer).toMatchObject({ kind: 'refused', reason })
    expect(answer.claimId).toBeUndefined()
    expect(await countStored(world)).toEqual(before)
    expect(await submit(await makeApproval(world))).toMatchObject({ kind: 'ticket' })
  })

  it('of a payout that the verifier did not commit to is refused, and stays refused', async () => {
    const bytes = await makeApproval(world, { payout: { payout_target: 'account-of-eve' } })
    const answer = await submit(bytes)
    expect(answer).toMatchObject({ kind: 'refused', reason: 'claim_payout_mismatch' })
    expect(await submit(bytes)).toEqual(answer)
  })

  it('larger than a message may be is not even read', async () => {
    const bytes = await makeApproval(world)
    const padded = encodeUtf8(' '.repeat(40_000) + new TextDecoder().decode(bytes))
    expect(await submit(padded)).toMatchObject({ reason: 'message_too_large' })
  })

  it('under an algorithm that is not the key’s own is refused before its signature costs anything', async () => {
    const { approval, ...rest } = JSON.parse(new TextDecoder().decode(await makeApproval(world)))
    for (const alg of ['none', 'HS256', 'ES256']) {
      const header = Buffer.from(JSON.stringify({ alg, typ: 'kb+jwt' })).toString('base64url')
      const keyBinding = approval.keyBinding.replace(/^[^.]+/, header)
      const bytes = encodeUtf8(JSON.stringify({ ...rest, approval: { ...approval, keyBinding } }))
      expect(await submit(bytes)).toMatchObject({ reason: 'algorithm_not_accepted' })
    }
  })
})

/** Submissions of one receipt: which form, and which of two bodies in that form. */
const form = fc.record({ wallet: fc.boolean(), other: fc.boolean() })

it('D2: under one receipt, whatever the forms and their order, the first body is the claim and every other one a conflict', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(form, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      async (forms, together) => {
        const fresh = await openWorld()
        await fresh.openCampaign()
        const bodies = await Promise.all(
          forms.map(({ wallet, other }) => {
            const iat = other ? 1 : 2
            return wallet
              ? makeApproval(fresh, { keyBinding: { iat } })
              : makeClaim(fresh, { claim: { iat } })
          }),
        )
        const answers: ClaimAnswer[] = []
        const send = async (bytes: Uint8Array) => fresh.distributor.submitClaim(bytes)
        if (together) answers.push(...(await Promise.all(bodies.map(send))))
        else for (const bytes of bodies) answers.push(await send(bytes))
        const firstBody = JSON.stringify(forms[0])
        const tickets = new Set<string>()
        answers.forEach((answer, i) => {
          if (JSON.stringify(forms[i]) === firstBody) {
            expect(answer.kind).toBe('ticket')
            if (answer.kind === 'ticket') tickets.add(`${answer.claimId} ${answer.ticket}`)
          } else expect(answer).toEqual({ kind: 'refused', reason: 'claim_conflict' })
        })
        expect(tickets.size).toBe(1)
        expect(await countStored(fresh)).toMatchObject({ claim: 1, nullifier: 1 })
        await fresh.settleDown()
        const settles = fresh.deliveries.filter(({ kind }) => kind === 'ledger.settle')
        expect(settles.length).toBe(1)
        await fresh.close()
      },
    ),
    { numRuns: 20 },
  )
})
