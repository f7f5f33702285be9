import type { AdmissionLoad } from '../http/admission.ts'

/** What a worker is started with, as JSON in its first argument. */
export interface WorkerArguments {
  /** Of the world, which exists. */
  readonly directory: string
  readonly host: string
  readonly port: number
  /** Cores that it may count on. */
  readonly cores: number
}

/** From a worker. The first load says that it serves. */
export type WorkerWords =
  | { readonly kind: 'load'; readonly load: AdmissionLoad }
  | { readonly kind: 'fault'; readonly party: string; readonly words: string }

/** To a worker: the load of each of the others. That it should end is told by letting go of it. */
export interface OthersLoads {
  readonly others: readonly AdmissionLoad[]
}
