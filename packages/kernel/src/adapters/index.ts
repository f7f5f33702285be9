export { AdapterError, type AdapterErrorCode, type AdapterErrorOptions } from './adapter-error.ts'
export {
  createSafeHttpClient,
  type HttpAnswer,
  type HttpClientOptions,
  type HttpRequest,
  type SafeHttpClient,
} from './http-client.ts'
export { type AllowedOrigins, isLoopbackUrl, type ResolveHost } from './http-target.ts'
export { createHttpTransport, type HttpTransportOptions } from './http-transport.ts'
export { inlineCompute } from './inline-compute.ts'
export { KEY_SEED_BYTES, readOrCreateKeyFile } from './key-file.ts'
export {
  createLoopbackTransport,
  type LoopbackOptions,
  type LoopbackReceiver,
  type LoopbackTransport,
} from './loopback-transport.ts'
export { createNativeSigner } from './native-signer.ts'
export { nextTurn, spareTurn } from './next-turn.ts'
export { createRoutedTransport, type RoutedTransportOptions } from './routed-transport.ts'
export { createServerCompute } from './server-compute.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'
export { systemClock } from './system-clock.ts'
export { systemRandom } from './system-random.ts'
export { systemTimers } from './system-timers.ts'
export { turnCompute } from './turn-compute.ts'
export {
  createWorkerCompute,
  type WorkerCompute,
  type WorkerComputeOptions,
} from './worker-compute.ts'
