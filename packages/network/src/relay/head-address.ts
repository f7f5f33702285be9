import { headUrl } from '@evenkeel/kernel'

/** What is asked of a relay: the head of a scope, or one that was made within the last seconds. */
export interface HeadAddress {
  /** As it was asked for. */
  readonly url: string
  readonly scope: string
  readonly maxAgeS?: number
}

/** Reads the URL of a head (`headUrl`, `freshHeadUrl`); undefined for any other, also for another spelling of one. */
export function parseHeadAddress(url: string): HeadAddress | undefined {
  const parsed = URL.parse(url)
  const isPlain =
    parsed !== null &&
    (parsed.protocol === 'https:' || parsed.protocol === 'http:') &&
    parsed.href === url &&
    parsed.username + parsed.password + parsed.search + parsed.hash === ''
  if (!isPlain) return undefined
  const [, scope, maxAge] = /^(.+)\/head(?:\/max-age\/([1-9]\d{0,7}))?$/.exec(url) ?? []
  if (scope === undefined || !url.startsWith(headUrl(scope))) return undefined
  return { url, scope, ...(maxAge !== undefined && { maxAgeS: Number(maxAge) }) }
}
