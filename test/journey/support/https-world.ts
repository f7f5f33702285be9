import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Route } from '@evenkeel/kernel'
import { systemTimers } from '@evenkeel/kernel/adapters'
import {
  createHttpServer,
  type HttpServer,
  openFilePlatform,
  openWorld,
  partyApi,
  worldParties,
} from '@evenkeel/node'
import { createRecorder, type Recorder } from './record-exchanges.ts'

export interface HttpsWorld {
  readonly publicUrl: string
  readonly recorder: Recorder
  stop(): Promise<void>
}

/**
 * Opens a world whose addresses are https, so that its issuers and verifiers are did:webs; no socket leads to it. `bend` makes wrong routes
 * of right ones.
 */
export async function openHttpsWorld(
  bend: (route: Route) => Route = (route) => route,
): Promise<HttpsWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-journey-'))
  const publicUrl = 'https://parties.example'
  const platform = openFilePlatform({ directory, parties: worldParties, publicUrl })
  const world = await openWorld(platform)
  const mounts = worldParties.map(({ id }) => {
    const { party, routes } = partyApi(world, id)
    return { party, routes: routes.map(bend), url: platform.directory.urlOf(id) }
  })
  const server = await createHttpServer({ mounts, timers: systemTimers })
  return {
    publicUrl,
    recorder: createRecorder(publicUrl, sendTo(server)),
    async stop() {
      await server.stop()
      await platform.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function sendTo({ inject }: HttpServer): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const method = request.method as 'GET' | 'POST'
    const answer = await inject({ method, url: pathname + search })
    const headers = { 'content-type': `${answer.headers['content-type']}` }
    return new Response(answer.payload, { status: answer.statusCode, headers })
  }
}
