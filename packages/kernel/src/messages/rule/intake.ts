import { type TSchema, Type } from 'typebox'

/**
 * When the claims are complete if there was not room for all at once. A window closes at its closing time, but only after a while in which nobody
 * was refused for lack of room; and whoever was refused before it closed comes in time for a while after.
 */
export interface IntakeTerms {
  /** Milliseconds without such a refusal before it closes. */
  readonly quietMs: number
  /** Milliseconds after the closing time at which it closes nevertheless. */
  readonly extendMsMax: number
  /** Milliseconds after it has closed in which a claim with a knock from before still counts. `quietMs` without this member. */
  readonly knocksMs?: number
}

/** Longest wait for those who were refused, in milliseconds. Chosen: a week; until then nobody has a share. */
const INTAKE_MS_MAX = 604_800_000

const waitMs = Type.Integer({ minimum: 1_000, maximum: INTAKE_MS_MAX })

/** IntakeTerms, for the rule. */
export const intakeSchema: TSchema = Type.Object({
  quietMs: waitMs,
  extendMsMax: waitMs,
  knocksMs: Type.Optional(waitMs),
})

/** How long knocks count after the closing, in milliseconds; nothing without terms. */
export function knocksMsOf(intake: IntakeTerms | undefined): number {
  return intake === undefined ? 0 : (intake.knocksMs ?? intake.quietMs)
}
