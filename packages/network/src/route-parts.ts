import { READ_BUDGET_MS, type Route, type RouteAnswer, refuse } from '@evenkeel/kernel'

/** What all public reads have in common. */
export const read: Pick<Route, 'method' | 'access' | 'repeats' | 'budgetMs'> = {
  method: 'GET',
  access: { kind: 'public' },
  repeats: 'safe',
  budgetMs: READ_BUDGET_MS,
}

export const nothing: RouteAnswer = { problem: refuse('not_found').error }

/** Bytes that caches may keep for a while. */
export function cached(
  bytes: Uint8Array,
  mediaType: string,
  maxAgeS: number,
  more = '',
): Extract<RouteAnswer, { bytes: Uint8Array }> {
  const headers = { 'cache-control': `public, max-age=${maxAgeS}${more}` }
  return { status: 200, bytes, mediaType, headers }
}

/** A whole number in decimal digits, one form for each; undefined for anything else. */
export function readIndex(text = ''): number | undefined {
  return /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined
}
