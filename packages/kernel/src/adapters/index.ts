export { AdapterError, type AdapterErrorCode, type AdapterErrorOptions } from './adapter-error.ts'
export { inlineCompute } from './inline-compute.ts'
export { KEY_SEED_BYTES, readOrCreateKeyFile } from './key-file.ts'
export {
  createLoopbackTransport,
  type LoopbackOptions,
  type LoopbackReceiver,
  type LoopbackTransport,
} from './loopback-transport.ts'
export { createNativeSigner } from './native-signer.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'
export { systemClock } from './system-clock.ts'
export { systemRandom } from './system-random.ts'
export { systemTimers } from './system-timers.ts'
export {
  createWorkerCompute,
  type WorkerCompute,
  type WorkerComputeOptions,
} from './worker-compute.ts'
