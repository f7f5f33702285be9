import { canonicalJson, encodeHex, sha256 } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { act, keyA, keyB, published, told } from './accreditation-acts.ts'
import { config, ISSUER, openWorld, START, type World } from './world.ts'

const { leaseMs, gridMs, clockBoundMs } = config.accreditationRule

/** A world with a standing accreditation, whose first list has just been published. */
async function openAccredited(): Promise<World> {
  const world = await openWorld()
  await world.act(act({ actId: 'first', decidedAtMs: START, mode: 'immediate' }))
  await world.party.sweep()
  return world
}

const acknowledged = { outcome: 'acknowledged' }

describe('a coordinated act upon an accreditation', () => {
  it('is announced for the first grid time after every list without it, and stands from then on', async () => {
    const world = await openAccredited()
    world.clock.nowMs += 1_000
    const ending = act({ actId: 'end', decidedAtMs: world.clock.nowMs, status: 'suspended' })
    expect(await world.act(ending)).toEqual(acknowledged)
    await world.party.sweep()
    const atMs = START + leaseMs
    expect(atMs % gridMs).toBe(0)
    expect(await told(world)).toContainEqual({
      actId: 'end',
      state: 'announced',
      effectiveAtMs: atMs,
    })
    const list = await published(world)
    expect(list.records).toMatchObject([{ actId: 'first' }])
    expect(list.pending).toEqual([{ effectiveAtMs: atMs, record: ending.record }])
    expect(await world.network.announcements()).toEqual(list.pending)

    world.clock.nowMs = atMs + clockBoundMs - 1
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ records: [{ actId: 'first' }] })
    world.clock.nowMs = atMs + 2 * gridMs
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ records: [{ actId: 'end' }], pending: [] })
  })

  it('waits for a list that was written but not signed', async () => {
    const world = await openAccredited()
    const { store, signer } = world.party.ports
    const failing = { ...signer, sign: () => Promise.reject(new Error('no key')) }
    world.clock.nowMs += 20_000
    const other = await openWorld({ store, signer: failing, clock: world.clock })
    await expect(other.party.sweep()).rejects.toThrow('no key')
    await world.act(act({ actId: 'end', decidedAtMs: world.clock.nowMs, status: 'suspended' }))
    expect((await told(world)).at(-1)?.effectiveAtMs).toBeGreaterThanOrEqual(
      START + 20_000 + leaseMs,
    )
  })

  it('takes effect when its record asks for it, if that is later', async () => {
    const world = await openAccredited()
    const fromMs = START + 500_001
    await world.act(act({ actId: 'end', decidedAtMs: START + 1, status: 'withdrawn', fromMs }))
    const effectiveAtMs = Math.ceil(fromMs / gridMs) * gridMs
    expect(await told(world)).toContainEqual({ actId: 'end', state: 'announced', effectiveAtMs })
  })

  it('takes effect from now on when all lists have long ended', async () => {
    const world = await openAccredited()
    world.clock.nowMs += 5 * leaseMs + 1
    const now = world.clock.nowMs
    await world.act(act({ actId: 'end', decidedAtMs: now, status: 'withdrawn' }))
    const effectiveAtMs = Math.ceil(now / gridMs) * gridMs
    expect(await told(world)).toContainEqual({ actId: 'end', state: 'announced', effectiveAtMs })
  })

  it('makes void what was announced for its time or later, and leaves what comes before', async () => {
    const world = await openAccredited()
    const announce = async (actId: string, decidedAtMs: number, fromMs: number) => {
      expect(await world.act(act({ actId, decidedAtMs, fromMs, status: 'suspended' }))).toEqual(
        acknowledged,
      )
    }
    await announce('late', START + 1, START + 300_000)
    await announce('early', START + 2, START + 90_000)
    await announce('middle', START + 3, START + 150_000)
    // Decided before `middle`, it would end what `middle` says.
    await announce('overtaken', START + 2, START + 200_000)
    expect((await world.network.announcements()).map(({ record }) => record.actId)).toEqual([
      'early',
      'middle',
    ])
    const void_ = (await told(world)).filter(({ state }) => state === 'void')
    expect(void_.map(({ actId }) => actId)).toEqual(['late', 'overtaken'])
  })

  it('re-accredits an issuer that was withdrawn, like any new one', async () => {
    const world = await openAccredited()
    await world.act(
      act({ actId: 'out', decidedAtMs: START + 1, status: 'withdrawn', mode: 'immediate' }),
    )
    await world.act(act({ actId: 'again', decidedAtMs: START + 2 }))
    await world.party.sweep()
    expect(await published(world)).toMatchObject({
      records: [{ status: 'withdrawn' }],
      pending: [{ record: { actId: 'again', status: 'active' } }],
    })
  })
})

describe('an immediate act upon an accreditation', () => {
  it('tells when the last list without it ends, and makes void what was announced', async () => {
    const world = await openAccredited()
    await world.act(act({ actId: 'soon', decidedAtMs: START + 1, keys: [keyB] }))
    await world.party.sweep()
    const stop = act({
      actId: 'stop',
      decidedAtMs: START + 2,
      status: 'suspended',
      mode: 'immediate',
    })
    await world.act(stop)
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ records: [{ actId: 'stop' }], pending: [] })
    expect((await told(world)).slice(-2)).toEqual([
      { actId: 'stop', state: 'in_force', effectiveAtMs: START + leaseMs },
      { actId: 'soon', state: 'void', effectiveAtMs: START },
    ])
  })

  it('does not take an announced end back, and asks for no later time', async () => {
    const world = await openAccredited()
    await world.act(act({ actId: 'end', decidedAtMs: START + 1, status: 'withdrawn' }))
    const still = act({ actId: 'still', decidedAtMs: START + 2, keys: [keyB], mode: 'immediate' })
    expect(await world.act(still)).toEqual({
      outcome: 'refused',
      reason: 'act_cannot_be_cancelled',
    })
    const later = act({
      actId: 'later',
      decidedAtMs: START,
      status: 'suspended',
      fromMs: START + 1,
      mode: 'immediate',
    })
    expect(await world.act(later)).toEqual({ outcome: 'refused', reason: 'malformed_message' })
  })

  it('stands until the time of what was decided after it, when it arrives late', async () => {
    const world = await openAccredited()
    await world.act(act({ actId: 'keys', decidedAtMs: START + 2, keys: [keyA, keyB] }))
    await world.act(
      act({ actId: 'stop', decidedAtMs: START + 1, status: 'suspended', mode: 'immediate' }),
    )
    await world.party.sweep()
    expect(await published(world)).toMatchObject({
      records: [{ actId: 'stop' }],
      pending: [{ record: { actId: 'keys' } }],
    })
  })
})

describe('taking an announced act back', () => {
  const cancel = (cancels: string, decidedAtMs = START) =>
    ({ actId: `not-${cancels}`, kind: 'cancel', cancels, decidedAtMs }) as const

  it('is possible while every list that tells of it ends by its time, and is told', async () => {
    const world = await openAccredited()
    const fromMs = START + 300_000
    await world.act(act({ actId: 'end', decidedAtMs: START + 1, status: 'withdrawn', fromMs }))
    await world.party.sweep()
    expect(await world.act(cancel('end'))).toEqual(acknowledged)
    expect(await world.act(cancel('end'))).toEqual(acknowledged)
    expect((await told(world)).slice(-2)).toEqual([
      { actId: 'not-end', state: 'cancelled', effectiveAtMs: fromMs },
      { actId: 'end', state: 'cancelled', effectiveAtMs: fromMs },
    ])
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ records: [{ actId: 'first' }], pending: [] })
  })

  it('is refused when verifiers may go by it, and for what is not announced', async () => {
    const world = await openAccredited()
    world.clock.nowMs += 1_000
    await world.act(act({ actId: 'end', decidedAtMs: START + 1, status: 'withdrawn' }))
    await world.party.sweep()
    const late = { outcome: 'refused', reason: 'act_cannot_be_cancelled' }
    expect(await world.act(cancel('end'))).toEqual(late)
    // No list tells of it any more, but its time has come.
    const fromMs = START + 300_000
    await world.act(act({ actId: 'over', decidedAtMs: START + 2, status: 'withdrawn', fromMs }))
    world.clock.nowMs = fromMs
    expect(await world.act(cancel('over'))).toEqual(late)
    expect(await world.act(cancel('first'))).toEqual(late)
    expect(await world.act(cancel('nothing'))).toEqual({ outcome: 'refused', reason: 'not_found' })
    expect(await world.act(cancel('end'), ISSUER)).toMatchObject({
      reason: 'case_actor_not_allowed',
    })
  })
})

it('each list names its rule and the list before it', async () => {
  const world = await openAccredited()
  const first = await published(world)
  world.clock.nowMs += 20_000
  await world.party.sweep()
  const second = await published(world)
  expect(first.rule).toEqual(config.accreditationRule)
  expect(second.prev).toBe(encodeHex(sha256(canonicalJson(first))))
})

it('a rule under which readers run out of lists is refused at the start', async () => {
  const accreditationRule = { ...config.accreditationRule, leaseMs: 20_000 }
  await expect(openWorld({ config: { ...config, accreditationRule } })).rejects.toThrow(
    'lease_rule_unworkable',
  )
})
