import {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
} from './http/create-http-server.ts'
import type { World } from './open-world.ts'
import type { WorldPlatform } from './world-platform.ts'
import { partyApi } from './world-routes.ts'

export type ServeWorldOptions = Pick<
  HttpServerOptions,
  'listener' | 'onFault' | 'limits' | 'others'
>

/**
 * Serves every party of a world, each under the path of its URL. Without a listener only `inject` reaches them.
 *
 * @example
 * const listener = await openListener({ host: '127.0.0.1', port: 0 })
 * const platform = openFilePlatform({ directory, parties: worldParties, publicUrl: listener.url })
 * const world = await openWorld(platform)
 * const server = await serveWorld(world, platform, { listener })
 */
export function serveWorld(
  world: World,
  { directory }: Pick<WorldPlatform, 'directory'>,
  options: ServeWorldOptions = {},
): Promise<HttpServer> {
  const mounts = [...world.parties].map(([id]) => ({
    ...partyApi(world, id),
    url: directory.urlOf(id),
  }))
  return createHttpServer({ mounts, timers: world.the('network').ports.timers, ...options })
}
