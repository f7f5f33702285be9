import type { Route } from '@evenkeel/kernel'
import type { Openid4vciConfig } from '../config.ts'
import type { Openid4vciCommands } from '../create-openid4vci.ts'
import { metadataRoutes } from './metadata-routes.ts'
import { operatorRoutes } from './operator-routes.ts'
import { walletRoutes } from './wallet-routes.ts'

/** Everything of this protocol that has an address. */
export function openid4vciRoutes(
  commands: Openid4vciCommands,
  config: Openid4vciConfig,
): readonly Route[] {
  return [...metadataRoutes(config), ...walletRoutes(commands), ...operatorRoutes(commands)]
}
