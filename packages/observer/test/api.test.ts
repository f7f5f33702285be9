import { callRoute } from '@evenkeel/kernel/testing'
import { describe, expect, it } from 'vitest'
import { observerRoutes, RECENT_EVENTS_MAX } from '../src/index.ts'
import { event, openWorld } from './world.ts'

describe('the routes of the observer', () => {
  it('list the newest events first and each of them once, page by page', async () => {
    const { observer, speakers, settle } = await openWorld(['ledger'])
    const count = RECENT_EVENTS_MAX + 2
    const happened = Array.from({ length: count }, (_, n) =>
      event('TransferSettled', n, { transfer: `t-${n}` }),
    )
    await speakers[0]?.role.say(...happened)
    await settle()
    const routes = observerRoutes(observer.role)
    const page = async (after?: string) =>
      (await callRoute(routes, 'listRecentEvents', { query: { after } })).json as {
        readonly items: readonly { readonly seq: number }[]
        readonly next?: string
      }
    const first = await page()
    const second = await page(first.next)
    const seqs = [...first.items, ...second.items].map(({ seq }) => seq)
    expect(seqs).toEqual(Array.from({ length: count }, (_, n) => count - n))
    expect([first.items.length, second.next]).toEqual([RECENT_EVENTS_MAX, undefined])
    for (const after of ['x', '-1', '9'.repeat(16)]) {
      expect(await callRoute(routes, 'listRecentEvents', { query: { after } })).toEqual({
        problem: 'malformed_message',
      })
    }
  })

  it('tell the story of an id, and say of an id without one that there is none', async () => {
    const { observer, speakers, settle } = await openWorld(['ledger'])
    await speakers[0]?.role.say(event('TransferSettled', 1, { transfer: 't-1' }))
    await settle()
    const routes = observerRoutes(observer.role)
    const story = await callRoute(routes, 'traceTimeline', { params: { id: 't-1' } })
    expect(story.json).toMatchObject({ id: 't-1', rows: [{ waitMs: 0 }], truncated: false })
    for (const id of ['t-2', '', '\0', '\ud800', 'x'.repeat(1_000)]) {
      expect(await callRoute(routes, 'traceTimeline', { params: { id } })).toEqual({
        problem: 'not_found',
      })
    }
  })
})
