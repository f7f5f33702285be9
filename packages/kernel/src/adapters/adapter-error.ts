import type { ReasonCode } from '../reasons/registry.ts'

/** The reasons that an adapter may fail with. */
export type AdapterErrorCode = Extract<
  ReasonCode,
  'store_unavailable' | 'compute_unavailable' | 'key_file_unsafe'
>

export interface AdapterErrorOptions {
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** For the operator; never personal data. */
  readonly detail: string
  readonly cause?: unknown
}

/** The world outside did not do its part. Commands turn it into a value (STYLE: errors). */
export class AdapterError extends Error {
  override readonly name: string = 'AdapterError'
  readonly code: AdapterErrorCode
  readonly retryable: boolean

  constructor(code: AdapterErrorCode, options: AdapterErrorOptions) {
    super(`${code}: ${options.detail}`, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable
  }
}
