import { LEVEL_HELD_MS } from './limits.ts'

/** 0: nothing is given up. Each level gives up what its line in BROWN_OUT says and everything before it. */
export type BrownOutLevel = 0 | 1 | 2 | 3 | 4 | 5

export interface BrownOutStep {
  readonly level: BrownOutLevel
  readonly givesUp: string
  /** Entered when so large a part of the places was in use over a window; left below half of it. Chosen: evenly spread. */
  readonly above: number
}

/** What is given up in which order under load (DESIGN §2 P4). Never: durable tickets, uniqueness, conservation, the log. */
export const BROWN_OUT: readonly BrownOutStep[] = [
  { level: 1, givesUp: 'analytics', above: 0.2 },
  { level: 2, givesUp: 'live views', above: 0.35 },
  { level: 3, givesUp: 'new sybil analysis', above: 0.5 },
  { level: 4, givesUp: 'instant settlement', above: 0.65 },
  { level: 5, givesUp: 'new verifications of high value', above: 0.8 },
]

/** What is given up at a level, in words. */
export function givenUpAt(level: BrownOutLevel): readonly string[] {
  return BROWN_OUT.filter((step) => step.level <= level).map(({ givesUp }) => givesUp)
}

/** The first level at which a thing is given up. */
export const ANALYTICS_LEVEL: BrownOutLevel = 1
export const LIVE_VIEWS_LEVEL: BrownOutLevel = 2
export const SETTLEMENT_LEVEL: BrownOutLevel = 4

/**
 * The level after a window in which this part of the places was in use, at a level that has been held for `heldMs`. Up at once, as far as it has to
 * be; down one level at a time, and never sooner than LEVEL_HELD_MS: what was given up does not flicker.
 */
export function nextLevel(level: BrownOutLevel, pressure: number, heldMs: number): BrownOutLevel {
  const reached = BROWN_OUT.findLast(({ above }) => pressure > above)?.level ?? 0
  if (reached > level) return reached
  const current = BROWN_OUT.find((step) => step.level === level)
  if (current === undefined || heldMs < LEVEL_HELD_MS || pressure > current.above / 2) return level
  return (level - 1) as BrownOutLevel
}
