import type { PartyContext, Route } from '@evenkeel/kernel'
import type { Verifier } from '../verifier.ts'
import { type AcceptResponse, createAcceptResponse } from './accept-response.ts'
import { type Openid4vpConfig, openid4vpSettings } from './config.ts'
import { type CreateRequest, createCreateRequest } from './create-request.ts'
import { openid4vpRoutes } from './routes.ts'
import { createServeRequest, type ServeRequest } from './serve-request.ts'
import { createSessionKeys } from './session-keys.ts'
import { createSessionStore } from './session-store.ts'
import {
  createPresentationViews,
  type ShowPresentation,
  type WatchPresentation,
} from './show-presentation.ts'

/** Lets ordinary wallets present to the verifier: OpenID4VP 1.0 with DCQL, signed requests, `direct_post` and `direct_post.jwt`. */
export interface Openid4vp {
  /** `client_id` of every request, and so the audience of every presentation. */
  readonly clientId: string
  readonly createRequest: CreateRequest
  readonly serveRequest: ServeRequest
  readonly acceptResponse: AcceptResponse
  readonly showPresentation: ShowPresentation
  readonly watchPresentation: WatchPresentation
  readonly routes: readonly Route[]
  sweep(): Promise<void>
}

/** Makes it beside a verifier, over the same store; `openid4vpMigrations` go with it. Throws on a configuration that would break a promise. */
export function createOpenid4vp(
  context: PartyContext,
  verifier: Verifier,
  config: Openid4vpConfig,
): Openid4vp {
  const settings = openid4vpSettings(config, context)
  const keys = createSessionKeys(settings.secret, context.id, context.ports.random)
  const sessions = createSessionStore(context, keys, settings.sessionsMax)
  const parts = { context, verifier, settings, keys, sessions }
  const views = createPresentationViews(parts)
  const commands = {
    clientId: settings.identity.clientId,
    createRequest: createCreateRequest(parts),
    serveRequest: createServeRequest(parts),
    acceptResponse: createAcceptResponse(parts, views.onChange),
    showPresentation: views.show,
    watchPresentation: views.watch,
  }
  return {
    ...commands,
    routes: openid4vpRoutes(commands, settings.identity.document),
    sweep: sessions.removeExpired,
  }
}
