import {
  answerResult,
  defineRoute,
  listPageSchema,
  listQuery,
  READ_BUDGET_MS,
  type Route,
  refuse,
  Type,
} from '@evenkeel/kernel'
import type { Observer } from './create-observer.ts'
import { RECENT_EVENTS_MAX, TIMELINE_EVENTS_MAX } from './limits.ts'

const observedMembers = {
  party: Type.String(),
  seq: Type.Integer({ minimum: 0, description: 'The party’s own number of the event.' }),
  event: Type.String(),
  atMs: Type.Integer({ description: 'On the party’s clock.' }),
  receivedMs: Type.Integer({ description: 'On the observer’s clock.' }),
  ids: Type.Record(Type.String(), Type.String()),
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
}
const observed = Type.Object(observedMembers)
const timeline = Type.Object({
  id: Type.String(),
  rows: Type.Array(
    Type.Object({
      ...observedMembers,
      waitMs: Type.Integer({ description: 'Since the row before.' }),
    }),
    { maxItems: TIMELINE_EVENTS_MAX },
  ),
  truncated: Type.Boolean({ description: 'The story has more events than are shown.' }),
})

const read = {
  method: 'GET',
  access: { kind: 'key', scope: 'observer:read' },
  repeats: 'safe',
  budgetMs: READ_BUDGET_MS,
} as const

/** The HTTP routes of the observer. Nothing else needs them to work. */
export function observerRoutes(observer: Observer): readonly Route[] {
  return [
    defineRoute({
      ...read,
      operation: 'traceTimeline',
      path: '/timelines/:id',
      summary: 'The whole story of any id, across parties, with the wait before each step.',
      answers: { 200: { description: 'The story in time order.', schema: timeline } },
      reasons: ['not_found'],
      handle: async ({ params: { id = '' } }) => answerResult(await observer.traceTimeline(id)),
    }),
    defineRoute({
      ...read,
      operation: 'listRecentEvents',
      path: '/events',
      summary: 'The newest events, the last received first.',
      query: listQuery,
      answers: {
        200: { description: 'A page.', schema: listPageSchema(observed, RECENT_EVENTS_MAX) },
      },
      reasons: ['malformed_message'],
      async handle({ query: { after } }) {
        if (after !== undefined && !/^\d{1,15}$/.test(after)) {
          return { problem: refuse('malformed_message', 'after').error }
        }
        const page = await observer.listRecent(after === undefined ? undefined : Number(after))
        const { events: items, next } = page
        return {
          status: 200,
          json: { items, ...(next !== undefined && { next: String(next) }) },
        }
      },
    }),
  ]
}
