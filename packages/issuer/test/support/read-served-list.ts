import {
  decodeStatusList,
  encodeHex,
  HEAD_TYP,
  type Head,
  headUrl,
  importPublicJwk,
  inflateStatusList,
  type PublicJwk,
  readHead,
  readStatusToken,
  STATUS_LIST_BYTES_MAX,
  STATUS_TOKEN_TYP,
  type StatusList,
  statusRoot,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import type { Issuer } from '../../src/index.ts'
import { ISSUER_URL } from './issuer-under-test.ts'

export interface ServedList {
  readonly iat: number
  readonly exp: number
  readonly ttl: number | undefined
  readonly list: StatusList
  readonly compact: string
}

/** The list as anybody would get it, its signature checked. */
export async function readServedList(
  issuer: Issuer,
  publicJwk: PublicJwk,
  number = 1,
): Promise<ServedList> {
  const bytes = await issuer.document?.(`/status/${number}`)
  if (bytes === undefined) throw new Error('no list is served')
  const { jws, payload } = unwrap(readStatusToken(bytes, `${ISSUER_URL}/status/${number}`))
  unwrap(verifyJws(jws, unwrap(importPublicJwk(publicJwk)), { typ: STATUS_TOKEN_TYP }))
  const list = unwrap(decodeStatusList(payload))
  const compact = new TextDecoder().decode(bytes)
  return { iat: payload.iat, exp: payload.exp, ttl: payload.ttl, list, compact }
}

export interface ServedHead {
  readonly head: Head
  readonly list: StatusList
  readonly compact: string
}

/** The head with its list as anybody would get it, its signature and its root checked. */
export async function readServedHead(
  issuer: Issuer,
  publicJwk: PublicJwk,
  number = 1,
): Promise<ServedHead> {
  const url = `${ISSUER_URL}/status/${number}`
  const bytes = await issuer.document?.(headUrl(url).slice(ISSUER_URL.length))
  if (bytes === undefined) throw new Error('no head is served')
  const { compact, jws, head, compressed } = unwrap(readHead(bytes, url))
  unwrap(verifyJws(jws, unwrap(importPublicJwk(publicJwk)), { typ: HEAD_TYP }))
  const list = unwrap(inflateStatusList(compressed, { maxBytes: STATUS_LIST_BYTES_MAX }))
  if (encodeHex(statusRoot(list)) !== head.root) throw new Error('the root is of another list')
  return { head, list: { bits: head.bits, order: 'lsb', bytes: list }, compact }
}
