import type { StepPlan } from './draw-plan.ts'

/** How a credential stands, as a definite answer about its status says it. */
export type Standing = 'valid' | 'suspended' | 'invalid'

/** A definite answer: about the status, or that its issuer's accreditation is suspended, which says nothing about the status. */
export type Answer = Standing | 'unaccredited'

/** A change that was ordered, as those who ordered it know it. Virtual milliseconds. */
export interface Change {
  readonly mode: StepPlan['mode']
  readonly to: Standing
  readonly orderedAtMs: number
  /** T, or the end of the last lease without an immediate change; undefined until the issuer has said it. */
  everywhereAtMs?: number
  /** When the issuer said so. */
  publishedAtMs?: number
  act?: string
  /** `asked` until the issuer has answered. */
  cancelling?: 'asked' | 'cancelled'
}

/** From when to when two readers that keep their promises may contradict each other about a change. */
export interface Window {
  readonly fromMs: number
  readonly untilMs: number
}

/** S4: [T − 2ε, T) for what ends validity, [T, T + 2ε) for what grants it; from the order to the end of the last older lease for an immediate change. */
export function windowOf(change: Change, clockBoundMs: number): Window {
  const { mode, to, orderedAtMs, everywhereAtMs } = change
  if (everywhereAtMs === undefined) {
    return { fromMs: orderedAtMs, untilMs: Number.POSITIVE_INFINITY }
  }
  if (mode === 'immediate') return { fromMs: orderedAtMs, untilMs: everywhereAtMs }
  return to === 'valid'
    ? { fromMs: everywhereAtMs, untilMs: everywhereAtMs + 2 * clockBoundMs }
    : { fromMs: everywhereAtMs - 2 * clockBoundMs, untilMs: everywhereAtMs }
}

/** What a definite answer may say at a time. */
export function allowedAt(
  changes: readonly Change[],
  atMs: number,
  clockBoundMs: number,
): ReadonlySet<Standing> {
  let allowed = new Set<Standing>(['valid'])
  for (const change of changes) {
    if (change.cancelling === 'cancelled') continue
    const { fromMs, untilMs } = windowOf(change, clockBoundMs)
    if (atMs >= untilMs && change.cancelling === undefined) allowed = new Set([change.to])
    else if (atMs >= fromMs) allowed.add(change.to)
  }
  return allowed
}

/** The invariants that a definite answer at this time puts to the test. */
export function testedAt(
  changes: readonly Change[],
  atMs: number,
  clockBoundMs: number,
): readonly string[] {
  const names = changes.flatMap((change) => {
    const { mode, to, everywhereAtMs, cancelling } = change
    const { fromMs, untilMs } = windowOf(change, clockBoundMs)
    if (everywhereAtMs === undefined || cancelling === 'asked') return []
    if (cancelling === 'cancelled') return atMs >= fromMs ? ['S6'] : []
    if (mode === 'immediate') return atMs >= untilMs ? ['S5'] : []
    if (to === 'valid') return atMs < fromMs || atMs >= untilMs ? ['S4'] : []
    if (atMs >= untilMs) return ['S2']
    return atMs < fromMs ? ['S3'] : []
  })
  return [...new Set(names)]
}

/** The invariant that an answer breaks which is not allowed. */
export function brokenBy(
  answer: Standing,
  changes: readonly Change[],
  atMs: number,
  clockBoundMs: number,
): string {
  const isOver = (change: Change) => windowOf(change, clockBoundMs).untilMs <= atMs
  const standing = changes.filter(({ cancelling }) => cancelling === undefined)
  const last = standing.findLast(isOver)
  const next = standing.find((change) => !isOver(change))
  if (answer === 'valid') {
    if (next?.to === 'valid') return 'S4'
    return last?.mode === 'immediate' ? 'S5' : 'S2'
  }
  if (next?.to === answer) return 'S3'
  if (changes.some(({ cancelling, to }) => cancelling === 'cancelled' && to === answer)) return 'S6'
  return last?.to === 'valid' ? 'S4' : 'S3'
}
