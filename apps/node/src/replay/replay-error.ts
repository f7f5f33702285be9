import type { ReasonCode } from '@evenkeel/kernel'

/** What ends a replay before it could say anything: its input, its directory, or a party that refused. */
export class ReplayError extends Error {
  override readonly name: string = 'ReplayError'
  readonly code: ReasonCode

  constructor(code: ReasonCode, detail: string) {
    super(detail)
    this.code = code
  }
}
