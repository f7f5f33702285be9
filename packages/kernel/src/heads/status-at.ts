import type { Reasoned } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { getStatus, STATUS_VALID, type StatusList } from '../status/status-list.ts'
import type { Head, PendingAct } from './head.ts'

export interface StatusAt {
  readonly value: number
  /** When the next announced act that ends validity takes effect; absent when none is known. */
  readonly endsAtMs?: number
  /** Such an act was announced in online mode: what needs an online proof does not go by `value` any more. */
  readonly endsOnline?: true
}

/** Whether a head may still be answered from: `clock + ε < exp` (S1). */
export function isHeadUsable(
  head: Pick<Head, 'exp'>,
  nowMs: number,
  clockBoundMs: number,
): boolean {
  return nowMs + clockBoundMs < head.exp * 1_000
}

/**
 * What a head says about one entry at a time on a clock that may be off by ε: the bits and the announced acts, each on its conservative side.
 * An act that ends validity counts from `clock + ε ≥ T`, so that nobody accepts at or after T (S2); one that grants it counts from
 * `clock − ε ≥ T`, so that nobody accepts before. `pending` is in the order of T. Reason: status_index_out_of_range.
 */
export function statusAt(
  { pending }: Pick<Head, 'pending'>,
  list: StatusList,
  index: number,
  { nowMs, clockBoundMs }: { readonly nowMs: number; readonly clockBoundMs: number },
): Result<StatusAt, Reasoned> {
  const bits = getStatus(list, index)
  if (!bits.ok) return bits
  const acts = pending.filter((act) => act.index === index)
  return ok(entryAt(bits.value, acts, { nowMs, clockBoundMs }))
}

/** The same for the bits of one entry and the acts that are announced for it, in the order of T. */
export function entryAt(
  bits: number,
  acts: readonly Pick<PendingAct, 'value' | 'effectiveAtMs' | 'mode'>[],
  { nowMs, clockBoundMs }: { readonly nowMs: number; readonly clockBoundMs: number },
): StatusAt {
  let value = bits
  let endsAtMs: number | undefined
  let endsOnline = false
  for (const act of acts) {
    if (isInForce(act, nowMs, clockBoundMs)) value = act.value
    else if (act.value !== STATUS_VALID) {
      endsAtMs ??= act.effectiveAtMs
      endsOnline ||= act.mode === 'online'
    }
  }
  return { value, ...(endsAtMs !== undefined && { endsAtMs }), ...(endsOnline && { endsOnline }) }
}

/** Whether an act counts on this clock. The publisher folds it into the bits by the same rule, so that bits never run ahead of any verifier. */
export function isInForce(
  { value, effectiveAtMs }: Pick<PendingAct, 'value' | 'effectiveAtMs'>,
  nowMs: number,
  clockBoundMs: number,
): boolean {
  const sideMs = value === STATUS_VALID ? -clockBoundMs : clockBoundMs
  return nowMs + sideMs >= effectiveAtMs
}
