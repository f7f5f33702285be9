import type { Route } from '@evenkeel/kernel'
import { campaignRoutes, claimListRoute } from './api/campaign-routes.ts'
import { claimRoutes, submitRoute } from './api/claim-routes.ts'
import { recoveryRoutes } from './api/recovery-routes.ts'
import { verifierHoldRoutes } from './api/verifier-hold-routes.ts'
import { vestingRoutes } from './api/vesting-routes.ts'
import type { Distributor } from './distributor.ts'

/** The HTTP API of a distributor. */
export function distributorRoutes(distributor: Distributor): readonly Route[] {
  return [
    submitRoute(distributor),
    ...claimRoutes(distributor),
    ...campaignRoutes(distributor),
    claimListRoute(distributor),
    ...vestingRoutes(distributor),
    ...verifierHoldRoutes(distributor),
    ...recoveryRoutes(distributor),
  ]
}
