import { type TSchema, Type } from 'typebox'

/**
 * Pays a first cohort, which a hash of the nullifier chooses, and lets the others wait until its payments have come through: what is wrong with a
 * rule or a rail shows on few. Amounts are set aside for all alike, so that being in the cohort gains nothing and coming early does not either.
 */
export interface CanaryTerms {
  /** Thousandths of the people who are paid first. */
  readonly sharePermille: number
  /** Milliseconds from the cohort's last payment until the others are paid: the time in which somebody can pause the campaign. */
  readonly waitMs: number
  /** More payments of the cohort than this that fail, and the others wait until the deadline. */
  readonly failuresMax: number
  /** Milliseconds from the first claim that is ready to be paid: then the others are paid whatever the cohort has come to, unless somebody has paused. */
  readonly deadlineMs: number
}

/** Longest wait for the cohort, in milliseconds. Chosen: a month. */
const CANARY_MS_MAX = 2_678_400_000

/** CanaryTerms, for the rule. */
export const canarySchema: TSchema = Type.Object({
  sharePermille: Type.Integer({ minimum: 1, maximum: 999 }),
  waitMs: Type.Integer({ minimum: 0, maximum: CANARY_MS_MAX }),
  failuresMax: Type.Integer({ minimum: 0 }),
  deadlineMs: Type.Integer({ minimum: 1_000, maximum: CANARY_MS_MAX }),
})

/** Why the terms contradict themselves, if they do. */
export function findCanaryFault({ waitMs, deadlineMs }: CanaryTerms): string | undefined {
  return waitMs < deadlineMs ? undefined : 'the canary waits for longer than its deadline'
}
