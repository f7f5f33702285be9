import { type AccreditationRecord, createSeededSigner } from '@evenkeel/kernel'
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
