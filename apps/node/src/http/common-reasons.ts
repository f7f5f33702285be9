import type { ReasonCode, Route } from '@evenkeel/kernel'

const ALWAYS: readonly ReasonCode[] = [
  'malformed_message',
  'media_type_not_accepted',
  'message_too_large',
  'request_too_slow',
  'queue_full',
  'deadline_passed',
  'draining',
  'internal_fault',
  'store_unavailable',
  'compute_unavailable',
]
const OF_KEYS: readonly ReasonCode[] = ['api_key_missing', 'api_key_not_accepted', 'scope_missing']
const OF_REPEATS: readonly ReasonCode[] = [
  'idempotency_key_missing',
  'idempotency_conflict',
  'idempotency_in_progress',
]
const OF_CONTENT: readonly ReasonCode[] = ['duplicate_key', 'nesting_too_deep']

/** Every reason that a problem of this route can carry: its own and those that the server gives before and after it. Sorted. */
export function reasonsOf(route: Route): readonly ReasonCode[] {
  const codes = [
    ...route.reasons,
    ...ALWAYS,
    ...(route.access.kind === 'key' ? OF_KEYS : []),
    ...(route.repeats === 'key' ? OF_REPEATS : []),
    ...(route.body === undefined && route.query === undefined ? [] : OF_CONTENT),
  ]
  return [...new Set(codes)].sort()
}
