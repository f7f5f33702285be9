import { type CaseId, sha256Text } from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACKNOWLEDGE_MS, transitionTable } from '../src/index.ts'
import { APPEAL_MS, DEADLINE_MS, opening, openWorld, type World } from './world.ts'

const caseNumber = fc.integer({ min: 1, max: 3 })
const step = fc.oneof(
  fc.record({ do: fc.constant('open' as const), n: caseNumber }),
  fc.record({
    do: fc.constant('decide' as const),
    n: caseNumber,
    by: fc.constantFrom('reviewer', 'panel'),
    version: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    do: fc.constant('appeal' as const),
    n: caseNumber,
    through: fc.constantFrom('key' as const, 'opener' as const),
  }),
  fc.record({
    do: fc.constant('pass' as const),
    ms: fc.constantFrom(1_000, APPEAL_MS, DEADLINE_MS, ACKNOWLEDGE_MS),
  }),
  fc.record({ do: fc.constant('sweep' as const), times: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('cut' as const), active: fc.boolean() }),
  fc.record({
    do: fc.constant('answer' as const),
    with: fc.constantFrom('acknowledge' as const, 'claim_unknown' as const, undefined),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

describe('under any sequence of commands, silence, lost messages and concurrent sweeps', () => {
  it('no case is ever in limbo, each default fires once, and every case closes in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const world = await openWorld()
        for (const each of steps) {
          await take(world, each)
          await expectNoLimbo(world)
        }
        world.cut.active = false
        world.opener.role.answer = 'acknowledge'
        for (let round = 0; round < 6; round += 1) await world.pass(ACKNOWLEDGE_MS)
        expect((await world.governance.role.listCases()).cases).toEqual([])
        await expectDecisionsOnce(world)
      }),
      { numRuns: 60 },
    )
  })
})

async function take(world: World, each: Step): Promise<void> {
  const { governance, opener } = world
  switch (each.do) {
    case 'open':
      await opener.role.open(opening(each.n))
      return world.settle()
    case 'decide':
      await governance.role.decideCase({
        caseId: `case-${each.n}` as CaseId,
        decision: 'release',
        decidedBy: each.by,
        expectedVersion: each.version,
      })
      return
    case 'appeal':
      if (each.through === 'opener') {
        await world.appeal(opener, { caseId: `case-${each.n}` as CaseId, by: `claim-${each.n}` })
        return
      }
      await governance.role.appealCase({
        caseId: `case-${each.n}` as CaseId,
        by: 'claimant',
        reason: 'Again.',
      })
      return
    case 'pass':
      world.clock.nowMs += each.ms
      return
    case 'sweep':
      await Promise.all(Array.from({ length: each.times }, () => governance.sweep()))
      return
    case 'cut':
      world.cut.active = each.active
      return
    case 'answer':
      opener.role.answer = each.with
      return
  }
}

async function expectNoLimbo({ governance }: World): Promise<void> {
  await governance.ports.store.read('check', async (tx) => {
    const rows = await tx.all(
      `SELECT c.state, c.version, (SELECT count(*) FROM governance_deadline d WHERE d.case_id = c.case_id AND d.outcome IS NULL) AS running,
        (SELECT d.default_act FROM governance_deadline d WHERE d.case_id = c.case_id AND d.outcome IS NULL) AS act,
        (SELECT count(*) FROM governance_act a WHERE a.case_id = c.case_id) AS acts
        FROM governance_case c ORDER BY c.case_id`,
    )
    for (const row of rows) {
      const rule = transitionTable[row.state as keyof typeof transitionTable]
      expect(row.running).toBe(rule.deadline === undefined ? 0 : 1)
      expect(row.act).toBe(rule.deadline?.byDefault ?? null)
      expect(row.acts).toBe(row.version)
    }
    // A default that fired is one act, so there are as many fired clocks as acts by default.
    const fired = await tx.get(
      `SELECT (SELECT count(*) FROM governance_deadline WHERE outcome = 'fired') AS clocks,
        (SELECT count(*) FROM governance_act WHERE act IN ('lapse', 'end_appeals', 'escalate')) AS acts`,
    )
    expect(fired?.clocks).toBe(fired?.acts)
  })
}

/** Every decision reached the opener once, and the leaf of each is in the log once. */
async function expectDecisionsOnce({ governance, opener, network }: World): Promise<void> {
  const decided = await governance.ports.store.read('check', (tx) =>
    tx.all('SELECT case_id, decisions FROM governance_case ORDER BY case_id'),
  )
  const expected = decided.flatMap((row) =>
    Array.from({ length: Number(row.decisions) }, (_, n) => `${row.case_id} ${n + 1}`),
  )
  const keys = opener.role.decisions.map(({ caseId, version }) => `${caseId} ${version}`)
  expect(keys.sort()).toEqual(expected)
  const leaves = network.role.leaves.filter((leaf) => leaf.kind === 'case_decision')
  const logged = expected.map((key) => {
    const [caseId = '', seq] = key.split(' ')
    return `${sha256Text(caseId, 'hex')} ${seq}`
  })
  expect(leaves.map((leaf) => `${leaf.scope} ${leaf.seq}`).sort()).toEqual(logged.sort())
}
