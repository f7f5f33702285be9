import {
  brandId,
  type CampaignId,
  type PartyId,
  parseJws,
  parseTicket,
  type ReasonCode,
  type Tx,
  unwrap,
} from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClaimIntake } from '../../src/commands/submit-claim.ts'
import type { ClaimAnswer } from '../../src/index.ts'
import { claimIdOf } from '../../src/index.ts'
import { createCampaignLoader } from '../../src/store/load-campaigns.ts'
import {
  type ClaimOptions,
  countStored,
  fixedRule,
  holderOf,
  makeClaim,
  NOW,
  openWorld,
  policy,
  retiredKey,
  submissionOf,
  textsOf,
  type World,
} from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.openCampaign()
})
afterEach(() => world.close())

const submit = (bytes: Uint8Array): Promise<ClaimAnswer> => world.distributor.submitClaim(bytes)
const nobody = holderOf('nobody')

describe('a claim that is right', () => {
  it('gets a signed ticket that names claim, campaign and receipt', async () => {
    const answer = await submit(await makeClaim(world))
    expect(answer).toMatchObject({ kind: 'ticket', state: 'accepted' })
    if (answer.kind !== 'ticket') return
    const jws = unwrap(parseJws(answer.ticket, { maxBytes: 4_096, maxDepth: 4 }))
    expect(unwrap(parseTicket(jws.payload))).toMatchObject({
      claimId: answer.claimId,
      campaignId: fixedRule.id,
      acceptedAtMs: NOW,
      statePath: `/claims/${answer.claimId}`,
    })
  })

  it('is accepted with a receipt under a key that its verifier has retired since', async () => {
    const answer = await submit(await makeClaim(world, { receiptSigner: retiredKey }))
    expect(answer).toMatchObject({ kind: 'ticket' })
  })

  it('is accepted under an ES256 holder key too', async () => {
    const answer = await submit(await makeClaim(world, { alg: 'ES256' }))
    expect(answer).toMatchObject({ kind: 'ticket' })
  })

  it('is paid to the target that the holder signed, with one event per step', async () => {
    const answer = await submit(await makeClaim(world))
    const claimId = answer.claimId ?? claimIdOf('')
    await world.settleDown()
    const settles = world.deliveries.filter(({ kind }) => kind === 'ledger.settle')
    expect(settles.map(({ body }) => body)).toEqual([
      { transferId: claimId, payee: 'account-of-ada' },
    ])
    const claim = unwrap(await world.distributor.showClaim(claimId))
    expect(claim).toMatchObject({
      state: 'settled',
      amountMinor: '100',
      railReceipt: `rail:${claimId}`,
      appealable: false,
    })
    expect(claim.next).toBeUndefined()
    await world.settleDown()
    const names = world.events.map(({ event }) => event)
    expect(names.at(0)).toBe('ClaimAccepted')
    expect(names.at(-1)).toBe('ClaimSettled')
    expect(names.length).toBe(claim.history.length)
    expect(JSON.stringify(world.events)).not.toContain('account-of')
  })

  it('leaves no payout target readable in the claims table', async () => {
    await submit(await makeClaim(world))
    const rows = await world.store.read('rows', (tx) => tx.all('SELECT * FROM claim'))
    const values = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
    expect(values.length).toBeGreaterThan(0)
    expect(values.join(' ')).not.toContain('account-of')
  })
})

describe('claims that come together', () => {
  it('are checked in smaller rounds when a check turns out to be slow', async () => {
    const rounds: number[] = []
    const slow = await openWorld({
      compute: {
        verifySignatures: async (jobs) => {
          rounds.push(jobs.length / 2)
          slow.advance(20 * jobs.length)
          return jobs.map(() => true)
        },
      },
    })
    await slow.openCampaign()
    const sendTogether = (visit: number) =>
      Promise.all(
        Array.from({ length: 40 }, async (_, i) =>
          slow.distributor.submitClaim(await makeClaim(slow, { person: `p${i}`, visit })),
        ),
      )
    await sendTogether(1)
    const first = Math.max(...rounds.splice(0))
    await sendTogether(2)
    expect(Math.max(...rounds)).toBeLessThan(first / 2)
    expect(rounds.reduce((sum, round) => sum + round, 0)).toBe(40)
    await slow.close()
  })
})

describe('a claim that is sent again', () => {
  it('gets the same ticket, byte for byte, and creates no further work', async () => {
    const bytes = await makeClaim(world)
    const first = await submit(bytes)
    const before = await countStored(world)
    world.advance(5_000)
    expect(await submit(bytes)).toEqual({ ...first, repeated: true })
    expect(await countStored(world)).toEqual(before)
  })

  it('costs no signature check', async () => {
    let checks = 0
    const counted = await openWorld({
      compute: {
        verifySignatures: async (jobs) => {
          checks += jobs.length
          return jobs.map(() => true)
        },
      },
    })
    await counted.openCampaign()
    const bytes = await makeClaim(counted)
    await counted.distributor.submitClaim(bytes)
    expect(checks).toBe(2)
    await counted.distributor.submitClaim(bytes)
    expect(checks).toBe(2)
    await counted.close()
  })

  it('shares one evaluation with those under way', async () => {
    let checks = 0
    const counted = await openWorld({
      compute: {
        verifySignatures: async (jobs) => {
          checks += jobs.length
          return jobs.map(() => true)
        },
      },
    })
    await counted.openCampaign()
    const bytes = await makeClaim(counted)
    checks = 0
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => counted.distributor.submitClaim(bytes)),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(checks).toBe(2)
    expect((await countStored(counted)).claim).toBe(1)
    await counted.close()
  })

  it('gets the same refusal when it was refused by a decision', async () => {
    await submit(await makeClaim(world))
    const second = await makeClaim(world, { visit: 2 })
    const answer = await submit(second)
    expect(answer).toMatchObject({ kind: 'refused', reason: 'already_claimed' })
    expect(await submit(second)).toEqual(answer)
  })

  it('with another body under the same receipt is a conflict, and the first stands', async () => {
    const bytes = await makeClaim(world)
    const first = await submit(bytes)
    const other = await makeClaim(world, { claim: { iat: NOW / 1000 + 1 } })
    expect(await submit(other)).toMatchObject({ kind: 'refused', reason: 'claim_conflict' })
    expect(await submit(bytes)).toEqual({ ...first, repeated: true })
  })

  it('with two good bodies at once is accepted once', async () => {
    const bodies = [await makeClaim(world), await makeClaim(world, { claim: { iat: 1 } })]
    const answers = await Promise.all(bodies.map(submit))
    expect(answers.map((answer) => answer.kind)).toEqual(['ticket', 'refused'])
    expect(answers[1]).toMatchObject({ reason: 'claim_conflict' })
  })
})

describe('a claim that leaves no trace', () => {
  const traceless: readonly (readonly [string, ClaimOptions, ReasonCode])[] = [
    [
      'whose receipt a key of nobody’s signed',
      { receiptSigner: nobody },
      'receipt_signature_invalid',
    ],
    [
      'whose receipt another key signed',
      { receiptSigner: nobody, receiptHeader: { kid: retiredKey.keyId } },
      'receipt_signature_invalid',
    ],
    ['whose receipt names no key', { receiptHeader: { kid: 7 } }, 'header_not_accepted'],
    ['whose receipt is of another type', { receiptHeader: { typ: 'JWT' } }, 'header_not_accepted'],
    ['that another key signed', { claimSigner: nobody }, 'claim_signature_invalid'],
    [
      'with a key that the receipt does not name',
      { claimSigner: nobody, claimHeader: { jwk: nobody.publicJwk } },
      'claim_holder_key_mismatch',
    ],
    ['without a key', { claimHeader: { jwk: 'none' } }, 'claim_holder_key_mismatch'],
    ['of another type', { claimHeader: { typ: 'JWT' } }, 'header_not_accepted'],
    ['with a critical extension', { claimHeader: { crit: ['b64'] } }, 'header_not_accepted'],
    ['for another receipt', { claim: { receiptHash: '0'.repeat(64) } }, 'claim_receipt_mismatch'],
    [
      'for a campaign that does not exist',
      { claim: { campaignId: brandId<CampaignId>('nowhere') } },
      'campaign_unknown',
    ],
    [
      'from a verifier that the rule does not name',
      { receipt: { iss: brandId<PartyId>('verifier-b') } },
      'receipt_verifier_not_named',
    ],
    ['whose receipt is none', { receipt: { exp: -1 } }, 'receipt_malformed'],
  ]
  it.each(traceless)('%s', async (_name, options, reason) => {
    const before = await countStored(world)
    const bytes = await makeClaim(world, options)
    expect(await submit(bytes)).toMatchObject({ kind: 'refused', reason })
    expect(await countStored(world)).toEqual(before)
    expect(await submit(await makeClaim(world))).toMatchObject({ kind: 'ticket' })
  })

  it('whose algorithm is none', async () => {
    const { receipt, claim } = textsOf(await makeClaim(world))
    const [header = '', payload, signature] = claim.split('.')
    const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'none' }
    const forged = Buffer.from(JSON.stringify(changed)).toString('base64url')
    const bytes = submissionOf(receipt, `${forged}.${payload}.${signature}`)
    expect(await submit(bytes)).toMatchObject({ reason: 'algorithm_not_accepted' })
  })

  it.each([
    ['is not JSON', Buffer.from('claim'), 'malformed_message'],
    ['is too large', Buffer.alloc(40_000, 0x20), 'message_too_large'],
    ['is nested deeply', Buffer.from('['.repeat(1_000)), 'nesting_too_deep'],
    ['names a member twice', Buffer.from('{"v":1,"v":1}'), 'duplicate_key'],
    [
      'has a member too many',
      Buffer.from('{"v":1,"receipt":"a.b.c","claim":"a.b.c","x":1}'),
      'malformed_message',
    ],
    [
      'holds no receipt',
      Buffer.from('{"v":1,"receipt":"a.b.c","claim":"a.b.c"}'),
      'receipt_malformed',
    ],
  ])('that %s', async (_name, bytes, reason) => {
    expect(await submit(bytes)).toMatchObject({ kind: 'refused', reason })
    expect((await countStored(world)).claim).toBe(0)
  })

  it('cannot take the place of the rightful one, even while both are under way', async () => {
    const rightful = await makeClaim(world)
    const { receipt } = textsOf(rightful)
    const squatter = submissionOf(
      receipt,
      textsOf(await makeClaim(world, { claimSigner: nobody })).claim,
    )
    const [bad, good] = await Promise.all([submit(squatter), submit(rightful)])
    expect(bad).toMatchObject({ reason: 'claim_signature_invalid' })
    expect(good).toMatchObject({ kind: 'ticket' })
  })
})

describe('a claim that is refused by a decision', () => {
  const decided: readonly (readonly [string, ClaimOptions, ReasonCode])[] = [
    ['for another audience', { receipt: { aud: ['campaign:other'] } }, 'receipt_wrong_audience'],
    [
      'verified under another policy',
      { receipt: { policyHash: '0'.repeat(64) } },
      'receipt_policy_mismatch',
    ],
    ['verified too long ago', { receipt: { exp: NOW / 1000 } }, 'receipt_expired'],
    [
      'to another payout target',
      { claim: { payoutTarget: 'account-of-eve' } },
      'claim_payout_mismatch',
    ],
  ]
  it.each(decided)('%s is remembered with its reason', async (_name, options, reason) => {
    const bytes = await makeClaim(world, options)
    const answer = await submit(bytes)
    expect(answer).toMatchObject({ kind: 'refused', reason })
    expect(await submit(bytes)).toEqual(answer)
    const shown = unwrap(await world.distributor.showClaim(answer.claimId ?? claimIdOf('')))
    expect(shown).toMatchObject({ state: 'refused', reason: { code: reason } })
    expect((await countStored(world)).nullifier).toBe(0)
  })

  it('after the campaign closed', async () => {
    world.advance(3_600_000)
    const bytes = await makeClaim(world, { receipt: { exp: NOW / 1000 + 9_000 } })
    expect(await submit(bytes)).toMatchObject({ reason: 'campaign_closed' })
  })

  it('when undetermined under a policy that does not hold', async () => {
    const strict = {
      ...fixedRule,
      id: brandId<CampaignId>('strict'),
      policy: { ...policy, onUndetermined: 'reject' as const },
    }
    await world.openCampaign(strict)
    const bytes = await makeClaim(world, { rule: strict, receipt: { outcome: 'undetermined' } })
    expect(await submit(bytes)).toMatchObject({ reason: 'receipt_outcome_not_accepted' })
  })
})

describe('a claim with an undetermined receipt', () => {
  it.each([
    ['is accepted where its amount is within the cap of the ladder', '100000000', 'accepted'],
    ['is refused where its amount is above the cap of the ladder', '1', 'refused'],
  ])('%s', async (_, uptoMinor, outcome) => {
    const step = { uptoMinor, statusAgeMaxMs: 600_000, onUndetermined: 'accept_up_to_cap' as const }
    const laddered = {
      ...fixedRule,
      id: brandId<CampaignId>('laddered'),
      policy: { ...policy, onUndetermined: 'reject' as const, statusLadder: [step] },
    }
    await world.openCampaign(laddered)
    const bytes = await makeClaim(world, { rule: laddered, receipt: { outcome: 'undetermined' } })
    expect(JSON.stringify(await submit(bytes))).toContain(outcome)
  })
})

describe('a claim that comes too early', () => {
  it('is refused without being remembered, and accepted once the campaign opens', async () => {
    const later = { ...fixedRule, id: brandId<CampaignId>('later'), opensAtMs: NOW + 10_000 }
    await world.openCampaign(later)
    const bytes = await makeClaim(world, { rule: later })
    expect(await submit(bytes)).toMatchObject({ reason: 'campaign_not_open' })
    world.advance(10_000)
    await world.settleDown()
    expect(await submit(bytes)).toMatchObject({ kind: 'ticket' })
  })
})

describe('the store', () => {
  /** Runs `around` in place of the commits of claims. */
  const openOver = async (around: (commit: () => Promise<unknown>) => Promise<unknown>) => {
    const own = await openWorld({
      wrapStore: (store) => ({
        transact: <T>(name: string, body: (tx: Tx) => Promise<T>) =>
          name === 'claim-commit'
            ? (around(() => store.transact(name, body)) as Promise<T>)
            : store.transact(name, body),
        read: (name, body) => store.read(name, body),
        migrate: (migrations) => store.migrate(migrations),
        close: () => store.close(),
      }),
    })
    await own.openCampaign()
    return own
  }

  it('has committed before anybody gets a ticket (H4)', async () => {
    let committed = false
    const own = await openOver(async (commit) => {
      const outputs = await commit()
      for (let turn = 0; turn < 50; turn += 1) await undefined
      committed = true
      return outputs
    })
    const answer = await own.distributor.submitClaim(await makeClaim(own))
    expect(answer.kind).toBe('ticket')
    expect(committed).toBe(true)
    await own.close()
  })

  it('that fails makes a refusal that may be tried again, and nothing is kept', async () => {
    let broken = true
    const own = await openOver(async (commit) => {
      if (!broken) return commit()
      throw Object.assign(new Error('disk'), { code: 'store_unavailable', retryable: true })
    })
    const bytes = await makeClaim(own)
    const refusal = await own.distributor.submitClaim(bytes)
    expect(refusal).toMatchObject({ kind: 'refused', reason: 'store_unavailable' })
    expect((await countStored(own)).claim).toBe(0)
    broken = false
    expect(await own.distributor.submitClaim(bytes)).toMatchObject({ kind: 'ticket' })
    await own.close()
  })

  it('that fails by a fault of the program is a fault, never an answer', async () => {
    const own = await openOver(async () => {
      throw new Error('bug')
    })
    await expect(own.distributor.submitClaim(await makeClaim(own))).rejects.toThrow('bug')
    await own.close()
  })
})

describe('lack of capacity', () => {
  it('is a refusal that says when to come again and is never remembered', async () => {
    let release = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = await openWorld({
      compute: {
        verifySignatures: async (jobs) => {
          await gate
          return jobs.map(() => true)
        },
      },
    })
    await slow.openCampaign()
    const intake = createClaimIntake(slow.parts, createCampaignLoader(slow.store), 2)
    const claims = await Promise.all(
      ['a1', 'b1', 'c1'].map((person) => makeClaim(slow, { person })),
    )
    const answers = claims.map((bytes) => intake(bytes))
    const third = await answers[2]
    expect(third).toMatchObject({ kind: 'refused', reason: 'queue_full' })
    expect(third?.kind === 'refused' && third.retryAfterMs).toBeGreaterThanOrEqual(1_000)
    release()
    expect((await Promise.all(answers)).map(({ kind }) => kind)).toEqual([
      'ticket',
      'ticket',
      'refused',
    ])
    expect(await intake(claims[2] as Uint8Array)).toMatchObject({ kind: 'ticket' })
    await slow.close()
  })

  it('drops a claim whose deadline has passed before it costs a signature', async () => {
    const bytes = await makeClaim(world)
    const late = await world.distributor.submitClaim(bytes, { deadlineMs: NOW - 1 })
    expect(late).toMatchObject({ kind: 'refused', reason: 'deadline_passed' })
    expect(await submit(bytes)).toMatchObject({ kind: 'ticket' })
  })

  it('turns busy signature workers into a refusal that may be tried again', async () => {
    let busy = true
    const shaky = await openWorld({
      compute: {
        verifySignatures: async (jobs) => {
          if (busy)
            throw Object.assign(new Error('full'), { code: 'compute_unavailable', retryable: true })
          return jobs.map(() => true)
        },
      },
    })
    busy = false
    await shaky.openCampaign()
    busy = true
    const bytes = await makeClaim(shaky)
    expect(await shaky.distributor.submitClaim(bytes)).toMatchObject({
      reason: 'compute_unavailable',
    })
    busy = false
    expect(await shaky.distributor.submitClaim(bytes)).toMatchObject({ kind: 'ticket' })
    await shaky.close()
  })
})
