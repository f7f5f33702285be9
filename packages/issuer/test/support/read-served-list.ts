import {
  decodeStatusList,
  importPublicJwk,
  type PublicJwk,
  readStatusToken,
  STATUS_TOKEN_TYP,
  type StatusList,
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
