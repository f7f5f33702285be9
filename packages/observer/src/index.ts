export { observerRoutes } from './api.ts'
export type { RecentPage } from './commands/list-recent.ts'
export type { Timeline } from './commands/trace-timeline.ts'
export { createObserver, type Observer, type ObserverConfig } from './create-observer.ts'
export {
  EVENTS_KEPT_MAX,
  FORGET_BATCH_MAX,
  RECENT_EVENTS_MAX,
  TIMELINE_EVENTS_MAX,
} from './limits.ts'
export type { ObservedEvent } from './model/observed-event.ts'
export { projectTimeline, type TimelineRow } from './model/project-timeline.ts'
export { observerMigrations } from './observer-migrations.ts'
