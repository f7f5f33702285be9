import {
  acknowledged,
  BUDGET_MS_MAX,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeHex,
  encodeUtf8,
  leafHash,
  minorUnits,
  type PartyId,
  refused,
  sha256,
  treeRoot,
  unwrap,
} from '@evenkeel/kernel'
import { startTableRoot } from '@evenkeel/kernel/allocation'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AllocationLine, createDistributor } from '../../src/index.ts'
import { beginTable, clearTable } from '../../src/store/allocation-rows.ts'
import { announce } from '../support/announce.ts'
import { fixedRule, makeClaim, NOW, openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const create = (document: unknown, table?: Iterable<AllocationLine>) =>
  world.distributor.createCampaign(document, table === undefined ? {} : { table })
const open = async (rule: CampaignRule, table?: Iterable<AllocationLine>) => {
  const announced = await announce(world.distributor, rule, table === undefined ? {} : { table })
  await world.settleDown()
  return announced
}
const stateOf = async () => unwrap(await world.distributor.showCampaign(fixedRule.id)).state

const lines: readonly AllocationLine[] = Array.from({ length: 2_500 }, (_, i) => ({
  entry: `person${i}`,
  amountMinor: String(i + 1),
}))
const tableRule: CampaignRule = {
  ...fixedRule,
  poolMinor: '3126250',
  allocation: {
    kind: 'table',
    rows: lines.length,
    layout: 'rfc6962',
    root: encodeHex(
      treeRoot(
        lines.map(({ entry, amountMinor }) =>
          leafHash(encodeUtf8(canonicalJson({ amountMinor, entry }))),
        ),
      ),
    ),
  },
}

describe('a campaign', () => {
  it('opens when its time has come and everybody named has taken it, and closes by itself', async () => {
    const later = { ...fixedRule, opensAtMs: NOW + 5_000 }
    const created = unwrap(await create(Buffer.from(JSON.stringify(later))))
    expect(created).toEqual({
      campaignId: fixedRule.id,
      ruleHash: encodeHex(sha256(canonicalJson(later))),
      state: 'draft',
    })
    await open(later)
    expect(world.deliveries.map(({ kind }) => kind).sort()).toEqual([
      'ledger.open-campaign',
      'network.append',
      'network.append',
      'verifier.accept-rule',
    ])
    const leaves = world.deliveries.filter(({ kind }) => kind === 'network.append')
    expect(leaves.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'campaign_dry_run' }),
        expect.objectContaining({ kind: 'campaign_announcement', bodyHash: created.ruleHash }),
      ]),
    )
    expect(await stateOf()).toBe('announced')
    world.advance(5_000)
    await world.settleDown()
    expect(await stateOf()).toBe('open')
    world.advance(3_600_000)
    await world.settleDown()
    // Nobody came, and nothing goes back by this rule.
    expect(await stateOf()).toBe('settled')
  })

  it('never opens when somebody named refuses it, and says who', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.open-campaign' ? refused('account_conflict') : acknowledged
    const { ruleHash } = await open(fixedRule)
    world.advance(5_000)
    await world.settleDown()
    const { state, waitingFor } = unwrap(await world.distributor.showCampaign(fixedRule.id))
    expect(state).toBe('announced')
    expect(waitingFor).toEqual([{ handoff: `open:${ruleHash}`, reason: 'account_conflict' }])
    expect(await world.distributor.submitClaim(await makeClaim(world))).toMatchObject({
      reason: 'campaign_not_open',
    })
  })

  it('created again with the same rule is the same campaign, also at once; another rule is a conflict', async () => {
    const [first, second] = await Promise.all([create(fixedRule), create(fixedRule)])
    expect(second).toEqual(first)
    await open(fixedRule)
    expect(unwrap(await create(fixedRule)).state).toBe('open')
    expect(await create({ ...fixedRule, title: 'Other' })).toMatchObject({
      error: { code: 'campaign_conflict' },
    })
    expect(world.deliveries).toHaveLength(4)
  })

  it.each<[string, Partial<CampaignRule>]>([
    ['opens before it is announced', { announcedAtMs: NOW + 1 }],
    ['closes before it opens', { closesAtMs: NOW }],
    ['is over before it begins', { announcedAtMs: 1, opensAtMs: 2, closesAtMs: 3 }],
    ['the pool is no positive amount', { poolMinor: '0' }],
    ['one amount is more than the pool', { poolMinor: '99' }],
    ['names a verifier twice', { verifiers: ['verifier-a', 'verifier-a'] as PartyId[] }],
    ['the directory does not know', { verifiers: ['stranger' as PartyId] }],
    ['the period is no text', { uniqueness: { domain: 'residents', period: 'a\0b' } }],
    ['held and appealed for longer', { hold: { ...fixedRule.hold, appealMs: BUDGET_MS_MAX } }],
    ['declares no output', { ...tableRule, policy: { ...fixedRule.policy, outputs: {} } }],
  ])('whose rule contradicts itself is refused: %s', async (detail, change) => {
    const refusal = await create({ ...fixedRule, ...change })
    expect(refusal).toMatchObject({ ok: false, error: { code: 'campaign_rule_inconsistent' } })
    expect(!refusal.ok && refusal.error.detail).toContain(detail)
    expect(await world.distributor.showCampaign(fixedRule.id)).toMatchObject({
      error: { code: 'campaign_unknown' },
    })
  })

  it('whose document is larger than what can be handed to a verifier is refused', async () => {
    const requiredClaims = { region: 'x'.repeat(70_000) }
    expect(
      await create({ ...fixedRule, policy: { ...fixedRule.policy, requiredClaims } }),
    ).toMatchObject({ ok: false, error: { code: 'message_too_large' } })
  })

  it('that counts an asset in other units than an earlier one is refused: payees hold both together', async () => {
    await open(fixedRule)
    const other = { ...fixedRule, id: 'other', asset: { ...fixedRule.asset, scale: 6 } }
    const refusal = await create(other)
    expect(refusal).toMatchObject({ error: { code: 'campaign_rule_inconsistent' } })
    expect(!refusal.ok && refusal.error.detail).toContain('UNI has the scale 18')
    unwrap(await create({ ...other, asset: { code: 'USD', scale: 6 } }))
  })

  it('whose document is none is refused with the place of the fault', async () => {
    expect(await create({ ...fixedRule, rail: 'pigeon' })).toMatchObject({
      error: { code: 'malformed_message' },
    })
  })
})

describe('a table', () => {
  const storedRows = () =>
    world.store.read('rows', async (tx) =>
      Number((await tx.get('SELECT count(*) AS n FROM allocation'))?.n),
    )

  it('that its rule commits to pays each row what it says', async () => {
    await open(tableRule, lines)
    const bytes = await makeClaim(world, { rule: tableRule, person: 'person41' })
    expect(await world.distributor.submitClaim(bytes)).toMatchObject({ kind: 'ticket' })
    await world.settleDown()
    const reserve = world.deliveries.find(({ kind }) => kind === 'ledger.reserve')
    expect(reserve?.body.amountMinor).toBe('42')
    const stranger = await makeClaim(world, { rule: tableRule, person: 'stranger' })
    expect(await world.distributor.submitClaim(stranger)).toMatchObject({ reason: 'not_in_table' })
  })

  it.each(['a\0b', 'a\ud800'])(
    'has no row under a key that no store takes, and whoever claims it harms nobody: %j',
    async (entry) => {
      expect(await create(tableRule, [{ entry, amountMinor: '1' }])).toMatchObject({
        error: { code: 'campaign_table_mismatch' },
      })
      await open(tableRule, lines)
      const good = await makeClaim(world, { rule: tableRule, person: 'person1' })
      const bad = await makeClaim(world, {
        rule: tableRule,
        person: 'eve',
        receipt: { outputs: { entry: 'a\0b' } },
      })
      const answers = [good, bad].map((bytes) => world.distributor.submitClaim(bytes))
      expect(await Promise.all(answers)).toMatchObject([
        { kind: 'ticket' },
        { kind: 'refused', reason: 'not_in_table' },
      ])
    },
  )

  it('of a campaign that is refused in the end leaves nothing behind', async () => {
    unwrap(await create({ ...fixedRule, id: 'first', asset: { code: 'UNI', scale: 6 } }))
    expect(await create(tableRule, lines)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent' },
    })
    expect(await storedRows()).toBe(0)
  })

  it('is loaded by one process at a time: whoever begins last has it, and nobody mixes lines', async () => {
    const other = createDistributor(world.parts.context, world.parts.config)
    async function* interrupted(): AsyncGenerator<AllocationLine> {
      yield* lines.slice(0, 1_200)
      unwrap(await other.createCampaign(tableRule, { table: lines }))
      yield* lines.slice(1_200)
    }
    const first = await world.distributor.createCampaign(tableRule, { table: interrupted() })
    expect(first).toMatchObject({ ok: false, error: { code: 'campaign_conflict' } })
    expect(await storedRows()).toBe(lines.length)
    expect(unwrap(await create(tableRule, [])).state).toBe('draft')
  })

  it('of a campaign that another process made meanwhile is left alone', async () => {
    unwrap(await create(tableRule, lines))
    const { store } = world
    const late = { campaignId: tableRule.id, attempt: 'late' }
    expect(await beginTable(store, late)).toBe(false)
    expect(await clearTable(store, late)).toBe(false)
    expect(await storedRows()).toBe(lines.length)
  })

  it('pays a row once, also to two people whose receipts name it, at once', async () => {
    await open(tableRule, lines)
    const claims = await Promise.all(
      ['ada', 'eve'].map((person) =>
        makeClaim(world, { rule: tableRule, person, receipt: { outputs: { entry: 'person7' } } }),
      ),
    )
    const answers = await Promise.all(claims.map((bytes) => world.distributor.submitClaim(bytes)))
    expect(answers).toMatchObject([
      { kind: 'ticket' },
      { kind: 'refused', reason: 'already_claimed' },
    ])
    // Whoever got nothing has used up nothing.
    const own = await makeClaim(world, {
      rule: tableRule,
      person: 'eve',
      visit: 2,
      receipt: { outputs: { entry: 'person8' } },
    })
    expect(await world.distributor.submitClaim(own)).toMatchObject({ kind: 'ticket' })
  })

  it.each<[string, readonly AllocationLine[]]>([
    ['lacks a row', lines.slice(1)],
    ['has a row too many', [...lines, { entry: 'eve', amountMinor: '1' }]],
    ['has rows in another order', [...lines].reverse()],
    ['has another amount', [{ entry: 'person0', amountMinor: '2' }, ...lines.slice(1)]],
    ['names a key twice', [...lines.slice(1), { entry: 'person1', amountMinor: '1' }]],
    ['has an amount of nothing', [{ entry: 'person0', amountMinor: '0' }, ...lines.slice(1)]],
    ['has an amount that is none', [{ entry: 'person0', amountMinor: '-1' }, ...lines.slice(1)]],
    ['has a row without a key', [{ entry: '', amountMinor: '1' }, ...lines.slice(1)]],
    ['is not given', []],
  ])('that %s is refused and leaves nothing behind', async (_name, table) => {
    expect(await create(tableRule, table)).toMatchObject({
      error: { code: 'campaign_table_mismatch' },
    })
    expect(await storedRows()).toBe(0)
    expect(unwrap(await create(tableRule, lines)).state).toBe('draft')
    expect(await storedRows()).toBe(lines.length)
  })

  it('that gives more than the pool is refused (D11)', async () => {
    expect(await create({ ...tableRule, poolMinor: '3126249' }, lines)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent', detail: 'the table gives more than the pool' },
    })
  })

  it('whose source breaks leaves the way free for another try', async () => {
    function* broken(): Generator<AllocationLine> {
      yield* lines.slice(0, 1_500)
      throw new Error('disk gone')
    }
    await expect(create(tableRule, broken())).rejects.toThrow('disk gone')
    expect(unwrap(await create(tableRule, lines)).state).toBe('draft')
  })

  it('in the Uniswap layout is looked up by address, whatever its letters', async () => {
    const entry = `0x${'aB'.repeat(20)}`
    const root = startTableRoot('uniswap-merkle', 1)
    root.add([{ entry: entry.toLowerCase(), amount: minorUnits(9n) }])
    const rule: CampaignRule = {
      ...fixedRule,
      id: 'drop' as CampaignId,
      allocation: { kind: 'table', rows: 1, layout: 'uniswap-merkle', root: root.root() },
    }
    await open(rule, [{ entry, amountMinor: '9' }])
    const outputs = { entry: `0x${'Ab'.repeat(20)}` }
    const bytes = await makeClaim(world, { rule, receipt: { outputs } })
    expect(await world.distributor.submitClaim(bytes)).toMatchObject({ kind: 'ticket' })
  })
})
