export { callRoute, type RouteCall, type RouteReply } from './call-route.ts'
export {
  type DurableStoreUnderTest,
  durableStoreConformance,
  type StoreUnderTest,
  storeConformance,
} from './store-conformance.ts'
export type { Expectation, TestApi } from './test-api.ts'
export {
  type CutPoint,
  createUnsyncedStore,
  type UnsyncedStore,
  type UnsyncedStoreOptions,
} from './unsynced-store.ts'
