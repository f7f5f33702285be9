import { type AccreditationRecord, type ActEffect, createSeededSigner } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { GOVERNANCE, openWorld } from './world.ts'

function record(changed: Partial<AccreditationRecord> = {}): AccreditationRecord {
  return {
    subject: 'https://issuer.example',
    party: 'issuer' as AccreditationRecord['party'],
    keys: [createSeededSigner('EdDSA', new Uint8Array(32).fill(9)).publicJwk],
    authority: GOVERNANCE,
    action: 'issue',
    credentialTypes: ['https://types.example/residence'],
    jurisdictions: ['CH-ZH'],
    assurance: 'high',
    validFromMs: 1_800_000_000_000,
    validUntilMs: 1_900_000_000_000,
    status: 'active',
    statusFromMs: 1_800_000_000_000,
    actId: 'act-1',
    ...changed,
  }
}

describe('an act upon the accreditations', () => {
  it('is recorded, logged and handed to the network, whose answer it then shows', async () => {
    const world = await openWorld()
    const { role } = world.governance
    expect(await role.accredit({ record: record() })).toMatchObject({
      ok: true,
      value: { state: 'handed_over' },
    })
    await world.settle()
    expect(world.network.role.acts).toMatchObject([{ actId: 'act-1', kind: 'accredit' }])
    expect(world.network.role.leaves).toMatchObject([{ kind: 'act', scope: 'act-1' }])
    expect(await role.showAct('act-1')).toMatchObject({ ok: true, value: { state: 'applied' } })
    world.network.role.refuseActs = 'key_malformed'
    await role.accredit({ record: record({ actId: 'act-2' }) })
    await world.settle()
    expect(await role.showAct('act-2')).toMatchObject({
      value: { state: 'refused', reason: 'key_malformed' },
    })
  })

  it('happens once: the same record again gives the stored act, another under its id is refused', async () => {
    const world = await openWorld()
    const { role } = world.governance
    const first = await role.accredit({ record: record() })
    expect(await role.accredit({ record: record() })).toEqual(first)
    await world.settle()
    expect(world.network.role.acts.length).toBe(1)
    expect(await role.accredit({ record: record({ status: 'suspended' }) })).toMatchObject({
      ok: false,
      error: { code: 'act_conflict' },
    })
  })

  it('counts at once for the reasons that the rule names, at an announced time for all others, or as the order says', async () => {
    const world = await openWorld()
    const { role } = world.governance
    const modeOf = async (actId: string, reason: string, mode?: 'coordinated' | 'immediate') => {
      const decided = await role.accredit({
        record: record({ actId, reason }),
        ...(mode && { mode }),
      })
      return decided.ok && decided.value.act.kind === 'accredit' && decided.value.act.mode
    }
    expect(await modeOf('act-1', 'fraud')).toBe('immediate')
    expect(await modeOf('act-2', 'request')).toBe('coordinated')
    expect(await modeOf('act-3', 'to_string')).toBe('coordinated')
    expect(await modeOf('act-4', 'fraud', 'coordinated')).toBe('coordinated')
    expect(await modeOf('act-4', 'fraud')).toBe('coordinated')
    expect(
      await role.accredit({
        record: record({ actId: 'act-4', reason: 'fraud' }),
        mode: 'immediate',
      }),
    ).toMatchObject({ error: { code: 'act_conflict' } })
    const statusFromMs = world.clock.nowMs + 1
    expect(
      await role.accredit({ record: record({ actId: 'act-5', statusFromMs }), mode: 'immediate' }),
    ).toMatchObject({ error: { code: 'malformed_message' } })
  })

  it('shows when it counts, and what became of it, in whichever order the network says so', async () => {
    const world = await openWorld()
    const { role } = world.governance
    await role.accredit({ record: record() })
    const effectiveAtMs = world.clock.nowMs + 60_000
    const ended: ActEffect = { actId: 'act-1', state: 'cancelled', effectiveAtMs }
    const announced: ActEffect = { actId: 'act-1', state: 'announced', effectiveAtMs }
    expect(await world.tell(world.network, ended)).toBe('acknowledged')
    expect(await world.tell(world.network, announced)).toBe('acknowledged')
    expect(await role.showAct('act-1')).toMatchObject({ value: { effects: [announced, ended] } })
    expect(await world.tell(world.opener, announced)).toBe('case_actor_not_allowed')
    const unknown: ActEffect = { ...announced, actId: 'act-9' }
    expect(await world.tell(world.network, unknown)).toBe('not_found')
  })

  it('is taken back by another act, once, and only if it is one upon an accreditation', async () => {
    const world = await openWorld()
    const { role } = world.governance
    await role.accredit({ record: record() })
    const cancelling = { actId: 'act-2', cancels: 'act-1' }
    const first = await role.cancelAct(cancelling)
    expect(first).toMatchObject({ value: { act: { kind: 'cancel', cancels: 'act-1' } } })
    expect(await role.cancelAct(cancelling)).toEqual(first)
    await world.settle()
    expect(world.network.role.acts.map(({ kind }) => kind)).toEqual(['accredit', 'cancel'])
    expect(await role.cancelAct({ actId: 'act-2', cancels: 'act-2' })).toMatchObject({
      error: { code: 'act_conflict' },
    })
    for (const cancels of ['act-2', 'act-9', 'a\0b']) {
      expect(await role.cancelAct({ actId: 'act-3', cancels })).toMatchObject({
        error: { code: 'not_found' },
      })
    }
    expect(await role.cancelAct({ actId: '', cancels: 'act-1' })).toMatchObject({
      error: { code: 'malformed_message' },
    })
  })

  it('is refused when it names another authority or is malformed', async () => {
    const { governance } = await openWorld()
    const other = record({ authority: 'somebody' as AccreditationRecord['authority'] })
    expect(await governance.role.accredit({ record: other })).toMatchObject({
      error: { code: 'case_actor_not_allowed' },
    })
    for (const malformed of [record({ keys: [] }), record({ actId: 'a\0b' })]) {
      expect(await governance.role.accredit({ record: malformed })).toMatchObject({
        error: { code: 'malformed_message' },
      })
    }
    expect(await governance.role.showAct('act-1')).toMatchObject({ error: { code: 'not_found' } })
  })
})
