import {
  acknowledged,
  brandId,
  type CampaignRule,
  type HandoffId,
  type Row,
  type SelectIn,
  type TransferId,
  unwrap,
} from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  GATE_SHUT_LOOKS_MAX,
  INTAKE_BATCH_MAX,
  LEDGER_ITEMS_AT_GATE_MAX,
} from '../../src/limits.ts'
import { watchReads } from '../support/watch-reads.ts'
import { batchRule, closeWindow } from '../support/window.ts'
import { fixedRule, makeClaim, NOW, openWorld, VERIFIER, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const HOUR_MS = 3_600_000
const checked: CampaignRule = {
  ...fixedRule,
  settlementCheck: { verifier: VERIFIER, budgetMs: HOUR_MS },
}

async function submit(person: string, rule: CampaignRule): Promise<string> {
  const answer = await world.distributor.submitClaim(await makeClaim(world, { rule, person }))
  return String(answer.claimId)
}

const bodies = (kind: string) =>
  world.deliveries.flatMap((one) => (one.kind === kind ? [one.body] : []))
const read = (sql: string): Promise<readonly Row[]> => world.store.read('test', (tx) => tx.all(sql))
const openItems = async (kind: string) =>
  Number(
    (
      await read(`SELECT count(*) AS n FROM handoff_out WHERE state = 'open' AND kind = '${kind}'`)
    )[0]?.n,
  )

/** Gives the ledger so much to do, about other claims, and lets it leave that until `resume`. */
async function giveWork(items: number): Promise<void> {
  world.answer = ({ kind }) => (kind === 'ledger.void' ? { outcome: 'postponed' } : acknowledged)
  const { context, config } = world.parts
  await world.store.transact('work', (tx) =>
    context.enqueue(
      tx,
      Array.from({ length: items }, (_, n) => ({
        id: `void:${n}` as HandoffId,
        to: config.ledger,
        kind: 'ledger.void',
        body: {
          transferId: brandId<TransferId>(`c${String(n).padStart(40, '0')}`),
          reason: 'handoff_recalled',
        },
      })),
    ),
  )
}

async function resume(): Promise<void> {
  world.answer = () => acknowledged
  world.advance(60_000)
  await world.settleDown()
}

describe('the payment gate while the ledger has enough to do', () => {
  it.each([
    ['one item below the limit', LEDGER_ITEMS_AT_GATE_MAX - 1, 1],
    ['at the limit', LEDGER_ITEMS_AT_GATE_MAX, 0],
  ])('asks about and lets through %s: %i open items, %i claims', async (_, items, passed) => {
    await world.openCampaign(checked)
    await giveWork(items)
    const id = await submit('ada', checked)
    await world.settleDown()
    expect(bodies('verifier.recheck-receipts')).toHaveLength(passed)
    expect(bodies('ledger.settle')).toHaveLength(passed)
    await resume()
    expect(bodies('ledger.settle')).toMatchObject([{ transferId: id }])
    expect(await read('SELECT claim_id FROM payment_wait')).toEqual([])
  })

  it('has few orders on their way, pays everybody once in the end, and nobody upon a look from before the jam (D6)', async () => {
    const people = Array.from({ length: 600 }, (_, n) => `person${n}`)
    await world.openCampaign(checked)
    world.answer = ({ kind }) =>
      kind === 'ledger.settle' ? { outcome: 'postponed' } : acknowledged
    for (const person of people) await submit(person, checked)
    await world.settleDown()
    const onTheWay = await openItems('ledger.settle')
    expect(onTheWay).toBeGreaterThanOrEqual(LEDGER_ITEMS_AT_GATE_MAX)
    expect(onTheWay).toBeLessThan(LEDGER_ITEMS_AT_GATE_MAX + INTAKE_BATCH_MAX)
    // All were looked at before, and those that did not get through no longer count.
    world.recheck = () => 'changed'
    await resume()
    expect(bodies('ledger.settle')).toHaveLength(onTheWay)
    const states = await read(
      'SELECT state, count(*) AS n FROM claim GROUP BY state ORDER BY state',
    )
    expect(states).toEqual([
      { state: 'refused', n: people.length - onTheWay },
      { state: 'settled', n: onTheWay },
    ])
    expect(await read('SELECT claim_id FROM payment_wait')).toEqual([])
  })

  it('lets everybody through in turn when it opens, each paid once', async () => {
    const people = Array.from({ length: INTAKE_BATCH_MAX + 44 }, (_, n) => `person${n}`)
    await world.openCampaign(checked)
    await giveWork(LEDGER_ITEMS_AT_GATE_MAX)
    for (const person of people) await submit(person, checked)
    await world.settleDown()
    expect(bodies('verifier.recheck-receipts')).toEqual([])
    await resume()
    const paid = bodies('ledger.settle').map(({ transferId }) => transferId)
    expect(paid).toHaveLength(people.length)
    expect(new Set(paid).size).toBe(people.length)
    expect(bodies('verifier.recheck-receipts').every(({ attempt }) => attempt === 1)).toBe(true)
  })

  it('holds up nothing else for long: a sweep looks a few times whether it opens', async () => {
    const looks: string[] = []
    await world.close()
    world = await openWorld({ wrapStore: (store) => watchReads(store, (name) => looks.push(name)) })
    await world.openCampaign(checked)
    await giveWork(LEDGER_ITEMS_AT_GATE_MAX)
    await submit('ada', checked)
    await world.settleDown()
    looks.length = 0
    await world.distributor.sweep()
    expect(looks.filter((name) => name === 'gate-due')).toHaveLength(GATE_SHUT_LOOKS_MAX)
  })

  describe('tells the ledger all the same to let the parts wait of whom a held verifier signed for', () => {
    const vesting = { kind: 'cliff', startsAtMs: NOW, cliffMs: HOUR_MS, cancel: 'never' } as const
    const rule: CampaignRule = { ...fixedRule, vesting }

    async function holdByTwo(forMs: number, people: readonly string[]): Promise<void> {
      for (const by of people) {
        const said = { verifier: VERIFIER, sinceMs: NOW, forMs, evidence: 'e'.repeat(64), by }
        unwrap(await world.distributor.holdVerifier(said))
      }
      await world.settleDown()
    }
    const waitsUntil = () => bodies('ledger.pause-releases').map(({ untilMs }) => untilMs)

    it('that were paid in parts by then, for each hold', async () => {
      world.payment = () => 'later'
      await world.openCampaign(rule)
      await submit('ada', rule)
      await world.settleDown()
      await giveWork(LEDGER_ITEMS_AT_GATE_MAX)
      await holdByTwo(HOUR_MS, ['anna', 'ben'])
      await holdByTwo(2 * HOUR_MS, ['cleo', 'dora'])
      expect(waitsUntil()).toEqual([NOW + HOUR_MS, NOW + 2 * HOUR_MS])
      expect(await openItems('ledger.void')).toBe(LEDGER_ITEMS_AT_GATE_MAX)
    })

    it('whose order the ledger takes only then', async () => {
      world.payment = () => 'later'
      world.answer = ({ kind }) =>
        kind === 'ledger.settle' ? { outcome: 'postponed' } : acknowledged
      await world.openCampaign(rule)
      await submit('ada', rule)
      await world.settleDown()
      await giveWork(LEDGER_ITEMS_AT_GATE_MAX)
      await holdByTwo(HOUR_MS, ['anna', 'ben'])
      expect(waitsUntil()).toEqual([])
      world.advance(60_000)
      await world.settleDown()
      expect(waitsUntil()).toEqual([NOW + HOUR_MS])
      expect(await openItems('ledger.void')).toBe(LEDGER_ITEMS_AT_GATE_MAX)
    })
  })
})

describe('whether claims are at the gate', () => {
  it('is read by their whole keys, whoever asks', async () => {
    const asked: SelectIn[] = []
    await world.close()
    world = await openWorld({
      wrapStore: (store) => ({
        read: (name, body) => store.read(name, body),
        migrate: (migrations) => store.migrate(migrations),
        close: () => store.close(),
        transact: (name, body) =>
          store.transact(name, (tx) =>
            body({
              all: (...given) => tx.all(...given),
              get: (...given) => tx.get(...given),
              run: (...given) => tx.run(...given),
              insertMany: (...given) => tx.insertMany(...given),
              runMany: (...given) => tx.runMany(...given),
              selectIn: (query) => {
                asked.push(query)
                return tx.selectIn(query)
              },
            }),
          ),
      }),
    })
    const window = batchRule(undefined, { id: brandId('window') })
    for (const rule of [checked, window]) await world.openCampaign(rule)
    const claimIds = await Promise.all([submit('ada', checked), submit('bob', window)])
    await world.settleDown()
    await closeWindow(world)
    const said = { evidence: 'e'.repeat(64), cause: 'revoked_after_payout', by: 'anna' } as const
    unwrap(
      await world.distributor.recordRevocation({
        claimIds: claimIds.map((id) => brandId(id)),
        ...said,
      }),
    )
    const waits = asked.filter(({ table }) => table === 'payment_wait')
    const campaignsAsked = waits.map(({ where }) => where?.campaign_id)
    expect(new Set(campaignsAsked)).toEqual(new Set([checked.id, window.id]))
  })
})
