import { distributorRoutes } from '@evenkeel/distributor'
import { governanceRoutes } from '@evenkeel/governance'
import { holderRoutes } from '@evenkeel/holder'
import { issuerRoutes } from '@evenkeel/issuer'
import {
  assert,
  ok,
  type Party,
  type PartyId,
  type Reasoned,
  type Result,
  type Route,
  refuse,
} from '@evenkeel/kernel'
import { ledgerRoutes } from '@evenkeel/ledger'
import { networkRoutes } from '@evenkeel/network'
import { witnessRoutes } from '@evenkeel/network/witness'
import { observerRoutes } from '@evenkeel/observer'
import { verifierRoutes } from '@evenkeel/verifier'
import { auditRoute } from './audit/audit-route.ts'
import type { PartyApi } from './http/api-keys.ts'
import { handoffRoute } from './http/handoff-route.ts'
import type { World } from './open-world.ts'
import type { WorldRoles } from './open-world-party.ts'
import { type RoleName, worldParties } from './world-config.ts'

/** The routes of each role, made from the role itself. */
const routesOf: { readonly [Name in RoleName]: (role: WorldRoles[Name]) => readonly Route[] } = {
  governance: governanceRoutes,
  network: networkRoutes,
  witness: witnessRoutes,
  issuer: (role) => [...issuerRoutes(role), ...role.openid4vci.routes],
  verifier: (role) => [...verifierRoutes(role), ...role.openid4vp.routes],
  distributor: distributorRoutes,
  ledger: ledgerRoutes,
  observer: observerRoutes,
  holder: holderRoutes,
}

/** Everything that a party of a world answers to over HTTP. Throws for a party that the world does not have. */
export function partyApi(world: World, id: PartyId): PartyApi {
  const spec = worldParties.find((each) => each.id === id)
  const party = world.parties.get(id)
  assert(spec !== undefined && party !== undefined, `no party is called ${id}`)
  const roleRoutes = routesOf[spec.role] as (role: Party['role']) => readonly Route[]
  const audit = spec.role === 'distributor' ? [auditRoute(world, id)] : []
  return { party, routes: [handoffRoute(party), ...roleRoutes(party.role), ...audit] }
}
/** The same for a name from outside. Reason: not_found. */
export function findPartyApi(world: World, name: string): Result<PartyApi, Reasoned> {
  for (const id of world.parties.keys()) {
    if (id === name) return ok(partyApi(world, id))
  }
  return refuse('not_found', `no party is called ${name}`)
}
