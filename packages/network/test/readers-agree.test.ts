import {
  type AccreditationListPayload,
  type AccreditationRecord,
  type AccreditingAct,
  type PublicJwk,
  recordAt,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { act, keyA, keyB, published, told } from './accreditation-acts.ts'
import { config, openWorld, START, type World } from './world.ts'

const { clockBoundMs } = config.accreditationRule

interface Published {
  readonly list: AccreditationListPayload
  /** In true time. */
  readonly fromMs: number
}

interface Lived {
  readonly world: World
  readonly lists: readonly Published[]
}

type Step = {
  readonly passMs: number
  readonly what: 'sweep' | 'act' | 'cancel'
  readonly agoMs: number
  readonly inMs: number
  readonly status: AccreditationRecord['status']
  readonly keys: readonly PublicJwk[]
}

const steps = fc.array(
  fc.record({
    passMs: fc.nat({ max: 40_000 }),
    what: fc.constantFrom('sweep', 'sweep', 'act', 'act', 'cancel') as fc.Arbitrary<Step['what']>,
    agoMs: fc.constantFrom(0, 0, 30_000),
    inMs: fc.constantFrom(0, 0, 0, 70_000, 140_000),
    status: fc.constantFrom('active', 'active', 'suspended', 'withdrawn') as fc.Arbitrary<
      Step['status']
    >,
    keys: fc.constantFrom([keyA], [keyB], [keyA, keyB]),
  }),
  { minLength: 4, maxLength: 14 },
)
const clockErrorMs = fc.integer({ min: -clockBoundMs, max: clockBoundMs })

/** Lets a network whose clock is off live through the steps; `sabotage` is run after each publication. */
async function live(
  lived: readonly Step[],
  errorMs: number,
  sabotage: string | undefined,
): Promise<Lived> {
  const world = await openWorld({ clock: { nowMs: START } })
  const lists: Published[] = []
  const publish = async () => {
    await world.party.sweep()
    const list = await published(world)
    if (list.seq !== lists.at(-1)?.list.seq) {
      lists.push({ list, fromMs: world.clock.nowMs - errorMs })
    }
    if (sabotage !== undefined) {
      await world.party.ports.store.transact('sabotage', (tx) => tx.run(sabotage))
    }
  }
  await publish()
  for (const [n, { passMs, what, agoMs, inMs, status, keys }] of lived.entries()) {
    world.clock.nowMs += passMs
    const { nowMs } = world.clock
    const ids = { actId: `act-${n}`, decidedAtMs: nowMs - agoMs }
    if (what === 'act') await world.act(act({ ...ids, status, keys, fromMs: nowMs + inMs }))
    if (what === 'cancel') {
      const newest = (await world.network.announcements()).at(-1)?.record
      if (newest) await world.act({ ...ids, kind: 'cancel', cancels: newest.actId })
    }
    if (what === 'sweep') await publish()
  }
  await publish()
  return { world, lists }
}

/** When which record stands, in true time, by what the network has recorded in the end. */
async function history({ party }: World): Promise<readonly (readonly [number, AccreditingAct])[]> {
  const rows = await party.ports.store.read('history', (tx) =>
    tx.all(
      "SELECT act, effective_at FROM accreditation_act WHERE state IN ('announced', 'in_force') ORDER BY effective_at",
    ),
  )
  return rows.map((row) => [
    Number(row.effective_at),
    JSON.parse(String(row.act)) as AccreditingAct,
  ])
}

function accepts(record: AccreditationRecord | undefined, key: PublicJwk): boolean {
  return record?.status === 'active' && record.keys.some(({ x }) => x === key.x)
}

/** Every answer of every list that a reader may hold at a time, whose clock is off by so much. */
function answersAt(
  { lists }: Lived,
  { atMs, errorMs, boundMs }: { atMs: number; errorMs: number; boundMs: number },
  key: PublicJwk,
): readonly boolean[] {
  const instant = { nowMs: atMs + errorMs, clockBoundMs: boundMs }
  const usable = lists.filter(
    ({ list, fromMs }) => fromMs <= atMs && instant.nowMs + clockBoundMs < list.exp * 1_000,
  )
  return usable.map(({ list: { records, pending = [] } }) =>
    accepts(recordAt({ ...(records[0] && { record: records[0] }), pending }, instant), key),
  )
}

interface Sabotage {
  readonly sql?: string
  /** The ε that readers go by. */
  readonly boundMs?: number
}

/** Nobody accepts but by what stands, and nobody refuses but within 2ε of what ends or begins: S2, S3 and S4. */
function readersAgree({ sql, boundMs = clockBoundMs }: Sabotage = {}) {
  return fc.asyncProperty(steps, clockErrorMs, async (lived, errorMs) => {
    const life = await live(lived, errorMs, sql)
    const stands = await history(life.world)
    const truth = (atMs: number, key: PublicJwk): boolean =>
      accepts(stands.findLast(([fromMs]) => fromMs <= atMs)?.[1].record, key)
    const offsets = [-2 * clockBoundMs - 1, -clockBoundMs, -1, 0, 1, clockBoundMs, 2 * clockBoundMs]
    const turns = [
      ...life.lists.flatMap(({ list: { pending = [] } }) =>
        pending.map((one) => one.effectiveAtMs),
      ),
      ...stands.map(([atMs]) => atMs),
    ]
    for (const atMs of turns.flatMap((turnMs) => offsets.map((offset) => turnMs + offset))) {
      for (const key of [keyA, keyB]) {
        const mayRefuse = [atMs - 2 * clockBoundMs, atMs, atMs + 2 * clockBoundMs, ...turns].some(
          (nearMs) => Math.abs(nearMs - atMs) <= 2 * clockBoundMs && !truth(nearMs, key),
        )
        for (const error of [-clockBoundMs, 0, clockBoundMs]) {
          for (const isAccepted of answersAt(life, { atMs, errorMs: error, boundMs }, key)) {
            expect(isAccepted ? truth(atMs, key) : mayRefuse).toBe(true)
          }
        }
      }
    }
  })
}

describe('readers with any clocks within ε, each with any list inside its lease', () => {
  it('agree about every key of an issuer, outside 2ε around each act', async () => {
    await fc.assert(readersAgree(), { numRuns: 150 })
  })

  const sabotages: readonly (readonly [string, Sabotage])[] = [
    ['the drain is left out', { sql: 'UPDATE accreditation_list SET exp = iat' }],
    ['cancelling is not drained', { sql: 'UPDATE accreditation_act SET listed_until = 0' }],
    ['they go by no ε', { boundMs: 0 }],
  ]
  it.each(sabotages)('do not when %s', async (_, sabotage) => {
    const { failed } = await fc.check(readersAgree(sabotage), { numRuns: 500, endOnFailure: true })
    expect(failed).toBe(true)
  })

  it('accept nothing after the bound of an immediate end, whatever was announced before (S5)', async () => {
    await fc.assert(
      fc.asyncProperty(steps, clockErrorMs, async (lived, errorMs) => {
        const life = await live(lived, errorMs, undefined)
        const { world, lists } = life
        const stop = { actId: 'stop', status: 'suspended', mode: 'immediate' } as const
        expect(await world.act(act({ ...stop, decidedAtMs: world.clock.nowMs + 1 }))).toEqual({
          outcome: 'acknowledged',
        })
        const boundMs =
          (await told(world)).find(({ actId }) => actId === 'stop')?.effectiveAtMs ?? 0
        await world.party.sweep()
        const after = { list: await published(world), fromMs: world.clock.nowMs - errorMs }
        const all = { world, lists: [...lists, after] }
        for (const passedMs of [0, 1, 10_000, 59_999]) {
          const at = { atMs: boundMs + passedMs, errorMs: -clockBoundMs, boundMs: clockBoundMs }
          expect(answersAt(all, at, keyA)).not.toContain(true)
          expect(answersAt(all, at, keyB)).not.toContain(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})

it('the act decided last has the last word, in whatever order acts arrive and whenever', async () => {
  const arrivals = fc.array(
    fc.record({
      passMs: fc.nat({ max: 100_000 }),
      inMs: fc.constantFrom(0, 150_000),
      status: fc.constantFrom('active', 'suspended') as fc.Arbitrary<Step['status']>,
      mode: fc.constantFrom('coordinated', 'immediate') as fc.Arbitrary<
        'coordinated' | 'immediate'
      >,
      decidedMs: fc.nat({ max: 5 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  await fc.assert(
    fc.asyncProperty(arrivals, async (arriving) => {
      const world = await openWorld({ clock: { nowMs: START } })
      const taken: AccreditingAct[] = []
      for (const [n, { passMs, inMs, status, mode, decidedMs }] of arriving.entries()) {
        world.clock.nowMs += passMs
        const fromMs = mode === 'immediate' ? START : world.clock.nowMs + inMs
        const wanted = { actId: `act-${n}`, decidedAtMs: START + decidedMs, status, mode, fromMs }
        const given = act(wanted)
        if ((await world.act(given))?.outcome === 'acknowledged') taken.push(given)
        await world.party.sweep()
      }
      world.clock.nowMs += 10_000_000
      await world.party.sweep()
      const last = taken
        .toSorted(
          (one, two) => one.decidedAtMs - two.decidedAtMs || (one.actId < two.actId ? -1 : 1),
        )
        .at(-1)
      expect(await world.network.accreditations()).toMatchObject([{ actId: last?.actId }])
      expect(await world.network.announcements()).toEqual([])
    }),
    { numRuns: 100 },
  )
})
