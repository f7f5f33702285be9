import { type TSchema, Type } from 'typebox'

/**
 * When an entitlement becomes payable, part by part. It starts at one published time for everybody, never at a claim's own: coming earlier or later
 * gains nothing. Whoever comes after some of it was due gets that part at once.
 */
export type VestingSchedule = { readonly startsAtMs: number } & (
  | CliffVesting
  | LinearVesting
  | TrancheVesting
)

/** All of it at once, `cliffMs` after the start. */
export interface CliffVesting {
  readonly kind: 'cliff'
  readonly cliffMs: number
}

/** Equal parts, one per `stepMs`, `steps` of them; what is due before the cliff is paid at the cliff. */
export interface LinearVesting {
  readonly kind: 'linear'
  readonly cliffMs: number
  readonly stepMs: number
  readonly steps: number
}

/** Named parts at named times: ascending, together 1,000 permille. */
export interface TrancheVesting {
  readonly kind: 'tranches'
  readonly tranches: readonly { readonly afterMs: number; readonly permille: number }[]
}

/** The schedule of a campaign with what may end it early. */
export type VestingTerms = VestingSchedule & { readonly cancel: VestingCancel }

/**
 * `never`: nobody ends it. Otherwise two people can, `noticeMs` after the second of them said so; what is due by then stays the claimant's. The
 * rest goes to the campaign's forfeited value or back into its pool. A revocation forfeits the rest whatever stands here (D6).
 */
export type VestingCancel =
  | 'never'
  | { readonly noticeMs: number; readonly rest: 'forfeited' | 'pool' }

/** Payments of one schedule. Chosen: weekly for ten years; the longest in published drops have 416 weeks. */
const VESTING_STEPS_MAX = 520
/** Tranches of one schedule. Chosen: a rule stays readable; more are steps. */
const VESTING_TRANCHES_MAX = 64
/** From the start to the last payment, in milliseconds. Chosen: twenty years. */
export const VESTING_MS_MAX = 630_720_000_000
/** Longest notice before a cancellation counts, in milliseconds. Chosen: a year. */
const CANCEL_NOTICE_MS_MAX = 31_536_000_000

/** Its end is a time that RFC 3339 can write, too. */
const startsAtMs = Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 - VESTING_MS_MAX })
const spanMs = Type.Integer({ minimum: 0, maximum: VESTING_MS_MAX })

const cliff = { startsAtMs, kind: Type.Literal('cliff'), cliffMs: spanMs }
const linear = {
  startsAtMs,
  kind: Type.Literal('linear'),
  cliffMs: spanMs,
  // A payment per second would be the load; a minute leaves room for rehearsals.
  stepMs: Type.Integer({ minimum: 60_000, maximum: VESTING_MS_MAX }),
  steps: Type.Integer({ minimum: 1, maximum: VESTING_STEPS_MAX }),
}
const tranches = {
  startsAtMs,
  kind: Type.Literal('tranches'),
  tranches: Type.Array(
    Type.Object({ afterMs: spanMs, permille: Type.Integer({ minimum: 1, maximum: 1_000 }) }),
    { minItems: 1, maxItems: VESTING_TRANCHES_MAX },
  ),
}
const cancel = Type.Union([
  Type.Literal('never'),
  Type.Object({
    noticeMs: Type.Integer({ minimum: 0, maximum: CANCEL_NOTICE_MS_MAX }),
    rest: Type.Union([Type.Literal('forfeited'), Type.Literal('pool')]),
  }),
])

/** A VestingSchedule, for messages. */
export const vestingScheduleSchema: TSchema = Type.Union([
  Type.Object(cliff),
  Type.Object(linear),
  Type.Object(tranches),
])

/** VestingTerms, for the rule. */
export const vestingTermsSchema: TSchema = Type.Union([
  Type.Object({ ...cliff, cancel }),
  Type.Object({ ...linear, cancel }),
  Type.Object({ ...tranches, cancel }),
])
