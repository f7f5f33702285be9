import {
  brandId,
  canonicalJson,
  type PartyId,
  type Policy,
  parseReceipt,
  unwrap,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { replayVerdict } from '../../src/index.ts'
import { hand, openCampaign, rule } from '../support/campaign.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  issue,
  openWorld,
  policy,
  present,
  record,
  STATUS_URI,
  strangerSigner,
  summary,
  type TestWorld,
} from '../support/test-world.ts'

async function verify(world: TestWorld, change: Partial<Policy>, claims: object = { age: 20 }) {
  const shown = [...new Set(['person', 'tier', 'country', ...Object.keys(claims)])]
  const credential = await issue({ claims: { ...claims }, disclose: shown })
  const presentation = await present({ credential, show: shown })
  return world.verify(presentation, { policy: { ...policy, ...change } })
}

const checkOf = ({ verdict }: Awaited<ReturnType<typeof verify>>, name = 'condition') =>
  verdict.checks.find(({ check }) => check === name)

describe('a policy’s condition', () => {
  test('accepts who meets it, and puts out what it computes beside what it copies', async () => {
    const verified = await verify(await openWorld(), {
      condition: 'claims.age >= 18 && issuer.assurance == "substantial"',
      computedOutputs: {
        weight: 'int(claims.age) * 2',
        issuer: 'issuer.accreditation',
        jurisdiction: 'issuer.jurisdictions[0]',
      },
    })
    expect(verified.verdict).toMatchObject({
      outcome: 'accepted',
      outputs: { tier: 'gold', weight: 40, issuer: 'authority/issuer', jurisdiction: 'XA' },
    })
    expect(checkOf(verified)).toMatchObject({ result: 'ok', evidence: { source: 'policy-1' } })
  })

  test.each<readonly [condition: string, claims: object, reason: string]>([
    ['claims.age >= 18', { age: 17 }, 'credential_condition_not_met'],
    ['claims.age >= 18', {}, 'disclosure_missing'],
    ['claims.age >= 18', { age: '18' }, 'credential_condition_not_computable'],
    ['claims.age', { age: 18 }, 'credential_condition_not_computable'],
    ['timestamp(claims.age) < now', { age: 'soon' }, 'credential_condition_not_computable'],
  ])('`%s` over %j rejects for %s', async (condition, claims, reason) => {
    const verified = await verify(await openWorld(), { condition }, claims)
    expect(verified.verdict).toMatchObject({ outcome: 'rejected', reason })
    expect(checkOf(verified)).toMatchObject({ result: 'failed', reason })
  })

  test('does not become true because the list that tells of the issuer is too old', async () => {
    const world = await openWorld()
    await verify(world, {})
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    await world.time.advance(3_600_000)
    world.answers.set(STATUS_URI, 'unreachable')
    const { verdict } = await verify(world, { condition: 'claims.age >= 18' }, { age: 17 })
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ check: 'accreditation', result: 'unknown' }),
    )
    expect(verdict).toMatchObject({ outcome: 'rejected' })
  })

  test('is not asked of what nobody vouches for, whose values go nowhere', async () => {
    const world = await openWorld()
    const credential = await issue({ signer: strangerSigner })
    const verified = await world.verify(await present({ credential }), {
      policy: { ...policy, computedOutputs: { who: 'claims.person' } },
    })
    expect(checkOf(verified)).toMatchObject({ result: 'skipped' })
    expect(verified.verdict.outputs).toEqual({})
  })

  test('goes by the verifier’s clock and nothing else', async () => {
    const world = await openWorld()
    const early = await verify(world, { condition: 'now < timestamp("2027-01-15T09:00:00Z")' })
    expect(summary(early)).toMatch(/^accepted/)
    expect(canonicalJson(replayVerdict(early.input))).toBe(canonicalJson(early.verdict))
    const later = { ...early.input, nowMs: early.input.nowMs + 86_400_000 }
    expect(replayVerdict(later as typeof early.input).checks).toContainEqual(
      expect.objectContaining({ check: 'condition', reason: 'credential_condition_not_met' }),
    )
  })

  test('is no part of a verdict under a policy that has none, so that those from before replay', async () => {
    const verified = await verify(await openWorld(), {})
    expect(verified.verdict.checks.map(({ check }) => check)).toEqual([
      'format',
      'accreditation',
      'signature',
      'validity',
      'type',
      'holder_binding',
      'status',
      'rule',
      'witness',
    ])
  })

  test('is refused where it cannot be read, by whoever is asked', async () => {
    const world = await openWorld()
    const broken = { ...policy, condition: 'claims.age >' }
    await expect(world.verify(await present(), { policy: broken })).rejects.toThrow(
      'expression_malformed',
    )
    const answers = await hand(world, { ...rule, policy: broken })
    expect(answers).toEqual([expect.objectContaining({ reason: 'expression_malformed' })])
    const asked = await world.openid4vp.createRequest({
      purpose: { policy: broken },
      flow: 'cross-device',
      deadlineMs: world.time.clock.monotonicMs() + 1_000,
    })
    expect(asked).toMatchObject({ ok: false, error: { code: 'expression_malformed' } })
  })

  test('too large an output is none, also together with those that are copied', async () => {
    const computedOutputs = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [`out_${n}`, 'claims.tier']),
    )
    const verified = await verify(
      await openWorld(),
      { computedOutputs },
      { age: 20, tier: 'x'.repeat(512) },
    )
    expect(verified.verdict).toMatchObject({
      outcome: 'rejected',
      reason: 'credential_outputs_too_large',
    })
  })
})

test('a receipt carries what the rule computes, and its verdict replays byte for byte', async () => {
  const computedOutputs = {
    weight: 'claims.tier == "gold" ? 3 : 1',
    issuer: 'issuer.accreditation',
  }
  const change = { policy: { ...policy, condition: 'claims.country == "XA"', computedOutputs } }
  const campaign = await openCampaign(change)
  const { receipt, verdict } = unwrap(await campaign.verify())
  if (receipt === undefined) throw new Error('no receipt')
  const payload = JSON.parse(
    Buffer.from(receipt.compact.split('.')[1] ?? '', 'base64url').toString(),
  ) as unknown
  expect(unwrap(parseReceipt(payload)).outputs).toEqual({
    tier: 'gold',
    weight: 3,
    issuer: 'authority/issuer',
  })
  const replay = await campaign.world.verifier.replayReceipt(receipt.id)
  expect(replay).toMatchObject({ kind: 'same' })
  expect('verdict' in replay && canonicalJson(replay.verdict)).toBe(canonicalJson(verdict))
})

describe('a policy that goes by the accreditation and names no issuer', () => {
  test.each<readonly [issuers: Policy['issuers'], outcome: string]>([
    [{ jurisdictions: ['XA'] }, 'accepted'],
    [{ jurisdictions: ['XA-01'] }, 'accepted'],
    [{ jurisdictions: ['XB'] }, 'rejected'],
    [{ authorities: [brandId<PartyId>('authority')] }, 'accepted'],
    [{ authorities: [brandId<PartyId>('other')] }, 'rejected'],
  ])('and asks for %j: %s', async (issuers, outcome) => {
    const { verdict } = await verify(await openWorld(), { ...(issuers && { issuers }) })
    expect(verdict.outcome).toBe(outcome)
    if (outcome === 'rejected') expect(verdict.reason).toBe('credential_issuer_not_eligible')
  })

  test('knows when an announced act will take the issuer’s place away', async () => {
    const world = await openWorld()
    const effectiveAtMs = world.time.nowMs() + 600_000
    const payload = { pending: [{ effectiveAtMs, record: { ...record, jurisdictions: ['XB'] } }] }
    world.answers.set(
      ACCREDITATIONS_URL,
      await accreditationList({ at: world.time.nowMs(), payload }),
    )
    const { verdict } = await verify(world, { issuers: { jurisdictions: ['XA'] } })
    expect(verdict).toMatchObject({ outcome: 'accepted', endsAtMs: effectiveAtMs })
  })
})
