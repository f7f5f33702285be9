import { SPARE_TURN_WAIT_MS_MAX } from './limits.ts'
import { systemClock } from './system-clock.ts'

let turn: Promise<void> | undefined

/**
 * Resolves in the next turn of the event loop. All callers of one turn go on together, so what they do next lands in the same batches (DESIGN
 * §10: group commit); and whoever works in long runs lets others in: a store and signatures that answer at once never let the loop turn by themselves.
 */
export function nextTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined
      resolve()
    })
  })
  return turn
}

interface Waiting {
  readonly sinceMs: number
  readonly resolve: () => void
}

/** As many as there are deliveries under way in this process: one for each sender and recipient. */
const waiting: Waiting[] = []
let givenAtMs = Number.NEGATIVE_INFINITY

/**
 * Resolves in a turn in which nobody waits for the next one, for one caller at a time: what is due later gives way to what people wait for. Work
 * that gives way often (signature checks) would otherwise get one short turn between two long ones of everybody else. Where no
 * turn is spare, one is given every SPARE_TURN_WAIT_MS_MAX: load which lasts slows this work and never stops it.
 */
export function spareTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push({ sinceMs: systemClock.monotonicMs(), resolve })
    if (waiting.length === 1) setImmediate(giveSpareTurn)
  })
}

function giveSpareTurn(): void {
  const first = waiting[0]
  if (first === undefined) return
  const nowMs = systemClock.monotonicMs()
  const isOverdue = nowMs - Math.max(first.sinceMs, givenAtMs) >= SPARE_TURN_WAIT_MS_MAX
  if (turn === undefined || isOverdue) {
    givenAtMs = nowMs
    waiting.shift()
    first.resolve()
  }
  if (waiting.length > 0) setImmediate(giveSpareTurn)
}
