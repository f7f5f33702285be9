import { type TSchema, Type } from 'typebox'

/**
 * What becomes of a payment whose ground was revoked after it: a case decides whether it is owed back. Without these terms nobody may claim it
 * back, and the campaign bears the loss.
 */
export interface ClawbackTerms {
  /** Milliseconds until the default decides the case (G3), and again after an appeal. */
  readonly deadlineMs: number
  readonly byDefault: 'claw_back' | 'keep'
  /** Milliseconds after the decision in which an appeal is heard. */
  readonly appealMs: number
  /** Milliseconds from the decision on: what is still owed then is written off, so that no debt is for ever. */
  readonly writeOffAfterMs: number
}

/** Longest that somebody owes, in milliseconds. Chosen: three years, a usual limitation of claims. */
const WRITE_OFF_MS_MAX = 94_608_000_000

export const clawbackSchema: TSchema = Type.Object({
  deadlineMs: Type.Integer({ minimum: 1_000 }),
  byDefault: Type.Union([Type.Literal('claw_back'), Type.Literal('keep')]),
  appealMs: Type.Integer({ minimum: 1_000 }),
  writeOffAfterMs: Type.Integer({ minimum: 1_000, maximum: WRITE_OFF_MS_MAX }),
})

/** When the decision of a case is final at the latest, in milliseconds after the first one: nothing is taken from anybody before. */
export function finalAfterMs({ deadlineMs, appealMs }: ClawbackTerms): number {
  return appealMs + deadlineMs
}
