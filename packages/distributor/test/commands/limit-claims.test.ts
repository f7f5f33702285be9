import {
  type CampaignLimits,
  type CampaignRule,
  type ClaimId,
  canonicalJson,
  encodeHex,
  type JsonValue,
  type Limit,
  type LimitKind,
  type PartyId,
  payoutCommitment,
  sha256,
  sha256Text,
  unwrap,
} from '@evenkeel/kernel'
import { entrySetRoot } from '@evenkeel/kernel/allocation'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limitReasons } from '../../src/model/limit-keys.ts'
import { allocateWindow, batchRule, closeWindow, sharesByPerson } from '../support/window.ts'
import { fixedRule, makeClaim, openWorld, VERIFIER, type World } from '../support/world.ts'

const OTHER = 'verifier-b' as PartyId
const policy = {
  ...fixedRule.policy,
  outputs: { ...fixedRule.policy.outputs, issuer: 'issuer', jurisdiction: 'place' },
}

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

interface Come {
  readonly verifier?: PartyId
  readonly issuer?: string
  readonly jurisdiction?: string
  readonly account?: string
}

/** Everything that two claims can have in common, but the period. */
const usual: Required<Come> = {
  verifier: VERIFIER,
  issuer: 'school',
  jurisdiction: 'AT',
  account: 'joint',
}

async function claim(rule: CampaignRule, person: string, come: Come = {}): Promise<string> {
  const { verifier, issuer, jurisdiction, account } = { ...usual, ...come }
  const opening = { salt: 'c2FsdHNhbHRzYWx0c2FsdA', target: account }
  const bytes = await makeClaim(world, {
    rule,
    person,
    visit: verifier === VERIFIER ? 1 : 2,
    receipt: {
      iss: verifier,
      outputs: { issuer, jurisdiction },
      payoutCommitment: payoutCommitment(opening),
    },
    receiptSigner: world.signerOf(verifier),
    claim: { payoutTarget: account },
  })
  const answer = await world.distributor.submitClaim(bytes)
  return answer.kind === 'ticket' ? 'ticket' : answer.reason
}

const byCount: Limit = { claimsMax: 2 }
const byValue: Limit = { amountMinorMax: '299' }
const kinds: readonly (readonly [LimitKind, Come | undefined])[] = [
  ['perVerifier', { verifier: OTHER }],
  ['perIssuer', { issuer: 'college' }],
  ['perJurisdiction', { jurisdiction: 'CH' }],
  ['perPayoutTarget', { account: 'own' }],
  ['perPeriod', undefined],
]
const cases = kinds.flatMap(([kind, other]) => [
  [kind, 'count', { [kind]: byCount }, other] as const,
  [kind, 'value', { [kind]: byValue }, other] as const,
])

describe('an instant window', () => {
  it.each(cases)(
    'F6: gives no more than the limit %s in %s, at once and later; what has nothing in common goes on, and who was refused has used up nothing',
    async (kind, _what, limits: CampaignLimits, other) => {
      const rule = { ...fixedRule, policy, verifiers: [VERIFIER, OTHER], limits }
      await world.openCampaign(rule)
      const atOnce = await Promise.all(['ada', 'bob', 'cleo'].map((one) => claim(rule, one)))
      expect(atOnce.sort()).toEqual([limitReasons[kind], 'ticket', 'ticket'].sort())
      expect(await claim(rule, 'dan')).toBe(limitReasons[kind])
      if (other === undefined) return
      expect(await claim(rule, 'eve', other)).toBe('ticket')
      // Another receipt of somebody who was refused.
      if (kind === 'perVerifier') expect(await claim(rule, 'dan', other)).toBe('ticket')
    },
  )

  it('uses up no limit for a claim that another limit leaves no room for', async () => {
    const limits = { perIssuer: { claimsMax: 1 }, perPayoutTarget: { claimsMax: 1 } }
    const rule = { ...fixedRule, policy, limits }
    await world.openCampaign(rule)
    expect(await claim(rule, 'ada', { issuer: 'school' })).toBe('ticket')
    expect(await claim(rule, 'bob', { issuer: 'college' })).toBe('payout_target_limit_reached')
    expect(await claim(rule, 'cleo', { issuer: 'college', account: 'own' })).toBe('ticket')
  })

  it('counts what was given before the process died', async () => {
    const rule = { ...fixedRule, policy, limits: { perPayoutTarget: { claimsMax: 1 } } }
    await world.openCampaign(rule)
    expect(await claim(rule, 'ada')).toBe('ticket')
    const rows = await world.store.read('uses', (tx) =>
      tx.all('SELECT limit_key, claims, amount FROM limit_use ORDER BY limit_key', []),
    )
    // The account is nowhere in the store in words.
    expect(rows).toMatchObject([{ claims: 1, amount: '100' }])
    expect(String(rows[0]?.limit_key)).not.toContain('joint')
  })

  it('takes a place for one place in whichever case it is written, and what is no place for none', async () => {
    const limits = { perJurisdiction: { claimsMax: 1 } }
    const rule = { ...fixedRule, policy, limits }
    await world.openCampaign(rule)
    expect(await claim(rule, 'ada', { jurisdiction: 'de' })).toBe('ticket')
    expect(await claim(rule, 'bob', { jurisdiction: 'DE' })).toBe('jurisdiction_limit_reached')
    expect(await claim(rule, 'cleo', { jurisdiction: 'dE-by' })).toBe('ticket')
    expect(await claim(rule, 'dan', { jurisdiction: 'DE-BY' })).toBe('jurisdiction_limit_reached')
    // The last two would be South Sudan and Finland in upper case.
    for (const [i, none] of ['Germany', 'D', 'DE ', 'ＤＥ', '', 'ß', 'ﬁ'].entries()) {
      expect(await claim(rule, `person${i}`, { jurisdiction: none })).toBe('limit_output_missing')
    }
  })

  it('refuses a receipt that does not say what a limit goes by, also where it says no text', async () => {
    const rule = { ...fixedRule, policy, limits: { perIssuer: byCount } }
    await world.openCampaign(rule)
    for (const [i, outputs] of [{}, { issuer: 7 }, { issuer: '' }, { issuer: 'a\0b' }].entries()) {
      const bytes = await makeClaim(world, { rule, person: `person${i}`, receipt: { outputs } })
      const answer = await world.distributor.submitClaim(bytes)
      expect(answer).toMatchObject({ reason: 'limit_output_missing' })
    }
  })
})

describe('a batch window', () => {
  const outcome = async (limits: CampaignLimits, people: Readonly<Record<string, Come>>) => {
    const rule = batchRule(
      { kind: 'equal-capped', capMinor: '400' },
      {
        policy,
        limits,
        verifiers: [VERIFIER, OTHER],
      },
    )
    await world.openCampaign(rule)
    for (const [person, come] of Object.entries(people)) {
      expect(await claim(rule, person, come)).toBe('ticket')
    }
    await closeWindow(world)
    await allocateWindow(world)
    return sharesByPerson(world, rule)
  }

  it('leaves out whom a limit in count leaves no room, with the reason, and shares the pool among the others', async () => {
    const shares = await outcome(
      { perIssuer: { claimsMax: 2 } },
      { ada: {}, bob: {}, cleo: {}, dan: { issuer: 'college' } },
    )
    const { dan, ...ofSchool } = shares
    expect(dan).toBe('settled 333')
    expect(
      Object.values(ofSchool)
        .map((text) => text.split(' ')[0])
        .sort(),
    ).toEqual(['refused', 'settled', 'settled'])
    expect(Object.values(ofSchool)).toContain('refused - issuer_limit_reached')
  })

  it('F1: goes in count by the order of all who were in it at its closing, which is logged, whoever is taken out of it afterwards', async () => {
    const people = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay', 'gil', 'hal']
    const limits = { perPeriod: { claimsMax: 3 } }
    const rule = batchRule({ kind: 'equal-capped', capMinor: '400' }, { policy, limits })
    await world.openCampaign(rule)
    for (const person of people) expect(await claim(rule, person)).toBe('ticket')
    await closeWindow(world)
    const entryRoot = entrySetRoot(people.map((person) => `nullifier-${person}`))
    const numberOf = (person: string) =>
      encodeHex(sha256(Buffer.concat([Buffer.from(entryRoot), sha256(`nullifier-${person}`)])))
    const inOrder = people.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1))
    const [first = '', ...others] = inOrder
    const last = others.pop() ?? ''
    for (const person of [first, last]) {
      const row = await world.store.read('claim-of', (tx) =>
        tx.get('SELECT claim_id FROM claim WHERE handle = ?', [`handle-${person}`]),
      )
      unwrap(await world.distributor.takeOutClaim(row?.claim_id as ClaimId))
    }
    await allocateWindow(world)
    const shares = await sharesByPerson(world, rule)
    const paid = people.filter((person) => shares[person]?.startsWith('settled'))
    expect(paid.sort()).toEqual(others.slice(0, 3).sort())
    const { window, closedAtMs, ruleHash } = unwrap(await world.distributor.showCampaign(rule.id))
    expect(window).toMatchObject({ entryRoot })
    const { tickets = 0, ticketRoot = '' } = window ?? {}
    const body = { v: 1, campaignId: rule.id, ruleHash, closedAtMs, tickets, ticketRoot, entryRoot }
    expect(world.deliveries.map(({ body: leaf }) => leaf.bodyHash)).toContain(
      sha256Text(canonicalJson(body as JsonValue), 'hex'),
    )
  })

  it('scales what goes to one account down to its limit in value; the rest stays in the pool', async () => {
    const shares = await outcome(
      { perPayoutTarget: { amountMinorMax: '101' } },
      { ada: {}, bob: {}, cleo: { account: 'own' }, dan: { account: 'another' } },
    )
    expect(shares).toEqual({
      ada: 'settled 51',
      bob: 'settled 50',
      cleo: 'settled 101',
      dan: 'settled 101',
    })
    const { totals } = unwrap(await world.distributor.showCampaign(batchRule().id))
    expect(totals.settled.amountMinor).toBe('303')
  })
})

it('a rule with a limit is refused unless it limits something and its policy says by what', async () => {
  const refused = async (limits: CampaignLimits) =>
    world.distributor.createCampaign({ ...fixedRule, limits })
  for (const [limits, detail] of [
    [{ perIssuer: byCount }, 'the policy declares no output `issuer`, by which `perIssuer` goes'],
    [
      { perJurisdiction: byCount },
      'the policy declares no output `jurisdiction`, by which `perJurisdiction` goes',
    ],
    [{ perVerifier: {} }, '`perVerifier` limits nothing'],
  ] as const) {
    expect(await refused(limits)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent', detail },
    })
  }
})
