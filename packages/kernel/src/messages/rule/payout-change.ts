import { type TSchema, Type } from 'typebox'

/** How a claimant changes where later payments go (D10). Without these terms the target is the one of the claim, for ever. */
export interface PayoutChangeTerms {
  /** Milliseconds from the second operator's confirmation until it may apply: the holder's time to notice a takeover and cancel it. */
  readonly delayMs: number
}

/** Shortest delay, in milliseconds. Chosen: an hour; the operator of a campaign chooses days. */
const DELAY_MS_MIN = 3_600_000
/** Longest delay, in milliseconds. Chosen: a quarter. */
const DELAY_MS_MAX = 7_776_000_000

export const payoutChangeSchema: TSchema = Type.Object({
  delayMs: Type.Integer({ minimum: DELAY_MS_MIN, maximum: DELAY_MS_MAX }),
})
