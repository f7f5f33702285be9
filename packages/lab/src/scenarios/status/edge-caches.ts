import { ok, type Transport } from '@evenkeel/kernel'
import { shortHash } from '../../hash-values.ts'
import type { Scheduler } from '../../scheduler.ts'

interface Copy {
  readonly bytes: Uint8Array
  readonly untilMs: number
}

/** Caches between publishers and readers: each hands a copy out until its max-age is over, counted from when the publisher gave it away. */
export interface EdgeCaches {
  /** A publisher's word: it serves these bytes now, and a cache may keep them for so long. */
  onServed(bytes: Uint8Array, freshForMs: number): void
  /** The way to the publishers through one cache. */
  through(edge: number, transport: Transport): Transport
}

export function createEdgeCaches(scheduler: Scheduler): EdgeCaches {
  const maxAges = new Map<string, number>()
  const copies = new Map<string, Copy>()
  return {
    onServed(bytes, freshForMs) {
      maxAges.set(shortHash(bytes), scheduler.nowMs + freshForMs)
    },
    through: (edge, transport) => ({
      deliver: transport.deliver,
      async retrieve(url, limits) {
        const place = `${edge} ${url}`
        const copy = copies.get(place)
        if (copy !== undefined && scheduler.nowMs < copy.untilMs) {
          scheduler.note({ event: 'edge-hit', edge, hash: shortHash(copy.bytes) })
          return ok(copy.bytes.slice())
        }
        const answer = await transport.retrieve(url, limits)
        if (answer.ok) {
          const untilMs = maxAges.get(shortHash(answer.value)) ?? 0
          copies.set(place, { bytes: answer.value.slice(), untilMs })
        }
        return answer
      },
    }),
  }
}
