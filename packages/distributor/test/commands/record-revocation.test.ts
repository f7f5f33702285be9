import { type ReceiptId, refused } from '@evenkeel/kernel'
import { callRoute } from '@evenkeel/kernel/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { distributorRoutes } from '../../src/index.ts'
import { REVOCATION_PROPOSAL_MS, REVOKED_CLAIMS_MAX } from '../../src/limits.ts'
import {
  CLAWBACK,
  claimFor,
  decideOwed,
  EVIDENCE,
  handed,
  paymentOf,
  receivableOf,
  recoverable,
  revoke,
  sayRevoked,
} from '../support/recovery.ts'
import { fixedRule, openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

describe('a revocation that is recorded', () => {
  it('takes a claim that is not paid out, and opens nothing', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    expect(await revoke(world, claimId)).toBe('taken_out')
    expect(await receivableOf(world, claimId)).toBeUndefined()
  })

  it('G5 takes nothing that is not paid out by the word of one person, however often, or by two upon different evidence', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    const shown = async () => (await world.distributor.showClaim(claimId)) as { value?: object }
    expect(await sayRevoked(world, claimId, 'anna')).toBe('proposed')
    expect(await sayRevoked(world, claimId, 'anna')).toBe('proposed')
    expect(await sayRevoked(world, claimId, 'ben', { evidence: 'f'.repeat(64) })).toBe('proposed')
    expect(await shown()).toMatchObject({ value: { state: 'held' } })
    expect(await sayRevoked(world, claimId, 'ben')).toBe('taken_out')
    expect(await sayRevoked(world, claimId, 'cleo')).toBe('taken_out')
    expect(await shown()).toMatchObject({
      value: { state: 'refused', reason: { code: 'entitlement_ended' } },
    })
    expect(world.events.filter(({ event }) => event === 'RevocationConfirmed')).toMatchObject([
      { ids: { claim: claimId }, detail: { evidence: EVIDENCE } },
    ])
  })

  it('lapses when no second person says the same in time', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    await sayRevoked(world, claimId, 'anna')
    world.advance(REVOCATION_PROPOSAL_MS)
    expect(await sayRevoked(world, claimId, 'ben')).toBe('proposed')
    expect(await sayRevoked(world, claimId, 'anna')).toBe('taken_out')
  })

  it('D6 is not forgotten of a claim that is refused: an appeal that is granted later pays nothing', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    await world.sendDecision(claimId, 'refuse')
    expect(await world.distributor.appealClaim(claimId)).toMatchObject({ ok: true })
    expect(await revoke(world, claimId)).toBe('taken_out')
    await world.sendDecision(claimId, 'release', 2)
    expect(handed(world, 'ledger.settle')).toEqual([])
    expect(await world.distributor.showClaim(claimId)).toMatchObject({
      value: { state: 'refused', reason: { code: 'entitlement_ended' } },
    })
    expect(await world.distributor.explainClaim(claimId)).toMatchObject({
      value: { terminal: true, appeal: { possible: false } },
    })
  })

  it('of a claim that is refused is heard instead of an appeal that could give it nothing', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    await world.sendDecision(claimId, 'refuse')
    expect(await sayRevoked(world, claimId, 'anna')).toBe('proposed')
    expect(await world.distributor.explainClaim(claimId)).toMatchObject({
      value: { appeal: { possible: true } },
    })
    expect(await sayRevoked(world, claimId, 'ben')).toBe('taken_out')
    expect(await world.distributor.appealClaim(claimId)).toMatchObject({
      error: { code: 'case_unknown' },
    })
  })

  it('changes nothing of a claim that was refused for good', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    await world.sendDecision(claimId, 'refuse')
    await world.sendDecision(claimId, 'refuse', 2)
    expect(await revoke(world, claimId)).toBe('nothing_paid')
    expect(await world.distributor.showClaim(claimId)).toMatchObject({
      value: { reason: { code: 'receipt_outcome_not_accepted' } },
    })
  })

  it('about a claim that is paid between two people’s words becomes a case about the payment', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    await sayRevoked(world, claimId, 'anna')
    await world.sendDecision(claimId, 'release')
    expect(await sayRevoked(world, claimId, 'ben')).toBe('in_case')
  })

  it('is refused as a whole without evidence, for a claim that nobody made, and beyond its limit', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    const said = { evidence: EVIDENCE, cause: 'revoked_after_payout', by: 'anna' } as const
    const codeOf = async (change: object) => {
      const answer = await world.distributor.recordRevocation({ ...said, ...change })
      return answer.ok ? 'recorded' : answer.error.code
    }
    const many = Array.from({ length: REVOKED_CLAIMS_MAX + 1 }, () => claimId)
    expect(await codeOf({ claimIds: [claimId], evidence: 'x' })).toBe('malformed_message')
    expect(await codeOf({ claimIds: many })).toBe('malformed_message')
    expect(await codeOf({ claimIds: [claimId, `c${'0'.repeat(40)}`] })).toBe('claim_unknown')
    expect(await receivableOf(world, claimId)).toBeUndefined()
    expect(await codeOf({ claimIds: [claimId] })).toBe('recorded')
  })

  it('opens one case about what was paid, with the deadline and the default of the rule', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    expect(await revoke(world, claimId)).toBe('in_case')
    expect(await revoke(world, claimId)).toBe('in_case')
    expect(handed(world, 'governance.open-case')).toEqual([
      expect.objectContaining({
        caseId: `claw-back.${claimId}`,
        subject: claimId,
        power: 'claw_back',
        evidenceHash: EVIDENCE,
        deadlineMs: CLAWBACK.deadlineMs,
        byDefault: 'refuse',
        appealMs: CLAWBACK.appealMs,
      }),
    ])
    expect(handed(world, 'ledger.claw-back')).toEqual([])
  })

  it('finds a claim by its receipt', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    const receiptIds = ['receipt-ada-1' as ReceiptId]
    const cause = 'revoked_after_payout'
    expect(
      await world.distributor.recordRevocation({
        receiptIds,
        evidence: EVIDENCE,
        cause,
        by: 'anna',
      }),
    ).toMatchObject({ value: [{ claimId, outcome: 'in_case' }] })
  })

  it('is owed once the case says so, for exactly what was paid', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await decideOwed(world, claimId)
    expect(handed(world, 'ledger.claw-back')).toEqual([
      { transferId: claimId, amountMinor: '100', evidence: EVIDENCE },
    ])
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'owed', amount: 100n })
    expect(await world.distributor.showClaim(claimId)).toMatchObject({
      value: { state: 'settled' },
    })
  })

  it('is told to the claimant and to the operator, with what is open and how to appeal', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')
    const story = await world.distributor.explainClaim(claimId)
    expect(story).toMatchObject({
      value: {
        state: 'settled',
        terminal: false,
        recovery: { state: 'owed', openMinor: '100', operator: expect.any(String) },
      },
    })
    const shown = await world.distributor.showClaimState(claimId)
    const state = shown.ok ? shown.value.state : undefined
    expect(state?.recovery).toMatchObject({ appeal: { url: expect.stringContaining(claimId) } })
    expect(state?.recovery).not.toHaveProperty('operator')
    expect(await world.distributor.listReceivables({ campaignId: recoverable.id })).toMatchObject({
      items: [{ claimId, state: 'owed', debtor: 'claimant', openMinor: '100' }],
    })
  })

  it('is appealed with the claim’s id alone, once, and only while an appeal is heard', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    expect(await world.distributor.appealRecovery(claimId)).toMatchObject({
      error: { code: 'case_transition_not_allowed' },
    })
    await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')
    expect(await world.distributor.appealRecovery(claimId)).toMatchObject({ ok: true })
    expect(await world.distributor.appealRecovery(claimId)).toMatchObject({ ok: true })
    await world.settleDown()
    expect(handed(world, 'governance.appeal-case')).toEqual([
      { caseId: `claw-back.${claimId}`, by: claimId },
    ])
  })

  it('leaves the payment where it is when the case says so, and the ledger hears nothing', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await world.sendDecision(claimId, 'release', 1, undefined, 'claw-back')
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'kept' })
    expect(handed(world, 'ledger.claw-back')).toEqual([])
  })

  it('is undone when an appeal finds that nothing was owed', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await decideOwed(world, claimId)
    await world.sendDecision(claimId, 'release', 2, undefined, 'claw-back')
    expect(handed(world, 'ledger.recover')).toEqual([
      { transferId: claimId, amountMinor: '100', how: 'dismissed', evidence: EVIDENCE },
    ])
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'dismissed' })
  })

  it('is undone when the appeal is granted before the ledger has answered', async () => {
    let isDown = true
    world.answer = ({ kind }) =>
      kind === 'ledger.claw-back' && isDown ? { outcome: 'postponed' } : { outcome: 'acknowledged' }
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')
    await world.sendDecision(claimId, 'release', 2, undefined, 'claw-back')
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'posting' })
    isDown = false
    world.advance(120_000)
    await world.settleDown()
    expect(handed(world, 'ledger.recover')).toMatchObject([{ how: 'dismissed' }])
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'dismissed' })
  })

  it('is not decided again by a first decision that comes after the second', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await world.sendDecision(claimId, 'release', 2, undefined, 'claw-back')
    await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'kept' })
    expect(handed(world, 'ledger.claw-back')).toEqual([])
  })

  it('waits for a payment that is on its way, which nobody can call back', async () => {
    world.payment = () => 'later'
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    expect(await revoke(world, claimId)).toBe('paying')
    expect(handed(world, 'governance.open-case')).toEqual([])
    await world.sendPayment(claimId, 'settled')
    await world.settleDown()
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'in_case' })
    expect(handed(world, 'governance.open-case')).toHaveLength(1)
  })

  it('shows in the books at once and is owed by nobody where the rule lays the loss on the campaign', async () => {
    await world.openCampaign(fixedRule)
    const claimId = await claimFor(world, fixedRule)
    await revoke(world, claimId)
    expect(await receivableOf(world, claimId)).toMatchObject({
      state: 'waived',
      debtor: 'programme',
    })
    expect(handed(world, 'ledger.claw-back')).toMatchObject([{ waived: true }])
    expect(handed(world, 'governance.open-case')).toEqual([])
  })

  it('is decided by the default of the rule when governance takes no case', async () => {
    world.answer = ({ kind }) =>
      kind === 'governance.open-case' ? refused('case_conflict') : { outcome: 'acknowledged' }
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'owed', decision: 'refuse' })
  })

  it('decides nothing by a word that is not of governance, or is about a case that nobody opened', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    expect(await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')).toBe(
      'case_unknown',
    )
    expect(await receivableOf(world, claimId)).toBeUndefined()
  })
})

describe('the route of revocations', () => {
  it('acts in the name of the caller’s key, and takes no name from a message', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable, 'ada', {
      receipt: { outcome: 'undetermined' },
    })
    const body = {
      claimIds: [claimId],
      evidence: EVIDENCE,
      cause: 'revoked_after_payout',
    }
    const routes = distributorRoutes(world.distributor)
    const call = (caller: string, said: object = body) =>
      callRoute(routes, 'recordRevocation', { body: said, caller })
    const named = await call('anna', { ...body, by: 'ben' })
    expect(named).toEqual({ problem: 'malformed_message' })
    expect((await call('anna')).json).toEqual({ claims: [{ claimId, outcome: 'proposed' }] })
    expect((await call('anna')).json).toEqual({ claims: [{ claimId, outcome: 'proposed' }] })
    expect((await call('ben')).json).toEqual({ claims: [{ claimId, outcome: 'taken_out' }] })
  })
})

describe('what is owed', () => {
  const pay = (
    claimId: Awaited<ReturnType<typeof claimFor>>,
    amountMinor: string,
    evidence: string,
  ) => world.distributor.recordRepayment({ transferId: paymentOf(claimId), amountMinor, evidence })

  it('is repaid by statements that count once each, and never beyond what is owed', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await decideOwed(world, claimId)
    const [first, second] = ['1'.repeat(64), '2'.repeat(64)]
    expect(await pay(claimId, '60', first)).toMatchObject({ value: { openMinor: '40' } })
    expect(await pay(claimId, '60', first)).toMatchObject({ value: { openMinor: '40' } })
    expect(await pay(claimId, '61', first)).toMatchObject({
      error: { code: 'idempotency_conflict' },
    })
    expect(await pay(claimId, '41', second)).toMatchObject({
      error: { code: 'receivable_exceeded' },
    })
    expect(await pay(claimId, '40', second)).toMatchObject({ value: { openMinor: '0' } })
    await world.settleDown()
    expect(handed(world, 'ledger.recover').map((body) => body.amountMinor)).toEqual(['60', '40'])
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'recovered' })
  })

  it('is not taken while an appeal may still change the decision', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')
    world.advance(CLAWBACK.appealMs + CLAWBACK.deadlineMs - 1)
    expect(await pay(claimId, '1', EVIDENCE)).toMatchObject({
      error: { code: 'receivable_not_due' },
    })
    world.advance(1)
    expect(await pay(claimId, '1', EVIDENCE)).toMatchObject({ ok: true })
  })

  it('is written off when it was owed for as long as the rule says, without what had come back', async () => {
    await world.openCampaign(recoverable)
    const claimId = await claimFor(world, recoverable)
    await revoke(world, claimId)
    await decideOwed(world, claimId)
    await pay(claimId, '30', EVIDENCE)
    await world.settleDown()
    world.advance(CLAWBACK.writeOffAfterMs)
    await world.settleDown()
    expect(handed(world, 'ledger.recover')).toMatchObject([
      { how: 'repaid', amountMinor: '30' },
      { how: 'written_off', amountMinor: '70' },
    ])
    expect(await receivableOf(world, claimId)).toMatchObject({ state: 'written_off' })
  })

  it('is made up for with new money when the verifier bears the loss, and the claimant keeps the payment', async () => {
    const rule = { ...recoverable, losses: { verifier_compromised: 'verifier' as const } }
    await world.openCampaign(rule)
    const claimId = await claimFor(world, rule)
    await revoke(world, claimId, 'verifier_compromised')
    await decideOwed(world, claimId)
    await pay(claimId, '100', EVIDENCE)
    await world.settleDown()
    expect(handed(world, 'ledger.recover')).toMatchObject([{ how: 'compensated' }])
  })
})
