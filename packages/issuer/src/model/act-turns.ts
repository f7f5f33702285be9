import { type PendingAct, STATUS_VALID } from '@evenkeel/kernel'

type Turning = Pick<PendingAct, 'index' | 'value' | 'effectiveAtMs'>

/**
 * When the published bits take over an announced act, on the publisher's clock, in whole seconds: T for one that ends validity, and ε later for
 * one that grants it. By then the act is in force by `isInForce`, so bits never run ahead of any verifier that goes by heads.
 */
export function turnMs({ value, effectiveAtMs }: Turning, clockBoundMs: number): number {
  return value === STATUS_VALID
    ? Math.ceil((effectiveAtMs + clockBoundMs) / 1_000) * 1_000
    : effectiveAtMs
}

/**
 * The acts that bits published at `atMs` contain: those whose turn has come, and what came before them for the same entry, because bits hold
 * one value only. `acts` and the answer are in the order of `effectiveAtMs`.
 */
export function dueActs<A extends Turning>(
  acts: readonly A[],
  atMs: number,
  clockBoundMs: number,
): readonly A[] {
  const overtaken = new Set<number>()
  return acts
    .toReversed()
    .filter((act) => {
      if (turnMs(act, clockBoundMs) <= atMs) overtaken.add(act.index)
      return overtaken.has(act.index)
    })
    .reverse()
}

/** The next time after `atMs` at which published bits change; undefined when nothing is announced. */
export function nextTurnMs(
  acts: readonly Turning[],
  atMs: number,
  clockBoundMs: number,
): number | undefined {
  const turns = acts.map((act) => turnMs(act, clockBoundMs)).filter((turn) => turn > atMs)
  return turns.length === 0 ? undefined : Math.min(...turns)
}
