import type { PartyId } from '@evenkeel/kernel'
import type { Simulation } from '../../../simulation.ts'

/** S6 of what the verifiers keep: the newest document of each scope is never an older one than before, also across restarts. */
export function createHeadChecks(
  simulation: Simulation,
  verifiers: readonly PartyId[],
): () => Promise<void> {
  const newest = new Map<string, readonly [seq: number, issuedAtMs: number]>()
  return async () => {
    for (const id of verifiers) {
      const heads = await simulation.durable(id, (tx) =>
        tx.all('SELECT kind, scope, seq, issued_at_ms FROM evidence_head ORDER BY kind, scope'),
      )
      for (const { kind, scope, ...head } of heads) {
        const name = `${id}: ${kind} of ${scope}`
        const now = [Number(head.seq), Number(head.issued_at_ms)] as const
        const [seq, issuedAtMs] = newest.get(name) ?? now
        const isNoOlder = now[0] > seq || (now[0] === seq && now[1] >= issuedAtMs)
        simulation.invariants.check(
          'S6',
          isNoOlder,
          () => `${name} went from ${seq} back to ${now[0]}`,
        )
        newest.set(name, now)
      }
    }
  }
}
