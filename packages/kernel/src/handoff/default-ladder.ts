import { assert } from '../assert.ts'
import type { DefaultAct, DefaultStep, SendPolicy } from './handoff-policy.ts'
import { BUDGET_MS_MAX } from './limits.ts'

/** The defaults of one kind, in the order in which they fire. */
export type Ladder = readonly [DefaultStep, ...DefaultStep[]]

/** What the sender does about an item at present: hands it over, does nothing until it is released, or asks for a tombstone. */
export type SendMode = 'send' | 'hold' | 'recall'

/** When an item's journey began and has to end, on the sender's clock. */
export interface Journey {
  readonly createdAtMs: number
  readonly deadlineAtMs: number
}

/** Throws on a policy whose deadlines would promise the person more than its journey allows (H6), or which would wait without one (H5). */
export function assertPolicy(policy: SendPolicy): void {
  const total = sumOf(policy.defaults)
  assert(
    policy.budgetMs <= BUDGET_MS_MAX,
    `${policy.kind}: the budget is longer than the longest journey, ${BUDGET_MS_MAX} ms`,
  )
  assert(
    total <= policy.budgetMs,
    `${policy.kind}: the deadlines sum to ${total} ms, more than the budget of ${policy.budgetMs} ms`,
  )
  assert(
    policy.defaults.every((step) => step.afterMs > 0),
    `${policy.kind}: a default without a wait would fire at once for ever`,
  )
  assert(
    policy.defaults.every((step) => step.act !== 'recall') || policy.onRefused !== undefined,
    `${policy.kind}: a recall without onRefused replaces nothing`,
  )
}

/** The default that fires at the end of a stage; the last one repeats. */
export function stepAt(ladder: Ladder, stage: number): DefaultStep {
  return ladder[Math.min(stage, ladder.length - 1)] ?? ladder[0]
}

/**
 * When the stage that begins now ends. A journey shorter than the ladder takes it in proportion, so that the last default still comes within
 * what the person was told (H6); once all have fired, the last repeats at its own pace, because nothing may wait for ever (H5).
 */
export function stageEnd(ladder: Ladder, stage: number, now: number, journey: Journey): number {
  const { afterMs } = stepAt(ladder, stage)
  if (stage >= ladder.length) return now + afterMs
  const pace = Math.min(1, (journey.deadlineAtMs - journey.createdAtMs) / sumOf(ladder))
  const end = now + Math.ceil(afterMs * pace)
  return journey.deadlineAtMs >= now ? Math.min(end, journey.deadlineAtMs) : end
}

/** What the sender does after a default has fired. `resend` also takes an item off hold; a recall once begun is pursued. */
export function modeAfter(act: DefaultAct, mode: SendMode): SendMode {
  if (act === 'hold' || act === 'recall') return act
  return act === 'resend' && mode === 'hold' ? 'send' : mode
}

function sumOf(ladder: Ladder): number {
  return ladder.reduce((sum, step) => sum + step.afterMs, 0)
}
