import {
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  defineRoute,
  encodeUtf8,
  type Route,
} from '@evenkeel/kernel'
import type { Network } from './create-network.ts'
import { ACCREDITATIONS_MAX_AGE_S } from './limits.ts'
import { logRoutes, tileRoutes } from './log-routes.ts'
import { relayRoutes } from './relay-routes.ts'
import { cached, read } from './route-parts.ts'

const LIST_TYPE = `application/${ACCREDITATION_LIST_TYP}`

/**
 * The HTTP routes of the network: a public log, a public list, and the heads of others. What enters log or list comes as a signed handoff, never
 * by a route.
 */
export function networkRoutes(network: Network): readonly Route[] {
  return [
    accreditationsRoute(network),
    ...tileRoutes(network),
    ...logRoutes(network),
    ...relayRoutes(network),
  ]
}

function accreditationsRoute(network: Network): Route {
  return defineRoute({
    ...read,
    operation: 'getAccreditations',
    path: ACCREDITATION_LIST_PATH,
    summary: 'The signed list of accreditations; no cache keeps it beyond its lease.',
    answers: { 200: { description: 'Compact JWS.', mediaType: LIST_TYPE } },
    reasons: ['not_found'],
    async handle() {
      const list = await network.accreditationList()
      if (!list.ok) return { problem: list.error }
      const { token, leaseLeftMs } = list.value
      const leftS = Math.max(0, Math.floor(leaseLeftMs / 1_000))
      return cached(encodeUtf8(token), LIST_TYPE, Math.min(ACCREDITATIONS_MAX_AGE_S, leftS))
    },
  })
}
