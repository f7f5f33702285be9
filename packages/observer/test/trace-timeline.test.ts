import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TIMELINE_EVENTS_MAX } from '../src/index.ts'
import { event, openWorld } from './world.ts'

describe('the timeline of an id', () => {
  it('tells the whole story across parties from any of its ids, in time order with the wait before each step', async () => {
    const { observer, speakers, settle } = await openWorld(['distributor', 'ledger'])
    const [distributor, ledger] = speakers
    await ledger?.role.say(event('TransferSettled', 90, { transfer: 'transfer-1' }))
    await distributor?.role.say(
      event('ClaimAccepted', 10, { claim: 'claim-1', receipt: 'receipt-1' }),
      event('ClaimReserved', 40, { claim: 'claim-1', transfer: 'transfer-1' }),
      event('ClaimAccepted', 20, { claim: 'claim-2', receipt: 'receipt-2' }, { held: true }),
    )
    await settle()
    for (const id of ['claim-1', 'receipt-1', 'transfer-1']) {
      const story = await observer.role.traceTimeline(id)
      expect(story).toMatchObject({ ok: true, value: { id, truncated: false } })
      const rows = story.ok ? story.value.rows : []
      expect(rows.map((row) => [row.party, row.event, row.waitMs])).toEqual([
        ['distributor', 'ClaimAccepted', 0],
        ['distributor', 'ClaimReserved', 30],
        ['ledger', 'TransferSettled', 50],
      ])
    }
  })

  it('keeps a party’s own order within one millisecond, whatever the order of arrival', async () => {
    const { observer, speakers, settle } = await openWorld(['ledger'])
    const names = Array.from({ length: 250 }, (_, n) => `Step${'ABCDEFGHIJ'[n % 10]}`)
    await speakers[0]?.role.say(...names.map((name) => event(name, 5, { claim: 'claim-1' })))
    await settle()
    const story = await observer.role.traceTimeline('claim-1')
    expect(story.ok && story.value.rows.map((row) => row.event)).toEqual(names)
  })

  it('says what was asked when no event names the id', async () => {
    const { observer } = await openWorld([])
    for (const id of ['claim-9', 'x'.repeat(300), 'a\0b', '\ud800']) {
      const story = await observer.role.traceTimeline(id)
      expect(story).toMatchObject({ ok: false, error: { code: 'not_found' } })
      expect(!story.ok && story.error.detail).toContain(id.slice(0, 100))
    }
  })

  it('is bounded, and says so when it leaves something out', async () => {
    const { observer, speakers, settle } = await openWorld(['ledger'])
    const events = Array.from({ length: TIMELINE_EVENTS_MAX + 1 }, (_, n) =>
      event('TransferSettled', n, { transfer: `transfer-${n}`, batch: 'batch-1' }),
    )
    await speakers[0]?.role.say(...events)
    await settle()
    const story = await observer.role.traceTimeline('transfer-1')
    expect(story).toMatchObject({ ok: true, value: { truncated: true } })
    expect(story.ok && story.value.rows.length).toBe(TIMELINE_EVENTS_MAX)
  })

  it('is the connected component of the id, for any way in which events share ids', async () => {
    const links = fc.array(
      fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 14,
      },
    )
    await fc.assert(
      fc.asyncProperty(links, async (events) => {
        const { observer, speakers, settle } = await openWorld(['ledger'])
        await speakers[0]?.role.say(
          ...events.map((ids, n) =>
            event(
              'SomethingHappened',
              n,
              Object.fromEntries(ids.map((id, at) => [`k${at}`, `id-${id}`])),
            ),
          ),
        )
        await settle()
        const start = events[0]?.[0] ?? 0
        const story = await observer.role.traceTimeline(`id-${start}`)
        const seqs = story.ok ? story.value.rows.map((row) => row.seq) : []
        expect(seqs).toEqual(componentOf(start, events))
      }),
      { numRuns: 60 },
    )
  })
})

/** The positions, from 1, of the events that are connected with an id: by repetition until nothing changes. */
function componentOf(start: number, events: readonly (readonly number[])[]): number[] {
  const ids = new Set([start])
  for (let before = -1; before !== ids.size; ) {
    before = ids.size
    for (const event of events)
      if (event.some((id) => ids.has(id))) for (const id of event) ids.add(id)
  }
  return events.flatMap((event, n) => (event.some((id) => ids.has(id)) ? [n + 1] : []))
}
