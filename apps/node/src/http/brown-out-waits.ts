import type { Clock } from '@evenkeel/kernel'
import type { WorldWaits } from '../open-world.ts'
import { ANALYTICS_LEVEL, type BrownOutLevel, SETTLEMENT_LEVEL } from './brown-out.ts'
import type { HttpServer } from './create-http-server.ts'
import { ANALYTICS_LOOK_MS, GIVEN_UP_MS_MAX, SETTLEMENT_LOOK_MS } from './limits.ts'

/**
 * For `World.start`: under load claims get their tickets, are paid later, and are told of later still (P4). Load that lasts stops neither: every
 * GIVEN_UP_MS_MAX all parties concerned may send for a moment.
 */
export function brownOutWaits(
  server: Pick<HttpServer, 'load'>,
  clock: Pick<Clock, 'monotonicMs'>,
): WorldWaits {
  return {
    analytics: waitsFrom(ANALYTICS_LEVEL, ANALYTICS_LOOK_MS),
    settlement: waitsFrom(SETTLEMENT_LEVEL, SETTLEMENT_LOOK_MS),
  }

  function waitsFrom(level: BrownOutLevel, lookMs: number): () => boolean {
    let sentAtMs = clock.monotonicMs()
    return () => {
      const nowMs = clock.monotonicMs()
      const overdueMs = nowMs - sentAtMs - GIVEN_UP_MS_MAX
      const isLoaded = server.load().level >= level
      if (isLoaded && overdueMs < 0) return true
      if (!isLoaded || overdueMs > lookMs) sentAtMs = nowMs
      return false
    }
  }
}
