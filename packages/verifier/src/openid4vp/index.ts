export type { AcceptResponse, ResponseAccepted } from './accept-response.ts'
export type { Openid4vpConfig } from './config.ts'
export type { CreateRequest, NewPresentation, PresentationRequest } from './create-request.ts'
export { openid4vpMigrations } from './migrations.ts'
export { createOpenid4vp, type Openid4vp } from './openid4vp.ts'
export type { ResponseForm } from './read-response.ts'
export type { ServeRequest } from './serve-request.ts'
export type { PresentationFlow, ResponseMode, SessionState } from './session.ts'
export type {
  PresentationView,
  ShowPresentation,
  WatchedSession,
  WatchPresentation,
} from './show-presentation.ts'
