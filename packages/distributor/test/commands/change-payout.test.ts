import {
  type CampaignRule,
  type ClaimId,
  createJws,
  type HandoffId,
  PAYOUT_CHANGE_TYP,
  type PayoutChangeSubmission,
  refused,
  type TransferId,
} from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  PAYOUT_CHANGE_AHEAD_MS,
  PAYOUT_CHANGE_CONFIRM_MS,
  PAYOUT_CHANGE_LOOK_MS,
  PAYOUT_CHANGES_PER_CLAIM_MAX,
} from '../../src/limits.ts'
import { handed } from '../support/recovery.ts'
import {
  fixedRule,
  holderOf,
  makeClaim,
  NOW,
  openWorld,
  textsOf,
  type World,
} from '../support/world.ts'

const DELAY_MS = 7_200_000
const rule: CampaignRule = {
  ...fixedRule,
  closesAtMs: fixedRule.opensAtMs + 300_000,
  hold: { deadlineMs: 60_000, byDefault: 'refuse', appealMs: 100_000_000 },
  payoutChange: { delayMs: DELAY_MS },
}

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** A claim that is held and then refused: what an appeal may find is a later payment. */
async function claimRefused(terms = rule): Promise<{ claimId: ClaimId; receipt: string }> {
  const bytes = await makeClaim(world, { rule: terms, receipt: { outcome: 'undetermined' } })
  const answer = await world.distributor.submitClaim(bytes)
  await world.settleDown()
  const claimId = (answer.kind === 'ticket' ? answer.claimId : '') as ClaimId
  await world.sendDecision(claimId, 'refuse')
  return { claimId, receipt: textsOf(bytes).receipt }
}

async function changeOf(
  { claimId, receipt }: { claimId: ClaimId; receipt: string },
  signer = holderOf('ada'),
  about = claimId,
  iat = NOW / 1_000,
): Promise<PayoutChangeSubmission> {
  const change = await createJws({
    header: { typ: PAYOUT_CHANGE_TYP, jwk: signer.publicJwk },
    payload: { claimId: about, payoutTarget: 'new-account', iat },
    signer,
  })
  return { v: 1, receipt, change }
}

async function request(claim: { claimId: ClaimId; receipt: string }): Promise<unknown> {
  return world.distributor.requestPayoutChange(claim.claimId, await changeOf(claim))
}

async function confirm(claimId: ClaimId, ...people: readonly string[]): Promise<unknown> {
  let last: unknown
  for (const by of people) last = await world.distributor.confirmPayoutChange({ claimId, by })
  return last
}

async function grantAppeal(claimId: ClaimId): Promise<unknown> {
  await world.sendDecision(claimId, 'release', 2)
  return handed(world, 'ledger.settle').at(-1)?.payee
}

async function pass(ms: number): Promise<void> {
  world.advance(ms)
  await world.settleDown()
}

describe('a change of the payout target', () => {
  it('applies to later payments when two people confirmed it and the delay is over', async () => {
    await world.openCampaign(rule)
    const claim = await claimRefused()
    expect(await request(claim)).toMatchObject({ value: { state: 'requested' } })
    await confirm(claim.claimId, 'anna', 'ben')
    await pass(DELAY_MS)
    expect(await grantAppeal(claim.claimId)).toBe('new-account')
  })

  it('changes nothing before the delay is over', async () => {
    await world.openCampaign(rule)
    const claim = await claimRefused()
    await request(claim)
    await confirm(claim.claimId, 'anna', 'ben')
    await pass(DELAY_MS - 1)
    expect(await grantAppeal(claim.claimId)).toBe('account-of-ada')
  })

  it('is not confirmed by one person, however often', async () => {
    await world.openCampaign(rule)
    const claim = await claimRefused()
    await request(claim)
    expect(await confirm(claim.claimId, 'anna', 'anna')).toMatchObject({
      value: { state: 'requested' },
    })
    await pass(PAYOUT_CHANGE_CONFIRM_MS)
    expect(await confirm(claim.claimId, 'ben')).toMatchObject({
      error: { code: 'payout_change_unknown' },
    })
    expect(await grantAppeal(claim.claimId)).toBe('account-of-ada')
  })

  it('is cancelled during the delay by whoever has the claim’s id, and the old target stands', async () => {
    await world.openCampaign(rule)
    const claim = await claimRefused()
    await request(claim)
    await confirm(claim.claimId, 'anna', 'ben')
    expect(await world.distributor.cancelPayoutChange(claim.claimId)).toMatchObject({ ok: true })
    await pass(DELAY_MS)
    expect(await grantAppeal(claim.claimId)).toBe('account-of-ada')
    expect(await world.distributor.explainClaim(claim.claimId)).toMatchObject({
      value: { payoutChange: { state: 'cancelled' } },
    })
  })

  it('never applies to the payment of the period that was open, however late that is', async () => {
    await world.openCampaign(rule)
    const bytes = await makeClaim(world, { rule })
    world.answer = ({ kind }) =>
      kind === 'ledger.reserve' ? { outcome: 'postponed' } : { outcome: 'acknowledged' }
    const answer = await world.distributor.submitClaim(bytes)
    const claimId = (answer.kind === 'ticket' ? answer.claimId : '') as ClaimId
    await request({ claimId, receipt: textsOf(bytes).receipt })
    await confirm(claimId, 'anna', 'ben')
    world.advance(DELAY_MS + PAYOUT_CHANGE_LOOK_MS)
    await world.party.sweep()
    world.answer = () => ({ outcome: 'acknowledged' })
    await pass(PAYOUT_CHANGE_LOOK_MS)
    expect(handed(world, 'ledger.settle')).toMatchObject([{ payee: 'account-of-ada' }])
    await pass(PAYOUT_CHANGE_LOOK_MS)
    expect(await world.distributor.explainClaim(claimId)).toMatchObject({
      value: { payoutChange: { state: 'lapsed' } },
    })
  })

  it('is taken from nobody but the holder of the key that the claim was made with', async () => {
    await world.openCampaign(rule)
    const claim = await claimRefused()
    const code = async (submission: PayoutChangeSubmission): Promise<string> => {
      const asked = await world.distributor.requestPayoutChange(claim.claimId, submission)
      return asked.ok ? 'taken' : asked.error.code
    }
    const good = await changeOf(claim)
    expect(await code(await changeOf(claim, holderOf('eve')))).toBe('claim_holder_key_mismatch')
    expect(await code(await changeOf(claim, holderOf('ada'), 'c0' as ClaimId))).toBe(
      'claim_receipt_mismatch',
    )
    const other = textsOf(await makeClaim(world, { rule, person: 'bob' })).receipt
    expect(await code({ ...good, receipt: other })).toBe('claim_receipt_mismatch')
    expect(await code({ ...good, change: `${good.change.slice(0, -8)}AAAAAAAA` })).toBe(
      'claim_signature_invalid',
    )
    expect(await code(good)).toBe('taken')
    expect(await code(good)).toBe('payout_change_not_allowed')
  })

  it('is not possible under a rule without terms for it', async () => {
    const { payoutChange: _, ...terms } = rule
    await world.openCampaign(terms)
    expect(await request(await claimRefused(terms))).toMatchObject({
      error: { code: 'payout_change_not_allowed' },
    })
  })

  it('keeps the new target sealed in the store', async () => {
    await world.openCampaign(rule)
    await request(await claimRefused())
    const row = await world.store.read('target', (tx) => tx.get('SELECT target FROM payout_change'))
    expect(Buffer.from(row?.target as Uint8Array).toString('latin1')).not.toContain('new-account')
  })

  it('is not taken again from before the last one, from the future, or without end', async () => {
    await world.openCampaign(rule)
    const claim = await claimRefused()
    const ask = async (iat: number) => {
      const change = await changeOf(claim, holderOf('ada'), claim.claimId, iat)
      return world.distributor.requestPayoutChange(claim.claimId, change)
    }
    const old = await changeOf(claim)
    expect(await ask(NOW / 1_000 + PAYOUT_CHANGE_AHEAD_MS / 1_000 + 1)).toMatchObject({ ok: false })
    for (let times = 0; times < PAYOUT_CHANGES_PER_CLAIM_MAX; times += 1) {
      world.advance(1_000)
      expect(await ask(NOW / 1_000 + times + 1)).toMatchObject({ ok: true })
      await world.distributor.cancelPayoutChange(claim.claimId)
      world.advance(1)
      expect(await world.distributor.requestPayoutChange(claim.claimId, old)).toMatchObject({
        error: { code: 'payout_change_not_allowed' },
      })
    }
    world.advance(1_000)
    expect(await ask(NOW / 1_000 + PAYOUT_CHANGES_PER_CLAIM_MAX + 1)).toMatchObject({ ok: false })
  })
})

describe('a change of the payout target of what vests', () => {
  const DAY = 86_400_000
  const vesting: CampaignRule = {
    ...rule,
    vesting: {
      kind: 'linear',
      startsAtMs: NOW,
      cliffMs: 0,
      stepMs: DAY,
      steps: 4,
      cancel: 'never',
    },
  }
  let claimId: ClaimId

  /** Confirmed, and its open part is paid. */
  async function confirmed(): Promise<void> {
    world.payment = () => 'later'
    await world.openCampaign(vesting)
    const bytes = await makeClaim(world, { rule: vesting })
    const answer = await world.distributor.submitClaim(bytes)
    claimId = (answer.kind === 'ticket' ? answer.claimId : '') as ClaimId
    await world.settleDown()
    await request({ claimId, receipt: textsOf(bytes).receipt })
    await confirm(claimId, 'anna', 'ben')
    await pass(DELAY_MS)
    expect(handed(world, 'ledger.change-payee')).toEqual([])
    await world.ledgerSays([
      {
        id: 'part' as HandoffId,
        to: world.party.id,
        kind: 'distributor.record-payment',
        body: {
          transferId: claimId as string as TransferId,
          outcome: 'settled',
          railReceipt: 'rail:1',
          release: { number: 1, amountMinor: '25' },
        },
      },
    ])
    await pass(DAY)
  }
  const isChanged = async (): Promise<unknown> => {
    const row = await world.store.read('targets', (tx) =>
      tx.get(
        'SELECT claim.payout = payout_change.target AS same FROM claim JOIN payout_change ON claim.claim_id = payout_change.claim_id',
      ),
    )
    return row?.same === 1
  }
  const told = async () => {
    const story = await world.distributor.explainClaim(claimId)
    return story.ok ? story.value.payoutChange : undefined
  }

  it('is told to the ledger when the open part is paid, and stands here once it stands there', async () => {
    let isDown = true
    world.answer = ({ kind }) =>
      kind === 'ledger.change-payee' && isDown
        ? { outcome: 'postponed' }
        : { outcome: 'acknowledged' }
    await confirmed()
    expect(await told()).toMatchObject({ state: 'applying' })
    expect(await isChanged()).toBe(false)
    expect(await world.distributor.cancelPayoutChange(claimId)).toMatchObject({
      error: { code: 'payout_change_unknown' },
    })
    isDown = false
    await pass(120_000)
    expect(handed(world, 'ledger.change-payee')).toMatchObject([
      { transferId: claimId, payee: 'new-account' },
    ])
    expect(await told()).toMatchObject({ state: 'applied' })
    expect(await isChanged()).toBe(true)
  })

  it('that the ledger refuses is shown, and the old target stands with both', async () => {
    world.answer = ({ kind }) =>
      kind === 'ledger.change-payee' ? refused('malformed_message') : { outcome: 'acknowledged' }
    await confirmed()
    expect(await told()).toMatchObject({ state: 'refused' })
    expect(await isChanged()).toBe(false)
    expect(world.events.filter(({ event }) => event.startsWith('PayoutChange'))).toMatchObject([
      { event: 'PayoutChangeRequested' },
      { event: 'PayoutChangeConfirmed' },
      { event: 'PayoutChangeRefused', detail: { reason: 'malformed_message' } },
    ])
    expect(JSON.stringify(world.events)).not.toContain('account')
  })
})
