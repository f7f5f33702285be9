import { defineRoute, HEAD_MEDIA_TYPE, type Route, Type } from '@evenkeel/kernel'
import type { Network } from './create-network.ts'
import { RELAY_FETCH_MS, RELAY_SEQS_MAX } from './limits.ts'
import { read } from './route-parts.ts'

const count = Type.Object({
  seq: Type.Integer({ minimum: 0 }),
  fetched: Type.Integer({ minimum: 0 }),
})

/** Heads in the place of their publishers. */
export function relayRoutes({ relay }: Network): readonly Route[] {
  return [
    defineRoute({
      ...read,
      operation: 'relayHead',
      path: '/relay/:url',
      summary:
        'The head at a URL of an accredited issuer, percent-encoded, so that the issuer does not learn who verifies.',
      answers: { 200: { description: 'The head with its list.', mediaType: HEAD_MEDIA_TYPE } },
      reasons: [
        'relay_not_allowed',
        'status_unavailable',
        'status_stale',
        'status_rolled_back',
        'status_equivocation',
        'status_list_mismatch',
        'status_list_malformed',
        'signature_invalid',
        'header_not_accepted',
        'malformed_message',
        'message_too_large',
        'nesting_too_deep',
        'duplicate_key',
        'queue_full',
      ],
      budgetMs: read.budgetMs + RELAY_FETCH_MS,
      async handle({ params: { url = '' } }) {
        const head = await relay.fetch(url)
        if (!head.ok) return { problem: head.error }
        // A copy elsewhere would be an older head for some, and would not be counted.
        const headers = { 'cache-control': 'no-store' }
        return { status: 200, bytes: head.value, mediaType: HEAD_MEDIA_TYPE, headers }
      },
    }),
    defineRoute({
      ...read,
      operation: 'countRelayed',
      path: '/relay-counts/:url',
      summary: 'How often the last heads at a URL were handed out, newest first: numbers only.',
      answers: {
        200: {
          description: 'The counts.',
          schema: Type.Object({ items: Type.Array(count, { maxItems: RELAY_SEQS_MAX }) }),
        },
      },
      reasons: ['relay_not_allowed'],
      async handle({ params: { url = '' } }) {
        const counts = await relay.counts(url)
        return counts.ok
          ? { status: 200, json: { items: counts.value } }
          : { problem: counts.error }
      },
    }),
  ]
}
