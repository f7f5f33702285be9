import type { Clock, StartOptions } from '@evenkeel/kernel'
import { SETTLEMENT_LEVEL } from './brown-out.ts'
import type { HttpServer } from './create-http-server.ts'
import { SETTLEMENT_LOOK_MS, SETTLEMENT_WAIT_MS_MAX } from './limits.ts'

/**
 * For `World.start`: under load claims get their tickets and are paid later (P4). Load that lasts does not stop payment: every
 * SETTLEMENT_WAIT_MS_MAX all parties concerned may send for SETTLEMENT_LOOK_MS.
 */
export function settlementWaits(
  server: Pick<HttpServer, 'load'>,
  clock: Pick<Clock, 'monotonicMs'>,
): StartOptions {
  let sentAtMs = clock.monotonicMs()
  return {
    waits: () => {
      const nowMs = clock.monotonicMs()
      const overdueMs = nowMs - sentAtMs - SETTLEMENT_WAIT_MS_MAX
      const isLoaded = server.load().level >= SETTLEMENT_LEVEL
      if (isLoaded && overdueMs < 0) return true
      if (!isLoaded || overdueMs > SETTLEMENT_LOOK_MS) sentAtMs = nowMs
      return false
    },
  }
}
