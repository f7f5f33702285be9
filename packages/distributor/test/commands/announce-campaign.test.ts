import { type CampaignRule, unwrap } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PAUSE_MS_MAX, PAUSES_MS_MAX } from '../../src/limits.ts'
import { campaignStates, campaignTransitions } from '../../src/model/campaign-states.ts'
import { dryRun } from '../../src/model/dry-run.ts'
import { moveCampaigns } from '../../src/store/move-campaigns.ts'
import { announce, PEOPLE } from '../support/announce.ts'
import { fixedRule, makeClaim, NOW, openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const { id: campaignId } = fixedRule
const show = async () => unwrap(await world.distributor.showCampaign(campaignId))
const draft = async (rule: CampaignRule = fixedRule) => {
  const { ruleHash } = unwrap(await world.distributor.createCampaign(rule))
  unwrap(await world.distributor.dryRunCampaign(campaignId, PEOPLE))
  return ruleHash
}
const announceBy = (by: string, ruleHash: string) =>
  world.distributor.announceCampaign({ campaignId, ruleHash, by })
/** What was handed over, but for the report of the dry run. */
const kinds = () =>
  world.deliveries.filter(({ body }) => body.kind !== 'campaign_dry_run').map(({ kind }) => kind)

describe('announcing a campaign', () => {
  it('takes two people: nobody is told of it before the second has confirmed the hash', async () => {
    const ruleHash = await draft()
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'draft', announcers: 0 })
    expect(await announceBy('anna', ruleHash)).toMatchObject({ value: { state: 'draft' } })
    expect(await announceBy('anna', ruleHash)).toMatchObject({
      error: { code: 'campaign_second_person_needed' },
    })
    await world.settleDown()
    expect(kinds()).toEqual([])
    expect(await show()).toMatchObject({ state: 'draft', announcers: 1 })
    expect(await announceBy('ben', ruleHash)).toMatchObject({ value: { state: 'announced' } })
    await world.settleDown()
    expect(kinds().sort()).toEqual([
      'ledger.open-campaign',
      'network.append',
      'verifier.accept-rule',
    ])
    expect(await show()).toMatchObject({ state: 'open', announcers: 2, announcedAtMs: NOW })
  })

  it('takes a dry run of exactly this rule first, on somebody', async () => {
    const { ruleHash } = unwrap(await world.distributor.createCampaign(fixedRule))
    const missing = { error: { code: 'campaign_dry_run_missing' } }
    expect(await announceBy('anna', ruleHash)).toMatchObject(missing)
    const { report } = dryRun({ ...fixedRule, title: 'Another' }, [{ person: 'ada', outputs: {} }])
    expect(await world.distributor.recordDryRun(campaignId, report)).toMatchObject({
      error: { code: 'campaign_conflict' },
    })
    expect(await world.distributor.dryRunCampaign(campaignId, [])).toMatchObject(missing)
    expect(await announceBy('anna', ruleHash)).toMatchObject(missing)
    unwrap(await world.distributor.dryRunCampaign(campaignId, PEOPLE))
    expect(await announceBy('anna', ruleHash)).toMatchObject({ ok: true })
  })

  it('goes by the hash that each of the two has read', async () => {
    const ruleHash = await draft()
    unwrap(await announceBy('anna', ruleHash))
    expect(await announceBy('ben', 'f'.repeat(64))).toMatchObject({
      error: { code: 'campaign_conflict' },
    })
    expect(await show()).toMatchObject({ state: 'draft' })
  })

  it('is refused once the notice that the rule promises no longer fits before it opens', async () => {
    const rule = { ...fixedRule, opensAtMs: NOW + 10_000, noticeMs: 10_000 }
    const ruleHash = await draft(rule)
    unwrap(await announceBy('anna', ruleHash))
    world.advance(1)
    expect(await announceBy('ben', ruleHash)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent' },
    })
    expect(await show()).toMatchObject({ state: 'draft' })
  })

  it('never happens to a draft whose closing time has passed: it is archived', async () => {
    const ruleHash = await draft()
    world.advance(3_600_000)
    expect(await announceBy('anna', ruleHash)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent' },
    })
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'archived' })
  })
})

describe('a pause', () => {
  const pause = (by: string, forMs: number) =>
    world.distributor.pauseCampaign({ campaignId, forMs, reason: 'odd receipts', by })

  it('stops payments and not tickets, and lapses by itself; then what waited is paid once', async () => {
    await world.openCampaign()
    expect(await pause('anna', 5_000)).toMatchObject({ value: { pausedUntilMs: NOW + 5_000 } })
    const answer = await world.distributor.submitClaim(await makeClaim(world))
    expect(answer).toMatchObject({ kind: 'ticket' })
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'paused', totals: { reserved: { claims: 1 } } })
    expect(kinds()).not.toContain('ledger.settle')
    world.advance(5_000)
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'open', totals: { settled: { claims: 1 } } })
    expect(kinds().filter((kind) => kind === 'ledger.settle')).toHaveLength(1)
  })

  it('keeps an announced campaign from opening', async () => {
    await announce(world.distributor, fixedRule)
    unwrap(await pause('anna', 5_000))
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'paused' })
    world.advance(5_000)
    await world.settleDown()
    expect(await show()).toMatchObject({ state: 'open' })
  })

  it('is no longer than its cap, never by the same person twice, and over all pauses no longer than theirs', async () => {
    const later = { closesAtMs: NOW + 10 * PAUSES_MS_MAX }
    await world.openCampaign({ ...fixedRule, ...later })
    const notAllowed = { error: { code: 'campaign_pause_not_allowed' } }
    expect(await pause('anna', PAUSE_MS_MAX + 1)).toMatchObject(notAllowed)
    for (let used = 0; used + PAUSE_MS_MAX <= PAUSES_MS_MAX; used += PAUSE_MS_MAX) {
      unwrap(await pause(`person-${used}`, PAUSE_MS_MAX))
      expect(await pause('anna', 1)).toMatchObject(notAllowed)
      world.advance(PAUSE_MS_MAX)
      await world.settleDown()
    }
    expect(await pause('person-0', 1)).toMatchObject(notAllowed)
    expect(await pause('anna', PAUSE_MS_MAX)).toMatchObject(notAllowed)
    expect(await pause('anna', PAUSES_MS_MAX % PAUSE_MS_MAX)).toMatchObject({ ok: true })
  })
})

describe('the life of a campaign', () => {
  it('has no state that nothing leads to and, but for the last, none that nothing leads from', () => {
    for (const state of campaignStates) {
      if (state !== 'draft') expect(campaignTransitions.map(({ to }) => to)).toContain(state)
      if (state !== 'archived') expect(campaignTransitions.map(({ from }) => from)).toContain(state)
    }
  })

  it('knows no other way than those in its table', async () => {
    const move = world.store.transact('move', (tx) =>
      moveCampaigns(tx, { from: 'draft', to: 'open', where: 'campaign_id = ?', values: ['x'] }),
    )
    await expect(move).rejects.toThrow('a campaign never goes from draft to open')
  })
})
